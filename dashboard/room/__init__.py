"""The room: what one page shows, many see. A stage per room, a hub for all of them; no follower runs a page."""

"""The charts of the page of the network that writes sound."""

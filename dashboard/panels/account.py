"""Who one is here: a browser that is known by its cookie, or a person who has signed in."""

from __future__ import annotations

import streamlit as st

from dashboard.frame import owner
from dashboard.language import translate as _
from dashboard.markdown import plain


def account() -> None:
    """Say by what this server knows the viewer, and offer to sign in where that is possible."""
    if owner.signs_in() and st.user.get("is_logged_in"):
        name = str(st.user.get("name") or st.user.get("email") or "")
        st.markdown(_("You are signed in as **{name}**: your runs are yours in every browser.", name=plain(name)))
        st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout, key="sign_out")
        return
    if not owner.viewer().keeps:
        st.warning(
            _(
                "Your browser keeps no cookie of this server, so it does not know you again: what you train is shared"
                " from the start. Allow cookies for this site to have runs of your own."
            )
        )
    else:
        st.markdown(
            _(
                "This server knows your browser by an anonymous cookie: what you train in it is yours, and private"
                " until you share it or show it in a room. In another browser you are somebody else."
            )
        )
    if owner.signs_in():
        st.button(_("Sign in"), icon=":material/login:", on_click=st.login, key="sign_in")

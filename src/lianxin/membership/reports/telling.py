"""Notices of the room. What history is written about (the demonstration) is news to nobody."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment


def tell(people: Iterable[int | None], code: str, title: str, *, url: str, key: str, org_path: str, working: bool = False) -> None:  # fmt: skip
    """Tell those people once (by `key`). Titles name no word of a report or a talk: they travel by e-mail."""
    if moment.replaying():
        return
    known = {person for person in people if person is not None}
    send_many(to=known, code=code, title=title, url=url, key=key, working=working, org_path=org_path)

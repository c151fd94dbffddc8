"""Who takes part in an organisation's life without belonging to it. Rooms above know them and register here (EDU-12).

They are asked to come like everybody, stand on the list as guests, vote nowhere but at home and count in no quorum;
that they came counts at home (`ledger.year_of_member`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from .words import AMONG_POSTS

#: (organisation, day) -> keys of members
Visitors = Callable[[Organisation, date], set[int]]
_rooms: dict[str, Visitors] = {}


def register_visitors(room: str, visitors: Visitors) -> None:
    """Make a room's visitors known; the same name again replaces it."""
    _rooms[room] = visitors


def visitors_of(organisation: Organisation, kind: str, on: date) -> list[Member]:
    """Members from elsewhere who are asked to a gathering of a kind; a committee meets among itself."""
    if kind in AMONG_POSTS:
        return []
    keys = {key for visitors in _rooms.values() for key in visitors(organisation, on)}
    if not keys:
        return []
    rows = Member.objects.unscoped("asked by the organisation that took note of them").filter(
        pk__in=keys, stage__in=IN_PARTY, standing="active"
    )
    return list(rows.order_by("name", "pk"))

"""How cards, checks of rules and seats move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, moving

declare(moving("upkeep.ContactCard.keeper", "upkeep.ContactCard.proposed_by", "upkeep.ContactCard.confirmed_by"))
declare(moving("upkeep.House.keeper", "upkeep.HouseCheck.by", "upkeep.Seat.person"))

"""How the cards of branches move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, moving

declare(moving("upkeep.ContactCard.keeper", "upkeep.ContactCard.proposed_by", "upkeep.ContactCard.confirmed_by"))

"""How long and how many, as the house agreed (LX-205)."""

from __future__ import annotations

from functools import partial

from lianxin.membership.reports import limits

RULE = "LX-205"
#: the same answer in the same words as for thought reports, with the figures of this room
fits = partial(limits.fits, rule_id=RULE)
longest = partial(limits.longest, rule_id=RULE)

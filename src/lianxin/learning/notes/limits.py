"""How long and how many, as the house agreed (LX-205, LX-206)."""

from __future__ import annotations

from lianxin.kernel.decision import Decision
from lianxin.membership.reports import limits

#: figure -> its rule, where it is not that of the note itself
SAID = dict.fromkeys(("comment", "reason", "waiting"), "LX-206")


def rule_of(name: str) -> str:
    """The rule in which a figure of this room stands."""
    return SAID.get(name, "LX-205")


def longest(name: str) -> int:
    """Most characters of ``title``, ``body``, ``about``, ``source``, ``comment``, ``reason``; most comments ``waiting``."""
    return limits.longest(name, rule_of(name))


def fits(text: str, name: str, label: str, *, needed: bool = True) -> Decision:
    """The same answer in the same words as for thought reports, with the figures of this room."""
    return limits.fits(text, name, label, rule_id=rule_of(name), needed=needed)

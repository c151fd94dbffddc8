"""How large an upload may be. What people are told about stands in the rules; the rest is technical."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lianxin.foundation.rules.registry import rule

_MEGABYTE = 1024 * 1024
_PIXELS = 80_000_000  # a 50-megapixel phone photo fits; decoding costs at most some 300 MB
_SIDE = 2560  # sharp on every screen and readable in print at A4


@dataclass(frozen=True, slots=True)
class Limits:
    """bytes: most bytes of an upload; pixels: most pixels before decoding; side: longest side kept."""

    rule: str
    bytes: int
    pixels: int = _PIXELS
    side: int = _SIDE

    @property
    def megabytes(self) -> int:
        return self.bytes // _MEGABYTE


def limits_for(kind: str) -> Limits:
    """Limits of a kind (LX-12 for pictures, LX-21 for PDF)."""
    rule_id = "LX-21" if kind == "pdf" else "LX-12"
    return Limits(rule_id, int(rule(rule_id).number("size") * _MEGABYTE))


def largest() -> int:
    """The most bytes that any upload may have."""
    return max(limits_for("pdf").bytes, limits_for("jpeg").bytes)


def pending_age() -> timedelta:
    """How long a checked file waits to be used (LX-21)."""
    return timedelta(hours=float(rule("LX-21").number("pending")))

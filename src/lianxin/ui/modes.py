"""Display modes 长辈版 and 高对比: kept in one small cookie that the server and nginx can read."""

from __future__ import annotations

from collections.abc import Mapping

COOKIE = "lx-mode"
YEAR = 365 * 24 * 3600
#: every mode in the order in which it stands in the cookie; four cookie values exist in all, which
#: keeps a page cache keyed by it small
KNOWN = ("elder", "contrast")


def read(cookies: Mapping[str, str]) -> tuple[str, ...]:
    """Modes that are on; anything unknown in the cookie is ignored."""
    raw = cookies.get(COOKIE)
    if not raw:
        return ()
    asked = raw.split(".")
    return tuple(mode for mode in KNOWN if mode in asked)


def toggle(modes: tuple[str, ...], mode: str) -> tuple[str, ...]:
    """The modes after one of them was switched; an unknown one changes nothing."""
    if mode not in KNOWN:
        return modes
    wanted = set(modes) ^ {mode}
    return tuple(known for known in KNOWN if known in wanted)


def write(modes: tuple[str, ...]) -> str:
    """Cookie value, empty when everything is as usual."""
    return ".".join(modes)

"""The outline icons of the house, drawn on a 24 grid with one stroke. Inline, so that no page waits for them."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = {
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "letter": "M4 5h16v11.5H9.5L5 20v-3.5H4zM8 9h8M8 12.5h5",
    "pen": "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3M4 21h16",
    "paper": "M5.5 4H14l4.5 4.5V20h-13zM14 4v4.5h4.5M9 14l2.2 2.2L15.5 12",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-5.5 14-5.5 15 0",
    "people": (
        "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.8-5 12.2-5 13 0"
        "M16 5a3.3 3.3 0 0 1 0 6.4M17.5 14.7c2 .5 3.5 2 4 4.8"
    ),
    "clock": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
    "sound": "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
    "pause": "M8.5 5.5v13M15.5 5.5v13",
    "stop": "M6.5 6.5h11v11h-11z",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 20.5c.8 1 3.2 1 4 0",
    "text-size": "M3 19l5-13 5 13M4.8 14.5h6.4M15 19l3-8 3 8M16.2 16h3.6",
    "contrast": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 3.5v17M12 8h6.5M12 12h8M12 16h6.5",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "plus": "M12 5v14M5 12h14",
    "warn": "M12 4l9 16H3zM12 10v4.5M12 17v.5",
    "info": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5.5M12 7.5v.5",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
    "eye": "M2.5 12C6 5.5 18 5.5 21.5 12 18 18.5 6 18.5 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "eye-off": "M2.5 12C6 5.5 18 5.5 21.5 12 18 18.5 6 18.5 2.5 12zM5 19.5L19 4.5",
    "camera": "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z",
    "place": "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "phone": "M6.5 4h3l1.5 4-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4 1.5v3c0 1-1 2-2 2C11 19.5 4.5 13 4.5 6c0-1 1-2 2-2z",
    "back": "M14.5 5l-7 7 7 7",
    "next": "M9.5 5l7 7-7 7",
    "down": "M5 9.5l7 7 7-7",
    "menu": "M4 6.5h16M4 12h16M4 17.5h16",
    "filter": "M4 6h16l-6 7v6l-4-2v-4z",
    "download": "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15",
    "upload": "M12 15.5V4.5M7.5 9L12 4.5 16.5 9M4.5 20h15",
    "copy": "M8.5 8.5H19V20H8.5zM15.5 8.5V4H5v11.5h3.5",
    "print": "M7 9V4h10v5M7 16H4V9h16v7h-3M7 13.5h10V20H7z",
    "chart": "M4 20h16M7 20v-6M12 20V9M17 20V5",
    "tree": "M9 4h6v4H9zM3.5 16h6v4h-6zM14.5 16h6v4h-6zM12 8v4M6.5 16v-4h11v4",
    "open-book": (
        "M12 6.5C9.5 4.5 6 4.5 3.5 5v14c2.5-.5 6-.5 8.5 1.5 2.5-2 6-2 8.5-1.5V5C18 4.5 14.5 4.5 12 6.5zM12 6.5v14"
    ),
    "cap": "M2.5 9.5L12 5l9.5 4.5L12 14zM6.5 11.5V16c2.5 2.5 8.5 2.5 11 0v-4.5M21.5 9.5V15",
    "star": "M12 4l2.5 5.3 5.8.7-4.3 4 1.1 5.8L12 17l-5.1 2.8L8 14 3.7 10l5.8-.7z",
    "flag": "M6 21V4M6 4.5c4-2 7 2 12 0V14c-5 2-8-2-12 0",
    "gear": (
        "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3"
        "M6 6l2.1 2.1M15.9 15.9L18 18M18 6l-2.1 2.1M8.1 15.9L6 18"
    ),
    "calendar": "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8",
    "undo": "M8.5 5L4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3",
    "send": "M20.5 4L3.5 11l6.5 2.5L12.5 20zM10 13.5L20.5 4",
    "merge": "M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8",
    "link": (
        "M10 14.5a4 4 0 0 1 0-5.5l3-3a4 4 0 0 1 5.7 5.7l-1.7 1.6M14 9.5a4 4 0 0 1 0 5.5l-3 3a4 4 0 0 1-5.7-5.7L7 10.7"
    ),
    "out": "M10 4.5H5v15h5M14.5 8l4 4-4 4M18.5 12H9.5",
    "inbox": "M4 13l3-8.5h10l3 8.5v6.5H4zM4 13h5l1.5 2.5h3L15 13h5",
    "dot": "M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
}
#: the mark of the house: one arch over water, five hangers, a deck that carries people across
MARK = "M2 20.5h32M4.5 20.5C8 7.5 28 7.5 31.5 20.5M10.5 20.5v-6.7M15.5 20.5v-9M20.5 20.5v-9M25.5 20.5v-6.7"


@lru_cache(maxsize=512)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """SVG of an icon; with a label it speaks, without one it is decoration.

    Raises KeyError for a name that is not in the set, so that a typing mistake is found at once.
    """
    from django.utils.html import escape

    path = PATHS[name]
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    shape = f"icon {escape(css)}".strip()
    return mark_safe(  # noqa: S308 - path comes from the table above, texts are escaped
        f'<svg class="{shape}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7"'
        f' stroke-linecap="round" stroke-linejoin="round" {voice} focusable="false"><path d="{path}"/></svg>'
    )


@lru_cache(maxsize=1)
def mark() -> SafeString:
    """The bridge beside the site's name."""
    return mark_safe(  # noqa: S308 - constant
        '<svg class="mark" viewBox="0 0 36 24" fill="none" stroke="currentColor" stroke-width="1.9"'
        f' stroke-linecap="round" aria-hidden="true" focusable="false"><path d="{MARK}"/></svg>'
    )

"""What is put right on pages of Wagtail's desk after it drew them: addresses of pictures, and words it cannot translate."""

from __future__ import annotations

import re

from django.templatetags.static import static

DESK_PICTURES = "/workbench/portal/pictures/"
_READERS = re.compile(r"(?<!/workbench)/portal/pictures/")
_BODY = re.compile(r"""(<body\b[^>]*?\bclass=["'])""")
#: English that stands in Wagtail's templates outside of its catalogue; the quotes of a page inside JSON are escaped
_FIXED = tuple(
    (text.replace('"', quote), ours.replace('"', quote))
    for text, ours in (
        ('<input type="submit" value="Search"', '<input type="submit" value="搜索"'),
        ('<nav aria-label="Actions"', '<nav aria-label="操作"'),
    )
    for quote in ('"', '\\"')
)


def in_modes(markup: str, chosen: tuple[str, ...]) -> str:
    """长辈版 and 高对比 on a page of Wagtail's, which knows neither."""
    if not chosen:
        return markup
    names = " ".join(f"lx-{mode}" for mode in chosen)
    sheet = f'<link rel="stylesheet" href="{static("portal/wagtail-modes.css")}"></head>'
    return _BODY.sub(rf"\g<1>{names} ", markup, count=1).replace("</head>", sheet, 1)


def behind_the_desk(markup: str) -> str:
    """Pictures by the address that shows them to those who review: readers get them from published items only."""
    for text, ours in _FIXED:
        markup = markup.replace(text, ours)
    return _READERS.sub(DESK_PICTURES, markup)

"""Pictures of the portal, and where a reader stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianxin.ui import icons
from lianxin.ui.templatetags.ui import tag_mark, when

from ..words import FORMS

register = template.Library()
#: how wide a picture is shown: in the text, as a lead, beside a line
SIZES = {"text": "(min-width: 60em) 40em, 92vw", "lead": "(min-width: 60em) 44em, 92vw", "small": "8em"}


@register.simple_tag
def portal_picture(image: Any, alt: str, caption: str) -> SafeString:
    """A picture with its description; two sizes, so that a phone does not load the large one."""
    tag = _img(image, alt, SIZES["text"], lazy=True)
    return format_html('<figure>{}<figcaption class="soft">{}</figcaption></figure>', tag, caption) if caption else tag


@register.inclusion_tag("portal/_trust.html")
def portal_trust(page: Any) -> dict[str, Any]:
    """``{% portal_trust page %}``: 先发后审 until it was reviewed, and what was corrected with the way to older versions."""
    from ..desk import emergency, keeping

    if not keeping.anything_to_tell(page.pk):
        return {}
    versions = [v for v in keeping.versions_of(page.pk) if v.number > 1]
    return {"urgent": emergency.open_one(page.pk), "versions": versions}


@register.simple_tag
def portal_cover(item: Any, size: str = "small") -> SafeString | str:
    """The cover of an item in a list, or nothing. What leads the page is not loaded late."""
    if not item.cover_id:
        return ""
    return format_html(
        '<span class="cover">{}</span>', _img(item.cover, item.cover_alt, SIZES[size], lazy=size == "small")
    )


@register.simple_tag
def story_line(item: Any) -> SafeString:
    """One item of a list; written in Python because a column shows twenty of them to everybody who opens it."""
    about: list[str] = [tag_mark(FORMS[item.form][0])]
    if item.correction:
        about.append(tag_mark("有更正", "info"))
    about.append(format_html("<span>{}</span>", item.source))
    credit = getattr(item, "credit", "")
    if credit:
        about.append(format_html("<span>转自{}</span>", credit))
    about.append(when(item.first_published_at, "date"))
    return format_html(
        '<li{}>{}<div><h3><a href="{}">{}</a></h3>{}<p class="meta soft">{}</p></div></li>',
        SafeString(' class="pictured"' if item.cover_id else ""), portal_cover(item), item.href, item.title,
        format_html('<p class="soft">{}</p>', item.summary) if item.summary else "", SafeString("".join(about)),
    )  # fmt: skip


@register.simple_tag
def month_links(months: list[tuple[str, int, str, bool]]) -> SafeString:
    """(words, items, address, chosen) as lines of a list; a column of some years has sixty of them."""
    rows = [(url, SafeString(' aria-current="true"' if on else ""), words, many) for words, many, url, on in months]
    line = '<li><a href="{}"{}><span>{}</span><span class="num soft">{}</span></a></li>'
    return format_html_join("", line, rows)


def _img(image: Any, alt: str, sizes: str, *, lazy: bool) -> SafeString:
    height = round(image.height * 640 / image.width) if image.width > 640 else image.height
    return format_html(
        '<img src="/portal/pictures/{0}/640/" srcset="/portal/pictures/{0}/640/ 640w, /portal/pictures/{0}/1280/ 1280w" '
        'sizes="{1}" width="{2}" height="{3}" alt="{4}"{5}>',
        image.pk, sizes, min(image.width, 640), height, alt, SafeString(' loading="lazy"' if lazy else ""),
    )  # fmt: skip


@register.simple_tag
def crumbs_of(crumbs: list[tuple[str, str]], here: str) -> SafeString:
    """Where a page stands: links to everything above it, and its own name."""
    links = format_html_join("", '<li><a href="{}">{}</a></li>', [(url, title) for title, url in crumbs])
    return format_html(
        '<nav class="crumbs" aria-label="您在这里"><ol><li><a href="/">{}首页</a></li>{}<li aria-current="page">{}</li></ol></nav>',
        icons.icon("home"), links, here,
    )  # fmt: skip

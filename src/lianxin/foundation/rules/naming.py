"""What a text, one of its articles or a rule is called: by address, or by 《…》第…条 as people write it."""

from __future__ import annotations

import re

from lianxin.ui.pages import Page

from . import queries, registry
from .anchors import address
from .models import Regulation
from .numerals import articles_in
from .texts import name_key

_TEXT = re.compile(r"/regulations/([-a-zA-Z0-9_]+)/")
_RULE = re.compile(r"/rules/([-A-Za-z0-9]+)/")
_SAID = re.compile(r"《([^《》]+)》\s*(第.+条)?")
KIND = "clause"


def find(path: str, fragment: str) -> Page | None:
    """``/regulations/<slug>/#art-3``, the text itself without a fragment that names an article, or ``/rules/<id>/``."""
    if at := _TEXT.fullmatch(path):
        texts = queries.texts_of(at[1])
        return _page(texts[0], fragment) if texts else None
    at = _RULE.fullmatch(path)
    rule = registry.find_rule(at[1]) if at else None
    return Page(rule.page, rule.title, rule.cited, KIND) if rule is not None else None


def said(text: str) -> Page | None:
    """The imported text or article that somebody named in words; None when it is not in the library."""
    at = _SAID.fullmatch(text.strip())
    if at is None:
        return None
    named = Regulation.objects.filter(name_key=name_key(at[1])).values_list("slug", flat=True).first()
    if named is None:
        return None
    numbers = articles_in(at[2] or "")
    return _page(queries.texts_of(named)[0], f"art-{numbers[0]}" if numbers else "")


def _page(text: Regulation, anchor: str) -> Page:
    parts = queries.chapters(text)
    long = sum(chapter.size for chapter in parts) > queries.LONG
    for chapter in parts:
        for _, articles in chapter.sections:
            for article in articles:
                if anchor in (article.anchor, *(f"{article.anchor}-k{n}" for n in range(2, 9))):
                    url = address(text.slug, article.anchor, long=long)
                    return Page(url, f"《{text.title}》{article.heading}", f"《{text.title}》", KIND)
    return Page(text.page, f"《{text.title}》", f"《{text.title}》", KIND)

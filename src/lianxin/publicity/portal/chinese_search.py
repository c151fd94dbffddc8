"""The search of Wagtail's own desk (pages, pictures, documents) for Chinese: every word as a part of a field.

Wagtail's full text takes a run of ideographs for one word and finds next to nothing inside it. Here each word of a query
must stand somewhere in the fields that a model declares as searchable, whatever the width and the case of its letters.
It narrows the query set that it is given, so whoever may not see a page does not find it. Titles of a county's
portal are some ten thousand short lines, which both engines look through in a few milliseconds; the words of
published items come from the index of the house.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db.models import Q
from modelsearch.backends.database.fallback import (
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from wagtail.models import Page

from lianxin.foundation.search.everything import search

from .indexing import KIND

#: published items that are looked up by their text
BY_TEXT = 200
#: signs that a title may hold in either width
_WIDE = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}
_SPLIT = re.compile(r"\s+")


def spellings(word: str) -> set[str]:
    """The word as it was typed, in half width and in full width (of which SQLite does not know the other case)."""
    narrow = unicodedata.normalize("NFKC", word)
    wide = {case.translate(_WIDE) for case in (narrow, narrow.lower(), narrow.upper())}
    return {spelling for spelling in {word, narrow, *wide} if spelling}


class Compiler(DatabaseSearchQueryCompiler):
    """Every word in some field; words of a published item's text count for pages too."""

    DEFAULT_OPERATOR = "and"

    def check_boost(self, query: Any, boost: float = 1.0) -> None:
        """Some callers wish certain fields to weigh more; here all weigh the same."""

    def build_single_term_filter(self, term: str) -> Q:
        found = Q(pk__in=[])
        for word in spellings(term.replace("\x00", "")):
            for name in self.fields_names:
                found |= Q(**{f"{name}__icontains": word})
        if issubclass(self.queryset.model, Page) and not self.fields:
            found |= Q(pk__in=_published_with(term))
        return found


def _published_with(word: str) -> list[int]:
    return [hit.object_id for hit in search(word, kinds=[KIND], limit=BY_TEXT, faceted=False).hits]


class Results(DatabaseSearchResults):
    """As Wagtail's, but a query of white space or control signs finds nothing instead of everything."""

    def get_queryset(self) -> Any:
        words = getattr(self.query_compiler.query, "query_string", "x")
        if not _SPLIT.sub("", words.replace("\x00", "")):
            return self.query_compiler.queryset.none()
        return super().get_queryset()


class SearchBackend(DatabaseSearchBackend):
    """``WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = "lianxin.publicity.portal.chinese_search"``."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Compiler
    results_class = Results

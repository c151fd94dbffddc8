"""An item as machines read it: a NewsArticle of schema.org inside the page."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from .models import ArticlePage

#: a data block ends at "</script"; these three and the line separators are written as escapes
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}


def news(article: ArticlePage, publisher: str, url: str) -> SafeString:
    """JSON-LD, safe inside ``<script type="application/ld+json">``. publisher: the site that signs (C01)."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary or article.title,
        "inLanguage": "zh-CN",
        "mainEntityOfPage": url,
        "datePublished": _moment(article.first_published_at),
        "dateModified": _moment(article.last_published_at or article.first_published_at),
        "author": {"@type": "Organization", "name": article.byline or article.source},
        "publisher": {"@type": "Organization", "name": publisher},
    }
    if article.cover_id:
        data["image"] = [f"{settings.SITE_URL}/portal/pictures/{article.cover_id}/1280/"]
    if article.correction:
        data["correction"] = {"@type": "CorrectionComment", "text": article.correction}
    text = json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - JSON whose markup signs are escaped


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat() if value else ""

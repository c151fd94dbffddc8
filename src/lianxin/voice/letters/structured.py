"""The letter as machines read it: a QAPage of schema.org inside the page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from .public_page import LetterPage

#: a data block ends at "</script"; these three and the line separators are written as escapes
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}


def qa_page(page: LetterPage) -> SafeString:
    """JSON-LD of a question with its answers, safe inside ``<script type="application/ld+json">``."""
    letter = page.letter
    url = f"{settings.SITE_URL}{letter.get_absolute_url()}"
    question: dict[str, Any] = {
        "@type": "Question",
        "name": letter.title,
        "text": "\n".join(t for t in (letter.demand, letter.body) if t),
        "url": url,
        "dateCreated": _moment(letter.opened_at),
        "author": {"@type": "Person", "name": letter.nickname},
        "answerCount": len(page.replies),
        "upvoteCount": letter.followers,
    }
    answers = [_answer(reply, f"{url}#reply-{reply.pk}") for reply in page.replies]
    if answers:
        question["acceptedAnswer"] = answers[-1]
    if answers[:-1]:
        question["suggestedAnswer"] = answers[:-1]
    data = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "inLanguage": "zh-CN",
        "url": url,
        "mainEntity": question,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - every sign that could end the block is escaped above


def _answer(reply: Any, url: str) -> dict[str, Any]:
    office = {"@type": "Organization", "name": reply.organisation.short_name}
    return {
        "@type": "Answer",
        "text": reply_text(reply),
        "url": url,
        "dateCreated": _moment(reply.sent_at),
        "author": office,
    }


def reply_text(reply: Any) -> str:
    """Everything that a reply says, as plain lines."""
    lines = [reply.body]
    lines += [f"{p.get('point', '')}：{p.get('answer', '')}" for p in reply.points]
    lines += [t for t in (reply.plain_words, reply.legal_basis) if t]
    return "\n".join(lines)


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).isoformat() if value else ""

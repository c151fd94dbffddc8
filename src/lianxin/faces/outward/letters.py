"""Answered letters as things that can be sent, and single answers for those who asked on another platform."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, linebreaks

from lianxin.publicity.channels.sources import Offer, Source
from lianxin.publicity.channels.text import Text
from lianxin.voice.letters.queries import outward

from .numbers import number_of

KIND, ANSWER = "letter", "reply"


def find(number: str) -> Text | None:
    """A published letter with its answers."""
    found = outward.shown(number_of(number))
    if found is None:
        return None
    parts = [format_html("<h2>群众留言</h2>{}", _paragraphs(found.question))]
    parts += [format_html("<h2>{}答复</h2>{}", a.organisation.name, _paragraphs(a.text)) for a in found.answers]
    return Text(
        title=found.title, summary=" ".join(found.answers[-1].text.split())[:110], body_html="".join(parts),
        url=f"{settings.SITE_URL}{found.path}", source=found.organisation.name, organisation_id=found.organisation.pk,
        org_path=found.organisation.path, key=f"{KIND}:{found.pk}:{found.version}",
        day=timezone.localdate(found.at).isoformat(),
    )  # fmt: skip


def _paragraphs(text: str) -> str:
    return linebreaks(text, autoescape=True)


def recent(paths: Sequence[str], many: int) -> list[Offer]:
    """The letters that were answered last below the paths."""
    return [
        Offer(f"{KIND}:{x.pk}", "", x.title, x.organisation.short_name, x.org_path, x.answered_at, "群众留言")
        for x in outward.newest(paths, many)
        if x.answered_at
    ]


def find_answer(number: str) -> Text | None:
    """One signed answer, for its asker alone."""
    found = outward.answer(number_of(number))
    if found is None:
        return None
    return Text(
        title=f"{found.number} {found.title}".strip(), summary="", body_html=_paragraphs(found.text),
        url=f"{settings.SITE_URL}{found.path}", source=found.organisation.name, organisation_id=found.organisation.pk,
        org_path=found.organisation.path, key=f"{ANSWER}:{found.pk}:1",
    )  # fmt: skip


SOURCES = (Source(KIND, "群众留言", find, recent), Source(ANSWER, "答复", find_answer, offered=False))

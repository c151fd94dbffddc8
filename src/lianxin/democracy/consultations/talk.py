"""What the pages of this room show of what is said there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from lianxin.democracy.speaking import page, queries

from . import floors, opinions
from .models import Consultation, Motion


def at_consultation(request: HttpRequest, case: Consultation, paragraphs: list[str], part: str) -> dict[str, Any]:
    """The paragraphs with how many opinions stand at each; the list and the form at the chosen one."""
    counts = queries.counts_by_part(opinions.KIND, case.pk)
    numbered = [(str(n), text, counts.get(str(n), 0)) for n, text in enumerate(paragraphs, 1)]
    place = floors.consultations([case.pk])[case.pk]
    return {
        "paragraphs": numbered, "whole": counts.get("", 0), "total": sum(counts.values()),
        "speaking": page.context(request, opinions.KIND, place, part),
    }  # fmt: skip


def at_motion(request: HttpRequest, motion: Motion) -> dict[str, Any]:
    """The floor of the motion itself; nothing where it is discussed elsewhere and nobody spoke here before."""
    if motion.topic_url and not queries.counts(opinions.MOTION, [motion.pk]):
        return {}
    return {"speaking": page.context(request, opinions.MOTION, floors.motions([motion.pk])[motion.pk])}

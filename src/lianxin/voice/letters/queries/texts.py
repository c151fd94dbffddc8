"""参考用语 of organisations: what a reply may start from, and what a desk keeps."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.kernel.actor import Actor

from ..models import Letter, ReplyText

KEEP = "letters.texts"


def fitting(letter: Letter) -> list[tuple[str, str]]:
    """(name, skeleton) of the handling office and of those above it that fit kind and topic, the nearest office first."""
    rows = ReplyText.objects.unscoped("offered to whoever answers the letter").filter(
        Q(kind="") | Q(kind=letter.kind), organisation__path__in=ancestors_of(letter.org_path), retired=False
    )
    path = letter.topic.path if letter.topic else ""
    near = rows.select_related("topic").order_by(Length("organisation__path").desc(), "name")
    return [(row.name, row.body) for row in near if row.topic is None or f"{path}/".startswith(f"{row.topic.path}/")]


def kept(actor: Actor) -> QuerySet[ReplyText]:
    """Those of the organisations in the actor's scope, in the order of the tree; retired ones last."""
    rows = ReplyText.objects.visible_to(actor, KEEP).select_related("organisation", "topic")
    return rows.order_by("retired", "organisation__path", "name")


def one(actor: Actor, pk: int) -> ReplyText | None:
    return kept(actor).filter(pk=pk).first()

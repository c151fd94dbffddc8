"""What the search knows: words for everybody once they are shown to everybody, those of members for them alone (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import Actor

from . import audience
from .lifecycle import CONSULT_SHOWN, MOTION_SHOWN
from .models import Consultation, Motion

MOTION_KIND, CONSULTATION_KIND = "motion", "consultation"


def index_motion(motion: Motion) -> None:
    """Put the words in, or take them out, in the transaction of the change (M01)."""
    if motion.state in MOTION_SHOWN:
        put_many([entry_of_motion(motion)])
    else:
        drop(MOTION_KIND, motion.pk)


def index_consultation(case: Consultation) -> None:
    """The same for a consultation."""
    if case.state in CONSULT_SHOWN:
        put_many([entry_of_consultation(case)])
    else:
        drop(CONSULTATION_KIND, case.pk)


def _for(meant: str) -> str:
    """Everybody, or those of whom `readable_motions` and `readable_consultations` know who they are."""
    return "public" if meant == "public" else "inside"


def readable_motions(actor: Actor) -> QuerySet[Motion]:
    """What a search by the actor may find: the condition of the lists."""
    rows = Motion.objects.unscoped("narrowed by the audience")
    return rows.filter(audience.readable(actor), state__in=MOTION_SHOWN)


def readable_consultations(actor: Actor) -> QuerySet[Consultation]:
    """The same for consultations."""
    rows = Consultation.objects.unscoped("narrowed by the audience")
    return rows.filter(audience.readable(actor), state__in=CONSULT_SHOWN)


def entry_of_motion(motion: Motion) -> Entry:
    words = [motion.why, motion.wish]
    if motion.published_at:
        words += [motion.result, motion.done_text]
    return Entry(
        kind=MOTION_KIND, object_id=motion.pk, title=motion.title, body="\n".join(words), audience=_for(motion.audience),
        org_path=motion.org_path, when=motion.shown_at or motion.opened_at, url=motion.get_absolute_url(),
    )  # fmt: skip


def entry_of_consultation(case: Consultation) -> Entry:
    finished = case.state == "finished"
    version = case.versions.filter(kind="final" if finished else "draft").last()
    words = [case.background, case.basis, *(version.paragraphs if version else [])]
    if finished:
        words += [case.summary, *(f"{g.gist} {g.reason}" for g in case.groups.all() if g.shown)]
    return Entry(
        kind=CONSULTATION_KIND, object_id=case.pk, title=case.title, body="\n".join(words),
        audience=_for(case.audience), org_path=case.org_path, when=case.released_at or case.opened_at,
        url=case.get_absolute_url(),
    )  # fmt: skip


def motions() -> Iterator[Entry]:
    """Every shown motion, for a new index."""
    rows = Motion.objects.unscoped("the whole index is built again").filter(state__in=MOTION_SHOWN)
    yield from (entry_of_motion(row) for row in rows.order_by("pk").iterator(chunk_size=500))


def consultations() -> Iterator[Entry]:
    """Every released consultation, for a new index."""
    rows = Consultation.objects.unscoped("the whole index is built again").filter(state__in=CONSULT_SHOWN)
    rows = rows.prefetch_related("groups").order_by("pk")
    yield from (entry_of_consultation(row) for row in rows.iterator(chunk_size=200))

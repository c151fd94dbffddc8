"""What the search knows: words for everybody once they are shown to everybody, for members' motions at the desk alone."""

from __future__ import annotations

from collections.abc import Iterator

from lianxin.foundation.search.actions import Entry, drop, put_many

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


def _audience(audience: str) -> str:
    """The index tells everybody from staff; what members read stays with staff there, members have their list."""
    return "public" if audience == "public" else "staff"


def entry_of_motion(motion: Motion) -> Entry:
    words = [motion.why, motion.wish]
    if motion.published_at:
        words += [motion.result, motion.done_text]
    return Entry(
        kind=MOTION_KIND, object_id=motion.pk, title=motion.title, body="\n".join(words), audience=_audience(motion.audience),
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
        audience=_audience(case.audience), org_path=case.org_path, when=case.released_at or case.opened_at,
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

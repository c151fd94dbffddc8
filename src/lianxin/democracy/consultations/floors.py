"""How the places of this room are spoken at: a consultation by paragraph, a motion as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lianxin.democracy.speaking.models import Contribution
from lianxin.democracy.speaking.registry import Floor, Place, register_floor
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine.actions import lock
from lianxin.kernel.actor import SYSTEM, Actor

from . import opinions
from .lifecycle import CONSULT_SHOWN, MOTION_SHOWN
from .models import Consultation, Group, Motion, Placement, Version

_WORDS = {"before": "还没有开始，到时间就能提意见。", "closed": "征集已经截止，谢谢您的关心。"}


def consultations(keys: Iterable[int]) -> Mapping[int, Place]:
    """Two statements however many."""
    rows = Consultation.objects.unscoped("places, checked by their audience").filter(pk__in=set(keys))
    cases = {case.pk: case for case in rows.select_related("organisation")}
    texts: dict[int, list[str]] = {}
    for version in Version.objects.filter(consultation__in=cases, kind="draft").order_by("number"):
        texts[version.consultation_id] = version.paragraphs
    return {
        pk: Place(
            pk=pk, title=case.title, url=case.get_absolute_url(), organisation=case.organisation, audience=case.audience,
            open=case.is_open, closed_words=_WORDS.get(case.phase, "征集已经结束。"), visible=case.state in CONSULT_SHOWN,
            parts={str(n): f"第 {n} 段" for n in range(1, len(texts.get(pk, ())) + 1)}, minutes=3, replies=False,
            paper=case.state == "released" and case.phase == "closed",
        )
        for pk, case in cases.items()
    }  # fmt: skip


def motions(keys: Iterable[int]) -> Mapping[int, Place]:
    """One statement however many."""
    rows = Motion.objects.unscoped("places, checked by their audience").filter(pk__in=set(keys))
    return {
        motion.pk: Place(
            pk=motion.pk, title=motion.title, url=motion.get_absolute_url(), organisation=motion.organisation,
            audience=motion.audience, open=motion.state in ("shown", "discussing") and not motion.topic_url,
            closed_words="讨论在另一个话题里进行。" if motion.topic_url else "讨论已经结束。",
            visible=motion.state in MOTION_SHOWN,
        )
        for motion in rows.select_related("organisation")
    }  # fmt: skip


def after(contribution: Contribution, event: str, actor: Actor) -> None:
    """An opinion that is gone is counted in no group any more, as long as nothing was published about it; one that came
    back after the result (an appeal was right) is owed an answer within the declared days (R075)."""
    if event in ("publish", "overturn", "restore") and contribution.voice == "person":
        _late(contribution)
    if event not in ("withdraw", "hide"):
        return
    rows = Placement.objects.filter(opinion=contribution.pk, group__consultation__state__in=("released", "reporting"))
    for row in rows.select_related("group"):
        group = row.group
        row.delete()
        if not group.placements.exists():
            Group.objects.filter(pk=group.pk).delete()


def _late(contribution: Contribution) -> None:
    rows = Consultation.objects.unscoped("owed an answer").filter(pk=contribution.place, state="finished")
    case = rows.first()
    if case is not None and not Placement.objects.filter(opinion=contribution.pk).exists():
        advance(lock(case), "late", actor=SYSTEM)


def connect() -> None:
    register_floor(opinions.KIND, Floor("意见征集", consultations, after=after))
    register_floor(opinions.MOTION, Floor("议题", motions))

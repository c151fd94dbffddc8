"""Who is told. Titles name no author: they travel by e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from . import opinions
from .lifecycle import ANSWER, RELEASE
from .models import Consultation, Motion, Placement, Second, Terms

DESK, MINE, PUBLIC = "/workbench/consult/", "/me/consult/", "/consult/"
#: event -> what the author and those who seconded it read
_TOLD = {
    "show": "您提出的议题通过审核，开始附议", "take_up": "议题已列入讨论", "decline": "您提出的议题有了答复：不列入",
    "uphold": "您的申诉有了结果：维持不列入", "overturn": "您的申诉有了结果：列入讨论", "publish": "议题表决结果公布：通过",
    "publish_no": "议题表决结果公布：没有通过", "postpone": "议题的落实期限推后了", "finish": "议题已落实",
    "hide": "您提出的议题已撤下",
}  # fmt: skip
_ALSO_SECONDERS = ("take_up", "publish", "publish_no", "finish")


def motion_desk(motion: Motion) -> str:
    return f"{DESK}motion/{motion.pk}/"


def proposed(motion: Motion, actor: Actor) -> None:
    """Those who review, and the keeper, learn that a motion came in."""
    people = [*nearest_holders(RELEASE, motion.org_path), *_keepers(motion)]
    _tell(people, motion, actor, "motion.propose", "有新的议题待审核", motion_desk(motion), f"motion:{motion.pk}:new")


def reached(motion: Motion) -> None:
    """The declared number has seconded it."""
    key = f"motion:{motion.pk}:reached"
    _tell(_keepers(motion), motion, None, "motion.reached", "有议题附议达到约定人数，请答复", motion_desk(motion), key)


def motion_moved(motion: Motion, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The author learns of every step, those who seconded it of what came of it; the desk of what waits there."""
    if moment.replaying():
        return
    key = f"motion:{motion.pk}:{motion.revision}"
    title = _TOLD.get(row.event)
    if title:
        people = [motion.author_id] if motion.author_id else []
        if row.event in _ALSO_SECONDERS:
            people += list(Second.objects.filter(motion=motion).values_list("person_id", flat=True))
        _tell(people, motion, actor, f"motion.{row.event}", title, motion.get_absolute_url(), key)
    if row.event in ("appeal", "decide"):
        word = "有议题申诉待复核" if row.event == "appeal" else "有议题结果待公布"
        skip = (actor.person_id, motion.declined_by_id if row.event == "appeal" else None)
        people = nearest_holders(RELEASE, motion.org_path, exclude=[pk for pk in skip if pk])
        _tell(people, motion, actor, f"motion.{row.event}", word, motion_desk(motion), f"{key}:desk")


def motion_alert(motion: Motion, clock: ClockBase, overdue: bool) -> None:
    """The declared days run out, or ran out."""
    word = "超过了期限" if overdue else "快到期限"
    key = f"motion:{motion.pk}:{clock.pk}:{clock.alerts}"
    people = _keepers(motion) or nearest_holders(ANSWER, motion.org_path)
    _tell(people, motion, None, "motion.alert", f"议题：{clock.label}{word}", motion_desk(motion), key)


def consultation_moved(case: Consultation, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Reviewers learn what waits for them, the one who drafted it what became of it, authors how they were answered."""
    if moment.replaying():
        return
    key, url = f"consultation:{case.pk}:{case.revision}", f"{DESK}{case.pk}/"
    waits = {"submit": "有意见征集待审核发布", "report": "有意见采纳情况待公布", "correct": "有征集文稿的更正待审核"}
    if row.event in waits:
        people = nearest_holders(RELEASE, case.org_path, exclude=[actor.person_id] if actor.person_id else [])
        _tell(people, case, actor, f"consultation.{row.event}", waits[row.event], url, key)
    back = {"send_back": "意见征集退回修改", "release": "意见征集已发布", "return_report": "意见采纳情况退回修改"}
    if row.event in back:
        people = [pk for pk in (case.prepared_by_id, case.reported_by_id) if pk]
        _tell(people, case, actor, f"consultation.{row.event}", back[row.event], url, key)
    if row.event in ("take_correction", "drop_correction"):
        _corrected(case, row.event, actor, key)
    if row.event == "late":
        _tell(
            [case.keeper_id, case.deputy_id], case, None, "consultation.late", "有意见申诉后发布，请补充答复", url, key
        )
    if row.event in ("finish", "show_late"):
        _tell_authors(case)


def _corrected(case: Consultation, event: str, actor: Actor, key: str) -> None:
    """Those who look after it, and of a text that changed whoever has spoken about it (M06)."""
    word = "征集文稿的更正没有通过" if event == "drop_correction" else "征集文稿更正了"
    _tell(
        [case.keeper_id, case.deputy_id], case, actor, f"consultation.{event}", word, f"{DESK}{case.pk}/", f"{key}:desk"
    )
    if event == "take_correction":
        people = [pk for pk in opinions.authors(opinions.published(case.pk)).values() if pk]
        _tell(people, case, actor, "consultation.corrected", "您提过意见的文稿更正了",
              f"{case.get_absolute_url()}#corrections", key)  # fmt: skip


def _tell_authors(case: Consultation) -> None:
    """您的意见怎么用的: one line for each opinion, leading to the answer of its group."""
    rows = Placement.objects.filter(group__consultation=case).select_related("group")
    groups = {row.opinion: row.group for row in rows}
    for opinion, person in opinions.authors(sorted(groups)).items():
        if person is None:
            continue
        group = groups[opinion]
        send_many(
            to=[person], code="consultation.used", title=f"您的意见怎么用的：{group.get_answer_display()}",
            body=f"“{case.title}”的结果已经公布。", url=f"{case.get_absolute_url()}#g{group.pk}",
            key=f"opinion:{opinion}:used", org_path=case.org_path,
        )  # fmt: skip


def consultation_alert(case: Consultation, clock: ClockBase, overdue: bool) -> None:
    """The declared days after the closing run out (R075): keeper and deputy are told; when they have run out, those who
    release there or above as well (F01: the two may have gone)."""
    word = "超过了期限" if overdue else "快到期限"
    key = f"consultation:{case.pk}:{clock.pk}:{clock.alerts}"
    people = [case.keeper_id, case.deputy_id, *(nearest_holders(RELEASE, case.org_path) if overdue else ())]
    _tell(people, case, None, "consultation.alert", f"意见征集：{clock.label}{word}",
          f"{DESK}{case.pk}/", key)  # fmt: skip


def _keepers(motion: Motion) -> list[int]:
    rows = Terms.objects.unscoped("whom the organisation named").filter(organisation_id=motion.organisation_id)
    return [pk for pair in rows.values_list("keeper_id", "deputy_id") for pk in pair]


def _tell(
    people: Iterable[int], case: Motion | Consultation, actor: Actor | None, code: str, title: str, url: str, key: str
) -> None:
    known = {pk for pk in people if actor is None or pk != actor.person_id}
    # what the desk has to do waits for its working hours
    send_many(to=known, code=code, title=title, url=url, key=key, working=url.startswith(DESK), org_path=case.org_path)

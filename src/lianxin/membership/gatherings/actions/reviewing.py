"""The steps of a 民主评议 (EDU-03)."""

from __future__ import annotations

from collections.abc import Mapping

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, all_of

from .. import policies, reviewing
from ..models import Attendance, Gathering, Review
from ..words import COUNTED, GRADES

#: names that a refusal lists
NAMED = 5


@action("gatherings.review_self")
def review_self(*, actor: Actor, row: Attendance, text: str) -> Review:
    """个人自评, by the person or, for somebody who cannot type, by who keeps the gathering (A02). Also before it begins."""
    gathering = lock(row.gathering)
    own = actor.is_person(row.member.person_id)
    if not own:
        require(policies.may_keep(actor, gathering.org_path))
    if gathering.state == "planned":
        raise Refused(OUT_OF_SCOPE)
    require(all_of(policies.is_open(gathering), reviewing.at_step(gathering, reviewing.OWN)))
    if row.role not in COUNTED:
        raise Refused(Denied("列席的同志不参加评议。", code="guest"))
    if not text.strip():
        raise Refused(Denied("请写下自评。", code="empty", field="text"))
    made, _ = Review.objects.update_or_create(attendance=row, defaults={"own_words": text.strip()})
    record("gatherings.review_self", actor=actor, subject=gathering, assisted=not own)
    return made


@action("gatherings.review_others")
def review_others(*, actor: Actor, gathering: Gathering, texts: Mapping[int, str], revision: int) -> int:
    """党员互评 as it was said in the room; key of the attendance -> words. Answers how many were written."""
    gathering = _at(actor, gathering, reviewing.OTHERS, revision)
    known = _judged(gathering)
    written = {pk: text.strip() for pk, text in texts.items() if pk in known and text.strip()}
    for pk, text in written.items():
        Review.objects.update_or_create(attendance_id=pk, defaults={"others_words": text})
    return _written(actor, gathering, "gatherings.review_others", len(written))


@action("gatherings.review_figures")
def review_figures(
    *, actor: Actor, gathering: Gathering, figures: Mapping[int, tuple[int, int, int, int]], revision: int
) -> int:
    """民主测评: how many chose each of the four grades, counted from sheets without names. Answers how many people."""
    gathering = _at(actor, gathering, reviewing.FIGURES, revision)
    known = _judged(gathering)
    for pk, counts in figures.items():
        if pk not in known:
            continue
        if sum(counts) > len(known):
            raise Refused(
                Denied(f"到会 {len(known)} 人，测评票不能比到会的多。", rule="EDU-03", code="rule", field=f"good-{pk}")
            )
        Review.objects.update_or_create(attendance_id=pk, defaults=dict(zip(GRADES, counts, strict=True)))
    return _written(actor, gathering, "gatherings.review_figures", len(figures))


@action("gatherings.next_step")
def next_step(*, actor: Actor, gathering: Gathering, revision: int) -> Gathering:
    """这一步做完了: refused while somebody still lacks what the step asks for, so none is skipped (EDU-03)."""
    gathering = _at(actor, gathering, gathering.steps_done, revision)
    words = reviewing.steps(gathering)
    if gathering.steps_done >= len(words):
        raise Refused(Denied("三步都做完了。", code="twice"))
    rows = list(gathering.attendances.select_related("member", "review"))
    left = reviewing.missing(rows, gathering.steps_done)
    if left:
        names = "、".join(row.member.name for row in left[:NAMED])
        raise Refused(
            Denied(f"“{words[gathering.steps_done]}”还缺 {len(left)} 人：{names}{'……' if len(left) > NAMED else ''}。", rule="EDU-03",
                   code="missing", remedy="没有到会的，先在名单上登记。")
        )  # fmt: skip
    done = words[gathering.steps_done]
    gathering.steps_done += 1
    _written(actor, gathering, "gatherings.next_step", len(rows), step=done)
    return gathering


def _at(actor: Actor, gathering: Gathering, step: int, revision: int) -> Gathering:
    gathering = lock(gathering, revision=revision)
    require(policies.may_record(actor, gathering))
    require(reviewing.at_step(gathering, step))
    return gathering


def _judged(gathering: Gathering) -> set[int]:
    return {row.pk for row in reviewing.judged(list(gathering.attendances.all()))}


def _written(actor: Actor, gathering: Gathering, code: str, people: int, **more: str) -> int:
    if not people:
        raise Refused(Denied("还没有填任何一个人。", code="empty"))
    gathering.revision += 1
    gathering.save()
    record(code, actor=actor, subject=gathering, people=people, **more)
    return people

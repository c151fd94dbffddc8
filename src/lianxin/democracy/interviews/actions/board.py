"""The board of an interview: who asked the same, what is answered next, what a guest says."""

from __future__ import annotations

from django.db.models import F

from lianxin.democracy.speaking.models import Contribution
from lianxin.democracy.speaking.policies import may_speak
from lianxin.democracy.speaking.registry import place_of
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, all_of

from ..indexing import index_talk
from ..models import Answer, Asked, Guest, Interview, SameAsk
from ..policies import talks as policies
from ..policies.common import TWICE, explained, fits
from ..speaking_floor import KIND
from ..words import LANES

_OWN = Denied("这是您自己问的。", code="own_work")
_OVER = Denied("这个问题已经有了答复。", code="answered")


def bump(talk_id: int) -> None:
    """The board is another one now: whoever looks on is told by this number."""
    Interview.objects.unscoped("the number of the board").filter(pk=talk_id).update(stamp=F("stamp") + 1)


def question_at(talk: Interview, said: int) -> Asked:
    """The place on the board of a published question; made when it is first needed. Raises `Refused` for others (M01)."""
    found = Contribution.objects.unscoped("a question on the board").filter(
        pk=said, kind=KIND, place=talk.pk, state="published", voice="person"
    ).first()  # fmt: skip
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return Asked.objects.get_or_create(said=found, defaults={"talk": talk})[0]


@action("talks.same")
def same(*, actor: Actor, talk: Interview, said: int, wanted: bool) -> int:
    """同问, or no longer. Once for a person, by those whom the interview is for; answers how many there are."""
    there = place_of(KIND, talk.pk)
    if actor.person_id is None or there is None:
        raise Refused(OUT_OF_SCOPE)
    require(may_speak(actor, KIND, there))
    row = question_at(talk, said)
    target = row.merged_into or row
    if wanted:
        if target.said.person_id == actor.person_id:
            raise Refused(_OWN)
        SameAsk.objects.get_or_create(question=target, person_id=actor.person_id)
    else:
        SameAsk.objects.filter(question=target, person_id=actor.person_id).delete()
    bump(talk.pk)
    record("talks.same", actor=actor, subject=talk, wanted=wanted)
    return target.same.count()


@action("talks.place")
def place(*, actor: Actor, talk: Interview, said: int, lane: str, order: int | None = None) -> Asked:
    """The host says what is answered next. One question at a time is 正在答; the one before goes back to 待答."""
    case = lock(talk)
    require(policies.hosts(actor, case))
    if lane not in LANES:
        raise Refused(Denied("请选择放到哪里。", code="choice", field="lane"))
    row = question_at(case, said)
    if lane == "now":
        case.board.filter(lane="now").exclude(pk=row.pk).update(lane="waiting")
    if lane == "answered" and not row.answers.exclude(released_at=None).exists():
        raise Refused(Denied("还没有发布答复。", code="no_answer"))
    row.lane, row.order = lane, row.order if order is None else max(-99, min(99, order))
    row.save(update_fields=["lane", "order"])
    bump(case.pk)
    record("talks.place", actor=actor, subject=case, lane=lane)
    return row


@action("talks.merge")
def merge(*, actor: Actor, talk: Interview, said: int, into: int) -> Asked:
    """The same question twice is answered once; both authors stay named, those who asked the same are counted once."""
    case = lock(talk)
    require(policies.hosts(actor, case))
    row, target = question_at(case, said), question_at(case, into)
    target = target.merged_into or target
    if row.pk == target.pk:
        raise Refused(Denied("不能并到自己。", code="choice", field="into"))
    if row.answers.exclude(released_at=None).exists():
        raise Refused(_OVER)
    known = set(target.same.values_list("person_id", flat=True)) | {target.said.person_id}
    row.same.filter(person_id__in=[p for p in known if p]).delete()
    row.same.update(question=target)
    row.merged.update(merged_into=target)
    row.merged_into, row.lane = target, "waiting"
    row.save(update_fields=["merged_into", "lane"])
    bump(case.pk)
    record("talks.merge", actor=actor, subject=case)
    return target


@action("talks.unmerge")
def unmerge(*, actor: Actor, talk: Interview, said: int) -> Asked:
    """分开: it stands for itself again."""
    case = lock(talk)
    require(policies.hosts(actor, case))
    row = question_at(case, said)
    row.merged_into = None
    row.save(update_fields=["merged_into"])
    bump(case.pk)
    record("talks.unmerge", actor=actor, subject=case)
    return row


@action("talks.point")
def point(*, actor: Actor, talk: Interview, said: int) -> Asked:
    """A matter of one person goes to 群众留言: the author is told, and finds the words there to send."""
    case = lock(talk)
    require(policies.hosts(actor, case))
    row = question_at(case, said)
    row.pointed_at = row.pointed_at or moment.now()
    row.save(update_fields=["pointed_at"])
    if row.said.person_id and not moment.replaying():
        send(to=row.said.person_id, code="interview.pointed", title="您在访谈里问的事，请走群众留言办理", url="/me/talks/",
             key=f"talk:{case.pk}:pointed:{row.pk}", org_path=case.org_path)  # fmt: skip
    bump(case.pk)
    record("talks.point", actor=actor, subject=case)
    return row


@action("talks.answer")
def answer(*, actor: Actor, talk: Interview, said: int, guest: Guest, text: str, key: str, corrects: Answer | None = None,
           why: str = "") -> Answer:  # fmt: skip
    """录答复, by the guest or a recorder; what the guest typed is confirmed by that. A correction names what it corrects."""
    known = Answer.objects.filter(key=key[:40]).first()
    if known is not None:
        record("talks.answer_again", actor=actor, subject=talk)
        return known
    require(all_of(policies.may_answer(actor, talk, guest), fits(text, "LX-160", "answer", "答复", "text")))
    row = question_at(talk, said)
    row = row.merged_into or row
    if corrects is not None:
        require(explained(why))
        if corrects.question_id != row.pk or corrects.released_at is None:
            raise Refused(OUT_OF_SCOPE)
    by_guest = policies.is_guest(actor, guest)
    with or_refuse(TWICE):
        made = Answer.objects.create(
            question=row, guest=guest, text=text.strip(), key=key[:40], typed_by_id=actor.person_id, typed_at=moment.now(),
            confirmed_at=moment.now() if by_guest else None, confirmed_how="嘉宾本人录入" if by_guest else "",
            corrects=corrects, why=why.strip(),
        )  # fmt: skip
    record("talks.answer", actor=actor, subject=talk, guest=guest.pk)
    if not by_guest and guest.person_id and not moment.replaying():
        send(to=guest.person_id, code="interview.confirm", title="记录员录了您的答复，请您确认", url=f"/workbench/talks/{talk.pk}/board/",
             key=f"talk:{talk.pk}:confirm:{made.pk}", urgent=True, org_path=talk.org_path)  # fmt: skip
    return made


@action("talks.confirm")
def confirm(*, actor: Actor, answer: Answer, how: str = "") -> Answer:
    """嘉宾确认; for a guest without an account the recorder writes how they did."""
    row = lock(answer)
    require(policies.may_confirm(actor, row))
    if row.guest.person_id is None and not how.strip():
        raise Refused(Denied("请写明嘉宾怎么确认的，如：现场念给嘉宾听过。", code="empty", field="how"))
    row.confirmed_at = moment.now()
    row.confirmed_how = how.strip()[:60] or "嘉宾本人确认"
    row.save(update_fields=["confirmed_at", "confirmed_how"])
    record("talks.confirm", actor=actor, subject=row.guest.talk, guest=row.guest_id)
    return row


@action("talks.release")
def release(*, actor: Actor, answer: Answer) -> Answer:
    """发布答复, as the announcement declared; from now on everybody reads it, and whoever asked is told."""
    row = lock(answer)
    require(policies.may_release(actor, row))
    talk = row.guest.talk
    row.released_at, row.released_by_id = moment.now(), actor.person_id
    row.save(update_fields=["released_at", "released_by"])
    Asked.objects.filter(pk=row.question_id).update(lane="answered")
    bump(talk.pk)
    record("talks.release", actor=actor, subject=talk, guest=row.guest_id)
    index_talk(talk)
    _tell_askers(row, talk)
    return row


def _tell_askers(row: Answer, talk: Interview) -> None:
    if moment.replaying():
        return
    people = {row.question.said.person_id, *row.question.same.values_list("person_id", flat=True)}
    people |= set(row.question.merged.values_list("said__person_id", flat=True))
    word = "您问的问题，答复有更正" if row.corrects_id else "您在访谈里问的问题有了答复"
    send_many(to=[p for p in people if p], code="interview.answered", title=word, url=f"/talks/{talk.pk}/#said-{row.question.said_id}",
              key=f"talk:{talk.pk}:answer:{row.pk}", org_path=talk.org_path)  # fmt: skip

"""意见征集: drafting, release by another person, extending, the report and its release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused, all_of

from .. import indexing, policies_consult
from ..flow import CONSULTATION_FLOW
from ..models import Consultation, Terms, Version
from ..policies import fits
from ..words import AUDIENCES


@dataclass(frozen=True, slots=True)
class Draft:
    """What is put before people. paragraphs: the text, one after the other."""

    title: str
    background: str
    basis: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    paragraphs: tuple[str, ...]
    paper_place: str = ""


def fits_paragraphs(paragraphs: Sequence[str], field: str = "text") -> Decision:
    """Not none, not more and not longer than LX-187 allows."""
    held = rule("LX-187")
    if not paragraphs:
        return Denied("请填写正文，一段一行。", code="empty", field=field)
    if len(paragraphs) > held.count("paragraphs"):
        return Denied(f"正文最多 {held.count('paragraphs')} 段，现在是 {len(paragraphs)} 段。", rule="LX-187",
                      code="too_long", field=field)  # fmt: skip
    for number, text in enumerate(paragraphs, 1):
        if len(text) > held.count("paragraph"):
            return Denied(f"第 {number} 段最多 {held.count('paragraph')} 个字，现在是 {len(text)} 个字。", rule="LX-187",
                          code="too_long", field=field, remedy="请分成几段。")  # fmt: skip
    return Allowed()


def _fits(said: Draft) -> Decision:
    if said.audience not in AUDIENCES:
        return Denied("请选择向谁征求。", code="empty", field="audience")
    if said.closes_at <= said.opens_at:
        return Denied("截止要在开始以后。", code="order", field="closes_at")
    return all_of(
        fits(said.title, "题目", "title", figure="title", of="LX-187"),
        fits(said.background, "为什么征求意见", "background", of="LX-187"),
        fits(said.basis, "依据", "basis", of="LX-187", needed=False),
        fits_paragraphs(said.paragraphs),
    )


@action("consult.draft")
def draft(*, actor: Actor, organisation: Organisation, said: Draft, key: str) -> Consultation:
    """起草. The same form twice is one consultation; keeper, deputy and the days are those of the organisation's terms."""
    rows = Consultation.objects.unscoped("the same form").filter(key=key[:40], prepared_by_id=actor.person_id)
    known = rows.first()
    if known is not None:
        record("consult.draft_again", actor=actor, subject=known)
        return known
    require(policies_consult.may_draft(actor, organisation))
    require(_fits(said))
    terms = Terms.objects.unscoped("what was declared is for everybody").get(organisation=organisation)
    with or_refuse(Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")):
        case = Consultation.objects.create(
            state=CONSULTATION_FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path,
            opened_at=moment.now(), key=key[:40], report_days=terms.report_days, keeper_id=terms.keeper_id,
            deputy_id=terms.deputy_id, prepared_by_id=actor.person_id, **_facts(said),
        )  # fmt: skip
    write(case, said.paragraphs, actor.person_id)
    record("consult.draft", actor=actor, subject=case, audience=said.audience)
    return case


def _facts(said: Draft) -> dict[str, object]:
    return {
        "title": said.title.strip(), "background": said.background.strip(), "basis": said.basis.strip(),
        "audience": said.audience, "opens_at": said.opens_at, "closes_at": said.closes_at,
        "paper_place": said.paper_place.strip()[:120],
    }  # fmt: skip


def write(case: Consultation, paragraphs: Sequence[str], by: int | None, kind: str = "draft", note: str = "") -> None:
    """A version more, unless the words are those of the last one of its kind."""
    rows = Version.objects.filter(consultation=case)
    last = rows.filter(kind=kind).last()
    if last is not None and last.paragraphs == list(paragraphs):
        return
    number = (rows.aggregate(n=Max("number"))["n"] or 0) + 1
    Version.objects.create(
        consultation=case, number=number, kind=kind, paragraphs=list(paragraphs), by_id=by, at=moment.now(), note=note
    )


@action("consult.edit")
def edit(*, actor: Actor, case: Consultation, said: Draft, revision: int) -> Consultation:
    """修改 while it is drafted; the text before stays as a version."""
    case = lock(case, revision=revision)
    require(_fits(said))
    case = advance(case, "edit", actor=actor, changes=_facts(said))
    write(case, said.paragraphs, actor.person_id)
    return case


@action("consult.submit")
def submit(*, actor: Actor, case: Consultation, revision: int) -> Consultation:
    """提交审核."""
    return advance(lock(case, revision=revision), "submit", actor=actor)


@action("consult.send_back")
def send_back(*, actor: Actor, case: Consultation, text: str, revision: int) -> Consultation:
    """退回修改, with what has to be mended."""
    case = lock(case, revision=revision)
    require(fits(text, "退回原因", "text", figure="reason", of="LX-187"))
    return advance(case, "send_back", actor=actor, note=text.strip())


@action("consult.release")
def release(*, actor: Actor, case: Consultation, revision: int) -> Consultation:
    """先审后发: by somebody who wrote none of it."""
    case = advance(lock(case, revision=revision), "release", actor=actor, changes={"released_at": moment.now()})
    indexing.index_consultation(case)
    return case


@action("consult.extend")
def extend(*, actor: Actor, case: Consultation, closes_at: datetime, text: str, revision: int) -> Consultation:
    """延长: later than it stood, with a public reason."""
    case = lock(case, revision=revision)
    if closes_at <= case.closes_at:
        raise Refused(Denied("新的截止要在原来的以后。", code="early", field="closes_at"))
    require(fits(text, "原因", "text", figure="reason", of="LX-187"))
    return advance(case, "extend", actor=actor, public_note=text.strip(), changes={"closes_at": closes_at})


@action("consult.report")
def report(*, actor: Actor, case: Consultation, summary: str, paragraphs: Sequence[str], revision: int) -> Consultation:
    """提交结果 (R075): the final text and, in a few sentences, what became of the opinions."""
    case = lock(case, revision=revision)
    require(fits(summary, "结果概述", "summary", of="LX-187"))
    require(fits_paragraphs(paragraphs))
    case = advance(case, "report", actor=actor, changes={"summary": summary.strip(), "reported_by_id": actor.person_id})
    write(case, paragraphs, actor.person_id, "final")
    return case


@action("consult.return_report")
def return_report(*, actor: Actor, case: Consultation, text: str, revision: int) -> Consultation:
    """退回结果."""
    case = lock(case, revision=revision)
    require(fits(text, "退回原因", "text", figure="reason", of="LX-187"))
    return advance(case, "return_report", actor=actor, note=text.strip())


@action("consult.finish")
def finish(*, actor: Actor, case: Consultation, revision: int) -> Consultation:
    """公布采纳情况 by another person; every author is told how their opinion was used."""
    case = advance(lock(case, revision=revision), "finish", actor=actor, changes={"finished_at": moment.now()})
    indexing.index_consultation(case)
    return case


@action("consult.stop")
def stop(*, actor: Actor, case: Consultation, text: str, revision: int) -> Consultation:
    """终止: the reason is read by whoever could read the consultation."""
    case = lock(case, revision=revision)
    require(fits(text, "终止原因", "text", figure="reason", of="LX-187"))
    case = advance(case, "stop", actor=actor, public_note=text.strip(), changes={"stop_text": text.strip()})
    indexing.index_consultation(case)
    return case

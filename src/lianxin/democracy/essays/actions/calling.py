"""What an organisation opens: prepared by one, released by another, ended by the clock or by hand, its result announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianxin.foundation.accounts.actions import touch_column
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Decision, Denied, Refused, all_of

from .. import announcing, policies
from ..flow import CALL_FLOW
from ..limits import fits, span_fits
from ..models import Call, Work
from ..words import AUDIENCES, KIND, KINDS


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. closes_at None, judges_wanted 0, no criteria and no awards for a 征稿."""

    kind: str
    title: str
    about: str
    audience: str
    exhibit: str
    opens_at: datetime
    closes_at: datetime | None
    words_least: int
    words_most: int
    judges_wanted: int = 0
    criteria: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    series: str = ""
    edition: str = ""
    column: str = ""


@action("essays.draft")
def draft(*, actor: Actor, organisation: Organisation, said: Asked, key: str) -> Call:
    """起草 a call; another one releases it. The same form twice is one call."""
    hashed = blind_index(f"essays:{actor.person_id}:{key}")
    known = Call.objects.unscoped("the same form").filter(key=hashed).first()
    if known is not None:
        record("essays.draft_again", actor=actor, subject=known)
        return known
    require(policies.may_draft(actor, organisation))
    require(_fits(organisation, said))
    with or_refuse(Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")):
        call = Call.objects.create(
            state=CALL_FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, key=hashed,
            opened_at=moment.now(), prepared_by_id=actor.person_id, **_columns(said),
        )  # fmt: skip
    record("essays.draft", actor=actor, subject=call, kind=said.kind, audience=said.audience)
    announcing.drafted(call)
    return call


@action("essays.edit")
def edit(*, actor: Actor, call: Call, said: Asked, revision: int) -> Call:
    """修改 before it is released; whoever wrote last does not release it."""
    case = lock(call, revision=revision)
    require(_fits(case.organisation, said))
    return advance(case, "edit", actor=actor, changes={**_columns(said), "prepared_by_id": actor.person_id})


def _columns(said: Asked) -> dict[str, Any]:
    theme = said.kind == "theme"
    return {
        "kind": said.kind, "title": said.title.strip(), "about": said.about.strip(), "audience": said.audience,
        "exhibit": said.exhibit, "opens_at": said.opens_at, "closes_at": said.closes_at if theme else None,
        "words_least": said.words_least, "words_most": said.words_most, "series": said.series.strip() if theme else "",
        "edition": said.edition.strip() if theme else "", "column": "" if theme else said.column.strip(),
        "judges_wanted": said.judges_wanted if theme else 0, "criteria": list(said.criteria) if theme else [],
        "awards": list(said.awards) if theme else [],
    }  # fmt: skip


def _fits(organisation: Organisation, said: Asked) -> Decision:
    if said.kind not in KINDS:
        return Denied("请选择类型。", code="choice", field="kind")
    for field, value in (("audience", said.audience), ("exhibit", said.exhibit)):
        if value not in AUDIENCES or (value == "branch" and organisation.kind not in ("branch", "group")):
            return Denied("请从列出的范围里选；只有支部能选“本支部党员”。", code="choice", field=field)
    most = rule("LX-196").count("words")
    if not 0 <= said.words_least <= said.words_most or not 0 < said.words_most <= most:
        return Denied(f"字数从少到多填，最多 {most} 个字。", rule="LX-196", code="words", field="words_most")
    return all_of(
        fits(said.title, "题目", "title", figure="title"),
        fits(said.about, "征集什么", "about", figure="about"),
        _fits_theme(said)
        if said.kind == "theme"
        else fits(said.column, "栏目", "column", figure="criterion", needed=False),
    )


def _fits_theme(said: Asked) -> Decision:
    held = rule("LX-196")
    if not held.count("judges") <= said.judges_wanted <= held.count("most_judges"):
        return Denied(f"每篇 {held.count('judges')} 到 {held.count('most_judges')} 位评委。", rule="LX-196", code="judges",
                      field="judges_wanted")  # fmt: skip
    if not said.criteria:
        return Denied("请写明评审看什么，一行一条。", code="empty", field="criteria")
    for field, rows, figure, label in (
        ("criteria", said.criteria, "criterion", "评审看什么"), ("awards", said.awards, "award", "奖项"),
    ):  # fmt: skip
        most = held.count("criteria" if field == "criteria" else "awards")
        if len(rows) > most or len(set(rows)) < len(rows):
            return Denied(f"“{label}”最多 {most} 行，不能有两行一样的。", rule="LX-196", code="too_many", field=field)
        for row in rows:
            found = fits(row, label, field, figure=figure)
            if isinstance(found, Denied):
                return found
    return all_of(
        span_fits(said.opens_at, said.closes_at),
        fits(said.series, "系列", "series", figure="criterion", needed=False),
        fits(said.edition, "第几期", "edition", figure="award", needed=False),
    )


@action("essays.release")
def release(*, actor: Actor, call: Call, revision: int) -> Call:
    """放行: from now on readers see it; works are taken from the hour it opens."""
    case = advance(lock(call, revision=revision), "release", actor=actor)
    touch_column(case.organisation_id, KIND, moment.now())
    return case


@action("essays.drop")
def drop(*, actor: Actor, call: Call, revision: int) -> Call:
    """不办了: nobody has seen it."""
    return advance(lock(call, revision=revision), "drop", actor=actor)


@action("essays.extend")
def extend(*, actor: Actor, call: Call, closes_at: datetime, note: str, revision: int) -> Call:
    """延长征集, with words that everybody reads (M06); never made shorter."""
    case = lock(call, revision=revision)
    require(fits(note, "为什么延长", "note", figure="note"))
    if case.closes_at is not None and (closes_at <= case.closes_at or closes_at <= moment.now()):
        raise Refused(Denied("新的截止时间要比原来的晚。", code="order", field="closes_at"))
    changes = {"closes_at": closes_at, "extended": note.strip()}
    return advance(case, "extend", actor=actor, changes=changes, public_note=note.strip())


@action("essays.close")
def close(*, actor: Actor, call: Call, text: str, revision: int) -> Call:
    """停止征稿: what was sent is still answered."""
    case = lock(call, revision=revision)
    require(fits(text, "说明", "text", figure="reason", needed=False))
    return advance(case, "close", actor=actor, public_note=text.strip())


@action("essays.begin_judging")
def begin_judging(*, actor: Actor, call: Call, revision: int) -> Call:
    """开始评审: from now on no author takes anything back, and the judges read."""
    return advance(lock(call, revision=revision), "begin_judging", actor=actor)


@action("essays.submit_result")
def submit_result(*, actor: Actor, call: Call, text: str, revision: int) -> Call:
    """提交结果: every work is decided; another one looks at it and announces it."""
    case = lock(call, revision=revision)
    require(fits(text, "结果说明", "text", figure="about"))
    return advance(
        case, "submit_result", actor=actor, changes={"result": text.strip(), "decided_by_id": actor.person_id}
    )


@action("essays.return_result")
def return_result(*, actor: Actor, call: Call, text: str, revision: int) -> Call:
    """退回结果, with what should be looked at again."""
    case = lock(call, revision=revision)
    require(fits(text, "请改什么", "text", figure="reason"))
    return advance(case, "return_result", actor=actor, note=text.strip())


@action("essays.announce")
def announce(*, actor: Actor, call: Call, revision: int) -> Call:
    """公布结果: chosen works are honoured, every author learns what became of theirs and why."""
    case = advance(lock(call, revision=revision), "announce", actor=actor, changes={"announced_at": moment.now()})
    for work in _sent(case):
        work.call = case
        advance(work, "honour" if work.chosen else "pass_over", actor=SYSTEM, public_note=work.reason_text)
    touch_column(case.organisation_id, KIND, moment.now())
    return case


@action("essays.stop")
def stop(*, actor: Actor, call: Call, text: str, revision: int) -> Call:
    """终止 with a reason that everybody reads; what was sent is not judged any more and stays its author's."""
    case = lock(call, revision=revision)
    require(fits(text, "终止的原因", "text", figure="reason"))
    case = advance(case, "stop", actor=actor, changes={"stop_text": text.strip()}, public_note=text.strip())
    for work in _sent(case):
        work.call = case
        changes = {"reason_text": text.strip(), "chosen": None, "rank": None}
        advance(work, "lapse", actor=SYSTEM, changes=changes, public_note=text.strip())
    return case


def _sent(call: Call) -> list[Work]:
    """The works that wait for the end of a call, each held until the action ends."""
    rows = Work.objects.unscoped("the works of this call").select_for_update(of=("self",))
    return list(rows.filter(call=call, state="sent").order_by("pk"))

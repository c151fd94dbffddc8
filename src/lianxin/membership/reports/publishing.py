"""公开稿: masked by the machine, read and confirmed by the author, let out by somebody else (R034, 先审后发)."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of
from lianxin.kernel.personal_data import find, mask

from . import policies
from .actions import ROOT, clear_copy, store
from .limits import fits
from .models import Report
from .telling import tell

DESK = "/workbench/reports/"


@dataclass(frozen=True, slots=True)
class Copy:
    """What everybody would read. found: words for the personal data that was masked, each once."""

    title: str
    body: str
    found: tuple[str, ...] = ()


def prepared(title: str, body: str) -> Copy:
    """The copy as everybody would see it. Masking a masked text changes nothing."""
    kinds = dict.fromkeys(finding.label for text in (title, body) for finding in find(text))
    return Copy(mask(title).strip(), mask(body).strip(), tuple(kinds))


@action("reports.ask_public")
def ask_public(*, actor: Actor, report: Report, title: str, body: str, signed: bool, revision: int) -> Report:
    """确认公开稿. What is stored is what the author saw; it waits for a second person."""
    report = lock(report, revision=revision)
    require(policies.may_ask_public(actor, report))
    copy = prepared(title, body)
    require(all_of(fits(copy.title, "title", "题目"), fits(copy.body, "body", "正文")))
    clear_copy(report)
    report.copy, report.public_title, report.public_body, report.signed = "asked", copy.title, copy.body, signed
    store(report)
    record("reports.ask_public", actor=actor, subject=report)
    people = nearest_holders(policies.RELEASE, report.org_path, exclude=[actor.person_id or 0])
    tell(people, "reports.ask_public", "有一篇思想汇报的公开稿待放行", url=f"{DESK}{report.pk}/copy/",
         key=f"report:{report.pk}:copy:{report.revision}", working=True, org_path=report.org_path)  # fmt: skip
    return report


@action("reports.close_public")
def close_public(*, actor: Actor, report: Report) -> Report:
    """撤回公开, by the author at any time; members go on reading the report itself."""
    report = lock(report)
    require(policies.is_author(actor, report))
    if report.copy == "none":
        raise Refused(Denied("没有公开稿。", code="state"))
    clear_copy(report)
    store(report)
    record("reports.close_public", actor=actor, subject=report)
    return report


@action("reports.let_out")
def let_out(*, actor: Actor, report: Report, revision: int) -> Report:
    """放行: the copy is what everybody reads from now on. revision: of the copy that was read."""
    report = lock(report, revision=revision)
    require(policies.may_release(actor, report))
    if report.copy != "asked":
        raise Refused(Denied("这份公开稿不在等待放行。", code="state"))
    report.copy, report.let_out_at, report.let_out_by_id = "out", moment.now(), actor.person_id
    store(report)
    record("reports.let_out", actor=actor, subject=report)
    _tell_author(report, "您的公开稿已经放行，群众可以看到了")
    return report


@action("reports.hold")
def hold(*, actor: Actor, report: Report, reason: str, revision: int) -> Report:
    """不放行, or taken off the public page; the author reads why."""
    report = lock(report, revision=revision)
    require(policies.may_release(actor, report))
    if report.copy == "held":
        raise Refused(Denied("这份公开稿已经退回作者。", code="state"))
    require(fits(reason, "comment", "原因"))
    report.copy, report.held_because, report.let_out_by, report.let_out_at = "held", reason.strip(), None, None
    store(report)
    record("reports.hold", actor=actor, subject=report)
    _tell_author(report, "您的公开稿没有放行，看看原因")
    return report


def _tell_author(report: Report, title: str) -> None:
    tell([report.member.person_id], "reports.copy", title, url=f"{ROOT}{report.pk}/",
         key=f"report:{report.pk}:copy:{report.revision}:answer", org_path=report.org_path)  # fmt: skip

"""What an author does with a report, and what is said under it. Drafts are kept in `drafts`, copies in `publishing`."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.accounts.queries import appointments_at
from lianxin.foundation.files import actions as files
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of

from . import policies, queries
from .limits import fits, longest
from .models import Comment, Report
from .telling import tell
from .words import AUDIENCES

ROOT = "/me/reports/"
#: nothing of a copy for everybody is left behind when it is taken back
NO_COPY = {
    "copy": "none",
    "public_title": "",
    "public_body": "",
    "held_because": "",
    "let_out_by": None,
    "let_out_at": None,
}


@action("reports.attach")
def attach(*, actor: Actor, report: Report, uploads: Sequence[Prepared]) -> None:
    """附上纸质汇报的照片或扫描件 (R033). The room of the files has drawn pictures anew, without place and device."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "draft")))
    known, most = {str(f.uuid) for f in queries.attached(report)}, longest("files")
    fresh = [prepared for prepared in uploads if prepared.uuid not in known]
    if len(known) + len(fresh) > most:
        raise Refused(Denied(f"照片和扫描件最多 {most} 个。", rule="LX-75", code="too_many", field="scans"))
    for prepared in fresh:
        files.store(actor=actor, upload=prepared, org_path=report.org_path, subject=queries.subject_of(report))
    record("reports.attach", actor=actor, subject=report, files=len(fresh))


@action("reports.detach")
def detach(*, actor: Actor, report: Report, file: str) -> None:
    """去掉一个附件."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "draft")))
    for stored in queries.attached(report):
        if str(stored.uuid) == file:
            files.remove(actor=actor, stored=stored, reason="作者去掉")
    record("reports.detach", actor=actor, subject=report)


@action("reports.send")
def send(*, actor: Actor, report: Report, revision: int) -> Report:
    """交出. From now on those can read it whom the author chose; those who accompany get one notice."""
    report = lock(report, revision=revision)
    require(
        all_of(policies.is_author(actor, report), policies.in_state(report, "draft"), policies.may_write(report.member))
    )
    scanned = bool(queries.attached(report))
    require(all_of(fits(report.title, "title", "题目"), fits(report.body, "body", "正文", needed=not scanned)))
    # written at one branch and sent at the next: it is opened to the branch in which the author is now
    report.organisation, report.org_path = report.member.organisation, report.member.org_path
    report.state, report.sent_at = "sent", moment.now()
    store(report)
    record("reports.send", actor=actor, subject=report, audience=AUDIENCES[report.audience])
    _tell_branch(report, actor)
    return report


def _tell_branch(report: Report, actor: Actor) -> None:
    # not the nearest above: what was opened to the branch is not announced to those who may not read it
    there = appointments_at(report.organisation_id, policies.READ).values_list("person_id", flat=True)
    people = {person for person in there if person != actor.person_id}
    tell(people, "reports.send", "有一篇思想汇报", url=f"{ROOT}{report.pk}/",
         key=f"report:{report.pk}:sent:{report.revision}", working=True, org_path=report.org_path)  # fmt: skip


@action("reports.withdraw")
def withdraw(*, actor: Actor, report: Report) -> Report:
    """撤回 at any time: from now on nobody but the author reads it, here and on the public page (R034)."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "sent")))
    clear_copy(report)
    report.state = "withdrawn"
    store(report)
    record("reports.withdraw", actor=actor, subject=report)
    return report


@action("reports.rework")
def rework(*, actor: Actor, report: Report) -> Report:
    """撤回以后改成草稿."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "withdrawn")))
    report.state, report.sent_at = "draft", None
    store(report)
    record("reports.rework", actor=actor, subject=report)
    return report


@action("reports.discard")
def discard(*, actor: Actor, report: Report) -> None:
    """删除 (PIP-04): what is with others is withdrawn first; then words, comments and files are gone for good."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "draft", "withdrawn")))
    for stored in queries.attached(report):
        files.remove(actor=actor, stored=stored, reason="作者删除汇报")
    record("reports.discard", actor=actor, subject=report)
    report.delete()


@action("reports.open_to")
def open_to(*, actor: Actor, report: Report, audience: str) -> Report:
    """改谁能看, of a report that was sent. Narrower than everybody takes the copy for everybody away with it."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "sent")))
    if audience not in AUDIENCES:
        raise Refused(Denied("请选择谁能看。", code="empty", field="audience"))
    report.audience = audience
    if audience != "public":
        clear_copy(report)
    store(report)
    record("reports.open_to", actor=actor, subject=report, audience=AUDIENCES[audience])
    return report


@action("reports.listen")
def listen(*, actor: Actor, report: Report, silent: bool) -> Report:
    """收不收意见, as the author likes; what was said stays."""
    report = lock(report)
    require(all_of(policies.is_author(actor, report), policies.in_state(report, "sent")))
    report.silent = silent
    store(report)
    record("reports.listen", actor=actor, subject=report, ears="不收" if silent else "收")
    return report


@action("reports.comment")
def comment(*, actor: Actor, report: Report, text: str, key: str) -> Comment:
    """评论、意见、回复. The author answers; those with the duty at the branch speak for the organisation."""
    report = lock(report)
    require(policies.may_comment(actor, report))
    require(fits(text, "comment", "想说的话"))
    speaker = policies.person_of(actor)
    known = Comment.objects.filter(report=report, by_id=speaker, key=key[:40]).first()
    if known is not None:
        record("reports.comment_again", actor=actor, subject=report)
        return known
    made = Comment.objects.create(
        report=report,
        by_id=speaker,
        voice=_voice(actor, report),
        text=text.strip(),
        key=key[:40],
        at=moment.now(),
    )
    record("reports.comment", actor=actor, subject=report)
    _tell_about(made, report, actor)
    return made


def _voice(actor: Actor, report: Report) -> str:
    if policies.is_author(actor, report):
        return "reply"
    return "opinion" if report.org_path in policies.places(actor, policies.READ) else "comment"


def _tell_about(made: Comment, report: Report, actor: Actor) -> None:
    """The author learns of every word; of an answer those who spoke."""
    people, title = {report.member.person_id}, "您的思想汇报有新的意见"
    if made.voice == "reply":
        spoke = report.comments.filter(gone_by="").exclude(voice="reply").values_list("by_id", flat=True)
        people, title = set(spoke), "您说过话的思想汇报有回复"
    tell(people - {actor.person_id}, "reports.comment", title, url=f"{ROOT}{report.pk}/#said",
         key=f"report:said:{made.pk}", org_path=report.org_path)  # fmt: skip


@action("reports.take_away")
def take_away(*, actor: Actor, comment: Comment) -> Comment:
    """删除一条意见: its words are gone, its place says by whom (M06)."""
    comment = lock(comment)
    require(policies.may_take_away(actor, comment))
    comment.text = ""
    comment.gone_by = "writer" if actor.is_person(comment.by_id) else "author"
    comment.save()
    record("reports.take_away", actor=actor, subject=comment.report)
    return comment


def clear_copy(report: Report) -> None:
    """Nothing of a copy for everybody is left; the caller stores the row."""
    for name, value in NO_COPY.items():
        setattr(report, name, value)


def store(report: Report) -> None:
    """One revision on, so that a page opened earlier is told."""
    report.revision += 1
    report.save()

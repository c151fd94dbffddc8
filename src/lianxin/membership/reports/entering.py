"""A thought report that was handed in on paper (A02, R033): entered at the branch, and from then on its author's like any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.files import actions as files
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of
from lianxin.membership.dossiers.models import Member

from . import policies, queries
from .actions import ROOT, _tell_branch
from .limits import fits, longest
from .models import Report
from .telling import tell
from .words import ON_PAPER

#: forms of the desk and of their authors do not meet
_KEY = "paper-"


@action("reports.enter")
def enter(
    *, actor: Actor, member: Member, on: date, title: str, body: str, audience: str, scans: Sequence[Prepared], key: str
) -> Report:
    """代录: sent on the day of the handing over, opened to whom the paper names and never to everybody, for the copy for
    everybody is the author's to confirm (R034). Who wrote it is told, and takes it back when it is not theirs."""
    member = lock(member)
    require(policies.may_enter(actor, member))
    known = Report.objects.unscoped("the same form").filter(member=member, key=f"{_KEY}{key}"[:40]).first()
    if known is not None:
        record("reports.enter_again", actor=actor, subject=known)
        return known
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    if audience not in ON_PAPER:
        raise Refused(Denied("请照纸上写的选谁能看。", code="empty", field="audience"))
    require(all_of(fits(title, "title", "题目"), fits(body, "body", "正文", needed=not scans)))
    if len(scans) > longest("files"):
        raise Refused(Denied(f"照片和扫描件最多 {longest('files')} 个。", rule="LX-75", code="too_many", field="scans"))
    report = Report.objects.create(
        member=member, organisation=member.organisation, org_path=member.org_path, key=f"{_KEY}{key}"[:40], title=title.strip(),
        body=body.replace("\r\n", "\n").strip(), audience=audience, state="sent", entered_by_id=policies.person_of(actor),
        sent_at=min(moment.now(), timezone.make_aware(datetime.combine(on, time(12)))),
    )  # fmt: skip
    for prepared in scans:
        files.store(actor=actor, upload=prepared, org_path=report.org_path, subject=queries.subject_of(report))
    record("reports.enter", actor=actor, subject=report, on=on.isoformat(), audience=ON_PAPER[audience])
    _tell_branch(report, actor)
    tell([member.person_id], "reports.enter", "您纸上交来的思想汇报已经代录", url=f"{ROOT}{report.pk}/",
         key=f"report:{report.pk}:entered", org_path=report.org_path)  # fmt: skip
    return report

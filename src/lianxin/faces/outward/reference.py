"""决策参考 meets its neighbours: what was asked of 党务公开, what people said when they were asked, official layout."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lianxin.democracy.consultations.queries import reading, report
from lianxin.democracy.polls import queries as polls
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import ANONYMOUS
from lianxin.publicity.disclosure.queries import asked
from lianxin.publicity.documents.handing_out import FORMS, Printable
from lianxin.voice.improving import ports
from lianxin.voice.improving.ports import Fact, Line, Plain, Section

#: consultations and polls that a paper names
NAMED = 10


def connect() -> None:
    """Called when the face loads."""
    ports.register_section("disclosure", disclosed)
    ports.register_section("consulted", consulted)
    ports.register_section("polled", polled)
    ports.install_official(official)


def disclosed(organisation: Organisation, since: date, until: date) -> Section | None:
    """What people asked to be disclosed, and what they asked about what was; counts only."""
    got = asked.counts(organisation, since, until)
    where = f"/disclosure/report/?org={organisation.code}&year={since.year}"
    facts = (
        Fact("收到公开申请", got.requests, "件", where), Fact("其中同意公开", got.granted, "件", where, got.decided),
        Fact("其中不予公开", got.refused, "件", where, got.decided), Fact("对公开事项的提问", got.questions, "个", where),
        Fact("其中已经回答", got.answered, "个", where, got.questions),
    )  # fmt: skip
    return Section("disclosure", "党务公开里群众问了什么", "申请按收到的日期数，撤回的不算；提问只数公开了的。", facts)


def consulted(organisation: Organisation, since: date, until: date) -> Section | None:
    """Consultations whose result everybody may read and that closed in the period, with what became of the opinions."""
    rows = reading.consultations(ANONYMOUS, running=False, now=timezone.now()).filter(
        subtree("org_path", [organisation.path]),
        state="finished",
        closes_at__date__gte=since,
        closes_at__date__lt=until,
    )
    lines = []
    for case in rows[:NAMED]:
        found = report.report_of(case)
        counts = tuple(str(opinions) for _, _, opinions in found.answers)
        lines.append(Line((case.title, str(found.total), *counts), case.get_absolute_url()))
        head = ("意见征集", "意见", *(word for word, _, _ in found.answers))
    if not lines:
        return None
    method = "这一期截止、结果已经公布、群众都能看的；按意见的条数数，一条意见归在一组里。"
    return Section("consulted", "征求了什么意见", method, head=head, lines=tuple(lines))


def polled(organisation: Organisation, since: date, until: date) -> Section | None:
    """Polls whose result is shown to everybody and that closed in the period (V02): how many took part, and where."""
    rows = polls.listing(ANONYMOUS, "shown").filter(
        subtree("org_path", [organisation.path]), closes_at__date__gte=since, closes_at__date__lt=until
    )
    found = [polls.outcome(row.number or "") for row in rows[:NAMED]]
    lines = tuple(Line((x.title, str(x.ballots)), x.url) for x in found if x is not None and x.ballots is not None)
    if not lines:
        return None
    method = "这一期截止、结果已经公布的；各个选项的票数看出处，不拆开统计。"
    return Section("polled", "投票和调查", method, head=("题目", "参加"), lines=lines)


def official(paper: Plain) -> bytes:
    """In the layout of GB/T 9704 (DOC-01), as a copy without a red head."""
    printable = Printable(
        title=paper.title, summary="", html=paper.html, signer=paper.signer, on=paper.on, url=paper.url
    )
    return FORMS["paper.docx"].make(printable)

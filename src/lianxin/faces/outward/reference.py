"""决策参考 meets its neighbours: what was asked of 党务公开, and the layout of official papers."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.publicity.disclosure.queries import asked
from lianxin.publicity.documents.handing_out import FORMS, Printable
from lianxin.voice.improving import ports
from lianxin.voice.improving.ports import Fact, Plain, Section


def connect() -> None:
    """Called when the face loads."""
    ports.register_section("disclosure", disclosed)
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


def official(paper: Plain) -> bytes:
    """In the layout of GB/T 9704 (DOC-01), as a copy without a red head."""
    printable = Printable(
        title=paper.title, summary="", html=paper.html, signer=paper.signer, on=paper.on, url=paper.url
    )
    return FORMS["paper.docx"].make(printable)

"""What two instances tell each other about a roll-up. Every message may come late, twice, or when the matter is over.

``rollup.report`` (document and signature) goes up, ``rollup.decision`` comes down, ``rollup.recall`` goes up. Messages
about one subtree and day go out one after another; a version that is not newer than what is known changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from lianxin.foundation.exchange import messages
from lianxin.foundation.exchange.actions import post
from lianxin.foundation.exchange.models import Peer
from lianxin.foundation.exchange.registry import Body, Kind, register_kind
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import lock
from lianxin.kernel.decision import Denied, Refused

from . import documents, telling
from .documents import SIGNED, Report, Unfit
from .models import Filing, Received, Reporter

REPORT, RECALL, DECISION = "rollup.report", "rollup.recall", "rollup.decision"


def send(filing: Filing) -> None:
    _post(
        filing.peer,
        REPORT,
        {"document": filing.document, "signature": filing.signature},
        filing.organisation.code,
        filing.day,
    )


def recall(filing: Filing) -> None:
    _post(filing.peer, RECALL, _named(filing.organisation.code, filing.day, filing.version) | {"reason": filing.recall_reason},
          filing.organisation.code, filing.day)  # fmt: skip


def decide(received: Received) -> None:
    code = received.reporter.code
    said = {"decision": received.decision, "reason": received.reason}
    _post(received.reporter.peer, DECISION, _named(code, received.day, received.version) | said, code, received.day)


def _named(code: str, day: date, version: int) -> dict[str, Any]:
    return {"code": code, "day": day.isoformat(), "version": version}


def _post(peer: Peer, kind: str, body: dict[str, Any], code: str, day: date) -> None:
    post(peer=peer, kind=kind, body=body, subject=f"rollup:{code}:{day}"[:80])


def _malformed(text: str) -> Refused:
    return Refused(Denied(text, code="malformed"))


def _about(body: Body) -> tuple[str, date, int]:
    """(code, day, version) of a message."""
    try:
        version = body["version"]
        if not isinstance(version, int) or isinstance(version, bool) or not 0 < version < 10_000:
            raise ValueError
        return str(body["code"]), date.fromisoformat(str(body["day"])), version
    except (KeyError, ValueError):
        raise _malformed("消息里没有组织代码、日期或版次。") from None


def hear_report(peer: Peer, body: Body) -> Body:
    """A report comes in: signed by the instance that was registered for this subtree, adding up, and newer than the last."""
    document, signature = str(body.get("document")), str(body.get("signature"))
    try:
        messages.verified(peer.public, document.encode(), signature, SIGNED)
        report = documents.read(document)
    except messages.Forged:
        raise _malformed("上报内容的签名不对。") from None
    except Unfit as unfit:
        raise _malformed(str(unfit)) from None
    rows = Reporter.objects.unscoped("named by another instance").filter(peer=peer, code=report.code, active=True)
    reporter = rows.first()
    if reporter is None:
        raise Refused(Denied(f"这里没有登记“{report.name}”（{report.code}）由你们平台上报。", code="unknown_reporter",
                             remedy="请上级党委先登记上报单位。"))  # fmt: skip
    reporter = lock(reporter)  # two versions at the same moment stand in a row
    known = _versions(reporter, report.day).first()
    if known is not None and known.version >= report.version:
        return {"state": "arrived"}  # an older version, or one that is here
    _check(report)
    row = Received.objects.create(
        reporter=reporter, organisation=reporter.organisation, day=report.day, version=report.version, document=document,
        signature=signature, public=peer.public, total=report.total, received_at=moment.now(),
    )  # fmt: skip
    telling.arrived(row)
    return {"state": "arrived"}


def _versions(reporter: Reporter, day: date) -> Any:
    return Received.objects.unscoped("of one reporter").filter(reporter=reporter, day=day).order_by("-version")


def _check(report: Report) -> None:
    if report.day > timezone.localdate():
        raise Refused(Denied("上报的日期还没有到。", code="future"))
    if not 0 < report.version < 10_000:
        raise _malformed("没有版次。")
    found = documents.faults(report)
    if found:
        raise Refused(Denied(found[0], code="unfit"))


def reported(peer: Peer, body: Body, answer: Body) -> None:
    """The other side has it, or says at once why not."""
    try:
        report = documents.read(str(body.get("document")))
    except Unfit:
        return
    row = _filing(peer, report.code, report.day, report.version)
    if row is None or row.outcome:
        return
    if isinstance(answer.get("refused"), dict):
        row.outcome, row.outcome_text = "refused", str(answer["refused"].get("reason"))[:300]
        telling.answered(row)
    else:
        row.outcome = "arrived"
    row.save(update_fields=["outcome", "outcome_text"])


def _filing(peer: Peer, code: str, day: date, version: int) -> Filing | None:
    rows = Filing.objects.unscoped("named by another instance").filter(
        peer=peer, organisation__code=code, day=day, version=version, issued_at__isnull=False
    )
    found = rows.first()
    return lock(found) if found else None


def hear_recall(peer: Peer, body: Body) -> Body:
    """They take back what they sent: nothing up to this version counts any more."""
    code, day, version = _about(body)
    rows = Reporter.objects.unscoped("named by another instance").filter(peer=peer, code=code)
    reporter = rows.first()
    if reporter is None:
        return {"state": "recalled"}  # never taken in: nothing to give back
    reporter = lock(reporter)
    reason = str(body.get("reason"))[:200]
    found = list(_versions(reporter, day).filter(version__lte=version, recalled_at=None))
    for row in found:
        row.recalled_at, row.recall_reason = moment.now(), reason
        row.save(update_fields=["recalled_at", "recall_reason"])
    if found:
        telling.recalled(found[0])
    return {"state": "recalled"}


def hear_decision(peer: Peer, body: Body) -> Body:
    """Their people confirmed or returned a version of ours."""
    code, day, version = _about(body)
    decision = str(body.get("decision"))
    if decision not in ("accepted", "returned"):
        raise _malformed("消息里没有确认的结果。")
    row = _filing(peer, code, day, version)
    if row is None:
        raise Refused(Denied("这里没有这份上报。", code="unknown"))
    row.outcome, row.outcome_text = decision, str(body.get("reason") or "")[:300]
    row.save(update_fields=["outcome", "outcome_text"])
    telling.answered(row)
    return {"state": decision}


def _nothing(peer: Peer, body: Body, answer: Body) -> None:
    """The other side knows; nothing follows."""


def connect() -> None:
    """Let the exchange know what this room understands."""
    for kind in (
        Kind(REPORT, hear_report, reported),
        Kind(RECALL, hear_recall, _nothing),
        Kind(DECISION, hear_decision, _nothing),
    ):
        register_kind(kind)

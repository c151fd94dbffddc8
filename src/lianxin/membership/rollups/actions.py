"""Every step of a roll-up that people take."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from lianxin.foundation.exchange.keys import house_key
from lianxin.foundation.exchange.models import Peer
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import crossing, documents, overlap, policies, queries
from .models import Filing, Received, Reporter

TWICE = Denied("这个上报单位已经登记过了。", code="twice", field="code")


def _person(actor: Actor) -> int:
    """Whoever decides is somebody."""
    if actor.person_id is None:
        raise Refused(OUT_OF_SCOPE)
    return actor.person_id


@action("rollups.register")
def register(*, actor: Actor, peer: Peer, code: str, name: str, organisation: Organisation) -> Reporter:
    """登记上报单位: this instance may report this subtree, and it is added in at this organisation."""
    code, name = code.strip(), name.strip()
    require(policies.may_register(actor, organisation))
    if not code:
        raise Refused(Denied("请填写对方党组织的组织代码。", code="empty", field="code"))
    if not name:
        raise Refused(Denied("请填写对方党组织的名称。", code="empty", field="name"))
    with or_refuse(TWICE):
        made = Reporter.objects.create(
            peer=peer, code=code, name=name, organisation=organisation, added_by_id=_person(actor)
        )
    record("rollups.register", actor=actor, subject=made, org_path=organisation.path, reporter=code)
    return made


@action("rollups.unregister")
def unregister(*, actor: Actor, reporter: Reporter, revision: int) -> Reporter:
    """停用: nothing more is taken in, and what came is no longer added up."""
    reporter = lock(reporter, revision=revision)
    require(policies.may_register(actor, reporter.organisation))
    reporter.active = False
    reporter.revision += 1
    reporter.save()
    record("rollups.unregister", actor=actor, subject=reporter, org_path=reporter.org_path)
    return reporter


@action("rollups.prepare")
def prepare(*, actor: Actor, organisation: Organisation, peer: Peer, day: date) -> Filing:
    """准备上报: the figures of now, frozen, with those of the instances below that were confirmed. Nothing is sent."""
    require(policies.may_prepare(actor, organisation))
    found = queries.summary(actor, organisation, day, fresh=True)
    require(policies.fits(day, found.sheet.total))
    marks = overlap.own_marks(organisation, day).union(*(queries.report_of(row).marks for row in found.included))
    if len(marks) > documents.MOST_ORGANISATIONS:
        raise Refused(
            Denied(f"一份上报最多 {documents.MOST_ORGANISATIONS} 个党组织，请由下级党委分开上报。", code="large")
        )
    raw = documents.made(
        code=organisation.code, name=organisation.name, day=day, version=1, total=found.sheet.total, full=found.sheet.full,
        tables=found.sheet.tables, marks=marks, includes=[_included(row) for row in found.included],
    ).decode()  # fmt: skip
    wrong = documents.faults(documents.read(raw))
    if wrong:
        raise Refused(Denied(wrong[0], code="unfit", remedy="统计时有人在改档案的话，请再准备一次。"))
    _drafts(organisation, peer, day).update(dropped_at=moment.now())
    made = Filing.objects.create(
        organisation=organisation, peer=peer, day=day, document=raw, total=found.sheet.total, prepared_by_id=_person(actor),
        prepared_at=moment.now(),
    )  # fmt: skip
    record(
        "rollups.prepare",
        actor=actor,
        subject=made,
        org_path=organisation.path,
        day=day.isoformat(),
        members=made.total,
    )
    return made


def _included(row: Received) -> dict[str, object]:
    return {
        "code": row.reporter.code,
        "name": row.reporter.name,
        "version": row.version,
        "total": row.total,
        "signature": row.signature,
    }


def _drafts(organisation: Organisation, peer: Peer, day: date) -> QuerySet[Filing]:
    rows = Filing.objects.unscoped("of an office that was asked for")
    return rows.filter(organisation=organisation, peer=peer, day=day, issued_at=None, dropped_at=None)


@action("rollups.drop")
def drop(*, actor: Actor, filing: Filing, revision: int) -> Filing:
    """作废 of what was prepared and not issued."""
    filing = lock(filing, revision=revision)
    require(policies.may_drop(actor, filing))
    filing.dropped_at = moment.now()
    filing.revision += 1
    filing.save()
    record("rollups.drop", actor=actor, subject=filing, org_path=filing.org_path)
    return filing


@action("rollups.issue")
def issue(*, actor: Actor, filing: Filing, revision: int) -> Filing:
    """签发: the next version, signed by this instance, goes out. What was sent before stays in the history of both."""
    lock(filing.organisation)  # two versions at the same moment would have one number
    filing = lock(filing, revision=revision)
    require(policies.may_issue(actor, filing))
    sent = Filing.objects.unscoped("of one office").filter(
        organisation=filing.organisation_id, peer=filing.peer_id, day=filing.day
    )
    filing.version = max(sent.values_list("version", flat=True)) + 1
    report = documents.read(filing.document)
    raw = documents.made(
        code=report.code, name=report.name, day=report.day, version=filing.version, total=report.total, full=report.full,
        tables=report.tables, marks=report.marks, includes=report.includes,
    )  # fmt: skip
    filing.document, filing.signature = raw.decode(), documents.signed(house_key(), raw)
    filing.issued_by_id, filing.issued_at = _person(actor), moment.now()
    filing.revision += 1
    filing.save()
    crossing.send(filing)
    record("rollups.issue", actor=actor, subject=filing, org_path=filing.org_path, version=filing.version)
    return filing


@action("rollups.recall")
def recall(*, actor: Actor, filing: Filing, reason: str, revision: int) -> Filing:
    """撤回: the instance above adds up nothing of this subtree and day any more, until a new version comes."""
    filing = lock(filing, revision=revision)
    require(policies.may_recall(actor, filing))
    if not reason.strip():
        raise Refused(Denied("请写明撤回的原因，对方会看到。", code="empty", field="reason"))
    rows = Filing.objects.unscoped("of one office").filter(
        organisation=filing.organisation_id, peer=filing.peer_id, day=filing.day, version__lte=filing.version,
        issued_at__isnull=False, recalled_at=None,
    )  # fmt: skip
    for row in rows:
        row.recalled_at, row.recall_reason = moment.now(), reason.strip()[:200]
        row.revision += 1
        row.save()
        filing = row if row.pk == filing.pk else filing
    crossing.recall(filing)
    record("rollups.recall", actor=actor, subject=filing, org_path=filing.org_path, version=filing.version)
    return filing


@action("rollups.accept")
def accept(*, actor: Actor, received: Received, revision: int) -> Received:
    """确认: from now on it is added up. Refused while somebody would be counted twice."""
    received = _deciding(actor, received, revision)
    if not queries.genuine(received):
        raise Refused(Denied("签名和内容对不上，不能确认。", code="forged"))
    mine = queries.report_of(received)
    others = Received.objects.unscoped("of the whole instance: nobody is counted twice anywhere").filter(
        day=received.day, decision="accepted", recalled_at=None, reporter__active=True
    )
    newest = {row.reporter_id: row for row in others.exclude(reporter=received.reporter_id).order_by("version")}
    double = queries.twice(mine, [queries.report_of(row) for row in newest.values()])
    if double:
        raise Refused(
            Denied(
                f"{double}。", code="overlap", remedy="请先弄清由哪一边统计：本平台的档案转走以后再确认，或者退回对方。"
            )
        )
    return _decided(actor, received, "accepted", "")


@action("rollups.send_back")
def send_back(*, actor: Actor, received: Received, reason: str, revision: int) -> Received:
    """退回, with the reason; an older confirmed version stays in the sum."""
    received = _deciding(actor, received, revision)
    if not reason.strip():
        raise Refused(Denied("请写明退回的原因，对方要照着改。", code="empty", field="reason"))
    return _decided(actor, received, "returned", reason.strip()[:200])


def _deciding(actor: Actor, received: Received, revision: int) -> Received:
    received = lock(received, revision=revision)
    require(policies.may_confirm(actor, received))
    newer = Received.objects.unscoped("of one reporter").filter(
        reporter=received.reporter_id, day=received.day, version__gt=received.version, recalled_at=None
    )
    if newer.exists():
        raise Refused(Denied("对方已经报来更新的一版，请确认或退回最新的一版。", code="wrong_state"))
    return received


def _decided(actor: Actor, received: Received, decision: str, reason: str) -> Received:
    received.decision, received.reason = decision, reason
    received.decided_by_id, received.decided_at = _person(actor), moment.now()
    received.revision += 1
    received.save()
    crossing.decide(received)
    code = "rollups.accept" if decision == "accepted" else "rollups.send_back"
    record(code, actor=actor, subject=received, org_path=received.org_path, version=received.version)
    return received

"""约定: what an organisation declares about motions and consultations."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused

from ..lifecycle import ANSWER
from ..models import Terms
from ..words import OPEN_TO


@dataclass(frozen=True, slots=True)
class Declared:
    """Its own figures; see `models.Terms`."""

    open_to: str
    threshold: int
    answer_days: int
    report_days: int
    keeper: Person | None
    deputy: Person | None


def _within(value: int, of: str, figure: str, label: str, field: str) -> Decision:
    most = rule(of).number(figure)
    if not 1 <= value <= most:
        return Denied(f"“{label}”从 1 到 {most}。", rule=of, code="figure", field=field)
    return Allowed()


@action("consult.declare")
def declare(*, actor: Actor, organisation: Organisation, said: Declared, revision: int = 0) -> Terms:
    """Declare, or declare anew; what runs keeps the figures under which it began."""
    if not actor.may(ANSWER, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        raise Refused(Denied("请选择在设的党组织。", code="kind", field="organisation"))
    if said.open_to not in OPEN_TO:
        raise Refused(Denied("请选择向谁征集。", code="empty", field="open_to"))
    if said.keeper is None or said.deputy is None or said.keeper == said.deputy:
        field = "keeper" if said.keeper is None else "deputy"
        raise Refused(Denied("责任人和副责任人要填两位不同的同志。", code="keeper", field=field))
    require(_within(said.threshold, "LX-186", "threshold", "附议人数", "threshold"))
    require(_within(said.answer_days, "LX-186", "answer", "答复期限", "answer_days"))
    require(_within(said.report_days, "LX-187", "report", "公布采纳情况的期限", "report_days"))
    facts = {
        "open_to": said.open_to, "threshold": said.threshold, "answer_days": said.answer_days,
        "report_days": said.report_days, "keeper": said.keeper, "deputy": said.deputy, "set_at": moment.now(),
    }  # fmt: skip
    known = Terms.objects.unscoped("the one of this organisation").filter(organisation=organisation).first()
    if known is None:
        with or_refuse(Denied("这个党组织刚刚作了约定，请刷新页面再看。", code="twice")):
            known = Terms.objects.create(organisation=organisation, org_path=organisation.path, **facts)
    else:
        known = lock(known, revision=revision)
        for name, value in facts.items():
            setattr(known, name, value)
        known.revision += 1
        known.save()
    record(
        "consult.declare", actor=actor, subject=known, open_to=said.open_to, threshold=said.threshold,
        answer_days=said.answer_days, report_days=said.report_days,
    )  # fmt: skip
    return known

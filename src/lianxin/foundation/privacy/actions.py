"""Every change about personal data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.audit.secrecy import looks_personal
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import consents, corrections, policies
from .listing import label_of, listed
from .models import KINDS, Consent, DataRequest

_SHORTEST_REASON = 4
_MOST_OPEN = 5
NOT_SIGNED_IN = Denied("请先登录。", code="sign_in", remedy="登录后就能查看和管理自己的信息。")


@action("privacy.reveal")
def reveal(*, actor: Actor, instance: models.Model, field: str, reason: str) -> str:
    """查看明文. Clear text of one personal field, with the reason in the ledger (P02).

    Raises KeyError for a field that the list does not call personal, `Refused` without right or reason.
    """
    label = instance._meta.label
    entry = listed().entry(label, field)
    if entry is None:
        raise KeyError(f"{label}.{field} is not listed as personal")
    reason = reason.strip()
    if len(reason) < _SHORTEST_REASON:
        raise Refused(Denied("请写明为什么要查看（至少 4 个字）。", rule="PIP-01", code="reason", field="reason"))
    if looks_personal(reason):
        raise Refused(Denied("理由里不要写号码，写明办什么事就可以。", rule="PIP-01", code="reason", field="reason"))
    require(policies.may_reveal(actor, instance, field))
    record("privacy.reveal", actor=actor, subject=instance, field=field, item=label_of(entry), reason=reason)
    value: Any = getattr(instance, field)
    return "" if value is None else str(value)


@action("privacy.export")
def note_export(*, actor: Actor, form: str) -> Person:
    """导出本人信息. Writes the trace of an export (P03) and gives the person whose data it is."""
    person = _self(actor)
    record("privacy.export", actor=actor, subject=person, form=form)
    return person


@action("privacy.request")
def ask(*, actor: Actor, kind: str, about: str = "", wanted: str = "", reason: str = "") -> DataRequest:
    """提出申请. Goes to the room's or the person's organisation, else to the topmost; the clock of LX-22 starts at once."""
    person = _self(actor)
    if kind not in KINDS:
        raise Refused(Denied("请选择要办的事项。", code="kind", field="kind"))
    if about and about not in corrections.askable(person.pk):
        raise Refused(Denied("没有这一项信息。", code="about", field="about"))
    if kind == "correct" and not wanted.strip():
        raise Refused(Denied("请写明应当改成什么。", code="empty", field="wanted"))
    Person.objects.select_for_update().get(pk=person.pk)  # two tabs at once count together
    waiting = DataRequest.objects.unscoped("own requests").filter(person=person, state="open").count()
    if waiting >= _MOST_OPEN:
        raise Refused(Denied("您已有几件申请在等答复，请等有了结果再提新的。", code="too_many"))
    path = _answering_path(person, about)
    due = due_at(calendar_for(path), timezone.now(), rule("LX-22").period("answer"))
    row = DataRequest.objects.create(
        person=person, org_path=path, kind=kind, about=about, wanted=wanted.strip(), reason=reason.strip(), due_at=due
    )
    record("privacy.request", actor=actor, subject=row, kind=KINDS[kind], about=about)
    return row


@action("privacy.withdraw_request")
def withdraw_request(*, actor: Actor, request: DataRequest) -> DataRequest:
    """撤回申请. Only by the one who made it, while it is open."""
    row = lock(request)
    if not actor.is_person(row.person_id):
        raise Refused(OUT_OF_SCOPE)
    if row.state != "open":
        raise Refused(Denied("这件申请已经有了结果。", code="wrong_state"))
    _close(row, "withdrawn")
    record("privacy.withdraw_request", actor=actor, subject=row)
    return row


@action("privacy.answer")
def answer(*, actor: Actor, request: DataRequest, revision: int, granted: bool, text: str) -> DataRequest:
    """答复申请. A granted correction is carried out here when the field can be changed by request."""
    row = lock(request, revision=revision)
    require(policies.may_answer(actor, row))
    if not text.strip():
        raise Refused(Denied("请写明办理结果；不照办的要写理由。", rule="LX-22", code="empty", field="text"))
    if granted and row.kind == "correct":
        corrections.apply(row.about, row.person_id, row.wanted)
    row.answer = text.strip()
    row.answered_by_id = actor.person_id
    _close(row, "granted" if granted else "refused")
    record("privacy.answer", actor=actor, subject=row, result=row.get_state_display(), about=row.about)
    return row


@action("privacy.consent")
def consent(*, actor: Actor, purpose: str) -> Consent:
    """同意一项可选用途. Repeating it changes nothing."""
    person = _self(actor)
    if purpose not in consents.PURPOSES:
        raise Refused(Denied("没有这项用途。", code="purpose"))
    row, _ = Consent.objects.get_or_create(person=person, purpose=purpose, withdrawn_at=None)
    record("privacy.consent", actor=actor, subject=person, purpose=consents.PURPOSES[purpose].label)
    return row


@action("privacy.withdraw")
def withdraw(*, actor: Actor, purpose: str) -> None:
    """撤回同意. What runs for that purpose stops in the same transaction (P06)."""
    person = _self(actor)
    if purpose not in consents.PURPOSES:
        raise Refused(Denied("没有这项用途。", code="purpose"))
    rows = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    rows.update(withdrawn_at=timezone.now())
    consents.stop_processing(purpose, person.pk)
    record("privacy.withdraw", actor=actor, subject=person, purpose=consents.PURPOSES[purpose].label)


def _close(row: DataRequest, state: str) -> None:
    row.state = state
    row.answered_at = timezone.now()
    row.revision += 1
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "revision"])


def _self(actor: Actor) -> Person:
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None:
        raise Refused(NOT_SIGNED_IN)
    return person


def _answering_path(person: Person, about: str) -> str:
    """The room that it is about, the organisation where the person holds a post, the room that knows them, the topmost."""
    if about and not about.startswith("accounts."):
        return corrections.path_of(about, person.pk) or ""
    own = in_force().filter(person=person).order_by("org_path").values_list("org_path", flat=True).first()
    if own:
        return str(own)
    if known := corrections.path_of("", person.pk):
        return known
    top = below([""]).first()
    return str(top.org_path) if top else ""

"""Who may see clear text, and who answers a request."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import in_force
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import DataRequest

ANSWER = "privacy.answer"
REVEAL = "privacy.reveal"

RevealPolicy = Callable[[Actor, models.Model, str], Decision]
_REVEAL: dict[str, list[RevealPolicy]] = {}

NO_RIGHT = Denied(
    "您的岗位不能查看这项个人信息。", rule="PIP-01", code="no_right", remedy="确有需要，请找负责这件事的同志查看。"
)


def register_reveal(model: str, policy: RevealPolicy) -> None:
    """Let a room say who else may see clear text of its model (label ``"letters.Letter"``)."""
    policies = _REVEAL.setdefault(model, [])
    if policy not in policies:
        policies.append(policy)


def may_reveal(actor: Actor, instance: models.Model, field: str) -> Decision:
    """The person themselves; a duty with ``privacy.reveal`` over the row; or what the row's room allows."""
    if actor.kind == "system" or actor.is_person(_owner(instance)):
        return Allowed()
    if any(actor.may(REVEAL, path) for path in _paths(instance)):
        return Allowed()
    for policy in _REVEAL.get(instance._meta.label, []):
        if policy(actor, instance, field):
            return Allowed()
    return NO_RIGHT


def _owner(instance: models.Model) -> int | None:
    owner = instance.pk if isinstance(instance, Person) else getattr(instance, "person_id", None)
    return owner if isinstance(owner, int) else None


def _paths(instance: models.Model) -> list[str]:
    if isinstance(instance, Person):
        return list(in_force().filter(person=instance).values_list("org_path", flat=True))
    path = getattr(instance, "org_path", "")
    return [path] if path else []


def may_answer(actor: Actor, request: DataRequest) -> Decision:
    """Whoever answers for the organisation, but nobody their own request."""
    if not actor.may(ANSWER, request.org_path):
        return OUT_OF_SCOPE
    if actor.is_person(request.person_id):
        return Denied("这是您自己的申请，请由另一位同志答复。", code="own_work")
    if request.state != "open":
        return Denied("这件申请已经有了结果。", code="wrong_state", remedy="请刷新页面查看。")
    return Allowed()


def answers_a_request(actor: Actor, instance: models.Model, field: str) -> Decision:
    """The one who answers a request may see it, and the person's field that it is about."""
    if isinstance(instance, DataRequest):
        return may_answer(actor, instance)
    if not isinstance(instance, Person):
        return NO_RIGHT
    about = f"accounts.Person.{field}"
    rows = DataRequest.objects.visible_to(actor, ANSWER).filter(person=instance, state="open", about=about)
    return Allowed() if rows.exists() else NO_RIGHT

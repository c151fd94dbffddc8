"""Masked by default; clear text needs a right and a reason and leaves a line in the ledger (P02)."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.privacy import policies
from lianxin.foundation.privacy.actions import ask, reveal
from lianxin.foundation.privacy.masking import mask
from lianxin.foundation.privacy.queries import masked
from lianxin.kernel.actor import grant
from lianxin.kernel.decision import Allowed, Refused

PHONE = "13900000002"


def lines() -> list[AuditLine]:
    return list(AuditLine.objects.unscoped("test").filter(code="privacy.reveal"))


@pytest.fixture
def revealing(monkeypatch: Any) -> None:
    from lianxin.kernel import actor

    monkeypatch.setattr(actor, "_VERBS", {k: set(v) for k, v in actor._VERBS.items()})
    grant("secretary", policies.REVEAL)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("13900000000", "phone", "139****0000"),
        ("+86 139 0000 0000", "phone", "139****0000"),
        ("66660000", "phone", "****00"),
        ("张小满", "name", "张**"),
        ("欧阳小满", "name", "欧阳**"),
        ("满", "name", "*"),
        ("wang@example.org", "email", "w***@example.org"),
        ("not an address", "email", "****"),
        ("任何内容", "text", "******"),
        ("", "phone", "（未填）"),
        (None, "text", "（未填）"),
    ],
)
def test_masks(value: str | None, kind: str, shown: str) -> None:
    assert mask(value, kind) == shown


def test_an_identity_number_keeps_neither_birthday_nor_region() -> None:
    invented = "000000" + "19000101" + "0000"
    assert mask(invented, "identity") == "0" + "*" * 16 + "0"


def test_masked_follows_the_list(county: Any) -> None:
    person = county.person("禾苗", phone=PHONE)
    assert masked(person, "phone") == "139****0002"
    with pytest.raises(KeyError):
        masked(person, "created_at")


def test_clear_text_leaves_a_line_with_the_reason_and_without_the_value(county: Any, revealing: None) -> None:
    person = county.person("禾苗", "handler", county.east, phone=PHONE)
    secretary = county.actor("书记", "secretary", county.east)
    assert reveal(actor=secretary, instance=person, field="phone", reason="通知开会") == PHONE
    (line,) = lines()
    assert line.facts["reason"] == "通知开会"
    assert line.subject == f"person:{person.pk}"
    assert line.person_id == secretary.person_id
    assert PHONE not in line.data


def test_a_neighbour_has_no_right(county: Any, revealing: None) -> None:
    person = county.person("禾苗", "handler", county.east, phone=PHONE)
    stranger = county.actor("邻村书记", "secretary", county.west)
    with pytest.raises(Refused, match="岗位不能查看"):
        reveal(actor=stranger, instance=person, field="phone", reason="想看一看")
    assert lines() == []


def test_a_citizen_without_a_duty_is_seen_by_no_office(county: Any, revealing: None) -> None:
    citizen = county.person("群众", phone=PHONE)
    with pytest.raises(Refused):
        reveal(actor=county.actor("书记", "secretary"), instance=citizen, field="phone", reason="想看一看")


@pytest.mark.parametrize("reason", ["", "  ", "看看", f"核对号码 {PHONE}"])
def test_a_reason_is_needed_and_holds_no_number(county: Any, reason: str) -> None:
    from lianxin.kernel.actor import SYSTEM

    with pytest.raises(Refused) as refused:
        reveal(actor=SYSTEM, instance=county.person("禾苗", phone=PHONE), field="phone", reason=reason)
    assert refused.value.denied.field == "reason"


@pytest.mark.parametrize(
    ("reason", "good"), [("办公用", False), (" 办公用 ", False), ("通知开会", True), ("通知去开会", True)]
)
def test_pip_01_a_reason_has_four_signs(county: Any, reason: str, good: bool) -> None:
    """PIP-01: three are none, four are one, spaces around them do not count."""
    from lianxin.kernel.actor import SYSTEM

    show = lambda: reveal(actor=SYSTEM, instance=county.person("禾苗", phone=PHONE), field="phone", reason=reason)  # noqa: E731 - asked once, refused or not
    if good:
        assert show() == PHONE
        return
    with pytest.raises(Refused) as refused:
        show()
    assert (refused.value.denied.rule, refused.value.denied.field) == ("PIP-01", "reason")


def test_a_field_outside_the_list_is_a_programming_error(county: Any) -> None:
    from lianxin.kernel.actor import SYSTEM

    with pytest.raises(KeyError):
        reveal(actor=SYSTEM, instance=county.person("禾苗"), field="created_at", reason="没有理由")


def test_a_room_may_say_who_else(county: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(policies, "_REVEAL", {})
    citizen = county.person("群众", phone=PHONE)
    handler = county.actor("承办人", "handler", county.east)
    with pytest.raises(Refused):
        reveal(actor=handler, instance=citizen, field="phone", reason="联系来信人")
    policies.register_reveal("accounts.Person", lambda actor, instance, field: Allowed())
    assert reveal(actor=handler, instance=citizen, field="phone", reason="联系来信人") == PHONE


def test_who_answers_a_request_sees_only_what_it_is_about(county: Any) -> None:
    from lianxin.foundation.accounts.queries import actor_of

    citizen = county.person("群众", phone=PHONE, name="张小满")
    admin = county.actor("管理员", "admin")
    ask(actor=actor_of(citizen), kind="correct", about="accounts.Person.phone", wanted="13900000003")
    assert reveal(actor=admin, instance=citizen, field="phone", reason="核对更正申请") == PHONE
    with pytest.raises(Refused):
        reveal(actor=admin, instance=citizen, field="name", reason="核对更正申请")

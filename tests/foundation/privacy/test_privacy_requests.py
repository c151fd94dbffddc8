"""Correction, erasure, explanation: asked by the person, answered within the clock (PIP-04, LX-22, P03)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.privacy.actions import answer, ask, withdraw_request
from lianxin.foundation.privacy.models import DataRequest
from lianxin.foundation.privacy.queries import waiting_count
from lianxin.kernel.actor import ANONYMOUS
from lianxin.kernel.decision import Refused

PHONE = "13900000004"


def asked(person: Person, **more: str) -> DataRequest:
    given = {"kind": "correct", "about": "accounts.Person.phone", "wanted": PHONE, "reason": "换了号码", **more}
    return ask(actor=actor_of(person), **given)


def test_the_clock_ends_with_the_fifteenth_day(county: Any) -> None:
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        row = asked(county.person("群众"))
    assert timezone.localtime(row.due_at).isoformat() == "2026-03-17T23:59:59+08:00"


def test_wishes_and_answers_are_sealed(county: Any) -> None:
    row = asked(county.person("群众"))
    answer(actor=county.actor("管理员", "admin"), request=row, revision=1, granted=True, text="已经改好了")
    with connection.cursor() as cursor:
        cursor.execute("select wanted, reason, answer from privacy_datarequest")
        stored = " ".join(cursor.fetchone())
    assert PHONE not in stored
    assert "换了号码" not in stored
    assert "改好" not in stored


def test_a_granted_correction_is_carried_out_and_the_number_unverified(county: Any) -> None:
    citizen = county.person("群众", phone="13900000009")
    Person.objects.filter(pk=citizen.pk).update(phone_verified_at=timezone.now())
    row = asked(citizen)
    done = answer(actor=county.actor("管理员", "admin"), request=row, revision=row.revision, granted=True, text="已改")
    fresh = Person.objects.get(pk=citizen.pk)
    assert (fresh.phone, fresh.phone_verified_at) == (PHONE, None)
    assert (done.state, done.answer, done.revision) == ("granted", "已改", 2)


def test_a_refused_one_changes_nothing_and_says_why(county: Any) -> None:
    citizen = county.person("群众", phone="13900000009")
    admin = county.actor("管理员", "admin")
    row = asked(citizen)
    with pytest.raises(Refused, match="理由"):
        answer(actor=admin, request=row, revision=1, granted=False, text=" ")
    answer(actor=admin, request=row, revision=1, granted=False, text="号码不是本人的")
    assert Person.objects.get(pk=citizen.pk).phone == "13900000009"


def test_a_wrong_identity_number_is_not_written(county: Any) -> None:
    row = asked(county.person("群众"), about="accounts.Person.identity_number", wanted="123")
    with pytest.raises(Refused):
        answer(actor=county.actor("管理员", "admin"), request=row, revision=1, granted=True, text="已改")
    row.refresh_from_db()
    assert row.state == "open"


def test_it_goes_to_the_person_s_own_organisation(county: Any) -> None:
    member = county.person("党员", "handler", county.east)
    assert asked(member).org_path == county.east.org_path
    assert asked(county.person("群众")).org_path == county.root.org_path
    assert waiting_count(county.actor("东村书记", "secretary", county.east)) == 1
    assert waiting_count(county.actor("西村书记", "secretary", county.west)) == 0
    assert waiting_count(county.actor("管理员", "admin")) == 2


def test_nobody_answers_their_own_or_a_foreign_one(county: Any) -> None:
    secretary = county.person("东村书记", "secretary", county.east)
    row = asked(secretary)
    with pytest.raises(Refused, match="自己的申请"):
        answer(actor=actor_of(secretary), request=row, revision=1, granted=True, text="已改")
    with pytest.raises(Refused) as refused:
        answer(
            actor=county.actor("西村书记", "secretary", county.west), request=row, revision=1, granted=True, text="x"
        )
    assert refused.value.denied.code == "out_of_scope"


def test_two_who_answer_at_once_one_is_told(county: Any) -> None:
    row = asked(county.person("群众"))
    answer(actor=county.actor("甲", "admin"), request=row, revision=1, granted=False, text="材料不全")
    with pytest.raises(Refused) as refused:
        answer(actor=county.actor("乙", "admin"), request=row, revision=1, granted=True, text="已改")
    assert refused.value.denied.code == "stale"


def test_only_the_maker_withdraws_and_only_while_open(county: Any) -> None:
    citizen = county.person("群众")
    row = asked(citizen)
    with pytest.raises(Refused):
        withdraw_request(actor=county.actor("管理员", "admin"), request=row)
    assert withdraw_request(actor=actor_of(citizen), request=row).state == "withdrawn"
    with pytest.raises(Refused):
        withdraw_request(actor=actor_of(citizen), request=row)


def test_five_open_requests_are_enough(county: Any) -> None:
    citizen = county.person("群众")
    for _ in range(5):
        asked(citizen)
    with pytest.raises(Refused, match="等答复"):
        asked(citizen)


@pytest.mark.parametrize(
    "given",
    [{"kind": "shout"}, {"about": "accounts.Account.password"}, {"wanted": " "}],
)
def test_what_cannot_be_asked(county: Any, given: dict[str, str]) -> None:
    with pytest.raises(Refused):
        asked(county.person("群众"), **given)


def test_without_signing_in_nothing_is_asked(county: Any) -> None:
    with pytest.raises(Refused, match="登录"):
        ask(actor=ANONYMOUS, kind="explain")


def test_an_overdue_request_stays_open_until_a_person_answers(county: Any) -> None:
    row = asked(county.person("群众"))
    DataRequest.objects.unscoped("test").update(due_at=timezone.now() - timedelta(days=1))
    row.refresh_from_db()
    assert row.state == "open"
    assert waiting_count(county.actor("管理员", "admin")) == 1

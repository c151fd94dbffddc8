"""Two who come at the same moment: the check beforehand saw nothing, the database's key answers in its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection

from lianxin.faces.api import actions as api
from lianxin.faces.api.models import ApiKey
from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts import policies as account_rules
from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations import policies as tree_rules
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.kernel.decision import Allowed, Denied, Refused
from tests.factories import PASSWORD, County, appoint


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks look a moment too early and see nothing."""
    for module, name in (
        (account_rules, "name_is_free"),
        (account_rules, "post_is_free"),
        (account_rules, "phone_is_free"),
        (tree_rules, "code_is_free"),
    ):
        monkeypatch.setattr(module, name, lambda *_: Allowed())


def register(county: County) -> object:
    return accounts.register(actor=ANONYMOUS, username="liu", password=PASSWORD, nickname="柳")


def open_for_staff(county: County) -> object:
    return accounts.open_for_staff(actor=SYSTEM, username="liu", name="刘某", nickname="柳")


def take_post(county: County) -> object:
    return appoint(county.people["neighbour"], "editor", county.town)


def found(county: County) -> object:
    return tree.found(
        actor=SYSTEM, parent=county.town, name="新", short_name="新", kind="unit", code="NEW", on=date(2025, 1, 2)
    )


def verify_phone(county: County) -> object:
    person = Person.objects.filter(phone_verified_at=None).order_by("pk").first()
    assert person is not None
    return accounts.verify_phone(actor=Actor("citizen", person.pk), phone="13900000000")


CASES = [
    (verify_phone, "taken", "phone", Person),
    (register, "taken", "username", Account),
    (open_for_staff, "taken", "username", Account),
    (take_post, "already", "post", Appointment),
    (found, "taken", "code", Organisation),
]


@pytest.mark.parametrize(("act", "code", "field", "model"), CASES)
@pytest.mark.parametrize("seen", [True, False])
def test_whoever_comes_second_is_told_either_way(
    county: County, request: pytest.FixtureRequest, act: Callable[[County], object], code: str, field: str,
    model: type, seen: bool,
) -> None:  # fmt: skip
    act(county)
    if not seen:
        request.getfixturevalue("blind")
    before, people = model.objects.count(), Person.objects.count()
    with pytest.raises(Refused) as refused:
        act(county)
    assert (refused.value.denied.code, refused.value.denied.field) == (code, field)
    assert refused.value.denied.reason.endswith("。")
    assert (model.objects.count(), Person.objects.count()) == (before, people)
    assert connection.in_atomic_block  # and the transaction around is still of use
    assert Organisation.objects.exists()


def test_a_second_key_of_the_same_name(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    api.add_key(actor=SYSTEM, name="地图")
    rows = ApiKey.objects
    monkeypatch.setattr(rows, "filter", lambda **_: rows.none())
    with pytest.raises(Refused) as refused:
        api.add_key(actor=SYSTEM, name="地图")
    assert refused.value.denied.code == "taken"


def test_other_violations_stay_errors(county: County) -> None:
    """A missing value is a bug of ours, and no sentence about a taken name may hide it."""
    with pytest.raises(IntegrityError), or_refuse(Denied("有人用了。")):
        Account.objects.create(username=None, person=county.people["author"])


def test_the_form_keeps_what_was_typed(county: County) -> None:
    from django.test import Client

    client = Client()
    client.force_login(county.account_of("admin"))
    fields = {"name": "第二个", "short_name": "第二个办公室", "kind": "unit", "code": "QS02", "on": "2025-03-01"}
    answer = client.post(f"/workbench/organisations/{county.town.pk}/found/", fields)
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert "第二个办公室" in answer.content.decode()

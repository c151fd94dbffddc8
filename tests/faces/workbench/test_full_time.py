"""专职/兼职 that was entered wrongly is mended where appointments are shown, by who may end them (P05); every time is a line."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from lianxin.foundation.accounts import actions
from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.audit.sentences import sentence_for
from lianxin.kernel.decision import Refused
from tests.factories import County

pytestmark = pytest.mark.django_db
ACCOUNTS = "/workbench/accounts/"


def client_of(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.account_of(name))
    return client


def full_time(row: Appointment) -> bool:
    return Appointment.objects.get(pk=row.pk).full_time


def test_the_list_leads_to_the_form_and_the_form_mends_it(county: County) -> None:
    row, client = county.posts["secretary"], client_of(county, "admin")
    county.account_of("secretary")
    url = f"{ACCOUNTS}{row.pk}/full-time/"
    assert f'href="{url}"' in client.get(f"{ACCOUNTS}?org={county.town.pk}").text
    assert "登记时选错了的" in client.get(url).text
    assert client.post(url, {"full_time": "full", "was": "part"}).status_code == 303
    assert full_time(row)
    line = AuditLine.objects.unscoped("test").get(code="accounts.correct_full_time")
    assert sentence_for(line.code, json.loads(line.data)) == "更正任职登记：兼职改为专职"
    assert "（专职）" in client.get(f"{ACCOUNTS}?org={county.town.pk}").text
    assert client.post(url, {"full_time": "part", "was": "full"}).status_code == 303, "and back"
    assert not full_time(row)
    kept = Appointment.objects.get(pk=row.pk)
    assert (kept.since, kept.until, kept.post) == (row.since, row.until, row.post), "the term is as it was"


def test_a_stale_tab_and_an_empty_correction_change_nothing(county: County) -> None:
    row, client = county.posts["secretary"], client_of(county, "admin")
    url = f"{ACCOUNTS}{row.pk}/full-time/"
    same = client.post(url, {"full_time": "part", "was": "part"})
    assert (same.status_code, "没有改动" in same.text) == (422, True)
    actions.correct_full_time(actor=county.actor("admin"), appointment=row, full_time=True, was=False)
    stale = client.post(url, {"full_time": "full", "was": "part"})
    assert (stale.status_code, "已经有同志更正过了" in stale.text) == (422, True)
    assert AuditLine.objects.unscoped("test").filter(code="accounts.correct_full_time").count() == 1


def test_p05_nobody_mends_it_outside_the_scope_or_for_themselves(county: County) -> None:
    """A foreign appointment is not there; one's own is mended by somebody else; without the duty there is no door."""
    county.add("town_admin", "admin", "QS01")
    foreign, own = county.posts["foreign_reviewer"], county.posts["town_admin"]
    client, sent = client_of(county, "town_admin"), {"full_time": "full", "was": "part"}
    assert client.post(f"{ACCOUNTS}{foreign.pk}/full-time/", sent).status_code == 404
    refused = client.post(f"{ACCOUNTS}{own.pk}/full-time/", sent)
    assert (refused.status_code, "另一位管理员" in refused.text) == (422, True)
    assert client_of(county, "handler").get(f"{ACCOUNTS}{own.pk}/full-time/").status_code == 403
    with pytest.raises(Refused, match="没有找到"):
        actions.correct_full_time(actor=county.actor("town_admin"), appointment=foreign, full_time=True, was=False)
    assert not any(full_time(row) for row in (foreign, own))

"""Personal data is pointed out while it is typed, and nothing of it is kept or put into an address."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import County

URL = "/letters/personal/"
#: invented; no such number is given to anybody
PHONE = "13900000000"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("title", f"请打 {PHONE}", "手机号"),
        ("demand", f"打 {PHONE} 告诉我", "手机号"),
        ("body", "写信到 nobody@example.invalid 就行", "电子邮箱"),
        ("body", "我住新桥路7号3单元", "门牌号"),
        ("place", f"路口，{PHONE}", "手机号"),
    ],
)
def test_what_is_personal_is_named_and_half_covered(client: Client, field: str, text: str, says: str) -> None:
    response = client.post(URL, {field: text})
    html = response.content.decode()
    assert response.status_code == 200
    assert says in html
    assert PHONE not in html
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "data",
    [
        {"body": "路灯坏了三天"},
        {"place": "新桥路7号"},  # a street door is what the place is for
        {"place": f"路口 {PHONE}", "hide_place": "on"},
        {"body": f"打 {PHONE}", "wants_public": "no"},
        {"remark": f"打 {PHONE}", "contact_phone": PHONE},  # only those who handle it read these
        {},
    ],
)
def test_nothing_is_said_where_nobody_will_read_it(client: Client, data: dict[str, str]) -> None:
    assert client.post(URL, data).content.strip() == b""


@pytest.mark.django_db
def test_nothing_is_kept(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.post(URL, {"body": f"打 {PHONE}"})
    assert not response.cookies
    assert client.get(URL, {"body": PHONE}).status_code == 405
    assert client.post(URL, {"body": "字" * 200_000 + PHONE}).status_code == 200


def test_only_our_own_form_asks(county: County) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"body": PHONE}).status_code == 403


@pytest.mark.django_db
def test_the_form_leads_there_and_says_the_same_as_the_step(county: County, client: Client) -> None:
    assert f'data-personal="{URL}"' in client.get("/letters/new/").content.decode()
    data = {"step": "2", "go": "next", "kind": "suggest", "title": "路灯", "body": f"打 {PHONE}", "wants_public": "yes"}
    left = client.post("/letters/new/", data).content.decode()
    typed = client.post(URL, data).content.decode()
    for html in (left, typed):
        assert "手机号" in html
        assert "139****0000" in html

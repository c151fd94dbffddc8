"""POST requests: a letter that comes through a key, waits for review like every other, and is then public."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client

from lianxin.faces.api.models import ApiKey
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel import geo
from lianxin.kernel.receipts import normalise
from lianxin.voice.letters.models import Letter, Topic
from tests.faces.api.asking import Ask
from tests.factories import County, Moves

BODY = "新桥路口的路灯不亮，已经三天了。晚上接孩子看不清路。"


def form(key: str, **more: str) -> dict[str, str]:
    """A complete request for the kind 投诉; None takes an argument away."""
    whole = {"api_key": key, "service_code": "complain", "address_string": "新桥路口", "description": BODY, **more}
    return {name: value for name, value in whole.items() if value is not None}


def letters() -> list[Letter]:
    return list(Letter.objects.unscoped("a test looks").order_by("pk"))


def test_a_request_becomes_a_letter_that_waits_for_review(county: County, key: str, ask: Ask) -> None:
    answer = ask("/open311/v2/requests", post=form(key, jurisdiction_id="QS01"))
    assert answer.status == 201
    (row,) = answer.content
    (letter,) = letters()
    assert row["service_request_id"] == str(letter.pk)
    assert row["account_id"] is None
    assert "token" not in row
    assert answer.response["Cache-Control"] == "no-store"
    assert (letter.state, letter.publication, letter.source) == ("submitted", "pending", "open311")
    assert (letter.kind, letter.topic, letter.received_by) == ("complain", None, county.town)
    assert (letter.title, letter.body, letter.place) == ("新桥路口的路灯不亮，已经三天了", BODY, "新桥路口")
    assert letter.author_id is None


def test_it_is_seen_only_after_publication(county: County, moves: Moves, key: str, ask: Ask) -> None:
    """M01 through the interface: before the review it is nowhere, afterwards it is everywhere."""
    (row,) = ask("/open311/v2/requests", post=form(key, jurisdiction_id="QS01")).content
    letter = letters()[0]
    number = row["service_request_id"]

    def seen() -> list[Any]:
        return [
            ask("/open311/v2/requests").content,
            ask("/open311/v2/requests", service_request_id=number).content,
            ask("/open311/v2/servicerequestupdates").content,
            ask("/open311/v2/servicerequestupdates", service_request_id=number).content,
        ]

    assert seen() == [[], [], [], []]
    assert ask(f"/open311/v2/requests/{number}").status == 404
    assert ask(f"/open311/v2/tokens/{letter.number}").status == 404
    moves.accept_public(letter)
    assert all(len(rows) >= 1 for rows in seen())
    assert ask(f"/open311/v2/requests/{number}").status == 200
    assert ask(f"/open311/v2/tokens/{letter.number}").content[0]["service_request_id"] == number


def test_the_notice_carries_a_query_code_that_opens_the_letter(county: County, key: str, ask: Ask) -> None:
    from lianxin.voice.letters.codes import slow_hash

    (row,) = ask("/open311/v2/requests", post=form(key)).content
    code = row["service_notice"].split("查询码 ")[1].split(" 在")[0]
    assert normalise(code)
    assert letters()[0].code_hash == slow_hash(code)


def test_xml_answers_in_xml(county: County, key: str, client: Client) -> None:
    response = client.post("/open311/v2/requests.xml", form(key))
    root = Tree.fromstring(response.content)
    assert root.tag == "service_requests"
    assert [part.tag for part in root[0]] == ["service_request_id", "service_notice", "account_id"]
    assert root.findtext("request/account_id") == ""


@pytest.mark.parametrize("given", [None, "", "wrong", "lx_" + "x" * 43])
def test_without_a_key_nothing_is_written(county: County, key: str, ask: Ask, given: str | None) -> None:
    answer = ask("/open311/v2/requests", post=form(given))  # type: ignore[arg-type]  # None means: not given
    assert answer.status == 403
    assert answer.content[0]["code"] == 403
    assert letters() == []


def test_a_withdrawn_key_opens_nothing(county: County, key: str, ask: Ask) -> None:
    from lianxin.faces.api.actions import revoke_key
    from lianxin.kernel.actor import SYSTEM

    revoke_key(actor=SYSTEM, name="测试用的小程序")
    assert ask("/open311/v2/requests", post=form(key)).status == 403


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "unheard-of"}, 404, "service_code"),
        ({"jurisdiction_id": "nowhere"}, 404, "jurisdiction_id"),
        ({"address_string": None}, 400, "location"),
        ({"address_string": None, "lat": "30.1"}, 400, "together"),
        ({"lat": "30.1", "long": "east"}, 400, "degrees"),
        ({"lat": "91", "long": "10"}, 400, "within"),
        ({"lat": "nan", "long": "10"}, 400, "degrees"),
        ({"lat": "30.1", "long": "104.1", "datum": "mars"}, 400, "datum"),
        ({"description": None}, 400, "description"),
        ({"description": "长" * 4001}, 400, "4000"),
        ({"description": "   "}, 400, "description"),
        ({"email": "no address"}, 400, "email"),
        ({"phone": "1" * 31}, 400, "phone"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"media_url": "http://pictures.invalid/" + "x" * 300}, 400, "media_url"),
        ({"attribute[public]": "perhaps"}, 400, "attribute[public]"),
        ({"attribute[title]": "题" * 41}, 400, "标题"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    county: County, key: str, ask: Ask, change: dict[str, str], status: int, word: str
) -> None:
    answer = ask("/open311/v2/requests", post=form(key, **change))
    assert answer.status == status
    assert [row["code"] for row in answer.content] == [status]
    assert word in answer.content[0]["description"]
    assert letters() == []


def test_a_topic_needs_to_be_told_the_kind(county: County, key: str, ask: Ask, topic: Topic) -> None:
    answer = ask("/open311/v2/requests", post=form(key, service_code="C101"))
    assert answer.status == 400
    assert "attribute[kind]" in answer.content[0]["description"]
    told = {"service_code": "C101", "attribute[kind]": "help", "attribute[title]": "路灯", "attribute[demand]": "请修"}
    assert ask("/open311/v2/requests", post=form(key, **told)).status == 201
    (letter,) = letters()
    assert (letter.kind, letter.topic, letter.title, letter.demand) == ("help", topic, "路灯", "请修")


@pytest.mark.parametrize(
    ("datum", "shown"),
    [("", geo.Point), ("wgs84", geo.Point), ("gcj02", geo.wgs84_to_gcj02),
     ("bd09", lambda lat, lon: geo.gcj02_to_bd09(*geo.wgs84_to_gcj02(lat, lon)))],
)  # fmt: skip
def test_the_coordinates_of_every_map_become_wgs84(
    county: County, moves: Moves, key: str, ask: Ask, datum: str, shown: Any
) -> None:
    """The same place picked on three maps is the same place in the answer, to a metre."""
    where = (30.123456, 104.654321)
    lat, lon = shown(*where)
    post = form(key, lat=f"{lat:.7f}", long=f"{lon:.7f}", datum=datum, jurisdiction_id="QS01")
    assert ask("/open311/v2/requests", post=post).status == 201
    letter = moves.accept_public(letters()[0])
    (row,) = ask(f"/open311/v2/requests/{letter.pk}").content
    assert geo.metres_between((row["lat"], row["long"]), where) < 1


def test_place_and_publicity_follow_the_citizens_wish(county: County, moves: Moves, key: str, ask: Ask) -> None:
    wish = {"attribute[place_public]": "no", "lat": "30.1", "long": "104.1", "jurisdiction_id": "QS01"}
    ask("/open311/v2/requests", post=form(key, **wish))
    ask("/open311/v2/requests", post=form(key, **{"attribute[public]": "no", "jurisdiction_id": "QS01"}))
    shown, hidden = letters()
    moves.accept_public(shown)
    moves.accept_public(hidden)
    (row,) = ask("/open311/v2/requests").content
    assert row["service_request_id"] == str(shown.pk)
    assert (row["lat"], row["long"], row["address"]) == (None, None, None)


def test_contact_is_sealed_and_a_picture_goes_to_the_private_remark(county: County, key: str, ask: Ask) -> None:
    post = form(
        key, first_name="青禾", last_name="段", phone="10000000000", email="duan@letters.invalid",
        media_url="https://pictures.invalid/1.jpg", device_id="tt222111", account_id="77",
    )  # fmt: skip
    ask("/open311/v2/requests", post=post)
    (letter,) = letters()
    assert (letter.contact_name, letter.contact_phone) == ("段青禾", "10000000000")
    assert letter.contact_email == "duan@letters.invalid"
    assert letter.remark == "图片地址：https://pictures.invalid/1.jpg"
    assert letter.nickname == "群众"


def test_the_same_idempotency_key_writes_one_letter(county: County, key: str, client: Client) -> None:
    """A client that lost the answer asks again and gets the same request and the same code."""
    answers = [
        client.post("/open311/v2/requests.json", form(key), headers={"Idempotency-Key": "a1"}).json() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(letters()) == 1
    client.post("/open311/v2/requests.json", form(key), headers={"Idempotency-Key": "a2"})
    client.post("/open311/v2/requests.json", form(key))
    client.post("/open311/v2/requests.json", form(key))
    assert len(letters()) == 4


def test_without_a_jurisdiction_the_topmost_organisation_takes_it(county: County, key: str, ask: Ask) -> None:
    ask("/open311/v2/requests", post=form(key))
    ask("/open311/v2/requests", post=form(key, jurisdiction_id="QS01-B1"))
    assert [x.received_by.code for x in letters()] == ["QS", "QS01"]  # the branch takes none, the town above does


def test_where_nobody_takes_letters_it_is_said(county: County, key: str, ask: Ask) -> None:
    Organisation.objects.update(takes_letters=False)
    answer = ask("/open311/v2/requests", post=form(key))
    assert (answer.status, "no organisation" in answer.content[0]["description"]) == (400, True)


def test_control_signs_do_not_reach_the_database(county: County, key: str, ask: Ask) -> None:
    ask("/open311/v2/requests", post=form(key, description="路灯\x00不亮\x0b了", address_string="新桥\x00路口"))
    assert (letters()[0].body, letters()[0].place) == ("路灯不亮了", "新桥路口")


def test_the_audit_names_the_key_and_not_the_words(county: County, key: str, ask: Ask) -> None:
    ask("/open311/v2/requests", post=form(key, last_name="段"))
    lines = list(AuditLine.objects.unscoped("a test looks").filter(code__in=("api.receive", "letters.submit")))
    assert {line.code for line in lines} == {"api.receive", "letters.submit"}
    received = next(line for line in lines if line.code == "api.receive")
    assert json.loads(received.data) == {"key": ApiKey.objects.get().pk}
    assert not any(word in line.data for line in lines for word in (BODY, "段"))


def test_no_cookie_is_asked_for_or_set(county: County, key: str) -> None:
    """A program has no form token; the key alone decides."""
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/open311/v2/requests.json", form(key))
    assert response.status_code == 201
    assert not response.cookies

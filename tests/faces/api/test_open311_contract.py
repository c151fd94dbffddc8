"""GeoReport v2, table by table of the specification: which fields, of which type, in which form.

XML and JSON are read through one view of the specification's tables, so that both must say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client

from lianxin.voice.letters.models import Topic
from tests.faces.api.asking import Ask
from tests.factories import County, Moves, submit

#: ISO 8601 "complete date plus hours, minutes and seconds" of the W3C note, zone included
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
BOOLEANS, TYPES = {"true", "false"}, {"realtime", "batch", "blackbox"}
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}

Check = Callable[[str | None], bool]


def text(value: str | None) -> bool:
    return value is None or bool(value)


def one_of(options: set[str]) -> Check:
    return lambda value: value in options


def moment(value: str | None) -> bool:
    return bool(value and W3C.fullmatch(value))


def maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def degrees(value: str | None) -> bool:
    return bool(value and abs(float(value)) <= 180)


def identifier(value: str | None) -> bool:
    return bool(value and re.fullmatch(r"\w+", value))


SERVICE: dict[str, Check] = {
    "service_code": identifier, "service_name": text, "description": text, "metadata": one_of(BOOLEANS),
    "type": one_of(TYPES), "keywords": text, "group": text,
}  # fmt: skip
ATTRIBUTE: dict[str, Check] = {
    "variable": one_of(BOOLEANS), "code": identifier, "datatype": one_of(DATATYPES), "required": one_of(BOOLEANS),
    "datatype_description": text, "order": lambda v: bool(v and int(v) > 0), "description": text,
}  # fmt: skip
REQUEST: dict[str, Check] = {
    "service_request_id": identifier, "status": one_of({"open", "closed"}), "status_notes": text,
    "service_name": text, "service_code": identifier,
    "description": lambda v: bool(v and len(v) <= 4000), "agency_responsible": text, "service_notice": text,
    "requested_datetime": moment, "updated_datetime": moment, "expected_datetime": maybe(moment), "address": text,
    "address_id": text, "zipcode": text, "lat": maybe(degrees), "long": maybe(degrees), "media_url": text,
}  # fmt: skip


def rows_of(content: Any, form: str, wrapper: str, item: str) -> list[dict[str, str | None]]:
    """Flat rows as text, from either form. XML: the wrapper holds only items, no attributes, no namespace."""
    if form == "json":
        assert isinstance(content, list)
        return [{k: _plain(v) for k, v in row.items() if not isinstance(v, dict | list)} for row in content]
    assert content.tag == wrapper
    assert {child.tag for child in content} <= {item}
    assert not any(element.attrib for element in content.iter())
    return [{part.tag: part.text for part in row if not len(part)} for row in content]


def _plain(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def fits(row: dict[str, str | None], table: dict[str, Check]) -> list[str]:
    """What is wrong with a row; every field of the table must be there."""
    missing = [name for name in table if name not in row]
    return missing + [f"{n}={row[n]!r}" for n, check in table.items() if n in row and not check(row[n])]


@pytest.fixture
def world(county: County, moves: Moves, topic: Topic) -> County:
    placed = submit(county, topic=topic, place="新桥路口", lat="30.123456", lon="104.654321", demand="请修好路灯")
    moves.play(placed, "accept_public assign take submit_reply send_reply rate_good")
    moves.play(submit(county, kind="complain"), "accept_public assign take")
    return county


FORMS = pytest.mark.parametrize("form", ["json", "xml"])


@FORMS
def test_get_service_list(world: County, ask: Ask, form: str) -> None:
    answer = ask("/open311/v2/services", form)
    rows = rows_of(answer.content, form, "services", "service")
    assert [fits(row, SERVICE) for row in rows] == [[]] * len(rows)
    assert [row["service_code"] for row in rows] == ["consult", "help", "suggest", "complain", "thank", "C1", "C101"]
    assert {row["group"] for row in rows} == {"留言类型", "城乡建设"}
    assert len({row["service_code"] for row in rows}) == len(rows)


@FORMS
def test_get_service_definition(world: County, ask: Ask, form: str) -> None:
    """Every service whose metadata is true has a definition with its required attribute."""
    answer = ask("/open311/v2/services/C101", form)
    if form == "json":
        assert answer.content["service_code"] == "C101"
        attributes = answer.content["attributes"]
        values = {a["code"]: {v["key"]: v["name"] for v in a["values"]} for a in attributes}
    else:
        assert answer.content.tag == "service_definition"
        assert answer.content.findtext("service_code") == "C101"
        attributes = answer.content.find("attributes")
        values = {
            a.findtext("code"): {v.findtext("key"): v.findtext("name") for v in a.findall("values/value")}
            for a in attributes
        }
    rows = rows_of(attributes, form, "attributes", "attribute")
    assert [fits(row, ATTRIBUTE) for row in rows] == [[]] * len(rows)
    assert [row["order"] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert [row["code"] for row in rows if row["required"] == "true"] == ["kind"]
    assert values["kind"] == {"consult": "咨询", "help": "求助", "suggest": "建议", "complain": "投诉", "thank": "感谢"}


@FORMS
def test_get_service_requests(world: County, ask: Ask, form: str) -> None:
    rows = rows_of(ask("/open311/v2/requests", form).content, form, "service_requests", "request")
    assert len(rows) == 2
    assert [fits(row, REQUEST) for row in rows] == [[], []]
    newest, oldest = rows
    assert (newest["status"], newest["service_code"], newest["lat"]) == ("open", "complain", None)
    assert (oldest["status"], oldest["service_code"]) == ("closed", "C101")
    assert (float(oldest["lat"] or 0), float(oldest["long"] or 0)) == (30.123456, 104.654321)
    assert oldest["address"] == "新桥路口"
    assert (oldest["description"] or "").startswith("请修好路灯\n")
    assert newest["expected_datetime"]
    assert not oldest["expected_datetime"]


@FORMS
def test_the_fields_stand_in_the_order_of_the_specification(world: County, ask: Ask, form: str) -> None:
    content = ask("/open311/v2/requests", form, extensions="false").content
    names = list(content[0]) if form == "json" else [part.tag for part in content[0]]
    assert names == list(REQUEST)


@FORMS
def test_get_service_request(world: County, ask: Ask, form: str) -> None:
    """One request is a list of one, with exactly what the list says of it."""
    everything = rows_of(ask("/open311/v2/requests", form).content, form, "service_requests", "request")
    number = everything[0]["service_request_id"]
    one = rows_of(ask(f"/open311/v2/requests/{number}", form).content, form, "service_requests", "request")
    assert one == everything[:1]


@FORMS
def test_get_service_request_id_from_a_token(world: County, ask: Ask, form: str) -> None:
    (first, *_) = json.loads(ask("/open311/v2/requests").response.content)
    number = first["extended_attributes"]["number"]
    rows = rows_of(ask(f"/open311/v2/tokens/{number}", form).content, form, "service_requests", "request")
    assert rows == [{"service_request_id": first["service_request_id"], "token": number}]


@FORMS
def test_updates_come_in_the_order_of_time(world: County, ask: Ask, form: str) -> None:
    """The extension that FixMyStreet reads: public steps and the reply itself, oldest first."""
    answer = ask("/open311/v2/servicerequestupdates", form)
    rows = rows_of(answer.content, form, "service_request_updates", "request_update")
    table: dict[str, Check] = {
        "update_id": identifier, "service_request_id": identifier, "status": one_of({"open", "closed"}),
        "updated_datetime": moment, "description": text, "media_url": text,
    }  # fmt: skip
    assert [fits(row, table) for row in rows] == [[]] * len(rows)
    times = [row["updated_datetime"] for row in rows]
    assert times == sorted(times, key=str)
    assert len({row["update_id"] for row in rows}) == len(rows)
    said = [row["description"] or "" for row in rows]
    assert any("路灯的线路昨天已经更换" in line for line in said)
    assert sum(row["status"] == "closed" for row in rows) == 1  # only the rating closed a letter


@FORMS
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("services/nothing", {}, 404),
        ("services", {"jurisdiction_id": "nowhere"}, 404),
        ("services/C101", {"jurisdiction_id": "nowhere"}, 404),
        ("requests", {"jurisdiction_id": "nowhere"}, 404),
        ("requests/99999999", {}, 404),
        ("requests/abc", {}, 404),
        ("tokens/nothing", {}, 404),
        ("servicerequestupdates", {"jurisdiction_id": "nowhere"}, 404),
        ("requests", {"status": "done"}, 400),
        ("requests", {"start_date": "yesterday"}, 400),
        ("requests", {"start_date": "2026-01-01T00:00:00"}, 400),
        ("requests", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ("requests", {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 400),
        ("requests", {"start_date": "9999-12-31T23:59:59Z"}, 400),
        ("requests", {"end_date": "0001-01-01T00:00:00Z"}, 400),
        ("requests", {"updated_after": "2026-13-01T00:00:00Z"}, 400),
        ("requests", {"page": "0"}, 400),
        ("requests", {"page_size": "1001"}, 400),
    ],
)  # fmt: skip
def test_errors_are_a_list_with_code_and_description(
    world: County, ask: Ask, form: str, path: str, query: dict[str, str], status: int
) -> None:
    answer = ask(f"/open311/v2/{path}", form, **query)
    rows = rows_of(answer.content, form, "errors", "error")
    assert answer.status == status
    assert [row["code"] for row in rows] == [str(status)]
    assert all(row["description"] for row in rows)


@FORMS
def test_a_method_that_nothing_answers_is_refused_in_the_asked_form(client: Client, db: None, form: str) -> None:
    response = client.delete(f"/open311/v2/requests.{form}")
    assert (response.status_code, response["Allow"]) == (405, "GET, POST")
    assert response["Content-Type"].startswith("application/json" if form == "json" else "text/xml")


def test_the_content_types_and_the_declaration_of_the_specification(world: County, client: Client) -> None:
    xml = client.get("/open311/v2/services.xml")
    assert xml["Content-Type"] == "text/xml; charset=utf-8"
    assert xml.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert client.get("/open311/v2/services.json")["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("path", ["services", "requests", "servicerequestupdates", "discovery"])
@FORMS
def test_an_empty_installation_answers(db: None, ask: Ask, path: str, form: str) -> None:
    """Without organisations, topics and letters: the five kinds, and empty lists."""
    answer = ask(f"/open311/v2/{path}", form)
    assert answer.status == 200
    if path == "services":
        assert len(answer.content) == 5
    elif path != "discovery":
        assert len(answer.content) == 0


def test_discovery_names_the_endpoint_and_its_forms(db: None, ask: Ask) -> None:
    content = ask("/open311/discovery").content
    (endpoint,) = content["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/open311/v2")
    assert set(endpoint["formats"]) == {"text/xml", "application/json"}
    assert moment(content["changeset"])
    assert content["contact"]


def test_both_forms_say_the_same(world: County, client: Client) -> None:
    """The whole tree, extension included: JSON turned into XML by the names of the lists is the XML."""
    from lianxin.faces.api.open311.formats import _xml

    for path, root in (("requests", "service_requests"), ("services/C101", "service_definition")):
        made = _xml(root, json.loads(client.get(f"/open311/v2/{path}.json").content))
        told = client.get(f"/open311/v2/{path}.xml").content
        assert Tree.canonicalize(made.decode()) == Tree.canonicalize(told.decode())

"""The OpenAPI document: frozen in a snapshot, kept by every answer, explained on a page of ours."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lianxin.faces.api.v1.api import api
from lianxin.faces.api.views import document_of, groups_of
from lianxin.foundation.rules.actions import import_text
from lianxin.foundation.rules.texts import parse
from lianxin.kernel.actor import SYSTEM
from lianxin.voice.letters.models import Topic
from tests.factories import County, Moves, submit
from tests.voice.improving.conftest import RELEASED, Way

SNAPSHOT = Path(__file__).with_name("openapi.snapshot.json")
DOCUMENT: dict[str, Any] = json.loads(json.dumps(document_of(api)))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip


def test_the_document_is_the_one_that_was_agreed() -> None:
    """A change of the interface is a change of this file, made on purpose: LIANXIN_SNAPSHOT=write."""
    text = json.dumps(DOCUMENT, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("LIANXIN_SNAPSHOT") == "write":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8")


def test_the_address_of_the_document_serves_it(client: Client) -> None:
    response = client.get("/api/openapi.json")
    assert response["Content-Type"].startswith("application/json")
    assert response.json() == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["info"]["version"] == "1"


def test_every_operation_only_reads_and_says_what_it_is() -> None:
    for path, methods in DOCUMENT["paths"].items():
        assert set(methods) == {"get"}, path
        assert methods["get"]["summary"], path
        assert methods["get"]["description"], path
        assert {"200", "304", "422"} <= set(methods["get"]["responses"]), path
        errors = [r for status, r in methods["get"]["responses"].items() if int(status) >= 400]
        assert all(list(r["content"]) == ["application/problem+json"] for r in errors), path


@pytest.fixture(scope="module")
def world(county_of_module: County) -> County:
    """Public letters with and without an answer, made once for all examples."""
    moves = Moves(county_of_module)
    topic = Topic.objects.create(code="C1", name="路灯", level=1, path="路灯")
    for events in ("accept_public", "accept_public assign take submit_reply send_reply rate_bad"):
        moves.play(submit(county_of_module, topic=topic, place="新桥", lat="30.1", lon="104.1"), events)
    return county_of_module


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """The real application, except that the connection with the transaction of the test stays open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        response = get_wsgi_application_once()(environ, start)
        body = b"".join(response)
        response.close()
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
    return [body]


get_wsgi_application_once = cache(get_wsgi_application)
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
OPERATIONS = {op.ok().label: op.ok() for op in schema.get_all_operations()}
#: every operation with right arguments; with wrong ones where more than a free text is asked for
CASES = [(label, GenerationMode.POSITIVE) for label in OPERATIONS]
CASES += [(label, GenerationMode.NEGATIVE) for label, op in OPERATIONS.items() if list(op.query)]


@pytest.mark.slow
@pytest.mark.parametrize(("label", "mode"), CASES, ids=lambda part: getattr(part, "value", part))
def test_every_answer_keeps_to_the_document(world: County, db: None, label: str, mode: GenerationMode) -> None:
    """Invented arguments, right and wrong ones: never a server error, always what the document says."""
    operation = OPERATIONS[label]
    seen: set[int] = set()

    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        response = case.call()
        seen.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    run()
    assert seen <= {200, 404, 422}
    assert seen & ({200, 404} if mode == GenerationMode.POSITIVE else {404, 422})


def test_real_keys_are_found_and_their_answers_fit(world: County, client: Client) -> None:
    """Invented keys find nothing, so the answers of every kind are looked at once with real ones."""
    text = "# 试用办法\n\n（2024年1月1日施行）\n\n第一条 为了试用，制定本办法。\n\n第二条 本办法自公布之日起施行。\n"
    import_text(actor=SYSTEM, text=parse(text))
    slug = client.get("/api/v1/regulations").json()[0]["slug"]
    letter = client.get("/api/v1/letters").json()["items"][-1]["id"]
    way = Way(world)
    improvement = way.play(way.to("working"), RELEASED).pk
    real = {"letter_id": letter, "improvement_id": improvement, "code": "QS01", "rule_id": "PET-04", "slug": slug}
    for label, operation in OPERATIONS.items():
        names = {p.name for p in operation.path_parameters}
        case = operation.Case(path_parameters={name: real[name] for name in names}, method="GET")
        response = case.call()
        assert response.status_code == 200, label
        case.validate_response(response, checks=CHECKS)


def test_pages_of_a_list_lead_to_one_another(world: County, client: Client) -> None:
    first = client.get("/api/v1/organisations?page_size=3").json()
    assert (first["total"], len(first["items"]), first["previous"]) == (8, 3, None)
    seen, address = [], first["next"]
    while address:
        page = client.get(address.removeprefix("http://127.0.0.1:8000")).json()
        seen += page["items"]
        address = page["next"]
    whole = client.get("/api/v1/organisations").json()["items"]
    assert first["items"] + seen == whole
    assert [o["code"] for o in whole][:3] == ["QS", "QS-U1", "QS01"]
    assert whole[2]["parent"] == "QS"


def test_what_did_not_change_is_not_sent_again(world: County, client: Client) -> None:
    for path in ("/api/v1/letters", "/api/v1/rules", "/api/v1/statistics"):
        first = client.get(path)
        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert first["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("letters/99999999", 404), ("letters?org=nowhere", 404), ("letters?topic=nowhere", 404),
        ("letters?kind=praise", 422), ("letters?page=0", 422), ("organisations/nowhere", 404), ("rules/XX-1", 404),
        ("regulations/nothing", 404), ("statistics?period=ever", 422), ("nothing/here", 404),
    ],
)  # fmt: skip
def test_errors_are_problem_details(world: County, client: Client, path: str, status: int) -> None:
    """RFC 9457: title, status and detail in one shape, with its own content type."""
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    content = response.json()
    assert content["status"] == status
    assert content["title"]
    assert content["detail"]
    assert content["instance"] == f"/api/v1/{path.split('?')[0]}"


def test_the_cost_of_a_list_does_not_grow(world: County, client: Client) -> None:
    from django.db import connection

    for _ in range(3):
        Moves(world).accept_public(submit(world))
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/letters?page_size=1")
    with CaptureQueriesContext(connection) as many:
        client.get("/api/v1/letters?page_size=50")
    assert len(few) == len(many) == 2


def test_the_page_explains_every_operation_without_a_foreign_host(world: County, client: Client) -> None:
    page = client.get("/api/").content.decode()
    for _, operations in groups_of(DOCUMENT):
        for operation in operations:
            assert f'id="{operation["id"]}"' in page
            assert operation["summary"] in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*src=)[^>]*>", page)
    hosts = set(re.findall(r'(?:src|href)="(?:https?:)?//([^/"]+)', page))
    assert hosts <= {"127.0.0.1:8000"}


def test_the_foot_of_every_page_leads_to_that_page(db: None, client: Client) -> None:
    links = re.findall(r'<a href="([^"]+)">开放数据与接口</a>', client.get("/api/").content.decode())
    assert len(links) == 1
    assert client.get(links[0], follow=True).status_code == 200

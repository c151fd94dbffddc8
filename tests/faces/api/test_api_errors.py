"""A program is answered in its own form, whatever went wrong: unknown addresses, wrong methods, too many requests."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client

from lianxin.faces.api import limits
from lianxin.faces.api.actions import revoke_key
from lianxin.kernel.actor import SYSTEM

V1 = ("/api/v1/letters", "/api/v1/letters/1", "/api/v1/statistics", "/api/v1/organisations", "/api/v1/rules")
OPEN311 = ("/open311/v2/services", "/open311/v2/requests/1", "/open311/discovery", "/open311/v2/tokens/X")


@pytest.fixture
def strict() -> Client:
    """As from outside: forged requests are looked for."""
    return Client(enforce_csrf_checks=True)


def problem(response: Any) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(response.content)
    assert found["status"] == response.status_code
    assert found["title"]
    assert found["detail"]
    return found


def errors(response: Any, form: str) -> str:
    """The one description of an Open311 error answer."""
    if form == "json":
        assert response["Content-Type"].startswith("application/json")
        (entry,) = json.loads(response.content)
        code, text = entry["code"], entry["description"]
    else:
        assert response["Content-Type"].startswith("text/xml")
        root = Tree.fromstring(response.content.decode())
        assert root.tag == "errors"
        code, text = int(root.findtext("error/code") or 0), root.findtext("error/description") or ""
    assert code == response.status_code
    return str(text)


# -- addresses and methods ------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("path", ["/api/v2/letters", "/api/v1/", "/api/v1/nothing", "/api/x", "/api/v1/letters/abc"])
def test_an_unknown_address_of_the_api(db: None, strict: Client, path: str, method: str) -> None:
    response = getattr(strict, method)(path)
    assert response.status_code == 404
    problem(response)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("path", "form"),
    [("/open311/v2/nothing.xml", "xml"), ("/open311/v2/nothing.json", "json"), ("/open311/v3/requests.xml", "xml"),
     ("/open311/", "json"), ("/open311/v2/requests", "json"), ("/open311/v2/requests.html", "json")],
)  # fmt: skip
def test_an_unknown_call_of_open311(db: None, strict: Client, path: str, form: str, method: str) -> None:
    response = getattr(strict, method)(path)
    assert response.status_code == 404
    assert "/api/" in errors(response, form)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", V1)
def test_the_api_is_read_only_and_says_how(db: None, strict: Client, path: str, method: str) -> None:
    response = getattr(strict, method)(path)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    problem(response)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("path", OPEN311)
def test_a_wrong_method_of_open311(db: None, strict: Client, path: str, form: str) -> None:
    for method in ("post", "put", "delete"):
        response = getattr(strict, method)(f"{path}.{form}")
        assert response.status_code == 405
        assert response["Allow"] == "GET"
        errors(response, form)
    response = strict.delete(f"/open311/v2/requests.{form}")
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize("path", ["/api/v1/rules", "/open311/v2/services.json"])
def test_head_is_get_without_the_body(db: None, strict: Client, path: str) -> None:
    asked, read = strict.head(path), strict.get(path)
    assert asked.status_code == read.status_code == 200
    assert asked["ETag"] == read["ETag"]
    assert asked.content == b""


def test_an_error_of_ours_is_told_in_the_same_form(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from lianxin.voice.letters.queries import machines

    def fail(*_: object) -> None:
        raise RuntimeError("invented")

    monkeypatch.setattr(machines, "one", fail)
    monkeypatch.setattr(machines, "matters", fail)
    client = Client(raise_request_exception=False)
    assert client.get("/api/v1/letters/1").status_code == 500
    problem(client.get("/api/v1/letters/1"))
    assert "our side" in errors(client.get("/open311/v2/services.xml"), "xml")


def test_pages_for_people_stay_pages(db: None, client: Client) -> None:
    assert client.get("/api/")["Content-Type"].startswith("text/html")
    assert client.get("/nothing-here/")["Content-Type"].startswith("text/html")


# -- limits ---------------------------------------------------------------------------------------


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A clock that stands ten seconds after a full minute."""
    clock = {"now": 1_800_000_010.0}
    monkeypatch.setattr(limits.time, "time", lambda: clock["now"])
    return clock


def test_a_reader_who_asks_too_often_waits_until_the_next_minute(
    db: None, client: Client, settings: Any, noon: dict[str, float]
) -> None:
    settings.API_READS_PER_MINUTE = 3
    for path in ("/api/v1/rules", "/open311/v2/services.json", "/open311/v2/nothing.json"):
        assert client.get(path).status_code != 429
    response = client.get("/api/v1/rules")
    assert response.status_code == 429
    assert response["Retry-After"] == "50"
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in problem(response)["detail"]
    for form in ("json", "xml"):
        told = client.get(f"/open311/v2/services.{form}")
        assert told["Retry-After"] == "50"
        assert "too many" in errors(told, form)
    assert client.get("/api/").status_code == 200  # the page that explains it
    assert client.get("/letters/").status_code == 200
    noon["now"] += 50
    assert client.get("/api/v1/rules").status_code == 200


def test_each_address_has_its_own_share(db: None, client: Client, settings: Any, noon: object) -> None:
    """Behind our nginx the visitor is whom nginx names; a distant sender cannot name another."""
    settings.API_READS_PER_MINUTE = 1
    assert [client.get("/api/v1/rules", HTTP_X_REAL_IP=a).status_code for a in ("192.0.2.1", "192.0.2.2")] == [200, 200]
    assert client.get("/api/v1/rules", HTTP_X_REAL_IP="192.0.2.1").status_code == 429
    far = {"REMOTE_ADDR": "198.51.100.9"}
    assert client.get("/api/v1/rules", HTTP_X_REAL_IP="192.0.2.7", **far).status_code == 200
    assert client.get("/api/v1/rules", HTTP_X_REAL_IP="192.0.2.8", **far).status_code == 429


def test_a_key_has_a_share_of_its_own_and_an_invented_one_has_none(
    db: None, client: Client, settings: Any, key: str, noon: object
) -> None:
    settings.API_READS_PER_MINUTE = 1
    assert client.get("/api/v1/rules").status_code == 200
    assert client.get("/api/v1/rules", headers={"X-Api-Key": key}).status_code == 200
    assert client.get("/api/v1/rules", headers={"X-Api-Key": key}).status_code == 429
    for number in range(3):
        assert client.get("/api/v1/rules", headers={"X-Api-Key": f"lx_invented{number}"}).status_code == 429
    revoke_key(actor=SYSTEM, name="测试用的小程序")
    limits.cache.clear()
    assert client.get("/api/v1/rules").status_code == 200
    assert client.get("/api/v1/rules", headers={"X-Api-Key": key}).status_code == 429


def test_sending_is_counted_by_the_key_wherever_it_stands(
    db: None, client: Client, settings: Any, key: str, noon: object
) -> None:
    """In the form, in the address or in the header: the same key, the same share."""
    settings.API_POSTS_PER_MINUTE = 3
    path = "/open311/v2/requests.json"
    ways = [
        lambda: client.post(path, {"api_key": key}),
        lambda: client.post(f"{path}?api_key={key}", {}),
        lambda: client.post(path, {}, headers={"X-Api-Key": key}),
    ]
    assert 429 not in [way().status_code for way in ways]
    assert [way().status_code for way in ways] == [429] * 3
    assert client.get(path).status_code == 200
    assert client.post(path, {}).status_code == 403  # the address without a key has its own


def test_no_limit_where_the_installation_wants_none(db: None, client: Client, settings: Any) -> None:
    settings.API_READS_PER_MINUTE = 0
    assert {client.get("/api/v1/rules").status_code for _ in range(5)} == {200}


def test_the_page_names_the_limit(db: None, client: Client, settings: Any) -> None:
    settings.API_READS_PER_MINUTE = 321
    assert "每分钟最多 321 次" in client.get("/api/").content.decode()

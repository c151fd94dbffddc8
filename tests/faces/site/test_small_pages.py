"""The pages every site owes: health, robots, sitemap, security.txt, errors, and text that survives."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_is_plain_and_never_cached(client: Any) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"status": "ok"}, "no-store")


@pytest.mark.parametrize("path", ["/", "/letters/", "/accessibility/", "/help/", "/rules/", "/letters/stats/"])
def test_anonymous_pages_set_no_cookie_and_vary_by_none(client: Any, county: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "path", ["/", "/letters/", "/letters/new/", "/me/sign-in/", "/portal/", "/healthz", "/gibt-es-nicht/"]
)
def test_the_content_policy_is_strict(client: Any, county: Any, path: str) -> None:
    """Nothing but our own host, nothing inline, nothing evaluated; what is not named is forbidden."""
    policy = dict(part.split(None, 1) for part in client.get(path)["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
    sources = {source for value in policy.values() for source in value.split()}
    assert sources <= {"'none'", "'self'", "data:", "blob:"}


def test_sitemap_holds_published_letters_only(client: Any, letter_in: Any) -> None:
    shown, hidden = letter_in("handling"), letter_in("submitted")
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = [e.text or "" for e in root.iter() if e.tag.endswith("loc")]
    assert any(p.endswith(f"/letters/{shown.pk}/") for p in places)
    assert not any(p.endswith(f"/letters/{hidden.pk}/") for p in places)


def test_robots_and_security_txt(client: Any) -> None:
    assert "Disallow: /workbench/" in client.get("/robots.txt").content.decode()
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: ")
    assert "Expires: " in text


def test_a_missing_page_says_what_to_do(client: Any) -> None:
    page = client.get("/letters/999999999/")
    assert page.status_code == 404
    assert "没有找到" in page.content.decode()


def test_text_survives_a_page_that_stood_open_too_long(county: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/letters/new/", {"title": "桥头的灯", "password": "never-shown-again"})
    text = page.content.decode()
    assert page.status_code == 403
    assert 'value="桥头的灯"' in text
    assert "never-shown-again" not in text


def test_the_address_of_a_form_opened_like_a_page_says_so(client: Client) -> None:
    """A browser shows an empty 405 as an error of its own; machines still get the bare answer."""
    page = client.get("/mode/", headers={"Accept": "text/html,*/*"})
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "这里只接收表单" in page.text
    assert client.get("/mode/", headers={"Accept": "application/json"}).content == b""

"""The public list: what is in it, how it is narrowed, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.voice.letters.models import Letter, Topic
from tests.factories import WAY_TO, County, submit

Make = Callable[..., Letter]


def listed(client: Client, query: str = "") -> set[int]:
    """Numbers of the letters that a page of the list leads to."""
    response = client.get(f"/letters/{query}")
    assert response.status_code == 200
    return {line.letter.pk for line in response.context["page"].lines}


@pytest.mark.parametrize("state", WAY_TO)
def test_only_letters_that_are_public_are_listed(state: str, letter_in: Make, client: Client) -> None:
    """M01: before review, refused or withdrawn a letter is in no list and on no page."""
    letter = letter_in(state)
    shown = state not in ("submitted", "refused", "appealed", "withdrawn")
    assert (letter.pk in listed(client)) is shown
    assert client.get(f"/letters/{letter.pk}/").status_code == (200 if shown else 404)


def test_a_letter_whose_author_wants_no_publicity_is_nowhere(
    county: County, letter_in: Make, client: Client, moves: Any
) -> None:
    letter = moves.play(submit(county, wants_public=False, title="不要公开的枇杷"), "accept_public assign take")
    assert listed(client) == set()
    assert client.get(f"/letters/{letter.pk}/").status_code == 404
    assert listed(client, "?q=枇杷") == set()


def test_filters_narrow_the_list(county: County, letter_in: Make, client: Client) -> None:
    road = Topic.objects.create(code="R", name="道路", level=1, path="道路", order=1)
    lamp = Topic.objects.create(code="L", name="路灯", level=2, path="道路/路灯", parent=road, order=2)
    thanks = letter_in("accepted", kind="thank", topic=lamp)
    asked = letter_in("replied", kind="consult")
    old = letter_in("handling", kind="help", demand="请修")
    Letter.objects.unscoped("test").filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=800))
    assert listed(client) == {thanks.pk, asked.pk, old.pk}
    assert listed(client, "?kind=thank") == {thanks.pk}
    assert listed(client, "?stage=answered") == {asked.pk}
    assert listed(client, "?topic=R") == {thanks.pk}
    assert listed(client, f"?org={county.office.code}") == {asked.pk, old.pk}
    assert listed(client, f"?year={(timezone.now() - timedelta(days=800)).year}") == {old.pk}


@pytest.mark.parametrize(
    "query", ["?kind=%3Cscript%3E", "?stage=none", "?org=no", "?topic=no", "?year=99999999999", "?year=٣", "?page=0", "?page=abc", "?page=-1"]
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(query: str, letter_in: Make, client: Client) -> None:
    letter = letter_in("accepted")
    assert listed(client, query) == {letter.pk}


def test_search_finds_chinese_words_and_survives_quote_marks(letter_in: Make, client: Client) -> None:
    letter = letter_in("replied", title="渡口台阶裂了一条缝")
    letter_in("replied", title="公交站牌倒了")
    assert listed(client, "?q=台阶") == {letter.pk}
    assert "<mark>台阶</mark>" in client.get("/letters/?q=台阶").content.decode()
    for strange in ('"', "'", "*", "a OR b", "%", "\\", "）（", "🙂"):
        assert client.get("/letters/", {"q": strange}).status_code == 200


def test_an_empty_list_says_what_to_do_next(county: County, client: Client) -> None:
    assert "/letters/new/" in client.get("/letters/").content.decode().split("还没有公开的留言")[1]
    assert "没有找到符合的留言" in client.get("/letters/?q=不存在").content.decode()


def test_pages_go_on_and_the_last_one_ends(county: County, moves: Any, client: Client) -> None:
    for n in range(23):
        moves.accept_public(submit(county, title=f"第{n}封"))
    first, second = listed(client), listed(client, "?page=2")
    assert (len(first), len(second)) == (20, 3)
    assert not first & second
    assert listed(client, "?page=99") == second
    assert 'href="/letters/?page=2"' in client.get("/letters/?page=2").content.decode()


def test_anonymous_pages_set_no_cookie_and_answer_conditionally(letter_in: Make, client: Client) -> None:
    letter = letter_in("replied")
    for path in ("/letters/", f"/letters/{letter.pk}/", "/letters/feed.atom"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert "public" in response.headers["Cache-Control"]
        assert response.headers["Cache-Control"] == FOR_EVERYBODY
        again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304
        assert again.content == b""


def test_a_signed_in_page_is_kept_by_nobody_else(letter_in: Make, county: County, client: Client) -> None:
    letter = letter_in("replied")
    client.force_login(county.account_of("author"))
    response = client.get(f"/letters/{letter.pk}/")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert f"/letters/mine/{letter.pk}/" in response.content.decode()


@pytest.mark.parametrize(("path", "most"), [("/letters/", 7), ("/letters/?q=路灯", 7)])
def test_a_page_of_twenty_costs_few_statements(
    path: str, most: int, county: County, moves: Any, client: Client
) -> None:
    for n in range(20):
        moves.accept_public(submit(county, title=f"第{n}盏路灯不亮"))
    client.get("/letters/new/")  # calendars and the name of the site are in memory, as in any running process
    with CaptureQueriesContext(connection) as seen:
        assert len(client.get(path).context["page"].lines) == 20
    assert len(seen) <= most
    with CaptureQueriesContext(connection) as warm:
        client.get(path)
    assert len(warm) <= 3


def test_suggestions_come_from_published_letters_only(letter_in: Make, client: Client) -> None:
    shown = letter_in("replied", title="渡口台阶裂了一条缝")
    hidden = letter_in("submitted", title="渡口台阶裂了一条缝，很危险")
    text = client.get("/letters/suggest/", {"q": "渡口台阶裂了"}).content.decode()
    assert f"/letters/{shown.pk}/" in text
    assert f"/letters/{hidden.pk}/" not in text
    assert client.get("/letters/suggest/").content.strip() == b""

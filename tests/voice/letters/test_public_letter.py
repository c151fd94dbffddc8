"""The page of one letter: what it shows, what it never shows, and what it may cost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import public
from lianxin.voice.letters.queries.reading import read
from tests.factories import County, submit, words_of

Make = Callable[..., Letter]


def page(client: Client, letter: Letter) -> str:
    response = client.get(f"/letters/{letter.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_the_matter_who_has_it_and_until_when(letter_in: Make, client: Client) -> None:
    """A03: two steps to see who has it and until when; the clock names its clause."""
    html = page(client, letter_in("handling", kind="help", demand="请修好路灯"))
    assert "请修好路灯" in html
    assert "柳河建设办" in html
    assert re.search(r"还剩 \d+ 个工作日", html)
    assert 'href="/rules/HOT-01/"' in html or "/regulations/" in html
    assert "收到留言" in html


def test_private_parts_stay_private(county: County, moves: Any, client: Client) -> None:
    letter = submit(
        county, remark="晚上六点后方便", contact_phone="13900000000", contact_name="李某", contact_email="a@example.org",
        place="新桥路 7 号", place_public=False,
    )  # fmt: skip
    html = page(client, moves.play(letter, "accept_public assign take submit_reply send_reply"))
    for secret in ("晚上六点后方便", "13900000000", "李某", "a@example.org", "新桥路 7 号"):
        assert secret not in html


def test_words_of_the_citizen_wait_for_review(letter_in: Make, moves: Any, county: County, client: Client) -> None:
    """M01: a follow-up question and the text of a rating are shown only after review."""
    letter = moves.follow_up(letter_in("replied"))
    message = words_of(letter)[0][-1]
    assert message.body not in page(client, letter)
    actions.review_message(actor=county.actor("reviewer"), message=message, public=True)
    assert message.body in page(client, letter)
    letter = actions.rate(
        actor=county.actor("author"), letter=letter_in("replied"), level=4, solved=True, text="修得很快"
    )
    assert "满意" in page(client, letter)
    assert "修得很快" not in page(client, letter)
    actions.review_rating(actor=county.actor("reviewer"), rating=words_of(letter)[1][-1], public=True)
    assert "修得很快" in page(client, letter)


def test_a_reply_answers_point_by_point_with_its_basis(letter_in: Make, county: County, client: Client) -> None:
    """R090: points one by one, legal basis and plain words; a draft is nobody's business yet."""
    letter = letter_in("handling")
    actions.draft_reply(
        actor=county.actor("handler"), letter=letter, body="已经更换线路。", plain_words="灯修好了。",
        points=[{"point": "什么时候修", "answer": "昨天已经修好"}], legal_basis="《照明管护办法》第七条", result="solved",
    )  # fmt: skip
    assert "已经更换线路" not in page(client, letter)
    letter = actions.submit_reply(actor=county.actor("handler"), letter=letter, revision=letter.revision)
    assert "已经更换线路" not in page(client, letter)
    letter = actions.send_reply(actor=county.actor("approver"), letter=letter, revision=letter.revision)
    html = page(client, letter)
    for word in ("已经更换线路。", "灯修好了。", "什么时候修", "昨天已经修好", "《照明管护办法》第七条", "审签"):
        assert word in html


def test_merged_letters_point_at_each_other(letter_in: Make, client: Client) -> None:
    letter = letter_in("merged")
    main = letter.merged_into
    assert f'href="/letters/{main.pk}/"' in page(client, letter)
    assert f'href="/letters/{letter.pk}/"' in page(client, main)


def test_a_hidden_letter_is_gone_at_once(letter_in: Make, moves: Any, client: Client) -> None:
    letter = letter_in("replied")
    page(client, letter)
    moves.hide(letter)
    assert client.get(f"/letters/{letter.pk}/").status_code == 404
    assert client.get(f"/letters/{letter.pk}/follow/").status_code == 404


def test_structured_data_is_complete_and_cannot_break_out(county: County, moves: Any, client: Client) -> None:
    evil = "</script><script>alert(1)</script> & <b>"
    letter = submit(county, title="标题</script>", body=evil, nickname="小<明>")
    html = page(client, moves.play(letter, "accept_public assign take submit_reply send_reply"))
    assert "<script>alert" not in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert block
    data = json.loads(block[1])
    assert data["@type"] == "QAPage"
    question = data["mainEntity"]
    assert (question["text"], question["answerCount"]) == (evil, 1)
    assert question["acceptedAnswer"]["author"]["name"] == "柳河建设办"
    assert question["acceptedAnswer"]["url"].endswith(f"#reply-{read(letter.pk).replies[0].pk}")


@pytest.mark.parametrize(
    ("state", "most"), [("accepted", 8), ("handling", 8), ("replied", 8), ("solved", 8), ("reworking", 8)]
)
def test_a_page_costs_at_most_eight_statements(state: str, most: int, letter_in: Make, client: Client) -> None:
    letter = letter_in(state)
    client.get("/letters/")  # calendars and the name of the site are in memory, as in any running process
    with CaptureQueriesContext(connection) as seen:
        page(client, letter)
    assert len(seen) <= most


def test_reading_agrees_with_the_ordinary_query(letter_in: Make, moves: Any) -> None:
    """The prepared statements bring the same rows, types included, as Django's own query set."""
    letter = moves.follow_up(letter_in("replied"))
    plain, ready = public.one(letter.pk), read(letter.pk)
    assert ready.letter == plain
    for name in ("title", "opened_at", "published_at", "answered_at", "org_path", "place_public", "author_verified"):
        assert getattr(ready.letter, name) == getattr(plain, name)
    assert str(ready.letter.organisation) == str(plain.organisation)
    assert [(s.at, s.public_label) for s in ready.steps] == [(s.at, s.public_label) for s in plain.public_steps]
    assert [(r.pk, r.points, r.sent_at) for r in ready.replies] == [
        (r.pk, r.points, r.sent_at) for r in plain.sent_replies
    ]
    assert {c.name for c in ready.clocks} == {c.name for c in plain.open_clocks}
    assert not ready.letter.get_deferred_fields().isdisjoint({"remark", "contact_phone", "code_hash"})


def test_following_needs_an_account_and_changes_nothing_on_get(letter_in: Make, county: County, client: Client) -> None:
    letter = letter_in("replied")
    path = f"/letters/{letter.pk}/follow/"
    assert "/me/sign-in/" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    client.force_login(county.account_of("neighbour"))
    client.get(path)
    letter.refresh_from_db()
    assert letter.followers == 0
    client.post(path)
    client.post(path)
    letter.refresh_from_db()
    assert letter.followers == 1
    client.post(path, {"stop": "1"})
    letter.refresh_from_db()
    assert letter.followers == 0

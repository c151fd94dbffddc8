"""撤回公开: the author takes the public page down at any later time; the fact and its figures stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.queries import find
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import public, statistics
from lianxin.voice.letters.queries.statistics import Period
from tests.factories import County, Moves, submit

Make = Callable[..., Letter]
ALWAYS = Period("", None, None)
SHOWN = (
    "accepted",
    "assigned",
    "handling",
    "waiting",
    "approving",
    "replied",
    "callback",
    "reworking",
    "solved",
    "closed",
    "merged",
)


@pytest.fixture
def author(client: Client, county: County) -> Client:
    client.force_login(county.account_of("author"))
    return client


@pytest.mark.parametrize("state", SHOWN)
def test_the_page_is_gone_everywhere_and_the_matter_goes_on(state: str, letter_in: Make, author: Client) -> None:
    letter = letter_in(state, title="渡口台阶裂了")
    clocks = list(letter.clocks.order_by("pk").values_list("name", "state", "due_at"))
    answer = author.post(f"/letters/mine/{letter.pk}/unpublish/", follow=True)
    assert answer.redirect_chain == [(f"/letters/mine/{letter.pk}/?done=unpublish", 302)]
    assert "已撤回公开" in answer.content.decode()
    cache.clear()
    for path in (
        "/letters/",
        "/letters/?q=渡口台阶",
        "/letters/feed.atom",
        "/api/v1/letters",
        "/open311/v2/requests.json",
    ):
        assert f"/letters/{letter.pk}/" not in author.get(path).content.decode(), path
        assert "渡口台阶裂了" not in author.get(path).content.decode(), path
    assert author.get(f"/letters/{letter.pk}/").status_code == 404
    assert not find("渡口台阶", kinds=["letter"]).hits
    after = Letter.objects.unscoped("test").get(pk=letter.pk)
    assert (after.state, after.closed_at, after.due_at) == (letter.state, letter.closed_at, letter.due_at)
    assert list(letter.clocks.order_by("pk").values_list("name", "state", "due_at")) == clocks
    assert after.steps.latest("pk").public_label == "留言人撤回公开"
    assert "渡口台阶裂了" in author.get(f"/letters/mine/{letter.pk}/").content.decode()


def test_nobody_shows_it_again(county: County, moves: Moves) -> None:
    letter = moves.unpublish(moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_good"))
    for person in ("reviewer", "reviewer2", "county_reviewer", "system"):
        denied = may(county.actor(person), letter, "publish")
        assert isinstance(denied, Denied)
        assert denied.code == "not_wanted"
    assert not may(county.actor("author"), letter, "unpublish")


def test_it_goes_on_without_being_shown(county: County, moves: Moves) -> None:
    letter = moves.unpublish(moves.play(submit(county), "accept_public assign take"))
    letter = moves.play(letter, "submit_reply send_reply rate_bad redo submit_reply send_reply")
    assert letter.state == "replied"
    assert public.one(letter.pk) is None
    letter = moves.play(letter, "rate_good reopen")
    assert public.one(letter.pk) is None


def test_figures_keep_what_was_taken_down(county: County, moves: Moves) -> None:
    way = "accept_public assign take submit_reply send_reply"
    for end in ("rate_good", "rate_fair", ""):
        moves.play(submit(county), f"{way} {end}")
    cache.clear()
    before = statistics.figures(county.town, ALWAYS)
    for letter in list(Letter.objects.unscoped("test").filter(publication="public")):
        moves.unpublish(letter)
    cache.clear()
    assert statistics.figures(county.town, ALWAYS) == before
    assert before.received == before.answered == before.on_time_n == 3


def test_a_whole_letter_withdrawn_after_the_answer_keeps_its_figures(county: County, moves: Moves) -> None:
    """Otherwise a late answer would vanish from the figures with the letter."""
    answered = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
    moves.play(submit(county), "accept_public assign take withdraw")
    cache.clear()
    before = statistics.figures(county.town, ALWAYS)
    assert (before.received, before.answered, before.on_time_n, before.days_n) == (1, 1, 1, 1)
    moves.withdraw(answered)
    cache.clear()
    assert statistics.figures(county.town, ALWAYS) == before


def test_the_author_of_a_merged_letter_is_told_what_stays(county: County, moves: Moves, author: Client) -> None:
    main = moves.accept_public(submit(county, county.actor("neighbour"), title="新桥的路灯"))
    letter = moves.accept_public(submit(county))
    letter = actions.merge(actor=county.actor("dispatcher"), letter=letter, into=main, revision=letter.revision)
    assert "主件是别人写的，它仍然公开" in author.get(f"/letters/mine/{letter.pk}/unpublish/").content.decode()
    author.post(f"/letters/mine/{letter.pk}/unpublish/")
    assert author.get(f"/letters/{letter.pk}/").status_code == 404
    page = author.get(f"/letters/{main.pk}/").content.decode()
    assert "新桥的路灯" in page
    assert f"/letters/{letter.pk}/" not in page
    own = author.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert f'href="/letters/{main.pk}/"' in own
    assert main.follows.filter(person=county.people["author"]).exists()


def test_followers_learn_that_the_page_is_gone(county: County, moves: Moves, author: Client) -> None:
    main = moves.accept_public(submit(county, county.actor("neighbour")))
    letter = moves.accept_public(submit(county))
    actions.merge(actor=county.actor("dispatcher"), letter=letter, into=main, revision=letter.revision)
    reader = county.add("reader", "leader", "QS02")
    main.refresh_from_db()
    actions.follow(actor=reader, letter=main)
    Notice.objects.all().delete()
    main.refresh_from_db()
    main = moves.unpublish(main, "neighbour")
    told = {n.person_id: (n.body, n.url) for n in Notice.objects.filter(code="letters.followed")}
    assert told[county.people["reader"].pk] == ("公开的页面看不到了。", "/letters/")
    assert told[county.people["author"].pk] == (
        "公开的页面看不到了。您自己的留言还在，办理结果仍会通知您。",
        "/letters/mine/",
    )
    own = author.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert f"/letters/{main.pk}/" not in own
    assert "主件没有公开" in own


def test_a_main_letter_does_not_end_the_matters_of_others(county: County, moves: Moves) -> None:
    main = moves.accept_public(submit(county, county.actor("neighbour")))
    letter = moves.accept_public(submit(county))
    actions.merge(actor=county.actor("dispatcher"), letter=letter, into=main, revision=letter.revision)
    main.refresh_from_db()
    with pytest.raises(Refused) as refused:
        moves.withdraw(main, "neighbour")
    assert refused.value.denied.code == "others"
    assert "撤回公开" in refused.value.denied.remedy
    assert moves.unpublish(main, "neighbour").publication == "hidden"


@pytest.mark.parametrize("state", ["submitted", "refused", "appealed", "withdrawn"])
def test_what_was_never_shown_cannot_be_taken_down(state: str, letter_in: Make, author: Client) -> None:
    letter: Any = letter_in(state)
    assert "unpublish" not in author.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert author.post(f"/letters/mine/{letter.pk}/unpublish/").status_code == 409

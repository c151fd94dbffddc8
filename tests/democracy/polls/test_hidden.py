"""V02, M01: what was voted is on no route before the end; a poll that was not released is nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver

from lianxin.democracy.polls import queries
from lianxin.democracy.polls.counting import Ballot
from lianxin.democracy.polls.models import Poll
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.kernel.actor import ANONYMOUS
from tests.democracy.polls.conftest import World, at_phase, everybody

PollIn = Callable[..., Poll]
READERS = ("anonymous", "neighbour", "m0", "far", "drawer", "releaser", "above", "beside")
SAID = "请把门开得早一点"
#: what would give a count away: seven said the one, one the other; that eight took part is known at the desk
MARKS = ("7 票", ">7<", "87.5%", SAID)
#: routes of the room with a poll in them, tried with every reader
ROUTES = ("/polls/{pk}/", "/polls/{pk}/vote/", "/polls/{pk}/roll/", "/polls/{pk}/result/", "/polls/{pk}/result.docx",
          "/polls/{pk}/result.csv", "/workbench/polls/{pk}/", "/workbench/polls/{pk}/roll/", "/workbench/polls/{pk}/paper/",
          "/workbench/polls/{pk}/ballot.docx", "/workbench/polls/{pk}/change/", "/workbench/polls/{pk}/keepers/",
          "/workbench/polls/{pk}/do/announce/",
          "/workbench/polls/{pk}/do/archive/", "/workbench/polls/{pk}/do/cancel/")  # fmt: skip
LISTS = ("/polls/", "/polls/?lane=closed", "/polls/?lane=shown", "/me/polls/", "/workbench/polls/", "/workbench/polls/?lane=shown",
         "/workbench/", "/me/", "/search/?q=活动室", "/search.json?q=活动室", "/me/notices/")  # fmt: skip


def filled(poll_in: PollIn, phase: str, **more: Any) -> Poll:
    votes = {word: Ballot(((int(word == "m0"),), (1,)), said=SAID) for word in everybody(many=8)}
    return poll_in(phase, votes=votes, comment=True, **more)


def test_every_route_of_the_room_is_looked_at() -> None:
    """A new page belongs into the lists above."""
    found = {name for prefix in ("polls", "my_polls", "polls_desk") for name in _names(prefix)}
    tried = {
        "one",
        "vote",
        "roll",
        "result",
        "result_docx",
        "result_csv",
        "list",
        "mine",
        "overview",
        "paper",
        "ballot",
        "change",
        "keep",
        "act",
    }
    posted = {"object", "answer", "new"}
    assert found == tried | posted


def _names(prefix: str) -> set[str]:
    patterns = get_resolver().namespace_dict[prefix][1].url_patterns
    return {str(pattern.name) for pattern in patterns}


@pytest.mark.parametrize(("nameless", "audience"), [(True, "public"), (False, "voters")])
def test_nothing_of_the_content_is_read_while_it_runs(
    nameless: bool, audience: str, world: World, poll_in: PollIn
) -> None:
    """Every route × every reader. The voter of a poll with names sees their own answer and no other."""
    case = filled(poll_in, "open", nameless=nameless, audience=audience)
    with at_phase("open"):
        for word in READERS:
            browser = world.browser(word)
            for address in (*[route.format(pk=case.pk) for route in ROUTES], *LISTS):
                page = browser.get(address)
                body = page.content.decode("utf-8", "replace")
                own = word == "m0" and not nameless
                marks = [mark for mark in MARKS if mark in body and not (own and mark == SAID)]
                assert not marks, (word, address, marks)
                if "/result" in address:
                    assert page.status_code in (404, 302), (word, address)
        assert (found := queries.outcome(case.number or "", world.who("m0"))) is not None
        assert found.ballots is None
        assert {count for _, count in found.options} == {None}
        assert (queries.outcome(case.number or "") is None) is (audience == "voters")
        cards = queries.open_cards(world.who("m0"), 5)
        assert [(card.count, card.count_words) for card in cards] == [(None, "")]


@pytest.mark.parametrize("phase", ["closed", "shown"])
def test_after_the_end_only_those_who_announce_look_before_it_is_announced(
    phase: str, world: World, poll_in: PollIn
) -> None:
    case = filled(poll_in, phase)
    with at_phase(phase):
        for word in READERS:
            result = world.browser(word).get(f"/polls/{case.pk}/result/")
            sees = phase == "shown" and word in ("m0", "drawer", "releaser", "above")
            assert (result.status_code == 200) is sees, word
            if word not in ("anonymous", "neighbour", "m0", "far"):
                desk = world.browser(word).get(f"/workbench/polls/{case.pk}/").text
                counted = word in ("releaser", "above") or (phase == "shown" and word == "drawer")
                assert (SAID in desk) is (counted and word != "beside"), word


@pytest.mark.parametrize("phase", ["draft", "waiting"])
def test_what_was_not_released_is_nowhere(phase: str, world: World, poll_in: PollIn) -> None:
    """M01: pages, lists, search, cards, outcome, notices."""
    case = poll_in(phase, audience="public", title="还没有放行的题目")
    for word in ("anonymous", "neighbour", "m0", "far", "beside"):
        browser = world.browser(word)
        for address in (f"/polls/{case.pk}/", f"/polls/{case.pk}/vote/", f"/polls/{case.pk}/result.csv"):
            assert browser.get(address).status_code in (404, 302), (word, address)
        assert "还没有放行" not in browser.get("/polls/").text
    assert queries.outcome(case.number or "") is None
    assert not queries.open_cards(ANONYMOUS, 5)
    assert "还没有放行" not in world.browser("anonymous").get("/search/?q=放行的题目").text.replace(
        "还没有放行的题目”", ""
    )
    assert not Notice.objects.filter(title__contains="还没有放行").exists()


def test_mail_and_ledger_say_no_number_before_the_end(world: World, poll_in: PollIn) -> None:
    """V02: neither a notice, a mail nor a line of the ledger knows an answer; the job of the night writes how many took part."""
    from lianxin.democracy.polls.actions.results import tell_how_many

    case = filled(poll_in, "open")
    with at_phase("open"):
        tell_how_many()
    texts = [n.title + n.body for n in Notice.objects.all()]
    texts += [str(row.data) for row in AuditLine.objects.unscoped("test").all()]
    texts += [str(row.body) for row in Delivery.objects.unscoped("test").all()]
    assert not [text for text in texts if SAID in text or "counts" in text or "赞成" in text]
    assert case.result is None


def test_what_another_room_binds_to(world: World, poll_in: PollIn) -> None:
    """`queries.outcome` after the release of the result: words and numbers in the order of the ballot."""
    case = poll_in("shown", votes=everybody(), audience="public")
    found = queries.outcome(case.number or "")
    assert found is not None
    assert (found.ballots, found.electorate, found.state_words) == (7, 9, "结果已公布")
    assert found.options[0] == ("周六开门：赞成", 7)
    assert found.options[4] == ("周日开门：不赞成", 7)
    assert queries.outcome("TP0000-00000") is None
    assert queries.outcome("") is None

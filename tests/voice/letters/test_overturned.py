"""What was overturned is a fact on the public time line; its reasons are between the office and the author."""

from __future__ import annotations

import pytest
from django.test import Client

from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import CallBack, Letter, Reply
from tests.factories import County, Moves, submit
from tests.voice.letters.matrix import visitor

REFUSAL, WITHHELD, KEPT = "没有写明地点", "涉及他人", "涉及他人"
PAGES = (
    "/letters/{pk}/", "/letters/feed.atom", "/letters/export.csv", "/api/v1/letters/{pk}",
    "/open311/v2/requests/{pk}.json", "/open311/v2/servicerequestupdates.json?service_request_id={pk}",
)  # fmt: skip


def body(client: Client, address: str, letter: Letter) -> str:
    response = client.get(address.format(pk=letter.pk))
    data = b"".join(response.streaming_content) if response.streaming else response.content
    text = data.decode()
    return text.encode().decode("unicode_escape", errors="ignore") if "\\u" in text else text


@pytest.mark.parametrize("address", PAGES)
def test_the_reasons_of_an_overturned_refusal_are_read_nowhere(
    county: County, moves: Moves, client: Client, address: str
) -> None:
    letter = moves.play(submit(county), "refuse appeal overturn")
    assert REFUSAL not in body(client, address, letter)


def test_the_fact_stays_on_the_time_line(county: County, moves: Moves, client: Client) -> None:
    letter = moves.play(submit(county), "refuse appeal overturn")
    html = client.get(f"/letters/{letter.pk}/").content.decode()
    assert "不予受理" in html
    assert "后经复核撤销" in html
    assert "复核改为受理" in html
    assert "地点可以确认" in html  # why it was overturned is public (M02)
    updates = body(client, PAGES[-1], letter)
    assert "复核改为受理" in updates
    assert "已说明理由" not in html + updates


def test_the_author_and_the_desk_still_read_all(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county, with_code=True), "refuse appeal overturn")
    for name, address in (
        ("author", "/letters/mine/{pk}/"),
        ("code", "/letters/mine/{pk}/"),
        ("reviewer", "/workbench/letters/{pk}/"),
    ):
        html = visitor(county, name, letter).get(address.format(pk=letter.pk)).content.decode()
        assert REFUSAL in html, name
        assert "地点可以确认" in html, name


def test_the_reasons_of_a_refusal_that_stands_are_the_authors(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "refuse appeal uphold")
    assert REFUSAL in visitor(county, "author", letter).get(f"/letters/mine/{letter.pk}/").content.decode()


@pytest.mark.parametrize("way", ["accept_private appeal_private", "accept_private appeal_private keep_private"])
def test_the_same_for_a_letter_that_was_first_kept_private(
    county: County, moves: Moves, client: Client, way: str
) -> None:
    letter = moves.publish(moves.play(submit(county), way), "reviewer2")
    for address in PAGES:
        assert WITHHELD not in body(client, address, letter), address
    assert client.get(f"/letters/{letter.pk}/").status_code == 200


def test_a_correction_keeps_its_words(county: County, moves: Moves, client: Client) -> None:
    """M06: what was taken down and put up again says so with the reason that was given in public."""
    letter = moves.publish(moves.play(submit(county), "accept_public hide"))
    assert "露出了门牌" in client.get(f"/letters/{letter.pk}/").content.decode()


# -- what only a person can do ---------------------------------------------------------------------


@pytest.mark.parametrize("result", ["redo", "accept", "escalate", "unreached"])
def test_the_system_does_not_call_back(county: County, moves: Moves, letter_in: object, result: str) -> None:
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_bad")
    with pytest.raises(Refused) as refused:
        actions.call_back(actor=SYSTEM, letter=letter, result=result, note="电话里说好了", revision=letter.revision)
    assert (refused.value.denied.rule, refused.value.denied.code) == ("HCP-01", "no_person")
    assert "系统不能代替" in refused.value.denied.reason
    assert not CallBack.objects.filter(letter=letter).exists()
    assert isinstance(may(SYSTEM, letter, "accept_result"), Denied)


def test_the_system_does_not_draft(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take")
    with pytest.raises(Refused) as refused:
        actions.draft_reply(actor=SYSTEM, letter=letter, body="已修好")
    assert refused.value.denied.code == "no_person"
    assert "系统不能代替" in refused.value.denied.reason
    assert not Reply.objects.filter(letter=letter).exists()

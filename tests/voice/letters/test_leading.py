"""R099 领导阅办: a reading list, instructions inside the house with a clock, reports back; no step moves the letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.models import Instruction, Letter, LetterClock, Topic
from lianxin.voice.letters.queries import leading, worklist
from tests.factories import County, Moves, letter_in
from tests.voice.letters.matrix import visitor

READING = "/workbench/letters/reading/"


def on_list(county: County, name: str, which: str = "new") -> list[int]:
    return [x.pk for x in leading.reading(county.actor(name), which)]


def test_the_list_holds_what_was_sent_up_and_what_is_followed(county: County, moves: Moves) -> None:
    """R099: by moderators or dispatchers with a reason, or by topics of one's own; 已阅 takes it off one's own list alone."""
    top = Topic.objects.create(code="T1", name="城乡建设", level=1, path="城乡建设")
    below = Topic.objects.create(code="T1-01", name="路灯", level=2, path="城乡建设/路灯", parent=top)
    sent, followed = moves.recommend(letter_in(county, "handling")), letter_in(county, "handling", topic=below)
    letter_in(county, "handling")
    letter_in(county, "submitted", topic=below)  # nobody has looked at it yet
    assert on_list(county, "leader") == [sent.pk]
    actions.follow_topics(actor=county.actor("leader"), topics=[top])
    assert on_list(county, "leader") == [followed.pk, sent.pk]
    assert on_list(county, "secretary") == [sent.pk]
    actions.mark_seen(actor=county.actor("leader"), letter=sent)
    assert (on_list(county, "leader"), on_list(county, "leader", "seen")) == ([followed.pk], [sent.pk])
    assert on_list(county, "secretary") == [sent.pk]
    late = moment.now() - timedelta(days=40)
    Letter.objects.unscoped("test").filter(pk=followed.pk).update(opened_at=late)
    assert on_list(county, "leader") == [], "LX-151: followed topics of the last days alone"


def test_nobody_reads_what_is_not_theirs(county: County, moves: Moves) -> None:
    """P05 and PET-06: another town, people without the duty, whoever must keep away."""
    letter = moves.recommend(letter_in(county, "handling"))
    county.add("other_leader", "leader", "QS02")
    assert on_list(county, "other_leader") == on_list(county, "handler") == []
    with pytest.raises(Refused):
        actions.mark_seen(actor=county.actor("other_leader"), letter=letter)
    actions.exclude(
        actor=county.actor("dispatcher"), letter=letter, person=county.people["leader"], revision=letter.revision
    )
    assert on_list(county, "leader") == []
    decision = may(county.actor("leader"), letter, "instruct")
    assert isinstance(decision, Denied)
    assert decision.rule == "PET-06"


def test_an_instruction_moves_nothing(county: County, moves: Moves) -> None:
    """R099: state, office, handler, clocks, public page and the way through 审签 are as they were."""
    letter = letter_in(county, "handling")
    fields = ("state", "organisation_id", "handler_id", "due_at", "due_clock", "publication", "level")
    before = [getattr(letter, name) for name in fields]
    clocks = list(LetterClock.objects.filter(case=letter).order_by("pk").values())
    page = Client().get(f"/letters/{letter.pk}/").content
    letter = moves.close_instruction(moves.report_back(moves.ask_more(moves.report_back(moves.instruct(letter)))))
    letter = Letter.objects.unscoped("test").get(pk=letter.pk)
    assert [getattr(letter, name) for name in fields] == before
    assert list(LetterClock.objects.filter(case=letter).order_by("pk").values()) == clocks
    assert Client().get(f"/letters/{letter.pk}/").content == page
    assert not may(county.actor("leader"), letter, "send_reply"), "there is no reply to sign"


def test_the_office_has_it_among_what_is_due_and_the_leader_its_report(county: County, moves: Moves) -> None:
    """R099: told at once, late by its own day, then the report waits for the one who asked."""
    letter = moves.instruct(letter_in(county, "closed"))
    assert Notice.objects.filter(person=county.people["handler"], code="letters.instruct").exists()
    assert not Notice.objects.filter(person=county.people["author"], code="letters.instruct").exists()
    handler, leader, now = county.actor("handler"), county.actor("leader"), timezone.now()

    def waits(actor: Any, act: str) -> list[str]:
        return [i.url for i in due_items(actor, now) if i.act == act]

    assert waits(handler, "去反馈")
    Instruction.objects.update(until=moment.today() - timedelta(days=1))
    assert worklist.counts(handler, now).by_queue["ordered"] == (1, 1)
    assert worklist.counts(county.actor("other_handler"), now).of("ordered") == 0
    letter = moves.report_back(letter)
    assert not waits(handler, "去反馈")
    assert waits(leader, "去阅结")
    assert not waits(county.actor("secretary"), "去阅结"), "another leader did not ask"
    moves.close_instruction(letter)
    assert not waits(leader, "去阅结")


def test_the_writer_ends_it_and_a_successor_only_when_the_writer_left(county: County, moves: Moves) -> None:
    letter = moves.report_back(moves.instruct(letter_in(county, "handling")))
    for event in ("close_instruction", "ask_more"):
        decision = may(county.actor("secretary"), letter, event)
        assert isinstance(decision, Denied)
        assert decision.code == "not_mine"
    county.posts["leader"].delete()
    assert may(county.actor("secretary"), letter, "close_instruction")


def test_it_goes_to_an_office_of_the_letter_by_a_day_to_come(county: County, moves: Moves) -> None:
    """LX-151: to the responsible office or one that helps; one at a time; a co-handling office reports what was asked of it."""
    letter = letter_in(county, "handling")
    with pytest.raises(Refused) as refused:
        moves.instruct(letter, to=county.other_office)
    assert refused.value.denied.field == "to"
    for field, value in (("text", " "), ("until", moment.today() - timedelta(days=1))):
        with pytest.raises(Refused) as refused:
            moves.instruct(letter, **{field: value})
        assert refused.value.denied.field == field
    letter = moves.instruct(moves.add_cohandler(letter), to=county.other_office)
    with pytest.raises(Refused) as refused:
        moves.instruct(letter, by="secretary")
    assert refused.value.denied.code == "once"
    assert not may(county.actor("handler"), letter, "report_back")
    assert moves.report_back(letter, by="other_handler")


def test_the_pages_of_a_leader(county: County, moves: Moves) -> None:
    letter = moves.recommend(letter_in(county, "handling"))
    client = visitor(county, "leader", letter)
    page = client.get(READING).content.decode()
    assert "几个村都提到" in page
    address = f"/workbench/letters/{letter.pk}/instruct/"
    said = {"to": letter.organisation_id, "text": "请看现场", "until": "2000-01-01", "revision": letter.revision}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "请看现场" in refused.content.decode()
    assert client.post(address, said | {"until": "2090-01-01"}).status_code == 303
    assert "请看现场" in client.get(f"{READING}?list=running").content.decode()
    assert visitor(county, "handler", letter).get(READING).status_code == 403
    assert client.get(f"{READING}topics/").status_code == 200
    assert client.get(f"{READING}{letter.pk}/seen/").status_code == 405


def test_a_longer_list_costs_no_more(county: County, moves: Moves) -> None:
    client = visitor(county, "leader", moves.recommend(letter_in(county, "handling")))

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(READING).status_code == 200
        return len(seen)

    client.get(READING)
    one = cost()
    for _ in range(3):
        moves.recommend(letter_in(county, "handling"))
    assert cost() == one <= 9

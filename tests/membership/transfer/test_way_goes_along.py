"""DEV-06: who goes to another instance in the middle of the way takes the steps along, signed; a person there goes on with them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.exchange import messages
from lianxin.foundation.exchange.keys import house_key
from lianxin.foundation.exchange.models import Outgoing, Peer
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.development import actions as ways
from lianxin.membership.development import carrying, history, reckoning, telling
from lianxin.membership.development.models import Brought, Development
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member, Paper
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.crossing import hear_offer, offered
from lianxin.membership.transfer.models import Transfer
from lianxin.membership.transfer.wire import FIELDS
from tests.factories import County
from tests.membership.dossiers.rosters import book, number, person
from tests.membership.transfer.conftest import fresh
from tests.membership.transfer.test_wire import THEIRS, answer_of, peer, send

__all__ = ["peer"]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
PRINT = "ab" * 32
STEPS = {"apply": "2024-05-06", "file_activist": "2025-03-03", "propose": "2026-03-03", "file_candidate": "2026-05-08"}


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def told(**more: Any) -> dict[str, Any]:
    """A candidate's way as another instance tells it."""
    steps = [{"event": event, "on": on, "by": "石门镇党委", "figures": {}} for event, on in STEPS.items()]
    steps += [{"event": "inspect", "on": "2025-09-01", "by": "石门村党支部", "figures": {}},
              {"event": "training", "on": "2026-06-05", "by": "石门镇党委", "figures": {"days": 3, "lessons": 24}}]  # fmt: skip
    papers = [{"kind": "入党申请书", "dated": "2024-05-06", "pages": [PRINT]}]
    return {"v": 1, "stage": "candidate", "steps": steps, "papers": papers, **more}


def letter(way: Any, **more: Any) -> dict[str, Any]:
    """An offer about a candidate."""
    who = {"name": "林向阳", "identity": number(sequence=77), "stage": "candidate"}
    return {"key": "0b2f6d1e-3c84-4a57-9a54-2c0f6f8f7a11", "letter": 1, "number": "云组转〔2026〕0007号", "issued": "2026-11-20",
            "valid": "2026-12-20", "dues": "", "reason": "work", "source": "云汀市石门镇党委", "target": "QS02", "person": who, "way": way,
            **more}  # fmt: skip


@pytest.fixture
def taken_in(towns: County, peer: Peer) -> Callable[[Any], Member]:
    """A letter with a way arrives over the wire, and the person is taken in by the branch."""

    def go(way: Any) -> Member:
        assert "refused" not in answer_of(send("transfer.offer", letter(way)))
        case = Transfer.objects.unscoped("test").get()
        home = towns.organisations["QS02-B1"]
        case = actions.receive(actor=towns.actor("other_organiser"), case=case, home=home, revision=case.revision)
        assert case.history == "", "the sealed words are not kept twice"
        return Member.objects.unscoped("test").get(name="林向阳")

    return go


def test_the_letter_tells_the_steps_and_nothing_of_what_was_said(
    towns: County, peer: Peer, asked: Callable[..., Transfer], member: Callable[[str], Member]
) -> None:
    """P05: days, bodies, figures, papers and fingerprints; no mentor, no word of an inspection or a review."""
    rows = [person(31, name="沈听雨", stage="发展对象", joined_on="", full_since="")]
    organiser, secretary = towns.actor("organiser"), towns.actor("branch_secretary")
    assert run(book(rows), actor=organiser, dry=False).fresh == 1
    who = member("沈听雨")
    papers = carrying.Papers({event: date.fromisoformat(day) for event, day in STEPS.items()}, note="柜里", came=False)
    case = carrying.carry_on(actor=organiser, member=who, on=date(2026, 6, 1), papers=papers, seen=True)
    for event, said in (
        ("inspect", {"note": "孝敬老人"}), ("introducers", {"people": [str(member("周禾苗").pk), str(member("吴春秋").pk)]}),
        ("political_review", {"passed": True, "note": "家庭情况属实"}), ("training", {"days": 3, "lessons": 24}),
    ):  # fmt: skip
        fresh_case = Development.objects.unscoped("test").get(pk=case.pk)
        ways.take(
            actor=secretary, case=fresh_case, event=event, on=date(2026, 7, 1), said=said, revision=fresh_case.revision
        )
    paper = Paper.objects.create(member=who, kind="入党申请书", dated=date(2024, 5, 6), note="字迹潦草")
    StoredFile.objects.create(subject=paper.subject, org_path=who.org_path, name="申请书.pdf", sha256=PRINT, size=1)
    gone = asked("沈听雨", way="peer", target=None, peer=peer, target_name="Q1")
    actions.issue(actor=organiser, case=gone, days=30, dues_until=None, revision=gone.revision)
    body = json.loads(Outgoing.objects.get().body)
    way = body["way"]
    assert isinstance(history.judge(way, "candidate", TODAY), Denied) is False
    assert {step["event"]: step["on"] for step in way["steps"]} == {
        **STEPS, "inspect": "2026-07-01", "political_review": "2026-07-01", "training": "2026-07-01"
    }  # fmt: skip
    by = {step["event"]: (step["by"], step["figures"]) for step in way["steps"]}
    assert by["training"] == (who.organisation.name, {"days": 3, "lessons": 24})
    assert way["papers"] == [{"kind": "入党申请书", "dated": "2024-05-06", "pages": [PRINT]}]
    said = json.dumps(way, ensure_ascii=False)
    assert [
        word
        for word in ("周禾苗", "吴春秋", "孝敬", "家庭", "潦草", "passed", "people", str(who.person_id))
        if f'"{word}' in said
    ] == []
    assert "way" not in FIELDS["transfer.offer"], "an instance that knows nothing of it takes the letter as before"


def test_it_is_proposed_and_a_person_goes_on_with_it(taken_in: Callable[[Any], Member], towns: County) -> None:
    """DEV-06, DEV-11: nothing is entered before; then the days count on, the lessons too, the political review not."""
    member = taken_in(told())
    assert not Development.objects.unscoped("test").filter(member=member).exists()
    client = Client()
    client.force_login(towns.account_of("other_organiser"))
    page = client.get(f"/workbench/development/carry/{member.pk}/").text
    assert [
        word
        for word in ("石门镇党委", "3 天，24 学时", "2025-03-03", PRINT, "云组转〔2026〕0007号", "核对过以前")
        if word not in page
    ] == []
    assert client.get(f"/workbench/development/carry/{member.pk}/").text.count("checked") == 1, (
        "only 是从别的党组织转来的"
    )
    said = {**STEPS, "came": "on", "note": "原件已核对", "on": "2026-11-27", "whole": "on"}
    assert client.post(f"/workbench/development/carry/{member.pk}/", said).status_code == 422, (
        "the papers were not seen"
    )
    assert client.post(f"/workbench/development/carry/{member.pk}/", said | {"seen": "on"}).status_code == 303
    case = Development.objects.unscoped("test").get(member=member)
    assert (case.state, case.day("file_activist"), case.day("training")) == (
        "candidate",
        date(2025, 3, 3),
        date(2026, 6, 5),
    )
    assert reckoning.trained(case, TODAY)
    assert case.fact("political_review") == {}
    steps = list(case.steps.order_by("at").values_list("event", flat=True))
    assert steps.index("file_activist") < steps.index("inspect") < steps.index("training") < steps.index("carry_on")
    assert not Brought.objects.exists()
    again = telling.tell(member)
    assert again is not None
    assert {step["event"]: step["by"] for step in again["steps"]}["file_candidate"] == "石门镇党委", (
        "told on with who took it"
    )


def test_days_that_were_put_right_must_still_fit_the_rest(taken_in: Callable[[Any], Member], towns: County) -> None:
    member = taken_in(told())
    days = {event: date.fromisoformat(day) for event, day in STEPS.items()} | {"file_candidate": date(2026, 8, 1)}
    go = lambda whole: carrying.carry_on(  # noqa: E731 - asked once of two ways
        actor=towns.actor("other_organiser"), member=member, on=TODAY, seen=True,
        papers=carrying.Papers(days, note="原件", came=True, whole=whole),
    )  # fmt: skip
    with pytest.raises(Refused, match="前后不对"):
        go(True)
    assert go(False).day("training") is None


def changed(event: str, /, **more: Any) -> list[dict[str, Any]]:
    return [step | more if step["event"] == event else step for step in told()["steps"]]


@pytest.mark.parametrize(
    ("way", "word"),
    [(told(v=2), "版本"), (told(stage="activist"), "人员类别"), ("x", "不成样子"), (told(steps=[]), "步骤要在"), (told(steps={}), "清单"),
     (told(steps=changed("propose", on="2026-11-28")), "还没有到"), (told(steps=changed("propose", on="2025-03-02")), "还早"),
     (told(steps=changed("training", on="2026-05-07")), "还早"), (told(steps=changed("propose", event="promote")), "不认识的步骤"),
     (told(steps=changed("propose", event="accept")), "不是这个阶段"), (told(steps=changed("inspect", event="apply")), "写了两次"),
     (told(steps=changed("training", figures={"days": -1})), "数字"), (told(steps=changed("training", figures={"secret": 1})), "数字"),
     (told(steps=changed("apply", by="长" * 121)), "组织"), (told(steps=changed("apply", on=20240506)), "日期写错"),
     (told(papers=[{"kind": "入党申请书", "pages": ["AB" * 32]}]), "指纹"), (told(more="长" * 120_000), "太长"),
     (told(steps=told()["steps"] * 11), "最多")],
)  # fmt: skip
def test_what_cannot_be_is_told_and_not_proposed(way: Any, word: str, towns: County, peer: Peer) -> None:
    """The reason comes back to who sent it and stands beside the letter; the letter itself holds, for the person has moved."""
    answer = hear_offer(peer, letter(way))
    case = Transfer.objects.unscoped("test").get()
    assert (answer["state"], answer["way"], case.history) == ("issued", "refused", "")
    assert word in answer["way_reason"]
    assert word in case.history_fault


def test_the_reason_is_read_on_both_sides(
    taken_in: Callable[[Any], Member], towns: County, peer: Peer, asked: Callable[..., Transfer]
) -> None:
    member = taken_in(told(v=2))
    assert telling.proposed(member) is None
    client = Client()
    client.force_login(towns.account_of("other_organiser"))
    arrived = Transfer.objects.unscoped("test").get(source=None)
    assert "版本这里不认识" in client.get(f"/workbench/transfer/{arrived.pk}/").text
    assert "随介绍信带来" not in client.get(f"/workbench/development/carry/{member.pk}/").text
    gone = asked(way="peer", target=None, peer=peer, target_name="Q1")
    offered(
        peer,
        {"key": str(gone.key), "letter": 0},
        {"state": "issued", "way": "refused", "way_reason": arrived.history_fault},
    )
    client.force_login(towns.account_of("organiser"))
    assert "版本这里不认识" in client.get(f"/workbench/transfer/{fresh(gone).pk}/").text


def test_a_forged_history_is_believed_by_nobody(towns: County, peer: Peer) -> None:
    """The steps stand under the same signature as the letter."""
    content = {"v": 1, "id": str(uuid.uuid4()), "from": messages.public_of(THEIRS), "to": messages.public_of(house_key()),
               "kind": "transfer.offer", "body": letter(told())}  # fmt: skip
    raw, signature = messages.signed(THEIRS, content)
    other = raw.replace(b"2025-03-03", b"2024-03-03")
    assert other != raw
    response = Client().post(
        "/exchange/v1/", other, content_type="application/json", headers={"X-Lianxin-Signature": signature}
    )
    assert response.status_code == 403
    assert not Transfer.objects.unscoped("test").exists()


@pytest.mark.parametrize(("accept", "good"), [("2026-01-05", True), ("2026-01-06", False)])
def test_the_vote_stands_on_the_day_that_the_letter_names(accept: str, good: bool) -> None:
    """DEV-21: the probation counts from the day of the meeting."""
    steps = [{"event": event, "on": on} for event, on in {**STEPS, "file_candidate": "2025-05-08", "propose": "2025-03-10",
                                                          "file_activist": "2024-03-03", "apply": "2023-01-01", "accept": accept,
                                                          "approve": "2026-02-01"}.items()]  # fmt: skip
    way = {"v": 1, "stage": "probationary", "steps": steps, "papers": []}
    assert bool(history.judge(way, "probationary", TODAY, joined="2026-01-05")) is good

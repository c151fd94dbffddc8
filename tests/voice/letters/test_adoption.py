"""R099 采纳登记: said by the office, confirmed by somebody else, carried out, corrected in sight of everybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.succession import Handover
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.actions import succession
from lianxin.voice.letters.actions.submission import Photo
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.models import Adoption, Letter
from lianxin.voice.letters.queries import adopted, worklist
from lianxin.voice.letters.queries.adopted import Wanted
from lianxin.voice.letters.queries.tally import Period
from tests.factories import County, Moves, letter_in
from tests.voice.letters.matrix import picture, visitor

PLAN = "加装四盏路灯"
ALWAYS = Period("", None, None)


def public(letter: Letter) -> str:
    return Client().get(f"/letters/{letter.pk}/").content.decode()


def test_it_is_shown_when_a_second_person_has_confirmed_it(county: County, moves: Moves) -> None:
    """R099, M04 (LX-150): the one who registered does not confirm, and until then nobody outside reads it."""
    letter = moves.propose_adoption(letter_in(county, "replied"))
    assert PLAN not in public(letter)
    assert "意见采纳了吗" not in public(letter)
    both = county.add("both", "secretary", "QS01")
    Adoption.objects.filter(letter=letter).update(proposed_by=both.person_id)
    with pytest.raises(Refused) as refused:
        actions.confirm_adoption(actor=both, letter=letter, revision=letter.revision)
    assert refused.value.denied.code == "own_work"
    letter = moves.confirm_adoption(letter)
    page = public(letter)
    assert PLAN in page
    assert "镇建设办主任" in page
    mine = visitor(county, "author", letter).get(f"/letters/mine/{letter.pk}/").content.decode()
    assert PLAN in mine
    notice = Notice.objects.get(person=county.people["author"], code="letters.progress", body__contains="是否采纳")
    assert PLAN not in notice.body


def test_what_is_taken_up_says_what_who_and_until_when(county: County, moves: Moves) -> None:
    """LX-150: each missing part is named at its field; 未采纳 needs a reason and nothing else."""
    letter = letter_in(county, "replied")
    yesterday = moment.today() - timedelta(days=1)
    for field, given in (
        ("verdict", "liked"),
        ("reason", " "),
        ("plan", ""),
        ("post", ""),
        ("until", None),
        ("until", yesterday),
    ):
        with pytest.raises(Refused) as refused:
            moves.propose_adoption(letter, **{field: given})
        assert (refused.value.denied.field, refused.value.denied.rule) == (field, "LX-150")
    letter = moves.propose_adoption(
        letter, verdict="declined", reason="这条路明年整段改建", plan="", post="", until=None
    )
    assert Adoption.objects.get(letter=letter).proposed["plan"] == ""


def test_a_change_is_a_correction_in_sight(county: County, moves: Moves) -> None:
    """M06: what stood before stays readable beside the new words, on the page and in the table."""
    letter = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    with pytest.raises(Refused):
        moves.propose_adoption(letter, verdict="declined", reason="没有经费")
    letter = moves.propose_adoption(letter, verdict="noted", reason="等明年预算", why="县里没有批准经费")
    assert "县里没有批准经费" not in public(letter)
    page = public(moves.confirm_adoption(letter))
    assert f"采纳，{PLAN}" in page
    assert "县里没有批准经费" in page
    table = Client().get("/letters/adopted/export.csv").content.decode()
    assert "原为采纳" in table


def test_returned_words_change_nothing_outside(county: County, moves: Moves) -> None:
    letter = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    letter = moves.return_adoption(moves.report_done(letter, done_text="差不多装好了"))
    assert "差不多装好了" not in public(letter)
    assert PLAN in public(letter)


def test_carried_out_with_pictures(county: County, moves: Moves, settings: Any, tmp_path: Path) -> None:
    """R099: day, words and pictures; a picture waits for the second person with its words (M01)."""
    settings.FILES_ROOT = tmp_path
    letter = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    for day in (moment.today() + timedelta(days=1), timezone.localdate(letter.opened_at) - timedelta(days=1)):
        with pytest.raises(Refused):
            moves.report_done(letter, done_on=day)
    letter = moves.report_done(letter, photos=(Photo(picture("green"), True),))
    stored = StoredFile.objects.unscoped("test").get(subject__startswith="letter_adoption:")
    assert Client().get(stored.get_absolute_url()).status_code == 404
    assert visitor(county, "approver", letter).get(stored.get_absolute_url()).status_code == 200
    letter = moves.confirm_adoption(letter)
    assert Client().get(stored.get_absolute_url()).status_code == 200
    page = public(letter)
    assert "四盏路灯已经装好" in page
    assert str(stored.uuid) in page
    moves.unpublish(letter)
    assert Client().get(stored.get_absolute_url()).status_code == 404


def test_an_overdue_promise_stands_in_what_is_due(county: County, moves: Moves) -> None:
    """R099: the office that promised has it in 今天要办 from then on, late after its day, until it is carried out."""
    letter = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "closed")))
    handler, now = county.actor("handler"), timezone.now()

    def promise() -> Any:
        return next((i for i in due_items(handler, now) if i.clock == "落实采纳"), None)

    assert promise().due > now
    Adoption.objects.filter(letter=letter).update(until=moment.today())
    assert worklist.counts(handler, now).by_queue["promises"] == (1, 0), "today is not late"
    Adoption.objects.filter(letter=letter).update(until=moment.today() - timedelta(days=1))
    assert worklist.counts(handler, now).by_queue["promises"] == (1, 1)
    assert promise().due < now
    assert worklist.counts(county.actor("foreign_handler"), now).of("promises") == 0
    moves.confirm_adoption(moves.report_done(letter))
    assert promise() is None


def test_the_one_who_signs_has_it_on_the_first_page(county: County, moves: Moves) -> None:
    letter = moves.propose_adoption(letter_in(county, "replied"))
    client = visitor(county, "approver", letter)
    assert "采纳待确认" in client.get("/workbench/letters/?queue=adoption").content.decode()
    page = client.get(f"/workbench/letters/{letter.pk}/confirm_adoption/").content.decode()
    assert PLAN in page
    done = client.post(
        f"/workbench/letters/{letter.pk}/confirm_adoption/", {"decision": "confirm", "revision": letter.revision}
    )
    assert done.status_code == 303
    assert PLAN in public(letter)


def test_the_form_of_the_desk_keeps_what_was_typed(county: County, moves: Moves) -> None:
    letter = letter_in(county, "replied")
    client = visitor(county, "handler", letter)
    address = f"/workbench/letters/{letter.pk}/adopt/"
    said = {
        "verdict": "adopted",
        "reason": "说得对",
        "plan": PLAN,
        "post": "",
        "until": "2030-01-01",
        "revision": letter.revision,
    }
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert PLAN in refused.content.decode()
    assert client.post(address, said | {"post": "镇建设办主任"}).status_code == 303
    stale = client.post(address, said | {"post": "镇建设办主任"})
    assert stale.status_code == 409


def test_counts_have_their_n(county: County, moves: Moves) -> None:
    """R099: verdicts, promises kept and late, over all answered letters, of which the suggestions are named."""
    first = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    moves.confirm_adoption(moves.report_done(first))
    hidden = moves.hide(
        moves.confirm_adoption(
            moves.propose_adoption(letter_in(county, "replied"), verdict="declined", reason="不归本县")
        )
    )
    moves.propose_adoption(letter_in(county, "replied", kind="help"))
    got = adopted.taken(None, ALWAYS)
    assert dict(got.verdicts) == {"采纳": 1, "部分采纳": 0, "留作参考": 0, "未采纳": 1}
    assert (got.n, got.suggestions, got.registered, got.promised, got.done, got.late) == (3, 2, 2, 1, 1, 0)
    assert [a.letter_id for a in adopted.shown(Wanted())] == [first.pk], hidden
    board = Client().get("/letters/stats/?period=all").content.decode()
    assert "登记了采纳情况的 2 件" in board
    assert [a.letter_id for a in adopted.shown(Wanted(standing="done"))] == [first.pk]
    assert not adopted.shown(Wanted(standing="late")).exists()
    assert not adopted.shown(Wanted(organisation=county.organisations["QS02"])).exists()


def test_the_list_costs_the_same_at_one_and_at_many(county: County, moves: Moves) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert Client().get("/letters/adopted/").status_code == 200
        return len(seen)

    Client().get("/letters/adopted/")
    moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    one = cost()
    for _ in range(3):
        moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    assert cost() == one <= 4


def test_a_letter_with_everything_stays_within_eight_statements(county: County, moves: Moves) -> None:
    """The registration comes with the letter itself; the page of a letter costs no statement more."""
    letter = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "reworking")))
    Client().get("/letters/")
    with CaptureQueriesContext(connection) as seen:
        assert PLAN in public(letter)
    assert len(seen) <= 8


def test_a_promise_goes_on_at_the_successor(county: County, moves: Moves) -> None:
    """The letter is finished, the promise is not: whoever takes the office over has it to keep."""
    letter = moves.confirm_adoption(moves.propose_adoption(letter_in(county, "solved")))
    office, into = county.office, county.other_office
    assert any(r.label == "没有落实的采纳承诺或批示" and r.count == 1 for r in succession.left(office))
    succession.carry(Handover(SYSTEM, office, into, moment.today()))
    now = timezone.now()
    assert worklist.counts(county.actor("other_handler"), now).of("promises") == 1
    assert PLAN in public(letter)

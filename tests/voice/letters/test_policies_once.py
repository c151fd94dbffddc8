"""What happens once, in time, or so many times: return, appeal, urge, follow-up, redo, reopen, rating."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions, words
from lianxin.voice.letters.models import CallBack, Letter, Rating
from tests.factories import SHANGHAI, County, Moves, submit

SECOND = timedelta(seconds=1)
MONDAY = datetime(2025, 9, 29, 16, 20, tzinfo=SHANGHAI)
#: five working days after that Monday, over the National Day holidays, end with 13 October
FIFTH = datetime(2025, 10, 13, 23, 59, 59, tzinfo=SHANGHAI)
#: thirty days after it end with 29 October
THIRTIETH = datetime(2025, 10, 29, 23, 59, 59, tzinfo=SHANGHAI)


def refused_with(move: object, *args: object) -> Denied:
    with pytest.raises(Refused) as refused:
        move(*args)  # type: ignore[operator]
    return refused.value.denied


@pytest.mark.parametrize(("when", "allowed"), [(FIFTH - SECOND, True), (FIFTH, True), (FIFTH + SECOND, False)])
def test_an_office_returns_a_letter_within_five_working_days(
    county: County, moves: Moves, when: datetime, allowed: bool
) -> None:
    """PET-03."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county), "accept_public assign take")
    with moment.at(when):
        decision = may(county.actor("handler"), letter, "send_back")
        assert bool(decision) is allowed
        if isinstance(decision, Denied):
            assert (decision.rule, decision.code) == ("PET-03", "too_late")
            assert "2025年10月13日" in decision.reason


def test_it_returns_it_once_and_says_why(county: County, moves: Moves) -> None:
    """PET-03: reason and text are needed; the second return is refused."""
    letter = moves.play(submit(county), "accept_public assign take")
    for reason, text in (("", "不归我们管"), ("not_ours", "  "), ("because", "不归我们管")):
        with pytest.raises(Refused) as refused:
            actions.send_back(
                actor=county.actor("handler"), letter=letter, reason=reason, text=text, revision=letter.revision
            )
        assert refused.value.denied.rule == "PET-03"
    letter = moves.send_back(letter)
    assert (letter.state, letter.organisation_id, letter.handler_id) == ("accepted", county.town.pk, None)
    letter = moves.assign(letter)
    denied = refused_with(moves.send_back, letter)
    assert (denied.code, denied.rule) == ("once", "PET-03")


@pytest.mark.parametrize(("when", "allowed"), [(FIFTH - SECOND, True), (FIFTH, True), (FIFTH + SECOND, False)])
def test_a_refused_author_appeals_within_five_working_days(
    county: County, moves: Moves, when: datetime, allowed: bool
) -> None:
    """M02, LX-01; the same for being handled without being shown."""
    with moment.at(MONDAY):
        refused, withheld = moves.refuse(submit(county)), moves.accept_private(submit(county))
    with moment.at(when):
        for letter, event in ((refused, "appeal"), (withheld, "appeal_private")):
            decision = may(county.actor("author"), letter, event)
            assert bool(decision) is allowed, event
            if isinstance(decision, Denied):
                assert (decision.rule, decision.code) == ("LX-01", "too_late")


def test_an_author_appeals_once(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "refuse appeal uphold")
    assert letter.state == "refused"
    denied = refused_with(moves.appeal, letter)
    assert (denied.code, denied.rule) == ("once", "LX-01")
    letter = moves.play(submit(county), "accept_private appeal_private keep_private")
    denied = refused_with(moves.appeal_private, letter)
    assert (denied.code, denied.rule) == ("once", "LX-01")


def test_each_decision_is_appealed_once(county: County, moves: Moves) -> None:
    """M02, LX-01: a letter taken in on appeal and taken down later; who overturned the first decision took the second."""
    letter = moves.hide(moves.play(submit(county), "refuse appeal overturn"), "reviewer2")
    Notice.objects.all().delete()
    letter = moves.appeal_private(letter)
    asked = set(Notice.objects.filter(key__contains=":appeal_private:").values_list("person_id", flat=True))
    assert asked == {county.people["reviewer"].pk}
    assert refused_with(moves.keep_private, letter, "reviewer2").code == "same_reviewer"
    letter = moves.keep_private(letter, "reviewer")
    denied = refused_with(moves.appeal_private, letter)
    assert (denied.code, denied.rule) == ("once", "LX-01")
    letter = moves.hide(moves.publish(letter), "reviewer")
    letter = moves.publish(moves.appeal_private(letter), "reviewer2")
    assert letter.publication == "public"


def test_criticism_is_no_reason_to_refuse_or_withhold(county: County) -> None:
    """R079, R095, R161: M03: no code says so, and what is not a code is refused."""
    listed = {**words.REFUSAL_REASONS, **words.WITHHOLD_REASONS}
    for code, label in listed.items():
        assert not any(word in label for word in ("批评", "负面", "敏感", "形象", "影响不好", "不满"))
        assert not any(word in code for word in ("critic", "negative", "sensitive", "image"))
    letter = submit(county)
    for reason in ("critical", "negative", ""):
        with pytest.raises(Refused) as refused:
            actions.refuse(
                actor=county.actor("reviewer"), letter=letter, reason=reason, text="批评镇里", revision=letter.revision
            )
        assert refused.value.denied.field == "reason"
        with pytest.raises(Refused) as refused:
            actions.take_in(
                actor=county.actor("reviewer"), letter=letter, public=False, reason=reason, revision=letter.revision
            )
        assert refused.value.denied.field == "reason"


def test_a_refusal_needs_words_besides_its_code(county: County) -> None:
    """M02, HOT-01."""
    letter = submit(county)
    with pytest.raises(Refused) as refused:
        actions.refuse(
            actor=county.actor("reviewer"), letter=letter, reason="abuse", text=" ", revision=letter.revision
        )
    assert (refused.value.denied.rule, refused.value.denied.field) == ("HOT-01", "text")


def test_what_is_not_shown_is_explained_in_words_too(county: County, moves: Moves) -> None:
    """M02, LX-01: 受理但不公开 and 撤下公开; a letter whose author did not want it shown needs none."""
    reviewer = county.actor("reviewer")
    letter = submit(county)
    with pytest.raises(Refused) as refused:
        actions.take_in(
            actor=reviewer, letter=letter, public=False, reason="privacy", text=" ", revision=letter.revision
        )
    assert (refused.value.denied.rule, refused.value.denied.field) == ("LX-01", "text")
    shown = moves.accept_public(letter)
    with pytest.raises(Refused) as refused:
        actions.hide(actor=reviewer, letter=shown, reason="privacy", text="", revision=shown.revision)
    assert refused.value.denied.field == "text"
    quiet = submit(county, wants_public=False)
    assert actions.take_in(actor=reviewer, letter=quiet, public=False, revision=quiet.revision).state == "accepted"


def test_an_urge_is_heard_once_a_day(county: County, moves: Moves) -> None:
    with moment.at(MONDAY):
        letter = moves.urge(moves.accept_public(submit(county)))
    with moment.at(MONDAY + timedelta(days=1) - SECOND):
        assert refused_with(moves.urge, letter).code == "too_soon"
    with moment.at(MONDAY + timedelta(days=1)):
        letter = moves.urge(letter)
    assert letter.urges == 2


def test_three_follow_up_questions_each_with_its_clock(county: County, moves: Moves) -> None:
    """R096: asking back is a right, with a clock. LX-07."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
        for number in (1, 2, 3):
            letter = moves.follow_up(letter)
            clock = letter.clocks.filter(name="followup").latest("id")
            assert (letter.state, letter.followups) == ("handling", number)
            assert (clock.state, clock.due_at, letter.due_at) == ("running", FIFTH, FIFTH)
            letter = moves.play(letter, "submit_reply send_reply")
            clock.refresh_from_db()
            assert clock.state == "stopped"
        denied = refused_with(moves.follow_up, letter)
        assert (denied.code, denied.rule) == ("limit", "LX-07")
    assert letter.replies.filter(state="sent", answers_message__isnull=False).count() == 3


def test_after_three_rounds_the_office_above_looks(county: County, moves: Moves) -> None:
    """LX-09: redo three times, then only a second look one level up."""
    letter = moves.play(submit(county), "accept_public assign take")
    for round_ in (1, 2, 3):
        letter = moves.play(letter, "submit_reply send_reply rate_bad redo")
        assert (letter.state, letter.round) == ("reworking", round_ + 1)
    letter = moves.play(letter, "submit_reply send_reply rate_bad")
    denied = refused_with(moves.redo, letter)
    assert (denied.code, denied.rule) == ("limit", "LX-09")
    letter = moves.look_again(letter)
    assert (letter.state, letter.level, letter.organisation_id) == ("accepted", 1, county.town.pk)
    assert letter.clocks.filter(name="rework", state="running").count() == 1


def test_who_answered_does_not_look_at_it_again(county: County, moves: Moves) -> None:
    """The second look is one level up: the office above has it, and what answered before does not get it back."""
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_bad look_again")
    assert (letter.organisation_id, letter.org_path) == (county.town.pk, county.town.org_path)
    denied = refused_with(moves.assign, letter)
    assert (denied.code, denied.rule, denied.field) == ("looked_at", "LX-09", "organisation")
    letter = moves.add_cohandler(letter)  # facts may be asked of anybody
    dispatcher = county.actor("dispatcher")
    letter = actions.assign(actor=dispatcher, letter=letter, organisation=county.town, revision=letter.revision)
    with pytest.raises(Refused) as refused:
        actions.transfer(actor=dispatcher, letter=letter, organisation=county.office, revision=letter.revision)
    assert refused.value.denied.code == "looked_at"
    assert (letter.state, letter.organisation_id) == ("assigned", county.town.pk)


def test_a_town_that_answered_is_looked_at_by_the_county(county: County, moves: Moves) -> None:
    """Who dispatches at the county is told; above the county nobody stands, so that it may have its own again."""
    top = county.organisations["QS"]
    for post, code in (("handler", "QS01"), ("handler", "QS"), ("approver", "QS"), ("caller", "QS")):
        county.add(f"{post}-{code}", post, code)
    letter = moves.accept_public(submit(county))
    dispatcher = county.actor("dispatcher")
    letter = actions.assign(actor=dispatcher, letter=letter, organisation=county.town, revision=letter.revision)
    letter = moves.rate_bad(moves.send_reply(moves.submit_reply(letter, "handler-QS01")))
    Notice.objects.all().delete()
    letter = moves.look_again(letter)
    told = Notice.objects.filter(key__contains=":look_again:", code="letters.look_again")
    assert (letter.organisation_id, set(told.values_list("person_id", flat=True))) == (
        top.pk, {county.people["county_dispatcher"].pk},
    )  # fmt: skip
    above = county.actor("county_dispatcher")
    for _ in range(2):
        letter = actions.assign(actor=above, letter=letter, organisation=top, revision=letter.revision)
        letter = moves.send_reply(moves.submit_reply(letter, "handler-QS"), "approver-QS")
        letter = moves.look_again(moves.rate_bad(letter), "caller-QS")
    assert (letter.state, letter.organisation_id) == ("accepted", top.pk)


@pytest.mark.parametrize(
    ("when", "allowed"), [(THIRTIETH - SECOND, True), (THIRTIETH, True), (THIRTIETH + SECOND, False)]
)
def test_a_matter_is_opened_again_within_thirty_days(
    county: County, moves: Moves, when: datetime, allowed: bool
) -> None:
    """LX-04."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_good")
    with moment.at(when):
        decision = may(county.actor("author"), letter, "reopen")
        assert bool(decision) is allowed
        if isinstance(decision, Denied):
            assert decision.rule == "LX-04"


# -- HCP-01: the rating --------------------------------------------------------------------------


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_five_levels_and_all_bad_ones_are_called_back(county: County, moves: Moves, level: int) -> None:
    """R100:"""
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
    letter = actions.rate(actor=county.actor("author"), letter=letter, level=level, solved=True)
    assert letter.state == ("callback" if level <= 2 else "solved")
    assert (letter.solved_at is None) is (level <= 2)
    assert letter.clocks.filter(name="callback", state="running").exists() is (level <= 2)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_there_is_no_sixth_level(county: County, moves: Moves, level: int) -> None:
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
    with pytest.raises(Refused) as refused:
        actions.rate(actor=county.actor("author"), letter=letter, level=level, solved=True)
    assert (refused.value.denied.rule, refused.value.denied.field) == ("HCP-01", "level")


def test_content_but_unsolved_is_not_solved(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
    letter = actions.rate(actor=county.actor("author"), letter=letter, level=5, solved=False)
    assert (letter.state, letter.solved_at) == ("closed", None)


def test_an_unrated_matter_is_never_satisfied(county: County, moves: Moves) -> None:
    """HCP-01: closed by the clock alone; no rating comes to be, and an old one does not count for a new round."""
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply close_unrated")
    assert (letter.state, letter.rating, letter.solved_at) == ("closed", None, None)
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_good reopen")
    letter = moves.play(letter, "submit_reply send_reply close_unrated")
    fresh = Letter.objects.unscoped("test").get(pk=letter.pk)
    assert (fresh.rating, fresh.solved_at) == (None, None)
    assert Rating.objects.filter(letter=letter).count() == 1


def test_a_call_back_needs_its_words_and_is_kept_with_its_round(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_bad")
    for result, note, field in (("redo", " ", "note"), ("fine", "好了", "result")):
        with pytest.raises(Refused) as refused:
            actions.call_back(
                actor=county.actor("caller"), letter=letter, result=result, note=note, revision=letter.revision
            )
        assert refused.value.denied.field == field
    letter = moves.redo(letter)
    assert CallBack.objects.get(letter=letter).round == 1
    assert letter.round == 2


def test_the_same_words_sent_twice_are_one_message(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take ask")
    author = county.actor("author")
    letter = actions.supplement(actor=author, letter=letter, text="靠近小学", key="the-same-form")
    with pytest.raises(Refused) as refused:
        actions.supplement(actor=author, letter=letter, text="靠近小学", key="the-same-form")
    assert refused.value.denied.code == "twice"
    assert letter.messages.count() == 1


# -- merging and withdrawing ---------------------------------------------------------------------


def test_the_author_of_a_merged_letter_follows_the_main_one(county: County, moves: Moves) -> None:
    main = moves.accept_public(submit(county, county.actor("neighbour")))
    letter = moves.accept_public(submit(county))
    letter = actions.merge(actor=county.actor("dispatcher"), letter=letter, into=main, revision=letter.revision)
    assert (letter.state, letter.merged_into_id) == ("merged", main.pk)
    assert not letter.clocks.filter(state__in=("running", "paused")).exists()
    main.refresh_from_db()
    assert (main.followers, main.follows.get().person_id) == (1, county.people["author"].pk)


def test_what_cannot_be_a_main_letter(county: County, moves: Moves) -> None:
    letter = moves.accept_public(submit(county))
    merged = moves.merge(moves.accept_public(submit(county)))
    for into in (letter, merged, submit(county), moves.refuse(submit(county)), moves.withdraw(submit(county))):
        with pytest.raises(Refused) as refused:
            actions.merge(actor=county.actor("dispatcher"), letter=letter, into=into, revision=letter.revision)
        assert refused.value.denied.code == "wrong_target"


def test_a_withdrawn_letter_is_gone_from_everywhere(county: County, moves: Moves) -> None:
    from lianxin.foundation.search.queries import find
    from lianxin.voice.letters.queries import public

    letter = moves.play(submit(county, title="翠竹巷的石阶松动"), "accept_public assign take")
    assert public.one(letter.pk)
    assert find("翠竹巷", kinds=["letter"], audience="public").ids == (letter.pk,)
    letter = moves.withdraw(letter)
    assert public.one(letter.pk) is None
    assert not find("翠竹巷", kinds=["letter"], audience="public").ids
    assert not find("翠竹巷", kinds=["letter"], audience="staff", paths=[""]).ids
    assert not letter.clocks.filter(state__in=("running", "paused")).exists()
    assert letter.due_at is None

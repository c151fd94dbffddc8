"""R069, R070, R071, R076: a motion is seconded, answered, decided, published, carried out; nothing is read too early (M01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.democracy.consultations import actions, chain
from lianxin.democracy.consultations.actions import Outcome, Proposal
from lianxin.democracy.consultations.lifecycle import MOTION, MOTION_SHOWN
from lianxin.democracy.consultations.models import Motion, Second
from lianxin.democracy.consultations.queries import reading
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.search.inside import search_inside
from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings.models import Gathering, Resolution
from tests.democracy.consultations.conftest import MOTION_WAYS, TITLE, WHY, Moves, fresh, office
from tests.factories import County

pytestmark = pytest.mark.django_db
Make, Browser, Who = Callable[..., Motion], Callable[[str], Client], Callable[[str], Actor]
DESK, PUBLIC = "/workbench/consult/motions/", "/consult/"
#: member of the branch beside the author; superior and leader have a duty above; far is a member of another branch
READERS = ("anonymous", "citizen", "same", "far", "secretary_here", "superior", "leader", "secretary_there")
INSIDE = {"same", "secretary_here", "superior", "leader"}


@pytest.mark.parametrize("audience", ["members", "public"])
def test_m01_every_state_by_every_reader_on_every_route(
    audience: str, motion: Make, browser: Browser, who: Who
) -> None:
    made: dict[str, Motion] = {}
    for state in MOTION_WAYS:
        made[state] = _alone(motion(state, audience, key=state))
    feed = Client().get(f"{PUBLIC}feed.atom").text
    for word in READERS if audience == "members" else ("anonymous", "far", "superior"):
        client = browser(word)
        found_inside = {hit.object_id for hit in search_inside(who(word), WHY, kinds=["motion"], limit=50).hits}
        lists = "".join(client.get(f"{PUBLIC}?list={slug}").text for slug in reading.LISTS)
        for state, one in made.items():
            reads = audience == "public" or word in INSIDE
            shown = state in MOTION_SHOWN
            assert (one.pk in found_inside) is (audience == "members" and reads and shown), (word, state)
            page = client.get(f"{PUBLIC}motion/{one.pk}/")
            assert (WHY in page.text) is (reads and shown), (word, state)
            answered = state in ("declined", "appealed", "upheld", "hidden")
            assert (page.status_code == 200) is (reads and (shown or answered)), (word, state)
            assert (f"motion/{one.pk}/" in lists) is (reads and shown), (word, state)
            assert (f"motion/{one.pk}/" in feed) is (audience == "public" and shown), state
            if audience == "public":
                continue
            desk = client.get(f"/workbench/consult/motion/{one.pk}/")
            assert (WHY in desk.text) is (word in {"secretary_here", "superior", "leader"}), (word, state)
    found = set(find(WHY, kinds=["motion"], limit=50).ids)
    assert found == (
        {one.pk for state, one in made.items() if state in MOTION_SHOWN} if audience == "public" else set()
    )


def test_a_result_is_read_by_nobody_before_it_is_published(motion: Make, browser: Browser) -> None:
    one = motion("decided", "public")
    for word in ("anonymous", "author", "same"):
        assert "向镇里申请" not in browser(word).get(f"{PUBLIC}motion/{one.pk}/").text
    assert "向镇里申请" not in Client().get(f"{PUBLIC}feed.atom").text
    assert "向镇里申请" in browser("deputy_here").get(f"/workbench/consult/motion/{one.pk}/").text


#: event -> (who may, what the state is afterwards)
EVENTS = {
    "show": ("deputy_here", "shown"), "take_up": ("secretary_here", "discussing"), "decline": ("secretary_here", "declined"),
    "appeal": ("author", "appealed"), "uphold": ("deputy_here", "upheld"), "overturn": ("deputy_here", "discussing"),
    "withdraw": ("author", "withdrawn"), "hide": ("deputy_here", "hidden"), "vote": ("secretary_here", "voting"), "revote": ("secretary_here", "voting"),
    "decide": ("secretary_here", "decided"), "return_result": ("deputy_here", "voting"), "publish": ("deputy_here", "carrying"),
    "postpone": ("secretary_here", "carrying"), "finish": ("secretary_here", "done"),
}  # fmt: skip
STRANGERS = ("same", "far", "handler", "secretary_there", "foreign", "organiser")


def test_the_whole_table(motion: Make, moves: Moves) -> None:
    """Every event in every state: by whom it is allowed it does what the table says, by strangers and otherwise nothing."""
    for state in MOTION_WAYS:
        one = _alone(motion(state, key=state))
        allowed = {row.event for row in MOTION.leaving(state)}
        for event, (by, target) in EVENTS.items():
            if event == "vote" and state == "voting":
                continue  # the same action is the other row there
            for other in STRANGERS if event in allowed else [by]:
                with pytest.raises(Refused):
                    moves.do(event, fresh(one), other)
            assert fresh(one).state == state
            if event in allowed:
                again = motion(state, key=f"{state}-{event}")
                assert moves.do(event, again).state == target, (state, event)
                _alone(again)


def _alone(one: Motion) -> Motion:
    """Taken away from its author, who may have three only that wait."""
    Motion.objects.unscoped("test").filter(pk=one.pk).update(author=None)
    return one


def test_m04_nobody_answers_their_own_and_nobody_releases_what_they_wrote(
    motion: Make, moves: Moves, cast: County, member: Any
) -> None:
    from tests.factories import appoint

    appoint(member("author").person, "secretary", cast.organisations["QS01-B1"])
    for event in ("show", "decline"):
        with pytest.raises(Refused, match="另一位同志"):
            moves.do(event, motion(), "author")
    shown = motion("shown", key="m2")
    with pytest.raises(Refused, match="另一位同志"):
        moves.take_up(shown, "author")
    with pytest.raises(Refused, match="另一位同志"):
        moves.publish(motion("decided", key="m3"), "secretary_here")
    with pytest.raises(Refused, match="另一位同志"):  # M02: an appeal goes to somebody else
        moves.uphold(motion("appealed", key="m4"), "secretary_here")


def test_m02_appealed_once_and_within_five_working_days(motion: Make, moves: Moves) -> None:
    """LX-186: five working days from Friday 27 November end on Friday 4 December."""
    one = motion("declined")
    for day, taken in (("2026-12-07", False), ("2026-12-04", True)):
        with time_machine.travel(f"{day}T02:00:00+00:00", tick=False):
            if taken:
                assert moves.appeal(fresh(one)).due_clock == "look"
            else:
                with pytest.raises(Refused, match="期限"):
                    moves.appeal(fresh(one))
    moves.uphold(fresh(one))
    with pytest.raises(Refused):
        moves.appeal(fresh(one))


def test_r071_every_proposal_has_its_day_and_the_keepers_are_told_when_it_passes(motion: Make, cast: County) -> None:
    """The days that the organisation declared (fifteen working days: 18 December), not the limit of LX-186."""
    one = motion()
    assert (one.due_clock, timezone.localdate(one.due_at)) == ("answer", date(2026, 12, 18))
    for day, told in (("2026-11-30", 0), ("2026-12-17", 1), ("2026-12-21", 2)):
        with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
            actions.remind()
            actions.remind()
            rows = Notice.objects.filter(code="motion.alert", person=cast.people["secretary_here"])
            assert rows.count() == told, day


def test_second_once_counted_and_named_to_nobody(motion: Make, browser: Browser, who: Who, cast: County) -> None:
    """B01, CMT-01: one person once however often they press; a number and no names; the author and strangers do not count."""
    one = motion("shown")
    url = f"{PUBLIC}motion/{one.pk}/second/"
    for _ in range(2):
        assert browser("same").post(url).status_code == 303
    assert Second.objects.filter(motion=one).count() == 1
    for word in ("author", "secretary_here", "superior", "far", "citizen"):
        browser(word).post(url)
    assert Second.objects.filter(motion=one).count() == 1
    for word in ("author", "secretary_here"):
        assert "吴春秋" not in browser(word).get(f"{PUBLIC}motion/{one.pk}/").text
    browser("same").post(url, {"undo": "1"})
    assert not Second.objects.filter(motion=one).exists()
    assert browser("same").get(url).status_code == 405


def test_r076_a_citizen_with_a_checked_phone_proposes_and_seconds_where_it_is_open(
    terms: Any, who: Who, cast: County, citizen: Actor, moves: Moves
) -> None:
    said = Proposal(TITLE, WHY, "装灯", "public", "老街坊")
    terms("members")
    with pytest.raises(Refused, match="本组织党员"):
        actions.propose(actor=citizen, organisation=office(), said=said, key="x")
    terms("public")
    with pytest.raises(Refused, match="核验手机号"):
        actions.propose(actor=cast.actor("author"), organisation=office(), said=said, key="y")
    one = moves.show(actions.propose(actor=citizen, organisation=office(), said=said, key="x"))
    assert actions.second(actor=who("same"), motion=one) == 1
    with pytest.raises(Refused, match="核验手机号"):
        actions.second(actor=cast.actor("author"), motion=one)


@pytest.mark.parametrize(("seconds", "refused"), [(1, False), (2, True)])
def test_too_few_is_no_reason_once_the_declared_number_is_there(
    seconds: int, refused: bool, motion: Make, who: Who, citizen: Actor
) -> None:
    one = motion("shown", "public")
    for actor in (who("same"), citizen)[:seconds]:
        actions.second(actor=actor, motion=one)
    told = Notice.objects.filter(code="motion.reached").exists()
    assert told is refused
    words = {"reason": "few", "text": "人不够", "remedy": "可以再提", "revision": one.revision}
    if refused:
        with pytest.raises(Refused, match="已经达到约定"):
            actions.decline(actor=who("secretary_here"), motion=one, **words)
    else:
        assert actions.decline(actor=who("secretary_here"), motion=one, **words).state == "declined"


def test_decided_by_a_meeting_that_is_filed_at_exactly_the_organisation(
    motion: Make, moves: Moves, who: Who, browser: Browser
) -> None:
    """R070: the votes come from the resolution; a meeting of before, of elsewhere or not filed decides nothing."""
    one = motion("discussing")
    one = actions.vote(actor=who("secretary_here"), motion=one, way="meeting", revision=one.revision)
    later = timezone.now() + timedelta(hours=1)

    def resolution(key: str, **more: Any) -> Resolution:
        facts = {"organisation": office(), "org_path": office().path, "kind": "general_meeting", "title": "党员大会", "agenda": "路灯",
                 "starts_at": later, "state": "closed", "key": key} | more  # fmt: skip
        held = Gathering.objects.create(**facts)
        return Resolution.objects.create(
            gathering=held, text="装两盏", due=5, here=4, yes=3, no=1, abstained=0, passed=True, key=key
        )

    day = timezone.localdate() + timedelta(days=9)
    good = resolution("a")
    wrong = [resolution("b", state="called"), resolution("c", starts_at=later - timedelta(days=3)),
             resolution("d", organisation=office("QS01-B2"), org_path=office("QS01-B2").path)]  # fmt: skip
    with time_machine.travel(later + timedelta(hours=3), tick=False):
        for row in [*wrong, None]:
            outcome = Outcome(True, "按决议办", resolution=row, carry_on=day, carry_post="组织委员")
            with pytest.raises(Refused) as refused:
                actions.decide(actor=who("secretary_here"), motion=fresh(one), outcome=outcome, revision=one.revision)
            assert refused.value.denied.field == "resolution"
        outcome = Outcome(False, "按决议办", resolution=good, carry_on=day, carry_post="组织委员")
        done = actions.decide(actor=who("secretary_here"), motion=one, outcome=outcome, revision=one.revision)
        assert (done.adopted, done.decided_on) == (True, timezone.localdate(later))
        moves.publish(done)
        page = browser("same").get(f"{PUBLIC}motion/{one.pk}/").text
    assert "装两盏" in page
    assert "应到有表决权 5 人，到会有表决权 4 人" in page


def test_the_chain_is_drawn_whole(motion: Make) -> None:
    """R070: 征集→讨论→表决→公开→落实, what is over and what comes."""
    done = [line["title"] for line in chain.of_motion(motion("done"))]
    assert done == ["提出议题", "通过审核，开始附议", "列入讨论", "讨论结束，交付表决", "结果公布：通过", "已落实"]
    coming = [(line["title"], line["done"]) for line in chain.of_motion(motion("discussing", key="m2"))]
    assert coming[-3:] == [("表决", False), ("公布结果", False), ("落实", False)]
    assert [mark for _, mark in chain.stages(motion("voting", key="m3"))] == ["done", "done", "here", "", ""]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"title": ""}, "请填写“议题”"), ({"why": "长" * 2001}, "最多 2000 个字，现在是 2001 个字"), ({"wish": ""}, "请填写“希望怎么办”"),
     ({"audience": "public"}, "只在党员中公开"), ({"front_name": ""}, "请填写“显示的名字”")],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(change: dict[str, str], words: str, terms: Any, browser: Browser) -> None:
    terms()
    said = {
        "organisation": office().pk,
        "title": TITLE,
        "why": WHY,
        "wish": "支部出工",
        "audience": "members",
        "front_name": "麦穗",
        "key": "k",
    }
    page = browser("author").post("/consult/motion/new/", said | change)
    assert page.status_code == 422
    assert words in page.text
    assert all(text in page.text for name, text in (("title", TITLE), ("why", WHY)) if name not in change)
    for _ in range(2):
        assert browser("author").post("/consult/motion/new/", said).status_code == 303
    assert Motion.objects.unscoped("test").count() == 1


def test_put_down_for_somebody_and_answered_by_somebody_else(
    terms: Any, who: Who, moves: Moves, browser: Browser
) -> None:
    """A02, M04; the name of the one who spoke is sealed and stays at the desk."""
    terms("public")
    said = Proposal(TITLE, WHY, "装灯", "public", "一位村民")
    one = actions.put_down(
        actor=who("secretary_here"), organisation=office(), said=said, spoken_for="李大娘，住桥头", key="p"
    )
    with pytest.raises(Refused, match="代录"):
        moves.show(one, "secretary_here")
    moves.show(one)
    assert "李大娘" not in Client().get(f"{PUBLIC}motion/{one.pk}/").text
    assert "李大娘" in browser("deputy_here").get(f"/workbench/consult/motion/{one.pk}/").text


def test_a_stale_tab_is_told_and_the_organisation_that_ends_hands_over(
    motion: Make, moves: Moves, who: Who, cast: County
) -> None:
    from lianxin.democracy.consultations import succession
    from lianxin.foundation.organisations.succession import Handover, left_at

    one = motion()
    moves.show(fresh(one))
    with pytest.raises(Refused):
        moves.show(one)
    assert any("没有办结的议题" in str(part) for part in left_at(office()))
    succession.carry(Handover(SYSTEM, office(), office("QS01-B2"), timezone.localdate()))
    assert fresh(one).organisation_id == office("QS01-B2").pk
    assert not any("没有办结的议题" in str(part) for part in left_at(office()))


def test_own_data_and_the_people_who_are_told(motion: Make, who: Who) -> None:
    """P03; the author and those who seconded learn what came of it."""
    one = motion("shown")
    actions.second(actor=who("same"), motion=one)
    actions.take_up(actor=who("secretary_here"), motion=one, revision=one.revision)
    assert WHY in export_of(who("author").person_id or 0).as_json().decode()
    assert {n.person_id for n in Notice.objects.filter(code="motion.take_up")} == {
        who("author").person_id,
        who("same").person_id,
    }


def test_lists_at_none_one_and_many_with_the_same_statements(
    motion: Make, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    assert "现在没有正在办的议题" in browser("same").get("/consult/?list=motions").text
    first = motion("shown", "public")
    rows = [Motion(**{f.attname: getattr(first, f.attname) for f in Motion._meta.concrete_fields if f.name not in ("id", "key", "number")}, key=f"n{n}")
            for n in range(500)]  # fmt: skip
    Motion.objects.unscoped("test").bulk_create(rows)
    for word, url in (("same", "/consult/?list=motions"), ("secretary_here", DESK), ("author", "/me/consult/")):
        client = browser(word)
        client.get(url)
        with django_assert_max_num_queries(30):
            page = client.get(url)
        assert "501" in page.text, url


def test_v02_a_poll_decides_only_when_its_result_is_out(motion: Make, who: Who, moves: Moves, monkeypatch: Any) -> None:
    """The numbers come through the room of the polls; while it hides them there is nothing to write down."""
    from lianxin.democracy.consultations import decisions
    from lianxin.democracy.polls.queries import Outcome as Polled

    one = motion("discussing")
    secretary = who("secretary_here")
    with pytest.raises(Refused) as refused:
        actions.vote(actor=secretary, motion=one, way="poll", poll="没有的", revision=one.revision)
    assert refused.value.denied.field == "poll"
    shown: dict[str, Any] = {"ballots": None, "options": [("先修屋顶", None), ("先买桌椅", None)]}

    def outcome(code: str, actor: Actor) -> Polled:
        return Polled("先办哪一样", "已结束", timezone.now(), electorate=9, url="/polls/1/", **shown)

    monkeypatch.setattr(decisions.polls, "outcome", outcome)
    one = actions.vote(actor=secretary, motion=one, way="poll", poll="P-1", revision=one.revision)
    with pytest.raises(Refused, match="还没有公布"):
        moves.decide(one)
    assert decisions.votes_of(secretary, one).rows == ()  # type: ignore[union-attr]  # decided by a poll
    shown |= {"ballots": 7, "options": [("先修屋顶", 5), ("先买桌椅", 2)]}
    assert moves.decide(fresh(one)).state == "decided"
    votes = decisions.votes_of(secretary, one)
    assert votes is not None
    assert votes.rows == (("先修屋顶", 5), ("先买桌椅", 2))
    assert "参加投票 7 人" in votes.note

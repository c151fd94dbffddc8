"""处理建议: told, heard, discussed, decided, each by a person (EDU-06, EDU-11, LX-87, F03); and back again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.mobility import actions, queries
from lianxin.membership.mobility.models import Matter
from tests.factories import County, appoint
from tests.membership.mobility.away import NAMES, at, contact, discuss, fresh, held, standing, told

pytestmark = pytest.mark.django_db


def tell(towns: County, case: Matter) -> Matter:
    return actions.tell(
        actor=towns.actor("keeper"), case=case, text="打电话、问家里人，都找不到。", revision=case.revision
    )


def refused(actor: Any, case: Matter, event: str) -> str:
    decision = may(actor, case, event)
    assert isinstance(decision, Denied), event
    return decision.code


def test_the_whole_way_to_stopping(towns: County, lost: Matter, clock: Any) -> None:
    """EDU-06: the standing changes by the committee's decision and by nothing before it."""
    case = discuss(towns, lost, clock)
    assert case.organisation == towns.organisations["QS01"]
    assert standing(case) == "active"
    case = actions.decide(actor=towns.actor("organiser"), case=case, text="同意停止党籍。", revision=case.revision)
    assert (case.state, case.decided_on, standing(case)) == ("decided", date(2026, 12, 10), "stopped")
    line = fresh(case.member).events.first()
    assert (line.kind, line.text) == ("standing", "党委决定停止党籍（失去联系）")
    assert "党委已作决定" in told("matter", case.member.person)


def test_who_may_do_what(towns: County, lost: Matter, clock: Any) -> None:
    for who in ("watcher", "host", "m1"):
        assert refused(towns.actor(who), lost, "tell") in ("no_right", "out_of_scope"), who
    case = discuss(towns, lost, clock)
    assert refused(towns.actor("keeper"), case, "decide") == "out_of_scope", "the branch does not decide"
    assert refused(towns.actor("keeper2"), case, "decide") == "no_right"
    assert refused(towns.actor("other_organiser"), case, "decide") == "out_of_scope"
    assert may(towns.actor("organiser"), case, "decide")


def test_who_wrote_the_branchs_opinion_does_not_decide(towns: County, lost: Matter, clock: Any) -> None:
    """M04."""
    case = tell(towns, lost)
    clock.move_to(at("2026-12-10 10:00"))
    meeting = held(towns, "QS01-B1", "general_meeting", date(2026, 12, 8), NAMES[1:])
    case = actions.discuss(
        actor=towns.actor("organiser"), case=case, heard="unreachable", meeting=meeting, text="支部大会同意上报。",
        revision=case.revision,
    )  # fmt: skip
    assert refused(towns.actor("organiser"), case, "decide") == "same_person"
    assert may(towns.actor("town2"), case, "decide")


def test_nobody_handles_their_own(towns: County, lost: Matter) -> None:
    appoint(lost.member.person, "secretary", towns.organisations["QS01-B1"])
    assert refused(towns.actor("m0"), lost, "tell") == "own_work"
    assert lost not in queries.turn(towns.actor("m0"))
    assert not told("matter", towns.people["m0"])


@pytest.mark.parametrize(("day", "code"), [("2026-12-03", "too_early"), ("2026-12-04", ""), ("2026-12-05", "")])
def test_seven_days_to_answer(day: str, code: str, towns: County, lost: Matter, clock: Any) -> None:
    """LX-87: told on 27 November."""
    case = tell(towns, lost)
    clock.move_to(at(f"{day} 10:00"))
    decision = may(towns.actor("keeper"), case, "discuss")
    assert (decision.code if isinstance(decision, Denied) else "") == code


def test_an_answer_is_heard_at_once(towns: County, lost: Matter) -> None:
    """F03, LX-87: after the person has spoken nobody has to wait."""
    case = tell(towns, lost)
    assert refused(towns.actor("keeper"), case, "discuss") == "too_early"
    case = actions.answer(actor=towns.actor("m0"), case=case, text="手机丢了，我在跑船。", revision=case.revision)
    assert may(towns.actor("keeper"), case, "discuss")
    with pytest.raises(Refused):
        actions.answer(actor=towns.actor("m1"), case=case, text="我替他说几句话。", revision=case.revision)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM mobility_matterstep")
        assert "跑船" not in "".join(line[0] for line in cursor.fetchall())


def test_before_they_are_told_nobody_answers(towns: County, lost: Matter) -> None:
    assert queries.own_matters(lost.member) == []
    with pytest.raises(Refused):
        actions.answer(actor=towns.actor("m0"), case=lost, text="手机丢了，我在跑船。", revision=lost.revision)


def test_hearing_is_not_claimed(towns: County, lost: Matter, clock: Any) -> None:
    """LX-87: whoever says that the person was heard has written down what they said."""
    case = tell(towns, lost)
    clock.move_to(at("2026-12-10 10:00"))
    meeting = held(towns, "QS01-B1", "general_meeting", date(2026, 12, 8), NAMES[1:])
    said = {"meeting": meeting, "text": "支部大会同意上报。", "revision": case.revision}
    with pytest.raises(Refused, match="还没有本人的说明"):
        actions.discuss(actor=towns.actor("keeper"), case=case, heard="met", **said)
    case = actions.hear(actor=towns.actor("keeper2"), case=case, text="在电话里说不想回来了。", revision=case.revision)
    assert actions.discuss(
        actor=towns.actor("keeper"), case=case, heard="met", **said | {"revision": case.revision}
    ).state == "discussed"  # fmt: skip


def test_the_meeting_is_a_filed_one_since_the_proposal(towns: County, lost: Matter, clock: Any) -> None:
    case = tell(towns, lost)
    early = held(towns, "QS01-B1", "general_meeting", date(2026, 11, 20), NAMES[1:])
    clock.move_to(at("2026-12-10 10:00"))
    elsewhere = held(towns, "QS02-B1", "general_meeting", date(2026, 12, 8), ("何客来",))
    other = held(towns, "QS01-B1", "lecture", date(2026, 12, 8), NAMES[1:])
    for meeting in (None, early, elsewhere, other):
        with pytest.raises(Refused, match="支委会或者党员大会"):
            actions.discuss(
                actor=towns.actor("keeper"), case=case, heard="unreachable", meeting=meeting, text="支部大会同意上报。",
                revision=case.revision,
            )  # fmt: skip


def stopped(towns: County, lost: Matter, clock: Any) -> Matter:
    case = discuss(towns, lost, clock)
    return actions.decide(actor=towns.actor("organiser"), case=case, text="同意停止党籍。", revision=case.revision)


@pytest.mark.parametrize(("day", "found"), [("2028-12-09", 0), ("2028-12-10", 1), ("2028-12-11", 1)])
def test_two_years_stopped_and_still_no_contact(day: str, found: int, towns: County, lost: Matter, clock: Any) -> None:
    """EDU-06: stopped on 10 December 2026."""
    stopped(towns, lost, clock)
    clock.move_to(at(f"{day} 10:00"))
    assert actions.look() == found
    assert standing(lost) == "stopped"


def test_leaving_is_voted_on_by_the_general_meeting(towns: County, lost: Matter, clock: Any) -> None:
    """EDU-06: 除名; and the registration ends with the membership."""
    stopped(towns, lost, clock)
    clock.move_to(at("2028-12-11 10:00"))
    actions.look()
    case = Matter.objects.unscoped("test").get(ground="lost_long")
    case = tell(towns, case)
    clock.move_to(at("2028-12-20 10:00"))
    said = {"heard": "unreachable", "text": "支部大会表决通过。", "revision": case.revision}
    meeting = held(towns, "QS01-B1", "general_meeting", date(2028, 12, 19), NAMES[1:])
    lecture = held(towns, "QS01-B1", "theme_day", date(2028, 12, 19), NAMES[1:])
    with pytest.raises(Refused, match="党员大会，要已经归档"):
        actions.discuss(actor=towns.actor("keeper"), case=case, meeting=lecture, **said)
    case = actions.discuss(actor=towns.actor("keeper"), case=case, meeting=meeting, **said)
    actions.decide(actor=towns.actor("organiser"), case=case, text="批准，按自行脱党除名。", revision=case.revision)
    assert standing(case) == "left"
    assert queries.open_of(case.member) is None


def restoring(towns: County, lost: Matter, clock: Any) -> tuple[Any, Matter]:
    """Stopped, and found again: (the registration, the branch's proposal)."""
    stopped(towns, lost, clock)
    row = queries.open_of(lost.member)
    clock.move_to(at("2027-03-01 10:00"))
    contact(towns, row, date(2027, 3, 1))  # type: ignore[arg-type]  # it is there
    assert standing(lost) == "stopped", "nothing comes back by itself either"
    case = actions.propose(
        actor=towns.actor("keeper"),
        member=fresh(lost.member),
        ground="restore",
        since=date(2027, 3, 1),
        text="本人回村，说明了情况。",
    )
    return row, case


def test_found_again_and_restored(towns: County, lost: Matter, clock: Any) -> None:
    """EDU-06: contact is found, people propose, the branch discusses, the committee restores; the registration ends."""
    row, case = restoring(towns, lost, clock)
    assert case.state == "told"
    meeting = held(towns, "QS01-B1", "general_meeting", date(2027, 3, 1), NAMES[1:])
    clock.move_to(at("2027-03-02 10:00"))
    said = {"heard": "met", "text": "同意恢复党籍。", "revision": case.revision}
    with pytest.raises(Refused, match="研究这件事"):
        actions.discuss(actor=towns.actor("keeper"), case=case, meeting=None, **said)
    case = actions.discuss(actor=towns.actor("keeper"), case=case, meeting=meeting, **said)
    actions.decide(actor=towns.actor("organiser"), case=case, text="同意恢复党籍。", revision=case.revision)
    assert (standing(case), fresh(row).ended_how) == ("active", "found")
    clock.move_to(at("2029-01-01 10:00"))
    assert actions.look() == 0, "nobody is removed for what is over"


def test_a_decision_needs_its_reason_to_hold(towns: County, lost: Matter, clock: Any) -> None:
    """Contact that the ledger knows of forbids the decision even before the daily look."""
    case = discuss(towns, lost, clock)
    held(towns, "QS01-B1", "theme_day", date(2026, 12, 9), NAMES)
    decision = may(towns.actor("organiser"), case, "decide")
    assert isinstance(decision, Denied)
    assert (decision.code, decision.rule) == ("gone", "EDU-06")
    with pytest.raises(Refused, match="联系上本人"):
        actions.decide(actor=towns.actor("organiser"), case=case, text="同意停止党籍。", revision=case.revision)
    assert standing(case) == "active"


def test_no_day_of_ones_own_makes_it_longer(towns: County, lost: Matter, clock: Any) -> None:
    """EDU-06: the two years begin with the decision, whatever day somebody types."""
    stopped(towns, lost, clock)
    with pytest.raises(Refused, match="2028-12-10") as caught:
        actions.propose(actor=towns.actor("keeper"), member=fresh(lost.member), ground="lost_long", since=date(2024, 1, 1),
                        text="好几年找不到人了。")  # fmt: skip
    assert caught.value.denied.code == "too_early"


def test_nor_one_before_the_last_contact(towns: County, member: Any) -> None:
    """EDU-06: the registration knows of a contact on 1 September; eight months of silence are not proposed."""
    actions.register(
        actor=towns.actor("keeper"), member=member(), kind="away", since=date(2026, 1, 10), reason="work",
        where=actions.Place(place="深圳"), last_contact_on=date(2026, 9, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="2027-03-01"):
        actions.propose(actor=towns.actor("keeper"), member=member(), ground="lost", since=date(2026, 3, 1),
                        text="好几个月找不到人了。")  # fmt: skip


def test_years_before_a_restoring_do_not_count_again(towns: County, lost: Matter, clock: Any) -> None:
    """EDU-06: stopped in 2026, restored without a line of contact, stopped anew in 2029: two years from then."""
    first = stopped(towns, lost, clock)
    rows = Matter.objects.unscoped("test")
    for ground, day in (("restore", date(2027, 3, 2)), ("lost", date(2029, 6, 1))):
        rows.create(
            member=first.member, ground=ground, since=day, reached_on=day, decided_on=day, state="decided", home=first.home,
            home_path=first.home_path, organisation=first.organisation, org_path=first.org_path, opened_at=first.opened_at,
            closed_at=first.closed_at,
        )  # fmt: skip
    clock.move_to(at("2031-05-31 10:00"))
    assert actions.look() == 0
    clock.move_to(at("2031-06-01 10:00"))
    assert actions.look() == 1


@pytest.mark.parametrize(
    ("ground", "since", "reason"),
    [
        ("lost", date(2026, 5, 28), "2026-11-28"),
        ("silent", date(2026, 5, 1), "没有这种情形"),
        ("abroad", date(2020, 1, 1), "没有这种情形"),
        ("restore", date(2026, 11, 1), "在册"),
        ("lost_long", date(2024, 1, 1), "在册"),
        ("bored", date(2024, 1, 1), "请选择情形"),
    ],
)
def test_people_propose_by_the_same_days(ground: str, since: date, reason: str, towns: County, member: Any) -> None:
    with pytest.raises(Refused, match=reason):
        actions.propose(
            actor=towns.actor("keeper"), member=member(), ground=ground, since=since, text="好几个月找不到人了。"
        )


def test_the_day_itself_is_enough_for_people_too(towns: County, member: Any) -> None:
    """EDU-06: a day before, see above; the day."""
    said = {"member": member(), "ground": "lost", "text": "好几个月找不到人了。"}
    case = actions.propose(actor=towns.actor("keeper"), since=date(2026, 5, 27), **said)
    assert case.reached_on == date(2026, 11, 27)
    with pytest.raises(Refused, match="正在办"):
        actions.propose(actor=towns.actor("keeper2"), since=date(2026, 5, 20), **said)


def test_sent_back_set_aside_and_reopened(towns: County, lost: Matter, clock: Any) -> None:
    case = discuss(towns, lost, clock)
    case = actions.send_back(actor=towns.actor("organiser"), case=case, text="再问问他爱人。", revision=case.revision)
    assert (case.state, case.organisation) == ("told", towns.organisations["QS01-B1"])
    case = actions.answer(actor=towns.actor("m0"), case=case, text="下个月就回来。", revision=case.revision)
    with pytest.raises(Refused, match="写清楚"):
        actions.set_aside(actor=towns.actor("keeper"), case=case, text="算了", revision=case.revision)
    case = actions.set_aside(actor=towns.actor("keeper"), case=case, text="爱人说下月回来。", revision=case.revision)
    assert case.closed_at is not None
    case = actions.reopen(actor=towns.actor("keeper"), case=case, text="到日子还是没有回来。", revision=case.revision)
    assert (case.state, case.told_on, case.closed_at) == ("proposed", None, None)
    again = actions.tell(actor=towns.actor("keeper"), case=case, text="托人带了信。", revision=case.revision)
    assert refused(towns.actor("keeper"), again, "discuss") == "too_early", "LX-87: told anew, the days run anew"
    case = fresh(again)
    with pytest.raises(Refused, match="已被别人处理过"):
        actions.tell(actor=towns.actor("keeper2"), case=case, text="打电话、问家里人。", revision=case.revision - 1)

"""外出登记 from both sides: registering, confirming, taking note, moving on, ending (EDU-12, EDU-08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import actions as dossiers
from lianxin.membership.mobility import actions, queries
from lianxin.membership.mobility.models import Absence
from tests.factories import County
from tests.membership.mobility.away import NAMES, at, contact, fresh, told

pytestmark = pytest.mark.django_db
HOME = actions.Place(place="广东省深圳市南山区", region_code="440305", phone="13800000000")


def lanes(county: County, who: str, lane: str) -> list[str]:
    return [row.member.name for row in queries.lane(county.actor(who), lane, date(2026, 11, 27))]


def report(county: County, member: Any, **more: Any) -> Absence:
    said = {"kind": "away", "since": date(2026, 11, 1), "reason": "work", "where": HOME} | more
    return actions.register(actor=county.actor("m0"), member=member, **said)


def test_both_sides_see_the_person_and_the_file_stays(towns: County, noted: Absence) -> None:
    """EDU-12: 流出/流入, without the file moving."""
    assert lanes(towns, "keeper", "out") == [NAMES[0]]
    assert lanes(towns, "host", "in") == [NAMES[0]]
    assert lanes(towns, "host", "out") == []
    assert lanes(towns, "mobile_host", "in") == []
    assert fresh(noted.member).organisation_id == towns.organisations["QS01-B1"].pk


def test_a_branch_of_mobile_members_takes_note_like_any_other(towns: County, away: Any) -> None:
    row = away(host="QS02-M1")
    assert told("host", towns.people["mobile_host"]) == ["有流动党员流入，请接收登记"]
    actions.note_host(actor=towns.actor("mobile_host"), absence=row, yes=True, revision=row.revision)
    assert lanes(towns, "mobile_host", "in") == [NAMES[0]]


def test_what_a_member_reports_waits_for_the_branch(towns: County, member: Any) -> None:
    """By the member, confirmed by the branch; the other side hears of it only then."""
    row = report(towns, member(), where=actions.Place(place="深圳", host=towns.organisations["QS02-B1"]))
    assert (row.state, row.host_state) == ("asked", "asked")
    assert told("asked", towns.people["keeper"])
    assert not told("host", towns.people["host"])
    assert lanes(towns, "host", "in") == []
    with pytest.raises(Refused):
        actions.note_host(actor=towns.actor("host"), absence=row, yes=True, revision=row.revision)
    with pytest.raises(Refused, match="写明原因"):
        actions.confirm(actor=towns.actor("keeper"), absence=row, yes=False, revision=row.revision)
    row = actions.confirm(actor=towns.actor("keeper"), absence=row, yes=True, revision=row.revision)
    assert row.state == "open"
    assert told("host", towns.people["host"])
    with pytest.raises(Refused, match="确认过"):
        actions.confirm(actor=towns.actor("keeper2"), absence=row, yes=True, revision=row.revision)


def test_a_report_can_be_taken_back_until_it_is_answered(towns: County, member: Any) -> None:
    row = report(towns, member())
    with pytest.raises(Refused):
        actions.withdraw(actor=towns.actor("m1"), absence=row)
    assert actions.withdraw(actor=towns.actor("m0"), absence=row).state == "ended"
    row = report(towns, member())
    actions.confirm(actor=towns.actor("keeper"), absence=row, yes=True, revision=row.revision)
    with pytest.raises(Refused, match="不能撤回"):
        actions.withdraw(actor=towns.actor("m0"), absence=row)


def test_nobody_says_of_themselves_that_they_are_lost(towns: County, member: Any) -> None:
    with pytest.raises(Refused, match="类别"):
        report(towns, member(), kind="lost")


def test_nobody_has_two_that_run(towns: County, away: Any) -> None:
    away()
    with pytest.raises(Refused, match="没有结束的登记"):
        away(kind="study")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"since": date(2026, 11, 28)}, "还没有到"),
        ({"until": date(2026, 11, 1)}, "晚于外出"),
        ({"reason": ""}, "原因"),
        ({"kind": "moon"}, "类别"),
        ({"where": actions.Place(place=" ")}, "去了哪里"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(more: dict[str, Any], reason: str, towns: County, member: Any) -> None:
    with pytest.raises(Refused, match=reason):
        report(towns, member(), **more)


def test_a_host_is_another_party_organisation(towns: County, away: Any, member: Any) -> None:
    for code, reason in (("QS01-U1", "党组织"), ("QS01-B1", "现在的组织"), ("QS01", "现在的组织")):
        with pytest.raises(Refused, match=reason):
            report(towns, member(), where=actions.Place(place="深圳", host=towns.organisations[code]))


def test_applicants_are_no_mobile_members(towns: County, member: Any) -> None:
    from lianxin.membership.dossiers.models import Member

    Member.objects.unscoped("test").filter(pk=member().pk).update(stage="applicant", joined_on=None, full_since=None)
    with pytest.raises(Refused, match="预备党员和正式党员"):
        report(towns, member())


def test_address_phone_and_words_are_sealed(towns: County, noted: Absence) -> None:
    """P02."""
    contact(towns, noted, date(2026, 11, 20), words="在工地干活，胃病犯了。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, phone, liaison_phone FROM mobility_absence")
        kept = "".join("".join(line) for line in cursor.fetchall())
        cursor.execute("SELECT words FROM mobility_contact")
        kept += "".join(line[0] for line in cursor.fetchall())
    assert not any(word in kept for word in ("科技路", "13800000000", "胃病"))


def test_a_new_place_begins_the_six_months_anew(towns: County, noted: Absence) -> None:
    """EDU-08; the same place with another number keeps the days and who took note."""
    assert noted.transfer_due_on == date(2026, 12, 1)
    where = actions.Place(place=noted.place, region_code="440305", phone="13900000000", host=noted.host)
    row = actions.move_on(
        actor=towns.actor("m0"), absence=noted, where=where, on=noted.place_since, revision=noted.revision
    )
    assert (row.transfer_due_on, row.host_state) == (date(2026, 12, 1), "noted")
    row = actions.move_on(
        actor=towns.actor("m0"),
        absence=row,
        where=actions.Place(place="云汀市"),
        on=date(2026, 10, 8),
        revision=row.revision,
    )
    assert (row.transfer_due_on, row.host_state, row.host) == (date(2027, 4, 8), "", None)
    assert lanes(towns, "host", "in") == []
    for day in (date(2026, 5, 31), date(2026, 11, 28)):
        with pytest.raises(Refused, match="换地方的日子"):
            actions.move_on(actor=towns.actor("keeper"), absence=row, where=HOME, on=day, revision=row.revision)


def test_a_declined_note_needs_a_reason_and_home_reads_it(towns: County, away: Any) -> None:
    row = away(host="QS02-B1")
    with pytest.raises(Refused, match="写明原因"):
        actions.note_host(actor=towns.actor("host"), absence=row, yes=False, revision=row.revision)
    row = actions.note_host(
        actor=towns.actor("host"), absence=row, yes=False, answer="不住在本村。", revision=row.revision
    )
    assert (row.host_state, row.answer) == ("declined", "不住在本村。")
    assert lanes(towns, "host", "in") == []
    assert queries.one(towns.actor("host"), row.pk) is None


def test_two_at_once_one_wins(towns: County, away: Any) -> None:
    row = away(host="QS02-B1")
    actions.note_host(actor=towns.actor("host"), absence=row, yes=True, revision=row.revision)
    with pytest.raises(Refused, match="已被别人处理过"):
        actions.end(
            actor=towns.actor("keeper"), absence=row, how="returned", on=date(2026, 11, 27), revision=row.revision
        )


def test_back_home_and_gone_again(towns: County, noted: Absence, away: Any, clock: Any) -> None:
    actions.own_word(actor=towns.actor("m0"), absence=noted, words="", key="k", back=True)
    assert told("moved", towns.people["keeper"]) == ["在外的同志说已经回来了"]
    assert fresh(noted).state == "open", "the branch ends it"
    row = actions.end(
        actor=towns.actor("keeper"),
        absence=noted,
        how="returned",
        on=date(2026, 11, 27),
        revision=fresh(noted).revision,
    )
    assert row.state == "ended"
    assert lanes(towns, "host", "in") == []
    assert told("ended", towns.people["host"])
    clock.move_to(at("2026-12-05 10:00"))
    assert away(since=date(2026, 12, 1)).state == "open"


def test_a_transfer_ends_the_registration(towns: County, noted: Absence) -> None:
    """The file moves by the dossiers' action; this room follows."""
    dossiers.move(
        actor=towns.actor("judge"), member=noted.member, organisation=towns.organisations["QS02-B1"], on=date(2026, 11, 27),
        text="组织关系转入",
    )  # fmt: skip
    row = fresh(noted)
    assert (row.state, row.ended_how) == ("ended", "transferred")


def test_the_liaison_is_of_the_branch(towns: County, away: Any, member: Callable[..., Any]) -> None:
    row = away()
    for wrong in ("何客来", NAMES[0]):
        with pytest.raises(Refused):
            actions.assign_liaison(
                actor=towns.actor("keeper"), absence=row, liaison=member(wrong), phone="", revision=row.revision
            )
    row = actions.assign_liaison(
        actor=towns.actor("keeper"), absence=row, liaison=member(NAMES[1]), phone="13700000000", revision=row.revision
    )
    assert row.liaison == member(NAMES[1])
    assert told("liaison", towns.people["m0"])

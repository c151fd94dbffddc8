"""一方隶属、参加多重组织生活 (EDU-12): asked to come there, counted once, a vote at home only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings import actions, ledger, queries
from lianxin.membership.gatherings.calling import called
from lianxin.membership.gatherings.models import Attendance, Gathering
from lianxin.membership.gatherings.reckoning import quorum
from lianxin.membership.mobility.models import Absence
from tests.factories import County
from tests.membership.mobility.away import NAMES, at, fresh, held

pytestmark = pytest.mark.django_db


def plan(towns: County, code: str, kind: str, start: str = "2026-12-01 15:00") -> Gathering:
    return actions.plan(
        actor=SYSTEM, organisation=towns.organisations[code], kind=kind, key=f"{code}-{kind}-{start}",
        draft=actions.Draft(title="活动", starts_at=at(start), agenda="学习", place="村委会", online_url="https://meet.example.org/8"),
    )  # fmt: skip


def call(towns: County, code: str, kind: str) -> Gathering:
    one = plan(towns, code, kind)
    actions.call(actor=SYSTEM, gathering=one, revision=one.revision)
    return fresh(one)


def names(one: Gathering) -> dict[str, str]:
    return {row.member.name: row.role for row in Attendance.objects.filter(gathering=one).select_related("member")}


def share(row: Absence, kind: str) -> tuple[int, int]:
    words = {"theme_day": "主题党日", "general_meeting": "党员大会"}
    found = {s.word: s for s in ledger.year_of_member(row.member, 2026)}
    return (found[words[kind]].took, found[words[kind]].called) if words[kind] in found else (0, 0)


def test_the_organisation_there_asks_its_guests(towns: County, noted: Absence) -> None:
    one = call(towns, "QS02-B1", "theme_day")
    assert names(one) == {"何客来": "called", NAMES[0]: "guest"}
    from lianxin.foundation.notices.models import Notice

    assert Notice.objects.filter(code="gatherings.called", person=towns.people["m0"]).exists()
    assert [r.gathering_id for r in queries.coming(towns.people["m0"].pk, at("2026-11-27 10:00"))] == [one.pk]


def test_only_after_it_took_note(towns: County, away: Any) -> None:
    away(host="QS02-B1")
    assert names(call(towns, "QS02-B1", "theme_day")) == {"何客来": "called"}


def test_the_vote_stays_at_home(towns: County, noted: Absence) -> None:
    """A guest is in no quorum there, and is due with a vote at home."""
    there = call(towns, "QS02-B1", "general_meeting")
    assert not Attendance.objects.get(gathering=there, member=noted.member).votes
    assert quorum("general_meeting", there.attendances.all(), there.day).due == 1
    home = call(towns, "QS01-B1", "general_meeting")
    assert Attendance.objects.get(gathering=home, member=noted.member).votes
    assert quorum("general_meeting", home.attendances.all(), home.day).due == len(NAMES)


def test_no_guest_at_a_committee(towns: County, noted: Absence) -> None:
    assert called(plan(towns, "QS02-B1", "committee_meeting")).visitors == ()


def test_there_only_counts_at_home(towns: County, noted: Absence) -> None:
    held(towns, "QS02-B1", "theme_day", date(2026, 9, 20), (NAMES[0],))
    home = held(towns, "QS01-B1", "theme_day", date(2026, 9, 10), NAMES[1:])
    assert share(noted, "theme_day") == (1, 1)
    assert noted.member_id in queries.took_part_elsewhere(home, list(home.attendances.all()))


def test_in_both_places_counts_once(towns: County, noted: Absence) -> None:
    """Twice in one month is one; twice in two months is two."""
    held(towns, "QS02-B1", "theme_day", date(2026, 9, 20), (NAMES[0],))
    held(towns, "QS01-B1", "theme_day", date(2026, 9, 10), NAMES)
    assert share(noted, "theme_day") == (1, 1)
    held(towns, "QS02-B1", "theme_day", date(2026, 10, 20), (NAMES[0],))
    assert share(noted, "theme_day") == (2, 2)


def test_being_asked_there_and_not_coming_is_no_absence(towns: County, noted: Absence) -> None:
    held(towns, "QS02-B1", "theme_day", date(2026, 9, 20), ("何客来",))
    assert share(noted, "theme_day") == (0, 0)


def test_the_list_there_can_be_completed_by_a_guest(towns: County, away: Any, clock: Any) -> None:
    """补记到会 of somebody who is not of one's own scope, once the organisation took note of them."""
    one = call(towns, "QS02-B1", "theme_day")
    row = away(host="QS02-B1")
    clock.move_to(at("2026-12-01 16:00"))
    said = {"gathering": one, "member": row.member, "revision": one.revision}
    with pytest.raises(Refused):
        actions.add(actor=towns.actor("host"), **said)
    from lianxin.membership.mobility import actions as mobility

    mobility.note_host(actor=towns.actor("host"), absence=row, yes=True, revision=row.revision)
    assert actions.add(actor=towns.actor("host"), **said).role == "guest"


def test_the_page_there_offers_the_guest_by_name(towns: County, noted: Absence, desk: Any, clock: Any) -> None:
    one = call(towns, "QS02-B1", "theme_day")
    Attendance.objects.filter(gathering=one, member=noted.member).delete()
    clock.move_to(at("2026-12-01 16:00"))
    client = desk("host")
    assert f'value="{noted.member_id}"' in client.get(f"/workbench/gatherings/{one.pk}/").text
    url = f"/workbench/gatherings/{one.pk}/add/"
    said = {"member": noted.member_id, "revision": one.revision}
    assert client.post(url, said).status_code == 303
    assert names(one)[NAMES[0]] == "guest"


def test_after_the_return_nobody_is_asked_there(towns: County, noted: Absence) -> None:
    from lianxin.membership.mobility import actions as mobility

    mobility.end(
        actor=towns.actor("keeper"), absence=noted, how="returned", on=date(2026, 11, 27), revision=noted.revision
    )
    assert names(call(towns, "QS02-B1", "theme_day")) == {"何客来": "called"}

"""Mergers, the export of one's own data, today's work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lianxin.foundation.casework.due import gather
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.privacy.export import _EXPORTERS
from lianxin.membership.mobility import actions, queries
from lianxin.membership.mobility.models import Absence, Matter
from tests.factories import County
from tests.membership.mobility.away import NAMES, at, contact, discuss, fresh

pytestmark = pytest.mark.django_db


def merge(towns: County, old: str, new: str) -> None:
    """Whoever sits at the old one leaves first; the rest is carried."""
    tree.merge(
        actor=towns.actor("judge_admin"), organisation=fresh(towns.organisations[old]), into=fresh(towns.organisations[new]),
        on=date(2026, 11, 27), basis="青组〔2026〕9号",
    )  # fmt: skip


@pytest.fixture
def judge_admin(towns: County) -> None:
    towns.add("judge_admin", "admin", "QS")


def test_the_organisation_there_is_merged(towns: County, noted: Absence, judge_admin: None) -> None:
    merge(towns, "QS02-B1", "QS02-M1")
    row = fresh(noted)
    assert (row.host, row.host_name, row.host_state) == (
        towns.organisations["QS02-M1"],
        "松岭镇外来务工流动党员党支部",
        "noted",
    )
    assert [r.member.name for r in queries.lane(towns.actor("mobile_host"), "in", date(2026, 11, 27))] == [NAMES[0]]


def test_the_branch_at_home_is_merged_into_the_one_there(
    towns: County, noted: Absence, away: Any, judge_admin: None
) -> None:
    """Nobody is a guest where they are at home; a proposal goes on there."""
    away(NAMES[1], kind="lost", since=date(2026, 5, 1))
    actions.look()
    assert {str(part) for part in left_at(towns.organisations["QS01-B1"])} >= {
        "2 条没有结束的外出登记",
        "1 条没有办完的党籍处理建议",
    }
    merge(towns, "QS01-B1", "QS02-B1")
    row, case = fresh(noted), Matter.objects.unscoped("test").get()
    new = fresh(towns.organisations["QS02-B1"])
    assert (row.organisation, row.org_path, row.host, row.host_state) == (new, new.path, None, "")
    assert (case.home, case.home_path, case.organisation) == (new, new.path, new)
    assert case in queries.turn(towns.actor("host"))
    assert queries.one(towns.actor("keeper"), row.pk) is None


def test_ones_own_data_is_exported(towns: County, noted: Absence, away: Any) -> None:
    """P03: also what was said in contacts; a proposal from the day on which the person was told."""
    contact(towns, noted, date(2026, 11, 20), reached=False, words="胃病犯了。")
    Absence.objects.unscoped("test").update(last_contact_on=date(2026, 5, 1))  # as from before there was a registration
    case = actions.propose(
        actor=towns.actor("keeper"),
        member=noted.member,
        ground="lost",
        since=date(2026, 5, 1),
        text="登记以前就找不到人。",
    )
    tables = _EXPORTERS["mobility"][1](towns.people["m0"].pk)
    assert tables["外出登记"][0]["住址"] == "科技路 8 号"
    assert tables["联系记录"][0]["情况"] == "胃病犯了。"
    assert tables["党籍处理建议"] == []
    actions.tell(actor=towns.actor("keeper"), case=case, text="打电话告诉本人了。", revision=case.revision)
    assert _EXPORTERS["mobility"][1](towns.people["m0"].pk)["党籍处理建议"][0]["建议"] == "停止党籍"
    assert _EXPORTERS["mobility"][1](towns.people["m1"].pk)["外出登记"] == []


def titles(towns: County, who: str) -> list[str]:
    work = gather(towns.actor(who), at("2026-11-27 10:00"))
    return [item.title for item in work.items if item.kind in ("流动党员", "党籍建议")]


def test_today(towns: County, noted: Absence, away: Any, member: Any) -> None:
    """今天要办: the branch's own people at the branch alone, a proposal with those whose turn it is."""
    away(NAMES[1], last_contact_on=date(2026, 8, 20))
    away(NAMES[2], kind="lost", since=date(2026, 5, 1))
    actions.look()
    assert titles(towns, "keeper") == [f"联系在外的{NAMES[1]}", f"{NAMES[2]}：失去联系"]
    for who in ("organiser", "watcher", "host", "m0"):
        assert titles(towns, who) == [], who
    away(NAMES[3], host="QS02-M1")
    assert titles(towns, "mobile_host") == [f"{NAMES[3]}流入，待接收登记"]
    assert titles(towns, "other_organiser") == []


def test_a_decision_waits_with_the_committee(towns: County, lost: Matter, clock: Any) -> None:
    discuss(towns, lost, clock)
    assert titles(towns, "organiser") == [f"{NAMES[0]}：失去联系"]
    assert titles(towns, "keeper") == []

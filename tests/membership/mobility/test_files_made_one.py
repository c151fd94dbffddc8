"""Two files of one person are made one: who is away and what is proposed are looked at again at once (R021, EDU-06, EDU-11)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import duplicates
from lianxin.membership.dossiers.models import Member
from lianxin.membership.mobility import actions
from lianxin.membership.mobility.models import Matter
from tests.factories import County
from tests.membership.mobility.away import NAMES, fresh, held

pytestmark = pytest.mark.django_db
GONE, KEPT, ELSEWHERE = NAMES[1], NAMES[0], "何客来"


@pytest.fixture
def twins(towns: County, member: Any) -> tuple[Member, Member]:
    """(吴春秋, 周禾苗): entered twice; nothing but the name differs any more."""
    return alike(member(GONE), member(KEPT))


def alike(gone: Member, kept: Member) -> tuple[Member, Member]:
    gone.person.identity_number = ""
    gone.person.save()
    firm = {name: getattr(kept, name) for name in ("born", "joined_on", "full_since", "stage")}
    Member.objects.unscoped("test").filter(pk=gone.pk).update(**firm)
    return fresh(gone), kept


def join(towns: County, gone: Member, kept: Member) -> Any:
    said = {"reason": "问过本人", "revisions": (fresh(gone).revision, fresh(kept).revision)}
    return duplicates.merge(actor=towns.actor("judge"), gone=gone, kept=kept, **said)


def test_a_proposal_ends_when_the_other_file_holds_what_refutes_it(towns: County, member: Any) -> None:
    """EDU-11: in August they came, under the entry of the other branch; the proposal does not wait for the next morning."""
    gone, kept = alike(member(ELSEWHERE), member(KEPT))
    for month in range(5, 11):
        held(towns, "QS01-B1", "theme_day", date(2026, month, 10), NAMES[1:])
    held(towns, "QS02-B1", "theme_day", date(2026, 8, 20), (ELSEWHERE,))
    assert actions.look() == 1
    case = Matter.objects.unscoped("test").get()
    assert (case.member_id, case.ground) == (kept.pk, "silent")
    join(towns, gone, kept)
    case = fresh(case)
    assert (case.state, case.closed_at is not None) == ("gone", True)
    assert case.steps.get(event="change").note == "后来参加了组织生活，或者有正当理由"
    assert fresh(kept).standing == "active", "nothing follows by itself"


def test_taken_apart_a_proposal_whose_reason_went_back_ends(towns: County, twins: Any, away: Any) -> None:
    """EDU-07: the years abroad were those of the other person."""
    gone, kept = twins
    row = away(GONE, kind="abroad_study", since=date(2021, 1, 1), last_contact_on=date(2026, 11, 1))
    made = join(towns, gone, kept)
    assert fresh(row).member_id == kept.pk
    assert fresh(row).state == "open", "one branch: the registration goes on"
    assert actions.look() == 1
    case = Matter.objects.unscoped("test").get()
    assert (case.member_id, case.ground) == (kept.pk, "abroad")
    duplicates.split(actor=towns.actor("judge"), made=made, reason="是两个人")
    assert (fresh(row).member_id, fresh(row).state) == (gone.pk, "open")
    assert fresh(case).state == "gone"
    assert case.steps.get(event="change").note == "本人已经不在国（境）外"


def test_away_from_another_branch_is_ended_by_people_first(towns: County, member: Any, away: Any) -> None:
    """The file stays in 石桥村支部: away from there would be something else, and only people know whether it is so."""
    gone, kept = alike(member(KEPT), member(ELSEWHERE))
    row = away(KEPT)
    browser = Client()
    browser.force_login(towns.account_of("judge"))
    text = browser.get(f"/workbench/members/duplicates/{kept.pk}/{gone.pk}/").text
    assert f"要保留第一份（{kept.organisation.short_name}），先由您处理" in text
    assert re.search(rf'value="{gone.pk}"[^>]*checked', text), "the one that can stay as things are is proposed"
    with pytest.raises(Refused, match="没有结束的外出登记"):
        join(towns, gone, kept)
    assert fresh(gone).standing == "active", "nothing has changed"
    actions.end(
        actor=towns.actor("keeper"), absence=row, how="mistake", on=date(2026, 11, 27), revision=fresh(row).revision
    )
    join(towns, gone, kept)
    assert (fresh(row).member_id, fresh(row).state) == (kept.pk, "ended")


def test_each_file_is_told_of_once(towns: County, twins: Any) -> None:
    """Both have changed, in joining and in parting; the ledger says so."""
    told = AuditLine.objects.unscoped("test").filter(code="mobility.follow")
    made = join(towns, *twins)
    assert told.count() == 2
    duplicates.split(actor=towns.actor("judge"), made=made, reason="是两个人")
    assert told.count() == 4

"""Who takes a letter back, and whose desk an appeal waits on (EDU-09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions, queries
from lianxin.membership.transfer.models import Transfer
from tests.factories import County
from tests.membership.transfer.conftest import fresh

pytestmark = pytest.mark.django_db
Ask = Callable[..., Transfer]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as moving:
        yield moving


def test_the_other_side_cannot_take_a_letter_back_instead_of_refusing(towns: County, asked: Ask) -> None:
    """EDU-09: who does not want somebody says why; only those who wrote the letter recall it."""
    case = asked()
    case = actions.issue(
        actor=towns.actor("organiser"), case=case, days=10, dues_until=date(2026, 11, 1), revision=case.revision
    )
    for name in ("other_organiser", "other_branch"):
        other = towns.actor(name)
        with pytest.raises(Refused) as caught:
            actions.recall(actor=other, case=fresh(case), text="我们这边不办了。", revision=case.revision)
        assert caught.value.denied.code == "out_of_scope"
    assert fresh(case).state == "issued"
    back = actions.recall(
        actor=towns.actor("branch_secretary"), case=fresh(case), text="本人不走了。", revision=case.revision
    )
    assert back.state == "cancelled"


def test_an_appeal_waits_for_those_who_decide_it(towns: County, asked: Ask) -> None:
    case = asked()
    case = actions.refuse(
        actor=towns.actor("organiser"), case=case, ground="papers", text="还缺新单位的证明。", revision=case.revision
    )
    actions.appeal(
        actor=towns.actor("branch_secretary"), case=fresh(case), text="证明已经交了。", revision=case.revision
    )
    towns.add("chief", "leader", "QS")
    assert [c.pk for c in queries.lane(towns.actor("chief"), "turn")] == [case.pk]
    assert not queries.lane(towns.actor("organiser"), "turn").exists()


def test_edu_09_who_refused_does_not_decide_on_the_appeal(towns: County, asked: Ask) -> None:
    """EDU-09: somebody of the county who refused for the town; whatever is decided, another one decides."""
    case = asked()
    judge = towns.actor("judge")
    case = actions.refuse(actor=judge, case=case, ground="papers", text="还缺新单位的证明。", revision=case.revision)
    case = actions.appeal(
        actor=towns.actor("branch_secretary"), case=fresh(case), text="证明已经交了。", revision=case.revision
    )
    for outcome in ("order_issue", "keep"):
        with pytest.raises(Refused) as caught:
            actions.decide(
                actor=judge, case=fresh(case), outcome=outcome, text="看过了，照此办理。", revision=case.revision
            )
        assert (caught.value.denied.code, caught.value.denied.rule) == ("same_person", "EDU-09")
    towns.add("judge2", "organiser", "QS")
    done = actions.decide(
        actor=towns.actor("judge2"), case=fresh(case), outcome="order_issue", text="材料齐了，请开介绍信。", revision=case.revision
    )  # fmt: skip
    assert done.state != "appealed"


def test_a_person_takes_their_transfers_along(towns: County, asked: Ask) -> None:
    """P03: the letter, every step, the reason of a refusal and what one wrote oneself; nothing that the offices noted."""
    case = asked(text="支部内部的说明")
    case = actions.refuse(
        actor=towns.actor("organiser"), case=case, ground="papers", text="还缺新单位的证明。", revision=case.revision
    )
    assert case.member is not None
    towns.people["self"] = case.member.person
    actions.appeal(actor=towns.actor("self"), case=fresh(case), text="证明上周就交了。", revision=case.revision)
    told = export_of(case.member.person_id)
    assert told.rooms["组织关系转接"]["组织关系转接"][0]["到"] == case.target_name
    text = told.as_json().decode()
    assert [word in text for word in ("还缺新单位的证明", "证明上周就交了", "支部内部的说明")] == [True, True, False]
    other = Member.objects.unscoped("test").get(name="吴春秋")
    assert "还缺新单位的证明" not in export_of(other.person_id).as_json().decode()

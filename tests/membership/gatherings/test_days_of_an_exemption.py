"""EDU-05, BR-01: from which day to which somebody is not pressed, or does not vote: a day before, the day, a day after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member, MemberRecord
from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.calling import called_for, exempt_on
from lianxin.membership.gatherings.models import Exemption
from tests.factories import County

pytestmark = pytest.mark.django_db
Find = Callable[[str], Member]
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def exempt(county: County, one: Member, since: date = FIRST, until: date | None = LAST) -> Exemption:
    return actions.exempt(actor=county.actor("keeper"), member=one, since=since, until=until, reason="卧床")


@pytest.mark.parametrize(
    ("on", "spared"),
    [(date(2026, 11, 30), False), (FIRST, True), (date(2026, 12, 2), True), (LAST, True), (date(2027, 1, 1), False)],
)
def test_edu_05_from_the_first_day_to_the_last(on: date, spared: bool, branch: County, member: Find) -> None:
    """EDU-05: in neither number while it holds, called again the day after."""
    one = member("王平安")
    exempt(branch, one)
    found = called_for(branch.organisations["QS01-B1"], "general_meeting", on)
    assert (one in found.exempt) is spared
    assert (one in [each for each, _ in found.members]) is not spared


def test_edu_05_one_day_is_a_span_and_one_without_end_has_none(branch: County, member: Find) -> None:
    one = member("王平安")
    with pytest.raises(Refused, match="早于开始"):
        exempt(branch, one, FIRST, date(2026, 11, 30))
    exempt(branch, one, FIRST, FIRST)
    assert [bool(exempt_on([one], date(2026, 12, day))) for day in (1, 2)] == [True, False]
    made = exempt(branch, one, date(2026, 12, 2), None)
    assert exempt_on([one], date(2036, 12, 2)) == {one.pk}
    actions.end_exemption(actor=branch.actor("keeper"), exemption=made, on=LAST)
    assert [bool(exempt_on([one], day)) for day in (LAST, date(2027, 1, 1))] == [True, False]
    for on, again in ((date(2026, 12, 30), True), (date(2026, 12, 30), False), (LAST, False)):
        if again:  # sooner than it was to end
            actions.end_exemption(actor=branch.actor("keeper"), exemption=made, on=on)
            continue
        with pytest.raises(Refused, match="已经结束"):
            actions.end_exemption(actor=branch.actor("keeper"), exemption=made, on=on)


def test_edu_05_what_ends_before_it_begins_never_holds(branch: County, member: Find) -> None:
    """EDU-05: the day before, and nothing is left of it; the first day, and that one held."""
    one, keeper = member("王平安"), branch.actor("keeper")
    actions.end_exemption(actor=keeper, exemption=exempt(branch, one), on=date(2026, 11, 30))
    assert not Exemption.objects.filter(member=one).exists()
    made = actions.end_exemption(actor=keeper, exemption=exempt(branch, one), on=FIRST)
    assert (made.since, made.until) == (FIRST, FIRST)


@pytest.mark.parametrize(
    ("on", "votes"),
    [(date(2026, 11, 30), True), (FIRST, False), (date(2026, 12, 2), False), (LAST, False), (date(2027, 1, 1), True)],
)
def test_br_01_who_is_on_probation_within_the_party_has_no_vote(
    on: date, votes: bool, branch: County, member: Find
) -> None:
    """BR-01: 留党察看 from its first day to its last; a warning takes no vote."""
    one, warned = member("王平安"), member("郑明亮")
    MemberRecord.objects.create(member=one, kind="sanction", text="留党察看一年", since=FIRST, until=LAST)
    MemberRecord.objects.create(member=warned, kind="sanction", text="警告", since=FIRST, until=LAST)
    found = dict(called_for(branch.organisations["QS01-B1"], "general_meeting", on).members)
    assert (found[one], found[warned]) == (votes, True)

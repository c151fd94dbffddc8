"""More members of the invented branch, assessed and charged by the ordinary actions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, confirming, handing_up
from lianxin.membership.dues.models import Posting, Remittance
from tests.factories import County
from tests.membership.dossiers.rosters import book, person


def people_of(county: County, count: int) -> list[Member]:
    """So many members more in the branch, all of whom owe November."""
    before = Member.objects.unscoped("test").count()
    rows = [person(before + n + 1, name=f"同志{before + n}") for n in range(count)]
    assert run(book(rows), actor=SYSTEM, dry=False).fresh == count
    made = list(Member.objects.unscoped("test").order_by("-pk")[:count])
    for member in made:
        actions.assess(actor=SYSTEM, member=member, group="employed", income=Decimal(6000), since=date(2026, 1, 1))
    actions.charge(actor=SYSTEM, organisation=county.organisations["QS01-B1"], month=date(2026, 11, 1))
    return made


#: when money goes up and arrives in the tests
DAY = date(2026, 11, 20)


def up(
    county: County, part: str, amount: str, key: str = "u1", who: str = "keeper", office: str = "QS01-B1"
) -> Posting:
    return handing_up.hand_up(
        actor=county.actor(who),
        organisation=county.organisations[office],
        part=part,
        amount=Decimal(amount),
        on=DAY,
        key=key,
    )


def last() -> Remittance:
    """What was handed up last."""
    found = Remittance.objects.unscoped("test").first()
    assert found
    return found


def arrives(county: County, amount: str, who: str = "organiser", on: date = DAY, reason: str = "") -> Remittance:
    """Somebody above says what arrived of what was handed up last."""
    row = last()
    return confirming.take_in(
        actor=county.actor(who), remittance=row, amount=Decimal(amount), on=on, revision=row.revision, reason=reason
    )

"""Dues of a few branches of the demonstration: assessed, charged for three months, mostly paid."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import actions, demo_bill, demo_handed, queries
from .reckoning import first_of

BRANCHES = 3
#: group -> incomes a month
_INCOMES = {
    "employed": (3000, 4200, 5600, 7300, 10001), "retired": (3600, 5000, 5001), "farmer": ("0.2", "0.5", "1"), "student": (0,),
}  # fmt: skip
_GROUPS = ("farmer", "farmer", "farmer", "employed", "employed", "retired", "student")


@action("dues.demo")
def load(*, dice: random.Random, today: date, actor: Actor = SYSTEM) -> int:
    """The first branches of the first town, and the one of the member who can sign in."""
    months = [first_of(today)]
    for _ in range(2):
        before = months[0]
        months.insert(0, date(before.year - (before.month == 1), (before.month - 2) % 12 + 1, 1))
    done = 0
    home = Member.objects.unscoped("the demonstration").filter(person__account__username="dangyuan").first()
    branches = list(Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[:BRANCHES])
    if home is not None and home.organisation not in branches:
        branches.append(home.organisation)
    for branch in branches:
        rows = Member.objects.unscoped("the demonstration").filter(
            organisation=branch, stage__in=IN_PARTY, standing="active"
        )
        # whoever can sign in is assessed and owes
        people = sorted(rows.order_by("pk"), key=lambda member: member == home)
        # one in each branch is left to be assessed
        for member in people[1:]:
            group = dice.choice(_GROUPS)
            income = Decimal(str(dice.choice(_INCOMES[group])))
            actions.assess(actor=SYSTEM, member=member, group=group, income=income, since=months[0].replace(month=1))
        for month in months:
            actions.charge(actor=SYSTEM, organisation=branch, month=month)
        for n, member in enumerate(people[1:]):
            owed = list(queries.owed(member).values())[: 3 - (n % 4 == 0)]
            if owed and n % 5 and member != home:
                more = Decimal(1000) if n == 1 else Decimal(0)
                actions.receive(actor=SYSTEM, member=member, amount=sum(owed, more), method=dice.choice(("cash", "pay")), on=today,
                                key=f"demo-{member.pk}")  # fmt: skip
        if branch in (branches[0], branches[-1]):
            demo_bill.plant(branch, people, today)
        done += len(people)
    demo_handed.plant(branches, today)
    record("dues.demo", actor=actor, members=done)
    return done

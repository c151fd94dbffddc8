"""A bill of the demonstration and the way its members pay: some lines booked, some waiting, one of them nobody's."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of, holders
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.models import Member

from . import policies, queries, ways
from .bills import actions
from .bills.running import run
from .models import BillLine
from .reckoning import yuan
from .reference import code_of

HEAD = "交易日期,交易流水号,收入金额,支出金额,对方户名,摘要,附言"


def plant(branch: Organisation, people: list[Member], today: date) -> None:
    """The statement of a bank, typed by nobody: names and amounts are those of the demonstration."""
    owing = queries.owing([member.pk for member in people])
    debtors = [(member, sum(owing[member.pk].values())) for member in people if owing.get(member.pk)][:8]
    rows = [
        f"{today},DEMO-{branch.pk}-{n},{yuan(fen)},,{_payer(member, n)},转账,{_words(member, n)}"
        for n, (member, fen) in enumerate(debtors)
    ]
    rows += [
        f"{today},DEMO-{branch.pk}-F,,2.00,,账户管理费,",
        f"{today},DEMO-{branch.pk}-X,36.00,,长河文具店,转账,退货款",
    ]
    bill = run(
        "\n".join([HEAD, *rows]).encode(), actor=SYSTEM, organisation=branch, account="农行尾号 0000", dry=False
    ).bill
    first = BillLine.objects.unscoped("the demonstration").filter(bill=bill, outcome="open").order_by("row").first()
    if first is not None and debtors:
        actions.book(actor=SYSTEM, line=first, member=debtors[0][0], revision=0)
    _way(branch)


def _payer(member: Member, n: int) -> str:
    return "家属代付" if n % 2 else member.name


def _words(member: Member, n: int) -> str:
    return f"党费 {code_of(member.pk)}" if n % 2 else "党费"


def _way(branch: Organisation) -> None:
    """Confirmed by somebody who may, as it would be; without such a person it waits for one."""
    way = ways.propose(
        actor=SYSTEM,
        organisation=branch,
        payee=branch.short_name,
        link="https://pay.example.com/dues",
        note="演示用的地址，打不开。",
    )
    for pk in holders(policies.KEEP, branch.path)[:1]:
        ways.confirm(actor=actor_of(Person.objects.get(pk=pk)), way=way, revision=0)

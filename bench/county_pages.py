"""What `county.py` runs inside the house: fills an empty county, opens the pages. Prints one JSON object."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any, NamedTuple

import django

django.setup()

import county_rooms
import province_seed as words
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.founding import Founding
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.bulk import insert_rows, look_again, next_ids
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.collecting import calm
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers import headcounts
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.dossiers.names import spelled
from lianxin.membership.dues.models import Assessment, Posting
from lianxin.membership.gatherings.models import Gathering

TOWNS, EACH = 40, 52
TODAY, NOW = timezone.localdate(), timezone.now()
MONTH = TODAY.replace(day=1)


def organisations(total: int) -> list[Organisation]:
    """A county, towns, branches; answers the branches."""
    root = tree.found(
        actor=SYSTEM, parent=None, name="某县委员会", short_name="县委", kind="committee", code="X", on=date(2000, 1, 1)
    )
    many = max(total // EACH, TOWNS)
    for town in range(TOWNS):
        made = tree.found(
            actor=SYSTEM,
            parent=root,
            name=f"第{town}镇委员会",
            short_name=f"第{town}镇党委",
            kind="committee",
            code=f"X{town}",
            on=date(2000, 1, 1),
        )
        rows = [
            Founding(
                parent=made,
                name=f"第{town}镇第{n}村党支部",
                short_name=f"{town}镇{n}村支部",
                kind="branch",
                code=f"X{town}-{n}",
                on=date(2000, 1, 1),
            )
            for n in range(many // TOWNS)
        ]
        tree.found_many(actor=SYSTEM, foundings=rows)
    return list(Organisation.objects.filter(kind="branch"))


def people(dice: random.Random, homes: list[Organisation], total: int) -> None:
    surnames, given = words._weighted(words.SURNAMES, 2000), words._weighted(words.GIVEN, 2000)

    def rows(keys: list[int], persons: list[int]) -> Iterator[tuple[Any, ...]]:
        for key, person in zip(keys, persons, strict=True):
            name = dice.choice(surnames) + dice.choice(given) + (dice.choice(given) if dice.random() < 0.8 else "")
            born = date(1935, 1, 1) + timedelta(days=dice.randrange(26_000))
            stage = dice.choices(("member", "probationary", "candidate", "activist", "applicant"), (93, 2, 1, 2, 2))[0]
            joined = (
                born + timedelta(days=7300 + dice.randrange(3000))
                if stage == "member"
                else TODAY - timedelta(days=100)
                if stage == "probationary"
                else None
            )
            yield (key, person, dice.choice(homes).pk, name, *spelled(name), stage, "moved" if dice.random() < 0.02 else "active", dice.choice("112"),
                   "01" if dice.random() < 0.92 else "05", born, dice.choice(("11", "21", "31", "41", "61", "71")), joined,
                   joined + timedelta(days=366) if stage == "member" and joined else None, dice.choice(words.WORK))  # fmt: skip

    for start in range(0, total, 20_000):
        many = min(20_000, total - start)
        with transaction.atomic():
            persons = next_ids(Person, many)
            insert_rows(
                Person, {"created_at": NOW, "nickname": "同志"}, ("id", "name"), ((key, "某某") for key in persons)
            )
            keys = next_ids(Member, many)
            insert_rows(Member, {"revision": 0, "created_at": NOW, "work_unit": ""},
                        ("id", "person_id", "organisation_id", "name", "pinyin", "initials", "stage", "standing", "sex", "ethnicity", "born", "education",
                         "joined_on", "full_since", "occupation"), rows(keys, persons))  # fmt: skip
            insert_rows(
                MemberEvent,
                {"kind": "imported", "on": TODAY, "at": NOW, "text": "由名册导入"},
                ("member_id",),
                ((key,) for key in keys),
            )


def business(dice: random.Random, homes: list[Organisation]) -> None:
    """Dues of a month, gatherings of two years, people on their way."""
    party = list(
        Member.objects.unscoped("bench")
        .filter(stage__in=("member", "probationary"), standing="active")
        .values_list("pk", "organisation_id", "organisation__path")
    )
    with transaction.atomic():
        insert_rows(Assessment, {"since": MONTH.replace(month=1), "group": "farmer", "income": "0", "amount": 5, "payable": 5, "reason": "", "at": NOW, "every": "month"},
                    ("member_id",), ((pk,) for pk, _, _ in party))  # fmt: skip
        insert_rows(Posting, {"on": MONTH, "debit": "receivable", "credit": "income", "fen": 500, "month": MONTH, "text": "应交党费", "note": "", "receipt": "", "at": NOW},
                    ("organisation_id", "member_id", "key"), ((home, pk, f"due:{pk}") for pk, home, _ in party))  # fmt: skip
        paid = [row for row in party if dice.random() < 0.6]
        insert_rows(Posting, {"on": TODAY, "debit": "bank", "credit": "receivable", "fen": 500, "month": MONTH, "text": "交党费", "note": "", "receipt": "", "at": NOW},
                    ("organisation_id", "member_id", "key"), ((home, pk, f"paid:{pk}") for pk, home, _ in paid))  # fmt: skip
        kinds = ("general_meeting", "committee_meeting", "theme_day", "lecture")
        meetings = [(home.pk, kinds[n % 4], f"{n}月的会", NOW - timedelta(days=30 * (n // 2) - 20), f"g:{home.pk}:{n}", "closed" if n > 2 else "planned")
                    for home in homes for n in range(48)]  # fmt: skip
        insert_rows(Gathering, {"agenda": "学习", "place": "活动室", "created_at": NOW, "revision": 0, "minutes": ""},
                    ("organisation_id", "kind", "title", "starts_at", "key", "state"), meetings)  # fmt: skip
    way = (
        Member.objects.unscoped("bench")
        .filter(stage__in=("applicant", "activist", "candidate"), standing="active")
        .select_related("organisation")
    )
    state = {"applicant": "applied", "activist": "activist", "candidate": "candidate"}
    for member in way[:4000]:
        Development.objects.create(
            member=member,
            state=state[member.stage],
            organisation=member.organisation,
            org_path=member.organisation.path,
            opened_at=NOW,
        )


def official() -> Client:
    root = Organisation.objects.get(depth=1)
    account = Account.objects.filter(username="county").first()
    if account is None:
        person = Person.objects.create(nickname="县委组织员")
        account = Account.objects.create_account("county", None, person)
        for post in ("organiser", "secretary"):
            accounts.appoint(actor=SYSTEM, person=person, post=post, organisation=root, since=date(2020, 1, 1))
    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    return client


def pages() -> dict[str, str]:
    """name -> address, of everything that the county committee opens."""
    root, town = Organisation.objects.get(depth=1), Organisation.objects.filter(depth=2).order_by("path")[7]
    branch = Organisation.objects.filter(depth=3).order_by("path")[700]
    member = Member.objects.unscoped("bench").filter(organisation=branch, stage="member", standing="active").first()
    case = Development.objects.unscoped("bench").order_by("pk")[5]
    meeting = Gathering.objects.unscoped("bench").filter(organisation=branch).first()
    if member is None or meeting is None:
        sys.exit("the branch is empty")
    desk = "/workbench/"
    return {
        "today": desk, "roster": f"{desk}members/", "roster, page 300": f"{desk}members/?page=300", "roster, a town": f"{desk}members/?org={town.pk}",
        "roster, applicants": f"{desk}members/?stage=applicant", "roster, moved": f"{desk}members/?standing=moved", "search 王": f"{desk}members/?q=王",
        "search 王建": f"{desk}members/?q=王建", "search wm": f"{desk}members/?q=wm", "search whole pinyin": f"{desk}members/?q={member.pinyin}",
        "search a number": f"{desk}members/?q=13812345678", "file": f"{desk}members/{member.pk}/", "file, correct": f"{desk}members/{member.pk}/edit/",
        "new file": f"{desk}members/new/", "import": f"{desk}members/import/", "papers missing": f"{desk}members/papers/", "duplicates": f"{desk}members/duplicates/",
        "statistics": f"{desk}statistics/", "statistics, a town": f"{desk}statistics/?org={town.pk}", "statistics, list behind a check": f"{desk}statistics/checks/no_sex/?org={root.pk}",
        "roll-ups": f"{desk}statistics/rollups/", "dues": f"{desk}dues/", "dues, a branch": f"{desk}dues/?org={branch.pk}", "dues ledger": f"{desk}dues/ledger/?org={root.pk}",
        "dues, a member": f"{desk}dues/members/{member.pk}/", "dues, bills": f"{desk}dues/bills/", "dues, year": f"{desk}dues/year/?org={root.pk}",
        "gatherings": f"{desk}gatherings/", "gathering": f"{desk}gatherings/{meeting.pk}/", "gatherings, new": f"{desk}gatherings/new/", "year of a branch": f"{desk}gatherings/ledger/?org={branch.pk}",
        "gaps": f"{desk}gatherings/gaps/", "development, wall": f"{desk}development/", "development, chart": f"{desk}development/chart/", "development, case": f"{desk}development/{case.pk}/",
        "development, apply": f"{desk}development/new/", "transfers": f"{desk}transfer/", "transfer, whom": f"{desk}transfer/new/", "transfer, arrive": f"{desk}transfer/arrive/",
        "mobility": f"{desk}mobility/", "mobility, whom": f"{desk}mobility/new/", "reports": f"{desk}reports/", "talks": f"{desk}reports/talks/", "talk, with whom": f"{desk}reports/talks/new/",
        "transfer, stubs": f"{desk}transfer/stubs/", "reports, copies": f"{desk}reports/copies/", "development, analysis": f"{desk}development/analysis/",
        "mobility, contacts": f"{desk}mobility/?lane=contacts", "mobility, proposals": f"{desk}mobility/?lane=proposals", "dues, ways": f"{desk}dues/ways/",
        "dues ledger, last page": f"{desk}dues/ledger/?org={root.pk}&page=200", "dues ledger, a town": f"{desk}dues/ledger/?org={town.pk}",
        "gatherings, plan of a year": f"{desk}gatherings/year/?org={branch.pk}", "exempt": f"{desk}gatherings/exempt/?org={branch.pk}",
        "help": f"{desk}helping/", "help, figures": f"{desk}helping/figures/", "lessons of branches": f"{desk}training/", "supervision ledger": f"{desk}oversight/", "supervision, whom": f"{desk}oversight/new/",
        "questions": f"{desk}questions/", "cards": f"{desk}upkeep/", "cards, due": f"{desk}upkeep/?stand=due", "card": f"{desk}upkeep/cards/{branch.pk}/",
        "rules of branches": f"{desk}upkeep/rules/", "leading groups": f"{desk}upkeep/groups/", "posts": f"{desk}upkeep/posts/",
        "overview": f"{desk}overview/", "overview, a town": f"{desk}overview/?org={town.code}", "improvements": f"{desk}improvements/", "reference": f"{desk}reference/",
        "organisations": f"{desk}organisations/", "organisation": f"{desk}organisations/{branch.pk}/",
        "hall": "/hall/", "supervision board": "/supervision/", "branches": "/branches/",
    }  # fmt: skip


class Statements:
    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.n += 1
        return execute(sql, params, many, context)


class Opened(NamedTuple):
    """One opening of a page: milliseconds by the clock and of the processor."""

    ms: float
    cpu: float
    statements: int
    bytes: int
    status: int


def opened(client: Client, url: str) -> Opened:
    count = Statements()
    with connection.execute_wrapper(count):
        begun, used = perf_counter(), process_time()
        answer = client.get(url)
        took, used = perf_counter() - begun, process_time() - used
    return Opened(took * 1000, used * 1000, count.n, len(answer.content), answer.status_code)


def told(runs: list[Opened]) -> dict[str, float]:
    """Figures of one page; the first opening stands apart."""
    first, again = runs[0], runs[1:]
    return {
        "first": round(first.ms, 1), "p50": round(median(r.ms for r in again), 1), "p95": round(quantiles([r.ms for r in again], n=20, method="inclusive")[-1], 1),
        "worst": round(max(r.ms for r in again), 1), "cpu": round(median(r.cpu for r in again), 1),
        "cpu_worst": round(max(r.cpu for r in again), 1), "statements": max(r.statements for r in runs), "bytes": runs[-1].bytes,
    }  # fmt: skip


def main() -> None:
    total, rounds, only = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    dice = random.Random(11)
    if not Member.objects.unscoped("bench").exists():
        homes = organisations(total)
        people(dice, homes, total)
        business(dice, homes)
        headcounts.recount()
    client = official()
    if county_rooms.fill(dice):
        look_again()
    found: dict[str, list[Opened]] = {}
    asked = {name: url for name, url in pages().items() if not only or only in name}
    for turn in range(rounds * 7 + 1):
        if turn == 1:
            calm()  # as the web process does once everything is loaded
        for name, url in asked.items():
            found.setdefault(name, []).append(opened(client, url))
    bad = {name: runs[0].status for name, runs in found.items() if runs[0].status != 200}
    if bad:
        sys.exit(f"not pages of the county committee: {bad}")
    print(
        json.dumps(
            {
                "members": Member.objects.unscoped("bench").count(),
                "organisations": Organisation.objects.count(),
                "rows": sum(model._base_manager.count() for model in (Assessment, Posting, Gathering)),
                "pages": {name: told(runs) for name, runs in found.items()},
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()

"""What else stands in an invented county: who leads each branch, members who are away, helped people, supervision,
questions, cards and rules of the branches. Called by `county_pages.py` when Django is set up; everything invented."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment, Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.asking.models import Question, QuestionLine
from lianxin.membership.dossiers.models import Member
from lianxin.membership.helping.models import Help
from lianxin.membership.mobility import models as mobility
from lianxin.membership.oversight import models as oversight
from lianxin.membership.upkeep.models import ContactCard, House
from lianxin.membership.upkeep.words import OFFICES
from lianxin.voice.improving.models import Improvement

TODAY, NOW = timezone.localdate(), timezone.now()
POSTS = ("secretary", "deputy_secretary", "committee_member")
BATCH = 500


def _many(model: type[Model], rows: Any) -> None:
    model._base_manager.bulk_create(rows, batch_size=BATCH)


def fill(dice: random.Random) -> bool:
    """Everything, once; whether anything was written."""
    if Appointment.objects.count() > len(POSTS) * 100:
        return False
    offices = list(Organisation.objects.filter(kind__in=OFFICES).order_by("path"))
    party = Member.objects.unscoped("bench").filter(stage="member", standing="active").order_by("pk")
    numbers(dice)
    by_home: dict[int, list[Member]] = {}
    for member in party.select_related("organisation"):
        by_home.setdefault(member.organisation_id, []).append(member)
    branches = [office for office in offices if office.pk in by_home]
    leaders(branches, by_home)
    cards(dice, offices)
    away(dice, [dice.choice(by_home[dice.choice(branches).pk]) for _ in range(4000)])
    matters(dice, branches, by_home)
    return True


def numbers(dice: random.Random) -> None:
    """A blind index of an identity number and a telephone of everybody; a few of each stand twice."""
    people = list(Person.objects.filter(member__isnull=False).only("pk"))
    last = [f"{dice.getrandbits(256):064x}"] * 2
    for person in people:
        last = [old if dice.random() < twice else f"{dice.getrandbits(256):064x}" for old, twice in zip(last, (0.0003, 0.01), strict=True)]  # fmt: skip
        person.identity_index, person.phone_index = last
    Person.objects.bulk_update(people, ["identity_index", "phone_index"], batch_size=BATCH)


def leaders(branches: list[Organisation], by_home: dict[int, list[Member]]) -> None:
    _many(Appointment, [
        Appointment(person_id=member.person_id, post=post, organisation=office, org_path=office.path, since=date(2024, 1, 1), full_time=post == "secretary")
        for office in branches for post, member in zip(POSTS, by_home[office.pk], strict=False)
    ])  # fmt: skip


def cards(dice: random.Random, offices: list[Organisation]) -> None:
    """A contact card of each organisation but every tenth, and two rules of its own."""
    _many(ContactCard, [
        ContactCard(organisation=office, org_path=office.path, hours="工作日 9:00—17:00", confirmed_on=TODAY - timedelta(days=dice.randrange(400)),
                    proposed={"hours": "每天"} if at % 30 == 0 else {}, proposed_at=NOW if at % 30 == 0 else None)
        for at, office in enumerate(offices) if at % 10
    ])  # fmt: skip
    _many(House, [
        House(organisation=office, org_path=office.path, title=title, text="按月检查，年底总结。", cycle=cycle, since=date(TODAY.year, 1, 1), key=cycle)
        for office in offices for title, cycle in (("学习制度", "month"), ("值班制度", "quarter"))
    ])  # fmt: skip


def away(dice: random.Random, members: list[Member]) -> None:
    """4,000 who work elsewhere, some of them with a contact that is due, and 200 proposals about membership."""
    fresh = list({member.pk: member for member in members}.values())
    _many(mobility.Absence, [
        mobility.Absence(
            member=member, organisation=member.organisation, org_path=member.organisation.path, kind="away", reason="work", state="open",
            since=TODAY - timedelta(days=300), place="外省某市", place_since=TODAY - timedelta(days=300), phone="13800000000",
            last_contact_on=TODAY - timedelta(days=dice.randrange(120)), next_contact_on=TODAY + timedelta(days=dice.randrange(-30, 60)),
        )
        for member in fresh
    ])  # fmt: skip
    _many(mobility.Matter, [
        mobility.Matter(member=member, state="proposed", organisation=member.organisation, org_path=member.organisation.path, ground="lost",
                        since=TODAY - timedelta(days=200), reached_on=TODAY, home=member.organisation, home_path=member.organisation.path,
                        opened_at=NOW)
        for member in fresh[:200]
    ])  # fmt: skip


def matters(dice: random.Random, branches: list[Organisation], by_home: dict[int, list[Member]]) -> None:
    """1,500 helped, 400 matters of supervision, 60 questions to the committee, 300 improvements."""
    root = Organisation.objects.get(depth=1)
    at = [dice.choice(branches) for _ in range(1500)]
    _many(Help, [
        Help(key=f"h{n}", who="某某家", need="看病花了不少钱", kind="illness", consent="written", consent_on=TODAY, state=("helping", "following")[n % 2],
             organisation=office, org_path=office.path, opened_at=NOW, due_at=NOW + timedelta(days=dice.randrange(-20, 40)))
        for n, office in enumerate(at)
    ])  # fmt: skip
    _many(oversight.Matter, [
        oversight.Matter(key=f"o{n}", member=by_home[office.pk][0], kind="remind", began_on=TODAY, state=("open", "settled")[n % 2],
                         organisation=office, org_path=office.path, opened_at=NOW - timedelta(days=n))
        for n, office in enumerate(at[:400])
    ])  # fmt: skip
    questions = [
        Question(key=f"q{n}", person_id=by_home[office.pk][0].person_id, title="党员活动室什么时候修好", state=("open", "answered")[n % 2],
                 organisation=root, org_path=root.path, opened_at=NOW - timedelta(days=n), due_at=NOW + timedelta(days=n - 5))
        for n, office in enumerate(at[:60])
    ]  # fmt: skip
    _many(Question, questions)
    _many(
        QuestionLine,
        [QuestionLine(case=one, voice="ask", text="窗户坏了半年", key="a", at=one.opened_at) for one in questions],
    )
    improvements([dice.choice(branches) for _ in range(300)])


def improvements(at: list[Organisation]) -> None:
    _many(Improvement, [
        Improvement(key=f"i{n}", title="村里的路灯不亮", problem="晚上看不见路", wanted="路灯都亮", origin="self", kind="facility", metric="typed", unit="盏",
                    better="more", before=2, goal=10, set_by=office, set_path=office.path, state="working", organisation=office,
                    org_path=office.path, opened_at=NOW, due_on=TODAY + timedelta(days=n % 60 - 20))
        for n, office in enumerate(at)
    ])  # fmt: skip

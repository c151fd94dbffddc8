"""Files of the demonstration: the invented people get invented histories."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.demo import MEMBERS
from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.bulk import insert_rows, next_ids
from lianxin.kernel.actor import SYSTEM, Actor

from . import completeness
from .models import Member, MemberEvent, Paper
from .names import spelled
from .words import IN_PARTY, STAGES

#: shares of a county: most are members, some are on the way
_STAGES = ("member",) * 17 + ("probationary", "candidate", "activist", "activist", "applicant")
_WORK = ("村民", "教师", "医生", "乡镇干部", "个体经营", "退休", "农技员", "公交司机", "社区工作者", "学生")
_UNITS = ("", "", "镇中心小学", "县医院", "镇政府", "合作社", "供水站", "公交公司")
_EDUCATION = ("21", "31", "31", "41", "61", "61", "71", "71", "81")
_SMALL_GROUPS = ("03", "08", "15", "06")
_GROUND = ("branch", "joint_branch", "mobile_branch")
#: one in so many of the people has a file
SHARE = 0.9
#: so many of the files hold papers
HELD = 150
#: the town in which somebody was entered twice
TOWN = "HC01"


@action("dossiers.demo")
def load(*, dice: random.Random, today: date, actor: Actor = SYSTEM) -> int:
    """Give most of the people a file in a branch; who holds a post in a branch has it there."""
    now = timezone.now()
    branches = list(Organisation.objects.filter(kind__in=_GROUND, closed_on=None))
    homes = dict(Appointment.objects.filter(organisation__kind__in=_GROUND).values_list("person_id", "organisation_id"))
    sure = {*homes, *Account.objects.filter(username__in=MEMBERS).values_list("person_id", flat=True)}
    people = [(pk, homes.get(pk)) for pk in Person.objects.order_by("pk").values_list("pk", flat=True)]
    chosen = [(pk, home or dice.choice(branches).pk) for pk, home in people if pk in sure or dice.random() < SHARE]
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=[pk for pk, _ in chosen])}
    keys = next_ids(Member, len(chosen))
    files = [
        (key, pk, home, names[pk], *spelled(names[pk]), *_history(dice, today, settled=pk in sure))
        for key, (pk, home) in zip(keys, chosen, strict=True)
    ]
    insert_rows(
        Member, {"standing": "active", "revision": 0, "created_at": now},
        ("id", "person_id", "organisation_id", "name", "pinyin", "initials", "stage", "joined_on", "full_since",
         "born", "sex", "ethnicity", "education", "occupation", "work_unit"),
        files,
    )  # fmt: skip
    insert_rows(
        MemberEvent,
        {"kind": "enrolled", "at": now},
        ("member_id", "on", "text"),
        ((row[0], row[7] or today - timedelta(days=200), f"建立档案，{STAGES[row[6]]}") for row in files),
    )
    _papers(dice, [row[0] for row in files if row[7] in IN_PARTY][:HELD], {row[0]: str(row[7]) for row in files}, now)
    record("dossiers.demo", actor=actor, files=len(files))
    return len(files)


def _papers(dice: random.Random, members: list[int], stages: dict[int, str], now: datetime) -> None:
    """Originals on paper: most files hold the whole list, some lack one or two."""
    rows = []
    for pk in members:
        words = completeness.wanted(stages[pk])
        lacks = dice.sample(words, dice.choice((0, 0, 1, 2)))
        rows += [(pk, word) for word in words if word not in lacks]
    same = {"state": "kept", "on_paper": True, "at": now, "note": "", "answer": "", "revision": 0}
    insert_rows(Paper, same, ("member_id", "kind"), rows)


@action("dossiers.demo_twin")
def enter_twice(*, today: date, actor: Actor = SYSTEM) -> int:
    """Somebody who was entered again in another branch of the same town, for the list of duplicates; how many. Call it
    when the other rooms have their demonstration, so that the second file is as bare as such files are."""
    record("dossiers.demo", actor=actor, files=1)
    files = Member.objects.unscoped("demonstration").filter(
        stage="member", organisation__code__startswith=TOWN, born__isnull=False
    )
    one = files.exclude(person__account__isnull=False).order_by("pk").first()
    other = (
        Organisation.objects.filter(code__startswith=TOWN, kind__in=_GROUND)
        .exclude(pk=one.organisation_id if one else 0)
        .first()
    )
    if one is None or other is None:
        return 0
    person = Person.objects.create(name=one.name, nickname=f"{one.name[:1]}同志")
    twin = Member.objects.create(
        person=person, organisation=other, name=one.name, stage=one.stage, born=one.born, sex=one.sex,
        joined_on=one.joined_on, full_since=one.full_since, work_unit="供水站",
    )  # fmt: skip
    MemberEvent.objects.create(member=twin, kind="enrolled", on=today, text=f"在{other.short_name}建立档案，正式党员")
    return 1


def _history(dice: random.Random, today: date, *, settled: bool) -> tuple[object, ...]:
    """stage, joined_on, full_since, born, sex, ethnicity, education, occupation, work_unit."""
    stage = "member" if settled else dice.choice(_STAGES)
    born = today - timedelta(days=dice.randrange(23 * 365, 82 * 365))
    joined = full = None
    if stage == "member":
        # not before the twentieth year of life, and a year and a bit ago at the latest
        span = max((today - born).days - 20 * 365 - 400, 1)
        joined = born + timedelta(days=20 * 365 + dice.randrange(span))
        full = joined + timedelta(days=366)
    elif stage == "probationary":
        joined = today - timedelta(days=dice.randrange(20, 380))
    ethnicity = dice.choice(_SMALL_GROUPS) if dice.random() < 0.06 else "01"
    return (stage, joined, full, born, dice.choice("112"), ethnicity, dice.choice(_EDUCATION), dice.choice(_WORK),
            dice.choice(_UNITS))  # fmt: skip

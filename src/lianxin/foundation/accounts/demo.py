"""Fictional people of the demonstration and the posts they hold. All names and numbers are invented."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .models import Account, Appointment, Keeping, Person
from .posts import POSTS

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹窦章苏潘葛范彭鲁韦马方任袁柳"
GIVEN = "禾苗田园春秋明亮和平安康文武桂兰秀英建国志远海燕小雨思源晓峰雪梅成林玉莲家旺永福德厚淑芬长河大山"
NICKS = (
    "禾苗",
    "渡口老乡",
    "青石",
    "晨光",
    "小河边",
    "山里人",
    "柳叶",
    "麦穗",
    "清风",
    "老街坊",
    "南坡人",
    "月亮湾",
    "石桥下",
    "向阳花",
)

#: account name -> (post, code of the organisation); shown to whoever starts the demonstration
STAFF = {
    "guanli": ("admin", "HC"),
    "xianwei": ("leader", "HC"),
    "shenhe": ("reviewer", "HC"),
    "shenhe2": ("reviewer", "HC"),
    "fenpai": ("dispatcher", "HC"),
    "huifang": ("caller", "HC"),
    "zhenshen": ("reviewer", "HC01"),
    "zhenfen": ("dispatcher", "HC01"),
    "chengban": ("handler", "HC01-U1"),
    "shenqian": ("approver", "HC01"),
    "zhenhui": ("caller", "HC01"),
    "dailu": ("assistant", "HC01-S1"),
    "shuji": ("secretary", "HC01-B01"),
    "bianji": ("editor", "HC01"),
    "bianji2": ("editor", "HC01"),
}
CITIZENS = ("qunzhong", "laoren")
#: accounts that came later; they draw nothing from the dice, so that the rest of the county stays as it was
LATER = {"zuzhi": ("organiser", "HC01")}
#: members of the Party without any post
MEMBERS = ("dangyuan",)
#: who signs what the organiser prepared (B03); drawn after the members, so that nobody else becomes somebody else
SIGNERS = {"fushuji": ("deputy_secretary", "HC01")}
#: somebody on the way into the Party; opened by the room that knows how far they have come
APPLICANT = "shenqingren"
#: members of the branch that elects who do not stand; opened by the room that has the election
SCRUTINEERS = ("jianpiao1", "jianpiao2")


@action("accounts.demo_people")
def people(*, dice: random.Random, total: int, today: date, password: str, actor: Actor = SYSTEM) -> None:
    """Make the people, the named accounts and enough appointments that every office is staffed."""
    hashed = make_password(password)
    made = Person.objects.bulk_create([_person(dice, n) for n in range(total)], batch_size=500)
    pool = iter(made)
    organisations = {o.code: o for o in Organisation.objects.all()}
    posts: list[Appointment] = []
    for name, (post, code) in STAFF.items():
        person = _named(next(pool), POSTS[post])
        _account(name, person, hashed)
        posts.append(_appointment(person, post, organisations[code], today, dice))
    for name in CITIZENS:
        person = next(pool)
        _account(name, person, hashed)
    for organisation in organisations.values():
        posts += [_appointment(next(pool), post, organisation, today, dice) for post in _needs(organisation)]
    posts += [_later(next(pool), name, hashed, organisations, today) for name in LATER]
    for name in MEMBERS:
        _account(name, _named(next(pool), "同志"), hashed)
    posts += [_later(next(pool), name, hashed, organisations, today) for name in SIGNERS]
    Appointment.objects.bulk_create(posts, batch_size=500)
    _keepers(organisations, posts)
    record("accounts.demo_people", actor=actor, total=total)


def _later(person: Person, name: str, hashed: str, organisations: dict[str, Organisation], today: date) -> Appointment:
    """Account and post of one of those who came later, with a dice of their own."""
    post, code = (LATER | SIGNERS)[name]
    _account(name, _named(person, POSTS[post]), hashed)
    return _appointment(person, post, organisations[code], today, random.Random(name))


def _named(person: Person, word: str) -> Person:
    person.nickname = f"{person.name[:1]}{word}"
    person.save()
    return person


def _needs(organisation: Organisation) -> tuple[str, ...]:
    if organisation.kind == "committee":
        return ("reviewer", "reviewer", "dispatcher", "approver", "caller", "handler")
    if organisation.kind == "unit":
        return ("handler", "handler", "approver")
    return ("secretary", "handler") if organisation.kind == "branch" else ()


def _person(dice: random.Random, n: int) -> Person:
    name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))
    return Person(name=name, nickname=f"{dice.choice(NICKS)}{n:03}")


def _account(name: str, person: Person, hashed: str) -> None:
    Account.objects.create(username=name, person=person, password=hashed)


def _appointment(
    person: Person, post: str, organisation: Organisation, today: date, dice: random.Random
) -> Appointment:
    since = today - timedelta(days=dice.randrange(400, 1500))
    return Appointment(person=person, post=post, organisation=organisation, org_path=organisation.org_path, since=since)


def _keepers(organisations: dict[str, Organisation], posts: list[Appointment]) -> None:
    """Letters have a keeper and a deputy in every committee; one town lacks a deputy on purpose."""
    by_organisation: dict[int, list[Person]] = {}
    for row in posts:
        by_organisation.setdefault(row.organisation_id, []).append(row.person)
    for organisation in organisations.values():
        if organisation.kind == "committee":
            staff = by_organisation[organisation.pk]
            deputy = None if organisation.code == "HC08" else staff[1]
            Keeping.objects.create(
                organisation=organisation, org_path=organisation.org_path, column="letters", label="群众留言",
                keeper=staff[0], deputy=deputy,
            )  # fmt: skip


def printed_accounts() -> list[tuple[str, str]]:
    """(account, what it is) for the greeting of `make run`."""
    staff = [(name, f"{POSTS[post]}（{code}）") for name, (post, code) in (STAFF | LATER | SIGNERS).items()]
    on_the_way = (APPLICANT, "入党积极分子")
    watching = [(name, "党员，可作监票人（HC01-B01）") for name in SCRUTINEERS]
    return [
        *staff,
        *((name, "党员") for name in MEMBERS),
        *watching,
        on_the_way,
        *((name, "群众") for name in CITIZENS),
    ]


def demo_password() -> str:
    """One password for all demonstration accounts, made by this installation (P04)."""
    return "lianxin-" + settings.LOOKUP_KEY[:6].lower()

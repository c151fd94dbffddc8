"""An invented county for the tests: its tree, the people with their posts, and the letters they move.

Everything is made through the ordinary actions, so what the tests stand on is what the platform makes.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts.models import Appointment, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.voice.letters import actions
from lianxin.voice.letters.actions import succession
from lianxin.voice.letters.models import Letter, Message, Rating
from tests.moves_beside import MovesBeside

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUNDED = date(2015, 7, 1)
#: a Tuesday without holidays near it
TUESDAY = datetime(2025, 3, 4, 10, 0, tzinfo=SHANGHAI)
PASSWORD = "invented-Sentence-7"
#: with the number of the process: several of them may share a database
_keys = itertools.count(1)

#: code -> (code of the parent, kind, full name, short name, takes letters)
TREE: dict[str, tuple[str, str, str, str, bool]] = {
    "QS": ("", "committee", "中共青山县委员会", "青山县委", True),
    "QS-U1": ("QS", "unit", "青山县住建局", "县住建局", True),
    "QS01": ("QS", "committee", "中共柳河镇委员会", "柳河镇党委", True),
    "QS01-U1": ("QS01", "unit", "柳河镇建设办", "柳河建设办", True),
    "QS01-U2": ("QS01", "unit", "柳河镇民政办", "柳河民政办", True),
    "QS01-B1": ("QS01", "branch", "柳河镇新桥村党支部", "新桥村支部", False),
    "QS02": ("QS", "committee", "中共松岭镇委员会", "松岭镇党委", True),
    "QS02-U1": ("QS02", "unit", "松岭镇建设办", "松岭建设办", True),
}

#: name of the person -> (post, code of the organisation)
STAFF: dict[str, tuple[str, str]] = {
    "reviewer": ("reviewer", "QS01"),
    "reviewer2": ("reviewer", "QS01"),
    "dispatcher": ("dispatcher", "QS01"),
    "handler": ("handler", "QS01-U1"),
    "colleague": ("handler", "QS01-U1"),
    "other_handler": ("handler", "QS01-U2"),
    "approver": ("approver", "QS01"),
    "caller": ("caller", "QS01"),
    "leader": ("leader", "QS"),
    "secretary": ("secretary", "QS01"),
    "assistant": ("assistant", "QS01"),
    "admin": ("admin", "QS"),
    "county_dispatcher": ("dispatcher", "QS"),
    "county_reviewer": ("reviewer", "QS"),
    "foreign_reviewer": ("reviewer", "QS02"),
    "foreign_dispatcher": ("dispatcher", "QS02"),
    "foreign_handler": ("handler", "QS02-U1"),
}
CITIZENS = ("author", "neighbour")


@dataclass
class County:
    """The whole cast. `organisations` by code, `people` and `posts` by the names of `STAFF`."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Appointment] = field(default_factory=dict)

    @property
    def town(self) -> Organisation:
        return self.organisations["QS01"]

    @property
    def office(self) -> Organisation:
        return self.organisations["QS01-U1"]

    @property
    def other_office(self) -> Organisation:
        return self.organisations["QS01-U2"]

    def actor(self, name: str, letter: Letter | None = None) -> Actor:
        """Somebody by name; ``"code"`` holds the code of the letter, ``"anonymous"`` holds nothing."""
        if name == "system":
            return SYSTEM
        if name == "anonymous":
            return ANONYMOUS
        if name == "code":
            return replace(ANONYMOUS, holds=frozenset({f"letter:{letter.pk}"}) if letter else frozenset())
        return actor_of(self.people[name])

    def account_of(self, name: str) -> Any:
        """The account of a person, opened when it is first asked for; its password is `PASSWORD`."""
        from lianxin.foundation.accounts.models import Account

        person = self.people[name]
        return Account.objects.filter(person=person).first() or Account.objects.create_account(
            f"u-{name}", PASSWORD, person
        )

    def add(self, name: str, post: str, code: str, **term: Any) -> Actor:
        """One person more."""
        self.people[name] = Person.objects.create(nickname=name)
        self.posts[name] = appoint(self.people[name], post, self.organisations[code], **term)
        return self.actor(name)


def build_county() -> County:
    """The tree of `TREE` with the people of `STAFF` and `CITIZENS`."""
    county = County()
    for code, (above, kind, name, short, takes) in TREE.items():
        county.organisations[code] = organisations.found(
            actor=SYSTEM, parent=county.organisations.get(above), name=name, short_name=short, kind=kind, code=code,
            on=FOUNDED, takes_letters=takes,
        )  # fmt: skip
    for code, organisation in county.organisations.items():
        county.organisations[code] = Organisation.objects.get(pk=organisation.pk)
    for name, (post, code) in STAFF.items():
        county.add(name, post, code)
    for name in CITIZENS:
        county.people[name] = Person.objects.create(nickname=name)
    return county


def appoint(person: Person, post: str, organisation: Organisation, since: date = FOUNDED, **term: Any) -> Appointment:
    return accounts.appoint(actor=SYSTEM, person=person, post=post, organisation=organisation, since=since, **term)


def submit(county: County, actor: Actor | None = None, *, with_code: bool = False, **columns: Any) -> Letter:
    """A letter that has just come in; by the author's account unless somebody else is named."""
    return submit_with_code(county, actor, with_code=with_code, **columns)[0]


def submit_with_code(
    county: County, actor: Actor | None = None, *, with_code: bool = True, key: str = "", on_behalf: str = "",
    **columns: Any,
) -> tuple[Letter, str]:  # fmt: skip
    """The same with the query code."""
    values = {
        "kind": "suggest", "title": "新桥路口的路灯不亮", "body": "新桥路口的路灯坏了三天，晚上看不清路，请修一修。",
        "received_by": county.town, **columns,
    }  # fmt: skip
    return actions.submit(
        actor=actor or county.actor("author"), draft=actions.Draft(**values), key=key or f"test-form-{os.getpid()}-{next(_keys)}",
        on_behalf=on_behalf, with_code=with_code,
    )  # fmt: skip


# -- one move each; every one answers the letter as it is afterwards -----------------------------

REPLY = "路灯的线路昨天已经更换，今晚起恢复照明，费用由镇里承担。"


@dataclass
class Moves(MovesBeside):
    """The events of the lifecycle as calls of the real actions, by the person whose work it is.

    Every method takes the letter and, by name, who does it; the default is the right one.
    """

    county: County

    def actor(self, name: str, letter: Letter) -> Actor:
        return self.county.actor(name, letter)

    def accept_public(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.take_in(actor=self.actor(by, x), letter=x, public=True, revision=x.revision)

    def accept_private(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.take_in(
            actor=self.actor(by, x), letter=x, public=False, reason="privacy", text="涉及他人", revision=x.revision
        )

    def refuse(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.refuse(
            actor=self.actor(by, x), letter=x, reason="unclear", text="没有写明地点", revision=x.revision
        )

    def appeal(self, x: Letter, by: str = "author") -> Letter:
        return actions.appeal(actor=self.actor(by, x), letter=x, text="地点写在标题里了")

    def uphold(self, x: Letter, by: str = "reviewer2") -> Letter:
        return actions.decide_appeal(
            actor=self.actor(by, x), letter=x, overturn=False, text="维持", revision=x.revision
        )

    def overturn(self, x: Letter, by: str = "reviewer2") -> Letter:
        return actions.decide_appeal(
            actor=self.actor(by, x), letter=x, overturn=True, text="地点可以确认", revision=x.revision
        )

    def assign(self, x: Letter, by: str = "dispatcher") -> Letter:
        return actions.assign(
            actor=self.actor(by, x), letter=x, organisation=self.county.office, handler=self.county.posts["handler"],
            revision=x.revision,
        )  # fmt: skip

    def transfer(self, x: Letter, by: str = "dispatcher") -> Letter:
        return actions.transfer(
            actor=self.actor(by, x), letter=x, organisation=self.county.other_office, revision=x.revision
        )

    def take(self, x: Letter, by: str = "handler") -> Letter:
        return actions.take(actor=self.actor(by, x), letter=x, revision=x.revision)

    def send_back(self, x: Letter, by: str = "handler") -> Letter:
        return actions.send_back(
            actor=self.actor(by, x), letter=x, reason="not_ours", text="这段路归县里管", revision=x.revision
        )

    def add_cohandler(self, x: Letter, by: str = "dispatcher") -> Letter:
        return actions.add_cohandler(
            actor=self.actor(by, x), letter=x, organisation=self.county.other_office, revision=x.revision
        )

    def exclude(self, x: Letter, by: str = "dispatcher") -> Letter:
        return actions.exclude(
            actor=self.actor(by, x), letter=x, person=self.county.people["other_handler"], revision=x.revision
        )

    def merge(self, x: Letter, by: str = "dispatcher") -> Letter:
        main = self.accept_public(submit(self.county, title="新桥的路灯"))
        return actions.merge(actor=self.actor(by, x), letter=x, into=main, revision=x.revision)

    def acknowledge(self, x: Letter, by: str = "handler") -> Letter:
        return actions.acknowledge(actor=self.actor(by, x), letter=x, revision=x.revision)

    def forward(self, x: Letter, by: str = "handler") -> Letter:
        return actions.forward(actor=self.actor(by, x), letter=x, to="供电所", revision=x.revision)

    def note(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.note(actor=self.actor(by, x), letter=x, text="打过电话", revision=x.revision)

    def progress(self, x: Letter, by: str = "handler") -> Letter:
        return actions.progress(actor=self.actor(by, x), letter=x, text="已到现场查看", revision=x.revision)

    def ask(self, x: Letter, by: str = "handler") -> Letter:
        return actions.ask(actor=self.actor(by, x), letter=x, text="是路口哪一侧的灯？", revision=x.revision)

    def supplement(self, x: Letter, by: str = "author") -> Letter:
        return actions.supplement(actor=self.actor(by, x), letter=x, text="靠近小学的一侧")

    def resume(self, x: Letter, by: str = "handler") -> Letter:
        return actions.resume(actor=self.actor(by, x), letter=x, revision=x.revision)

    def extend(self, x: Letter, by: str = "approver") -> Letter:
        return actions.extend(actor=self.actor(by, x), letter=x, reason="配件要从外地调运", revision=x.revision)

    def submit_reply(self, x: Letter, by: str = "handler") -> Letter:
        actor = self.actor(by, x)
        actions.draft_reply(actor=actor, letter=x, body=REPLY)
        return actions.submit_reply(actor=actor, letter=x, revision=x.revision)

    def return_reply(self, x: Letter, by: str = "approver") -> Letter:
        return actions.return_reply(actor=self.actor(by, x), letter=x, text="请写明日期", revision=x.revision)

    def send_reply(self, x: Letter, by: str = "approver") -> Letter:
        return actions.send_reply(actor=self.actor(by, x), letter=x, revision=x.revision)

    def urge(self, x: Letter, by: str = "author") -> Letter:
        return actions.urge(actor=self.actor(by, x), letter=x)

    def supervise(self, x: Letter, by: str = "leader") -> Letter:
        return actions.supervise(actor=self.actor(by, x), letter=x, text="请本周办好", revision=x.revision)

    def escalate(self, x: Letter, by: str = "system") -> Letter:
        return actions.escalate(letter=x, actor=self.actor(by, x))

    def succeed(self, x: Letter, by: str = "system") -> Letter:
        return succession.succeed(letter=x, old=x.organisation, into=x.organisation, actor=self.actor(by, x))

    def follow_up(self, x: Letter, by: str = "author") -> Letter:
        return actions.ask_again(actor=self.actor(by, x), letter=x, text="另一侧的灯什么时候修？")

    def rate_good(self, x: Letter, by: str = "author") -> Letter:
        return actions.rate(actor=self.actor(by, x), letter=x, level=4, solved=True)

    def rate_fair(self, x: Letter, by: str = "author") -> Letter:
        return actions.rate(actor=self.actor(by, x), letter=x, level=3, solved=False)

    def rate_bad(self, x: Letter, by: str = "author") -> Letter:
        return actions.rate(actor=self.actor(by, x), letter=x, level=2, solved=False, reasons=["not_solved"])

    def say_solved(self, x: Letter, by: str = "author") -> Letter:
        return actions.say_solved(actor=self.actor(by, x), letter=x)

    def call_back(self, x: Letter, result: str, by: str) -> Letter:
        return actions.call_back(
            actor=self.actor(by, x), letter=x, result=result, note="电话里说灯又灭了", revision=x.revision
        )

    def redo(self, x: Letter, by: str = "caller") -> Letter:
        return self.call_back(x, "redo", by)

    def accept_result(self, x: Letter, by: str = "caller") -> Letter:
        return self.call_back(x, "accept", by)

    def look_again(self, x: Letter, by: str = "caller") -> Letter:
        return self.call_back(x, "escalate", by)

    def unreached(self, x: Letter, by: str = "caller") -> Letter:
        return self.call_back(x, "unreached", by)

    def reopen(self, x: Letter, by: str = "author") -> Letter:
        return actions.reopen(actor=self.actor(by, x), letter=x, text="灯又不亮了")

    def close_unrated(self, x: Letter, by: str = "system") -> Letter:
        return actions.close_unrated(letter=x, actor=self.actor(by, x))

    def no_supplement(self, x: Letter, by: str = "system") -> Letter:
        return actions.go_on_without_supplement(letter=x, actor=self.actor(by, x))

    def withdraw(self, x: Letter, by: str = "author") -> Letter:
        return actions.withdraw(actor=self.actor(by, x), letter=x)

    def unpublish(self, x: Letter, by: str = "author") -> Letter:
        return actions.unpublish(actor=self.actor(by, x), letter=x)

    def anonymise(self, x: Letter, by: str = "author") -> Letter:
        return actions.anonymise(actor=self.actor(by, x), letter=x)

    def publish(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.publish(actor=self.actor(by, x), letter=x, revision=x.revision)

    def appeal_private(self, x: Letter, by: str = "author") -> Letter:
        return actions.appeal_private(actor=self.actor(by, x), letter=x, text="愿意公开")

    def keep_private(self, x: Letter, by: str = "reviewer2") -> Letter:
        return actions.keep_private(actor=self.actor(by, x), letter=x, text="涉及他人", revision=x.revision)

    def hide(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.hide(actor=self.actor(by, x), letter=x, reason="privacy", text="露出了门牌", revision=x.revision)

    def do(self, event: str, letter: Letter, by: str = "") -> Letter:
        """One event by name."""
        move: Callable[..., Letter] = getattr(self, event)
        return move(letter, by) if by else move(letter)

    def play(self, letter: Letter, events: str) -> Letter:
        """Several events, in order: ``"accept_public assign take"``."""
        for event in events.split():
            letter = self.do(event, letter)
        return letter


#: state -> the events that lead there from a letter that came in
WAY_TO: dict[str, str] = {
    "submitted": "",
    "refused": "refuse",
    "appealed": "refuse appeal",
    "accepted": "accept_public",
    "assigned": "accept_public assign",
    "handling": "accept_public assign take",
    "waiting": "accept_public assign take ask",
    "approving": "accept_public assign take submit_reply",
    "replied": "accept_public assign take submit_reply send_reply",
    "callback": "accept_public assign take submit_reply send_reply rate_bad",
    "reworking": "accept_public assign take submit_reply send_reply rate_bad redo",
    "solved": "accept_public assign take submit_reply send_reply rate_good",
    "closed": "accept_public assign take submit_reply send_reply rate_fair",
    "merged": "accept_public merge",
    "withdrawn": "accept_public withdraw",
}


def letter_in(county: County, state: str, **columns: Any) -> Letter:
    """A letter in any state of the lifecycle, brought there by the people whose work it is."""
    return Moves(county).play(submit(county, **columns), WAY_TO[state])


def words_of(letter: Letter) -> tuple[list[Message], list[Rating]]:
    """What the citizen said later."""
    return list(Message.objects.filter(letter=letter)), list(Rating.objects.filter(letter=letter))

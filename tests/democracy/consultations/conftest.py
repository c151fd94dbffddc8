"""The branches and people that the reports stand on; a motion or a consultation in any state, brought there by those whose
work it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lianxin.democracy.consultations import actions, opinions
from lianxin.democracy.consultations.actions import Declared, Draft, Outcome, Proposal
from lianxin.democracy.consultations.models import Consultation, Motion
from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
TITLE, WHY = "桥头装两盏路灯", "拐弯的地方晚上看不见"
DRAFT_TITLE, PARAGRAPHS = "停车办法征求意见", ("早市期间北街不进车。", "送货的从西门进。", "院子里停一小时不收费。")
NOW = datetime(2026, 11, 27, 10, tzinfo=timezone.get_fixed_timezone(480))
Who = Callable[[str], Actor]

#: state -> events that lead there; the word after the dash is a choice
MOTION_WAYS = {
    "proposed": "", "shown": "show", "declined": "show decline", "appealed": "show decline appeal",
    "upheld": "show decline appeal uphold", "withdrawn": "show withdraw", "hidden": "show hide",
    "discussing": "show take_up", "voting": "show take_up vote", "decided": "show take_up vote decide",
    "carrying": "show take_up vote decide publish", "done": "show take_up vote decide publish finish",
    "ended": "show take_up vote decide_no publish",
}  # fmt: skip
CASE_WAYS = {
    "drafting": "", "reviewing": "submit", "released": "submit release", "reporting": "submit release report",
    "finished": "submit release report finish", "stopped": "submit release stop",
}  # fmt: skip


def office(code: str = "QS01-B1") -> Organisation:
    return Organisation.objects.get(code=code)


@pytest.fixture
def terms(cast: County, who: Who) -> Callable[..., Any]:
    """``terms(open_to="public")`` for the branch; declared anew when they are known."""

    def go(open_to: str = "members", threshold: int = 2, code: str = "QS01-B1", by: str = "secretary_here") -> Any:
        from lianxin.democracy.consultations.models import Terms

        known = Terms.objects.unscoped("test").filter(organisation=office(code)).first()
        said = Declared(open_to, threshold, 15, 30, cast.people["secretary_here"], cast.people["deputy_here"])
        return actions.declare(
            actor=who(by), organisation=office(code), said=said, revision=known.revision if known else 0
        )

    return go


class Moves:
    """Events of a motion by those whose work it is; ``by`` names somebody else."""

    def __init__(self, who: Who) -> None:
        self.who = who

    def do(self, event: str, m: Motion, by: str = "") -> Motion:
        move: Callable[[Motion, str], Motion] = getattr(self, event)
        return move(m, by) if by else move(m)  # type: ignore[call-arg]  # each has its own default

    def show(self, m: Motion, by: str = "deputy_here") -> Motion:
        return actions.show(actor=self.who(by), motion=m, revision=m.revision)

    def take_up(self, m: Motion, by: str = "secretary_here") -> Motion:
        return actions.take_up(actor=self.who(by), motion=m, text="下周上会", revision=m.revision)

    def decline(self, m: Motion, by: str = "secretary_here") -> Motion:
        return actions.decline(
            actor=self.who(by), motion=m, reason="not_ours", text="归镇里管", remedy="可以写留言", revision=m.revision
        )

    def appeal(self, m: Motion, by: str = "author") -> Motion:
        return actions.appeal(actor=self.who(by), motion=m, text="支部管得了")

    def uphold(self, m: Motion, by: str = "deputy_here") -> Motion:
        return actions.look(actor=self.who(by), motion=m, overturn=False, text="看过了", revision=m.revision)

    def overturn(self, m: Motion, by: str = "deputy_here") -> Motion:
        return actions.look(actor=self.who(by), motion=m, overturn=True, text="可以讨论", revision=m.revision)

    def withdraw(self, m: Motion, by: str = "author") -> Motion:
        return actions.withdraw(actor=self.who(by), motion=m)

    def hide(self, m: Motion, by: str = "deputy_here") -> Motion:
        return actions.hide(actor=self.who(by), motion=m, text="写了别人的私事", revision=m.revision)

    def vote(self, m: Motion, by: str = "secretary_here") -> Motion:
        return actions.vote(actor=self.who(by), motion=m, way="committee", revision=m.revision)

    def revote(self, m: Motion, by: str = "secretary_here") -> Motion:
        if m.state != "voting":
            raise Refused(Denied("不在表决中。"))
        return self.vote(m, by)

    def decide(self, m: Motion, by: str = "secretary_here", adopted: bool = True) -> Motion:
        day = moment.today() + timedelta(days=20)
        outcome = Outcome(
            adopted, "向镇里申请", carry_on=day if adopted else None, carry_post="组织委员" if adopted else ""
        )
        return actions.decide(actor=self.who(by), motion=m, outcome=outcome, revision=m.revision)

    def decide_no(self, m: Motion, by: str = "secretary_here") -> Motion:
        return self.decide(m, by, adopted=False)

    def return_result(self, m: Motion, by: str = "deputy_here") -> Motion:
        return actions.return_result(actor=self.who(by), motion=m, text="票数没写", revision=m.revision)

    def publish(self, m: Motion, by: str = "deputy_here") -> Motion:
        return actions.publish(actor=self.who(by), motion=m, revision=m.revision)

    def postpone(self, m: Motion, by: str = "secretary_here") -> Motion:
        day = moment.today() + timedelta(days=40)
        return actions.postpone(actor=self.who(by), motion=m, on=day, text="等灯具到货", revision=m.revision)

    def finish(self, m: Motion, by: str = "secretary_here") -> Motion:
        return actions.finish_motion(actor=self.who(by), motion=m, text="两盏都亮了", revision=m.revision)


@pytest.fixture
def moves(who: Who) -> Moves:
    return Moves(who)


@pytest.fixture
def motion(cast: County, terms: Any, who: Who, moves: Moves) -> Callable[..., Motion]:
    """``motion("voting", audience="public")``, proposed by the author, a member of the branch."""

    def go(state: str = "proposed", audience: str = "members", key: str = "m1", title: str = TITLE) -> Motion:
        terms("public" if audience == "public" else "members")
        said = Proposal(title, WHY, "支部出工", audience, "麦穗")
        made = actions.propose(actor=who("author"), organisation=office(), said=said, key=key)
        for event in MOTION_WAYS[state].split():
            made = moves.do(event, made)
        return made

    return go


@pytest.fixture
def citizen(cast: County) -> Actor:
    """Somebody of no organisation whose phone was checked."""
    Person.objects.filter(pk=cast.people["neighbour"].pk).update(phone_verified_at=timezone.now(), phone_index="x")
    return cast.actor("neighbour")


@pytest.fixture
def case(cast: County, terms: Any, who: Who) -> Callable[..., Consultation]:
    """``case("released", audience="public", said=2)``: drafted by the committee member, released by the deputy, opinions
    of the author; brought beyond the closing when the state needs it."""

    def go(state: str = "drafting", audience: str = "members", said: int = 0, key: str = "c1", title: str = DRAFT_TITLE,
           opens: int = -3, closes: int = 6) -> Consultation:  # fmt: skip
        terms("public")
        over = state in ("reporting", "finished")
        shift = timedelta(days=10) if over else timedelta(0)
        draft = Draft(title, "街上太挤", "", audience, NOW + timedelta(days=opens) - shift, NOW + timedelta(days=closes) - shift,
                      PARAGRAPHS, "村委会")  # fmt: skip
        with moment.at(NOW + timedelta(days=opens - 1) - shift):
            made = actions.draft(actor=who("worker_here"), organisation=office(), said=draft, key=key)
            for event in CASE_WAYS[state].split():
                if event == "report":
                    break
                made = step(event, made, who)
        for number in range(said):
            with moment.at(made.closes_at - timedelta(days=2)):
                speak(made, who("author"), who("deputy_here"), f"意见第{number}条", part=str(number % 3 + 1))
        for event in CASE_WAYS[state].split()[2:]:
            if event in ("report", "finish"):
                if event == "report":
                    answer_all(made, who("worker_here"))
                made = step(event, made, who)
        return made

    return go


def step(event: str, made: Consultation, who: Who, by: str = "") -> Consultation:
    """One event of a consultation by those whose work it is."""
    people = {"submit": "worker_here", "report": "worker_here"}
    actor = who(by or people.get(event, "deputy_here"))
    if event == "report":
        return actions.report(
            actor=actor, case=made, summary="改了一处", paragraphs=(*PARAGRAPHS, "先试一个月。"), revision=made.revision
        )
    if event in ("send_back", "return_report", "stop"):
        return getattr(actions, event)(actor=actor, case=made, text="再改改", revision=made.revision)
    if event == "extend":
        return actions.extend(
            actor=actor, case=made, closes_at=made.closes_at + timedelta(days=3), text="下雨", revision=made.revision
        )
    return getattr(actions, event)(actor=actor, case=made, revision=made.revision)


def speak(made: Consultation, by: Actor, reviewer: Actor, text: str, part: str = "") -> int:
    """An opinion that is published; answers its key."""
    one = speaking.say(actor=by, kind=opinions.KIND, place=made.pk, part=part, text=text, key=f"{made.pk}-{text}")
    return speaking.publish(actor=reviewer, contribution=one, revision=one.revision).pk


def answer_all(made: Consultation, by: Actor) -> None:
    keys = opinions.published(made.pk)
    if keys:
        group = actions.form_group(actor=by, case=made, gist="停车的意见", keys=keys, key="g")
        actions.answer(actor=by, group=group, answer="partly", reason="改了第三条")


def fresh(row: Any) -> Any:
    return type(row).objects.unscoped("test").get(pk=row.pk)

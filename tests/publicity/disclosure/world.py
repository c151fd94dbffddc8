"""People, a catalogue, and items in every state, made through the ordinary actions."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.actions import Draft, Line
from lianxin.publicity.disclosure.actions.asking import Wanted
from lianxin.publicity.disclosure.models import Entry, Item, ItemClock, Request
from tests.factories import SHANGHAI, TUESDAY, County

SECRET = "尚未审核的内容暗号"
_keys = itertools.count(1)
#: name -> (post, organisation): who takes part in the four steps
CAST = {
    "keeper": ("editor", "QS01"),
    "member": ("committee_member", "QS01-B1"),
    "other_member": ("committee_member", "QS02"),
}
#: name -> (stage, standing, organisation): people with a file and without any duty
FILES = {
    "plain": ("member", "active", "QS01-B1"),
    "new": ("probationary", "active", "QS01-B1"),
    "of_town": ("member", "active", "QS01"),
    "plain_elsewhere": ("member", "active", "QS02"),
    "applicant": ("applicant", "active", "QS01-B1"),
    "gone": ("member", "left", "QS01-B1"),
}


def people(county: County) -> County:
    """The county with those who propose, and members who only read."""
    for name, (post, code) in CAST.items():
        county.add(name, post, code)
    return county


def files(county: County) -> County:
    """Those of `FILES` besides."""
    for name, (stage, standing, code) in FILES.items():
        home = county.organisations[code]
        county.people[name] = Person.objects.create(nickname=name, name=name)
        Member.objects.create(person=county.people[name], organisation=home, org_path=home.path, name=name, stage=stage,
                              standing=standing, joined_on=None if stage == "applicant" else date(2010, 7, 1))  # fmt: skip
    return county


def line(county: County, *, code: str = "QS01", frequency: str = "event", scope: str = "public", **more: Any) -> Entry:
    """A line of a catalogue."""
    number = f"T{next(_keys):03}"
    said = Line(more.pop("number", number), "党费收支", "党务公开条例第九条", scope, frequency, basis_rule="DIS-01")
    return actions.add_line(actor=SYSTEM, organisation=county.organisations[code], line=said, **more)


def fresh(item: Any) -> Any:
    """The row as it is now."""
    return type(item).objects.unscoped("test").get(pk=item.pk)


class Way:
    """One item on its way; each call is one step by the right person."""

    def __init__(self, county: County, **line_columns: Any) -> None:
        self.county = county
        self.entry = line_columns.pop("entry", None) or line(county, **line_columns)
        draft = Draft("一季度党费收支", f"本季度收缴党费一万元。{SECRET}", "2025年第一季度")
        self.item: Item = actions.propose(
            actor=self.who("keeper"), entry=self.entry, draft=draft, key=f"k{next(_keys)}"
        )

    def who(self, name: str) -> Actor:
        return self.county.actor(name)

    def do(self, event: str, name: str = "", **more: Any) -> Item:
        """One event by somebody; by default by the person whose step it is."""
        actor = self.who(name or DOES[event])
        self.item = fresh(self.item)
        common = {"actor": actor, "item": self.item, "revision": self.item.revision}
        self.item = CALLS[event](**{**common, **DEFAULTS.get(event, {}), **more})
        return self.item

    def to(self, state: str) -> Item:
        """Move on to a state; public items wait for the end of their time inside."""
        for event in ROADS[state]:
            if event == "open":
                self.open_later()
            else:
                self.do(event)
        assert self.item.state == state
        return self.item

    def open_later(self) -> Item:
        clock = ItemClock.objects.get(case=self.item, name="inner")
        with moment.at(clock.due_at + timedelta(seconds=1)):
            return self.do("open")


CALLS: dict[str, Any] = {
    "secrecy": actions.check_secrecy, "review": actions.review, "approve": actions.approve, "carry_out": actions.carry_out,
    "open": actions.open_up, "return": actions.return_item, "resubmit": actions.resubmit, "drop": actions.drop,
    "withdraw": actions.withdraw, "correct": actions.correct, "review_correction": actions.review_correction,
    "apply_correction": actions.apply_correction, "return_correction": actions.return_correction,
}  # fmt: skip
DOES = {
    "secrecy": "reviewer", "review": "reviewer2", "approve": "approver", "carry_out": "keeper", "open": "keeper",
    "return": "reviewer", "resubmit": "keeper", "drop": "keeper", "withdraw": "approver", "correct": "keeper",
    "review_correction": "reviewer", "apply_correction": "approver", "return_correction": "reviewer",
}  # fmt: skip
DEFAULTS: dict[str, dict[str, Any]] = {
    "secrecy": {"passed": True, "note": ""},
    "review": {"note": ""},
    "approve": {"note": ""},
    "return": {"reason": "inexact", "text": "数字与报表不一致，请核对。"},
    "resubmit": {"draft": Draft("一季度党费收支（改）", f"核对后重写。{SECRET}")},
    "drop": {"note": "改到下个月一起公开。"},
    "withdraw": {"reason": "mistake", "text": "金额有误，重新公开。"},
    "correct": {"title": "一季度党费收支", "body": "更正后的正文。", "reason": "金额少写了一位。", "keep_old": True},
    "review_correction": {"secrecy": True, "note": ""},
    "return_correction": {"reason": "unclear", "text": "说明还不清楚。"},
}
_INSIDE = ("secrecy", "review", "approve", "carry_out")
ROADS = {
    "proposed": (), "returned": ("return",), "reviewed": _INSIDE[:2], "approved": _INSIDE[:3], "inner": _INSIDE,
    "public": (*_INSIDE, "open"), "withdrawn": (*_INSIDE, "withdraw"), "dropped": ("drop",),
}  # fmt: skip


def asked(county: County, name: str = "author", code: str = "QS01", key: str = "") -> tuple[Request, str]:
    """A request that has just come in."""
    return actions.ask(
        actor=county.actor(name), organisation=county.organisations[code], wanted=Wanted("党费用在哪里", "想看明细"),
        key=key or f"ask{next(_keys)}",
    )  # fmt: skip


def at(day: int, hour: int = 10, minute: int = 0, second: int = 0, month: int = 3) -> datetime:
    """A moment of March 2025, whose 4th is a Tuesday."""
    return datetime(2025, month, day, hour, minute, second, tzinfo=SHANGHAI)


__all__ = ["SECRET", "TUESDAY", "Way", "asked", "at", "fresh", "line", "people"]

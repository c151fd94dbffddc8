"""One problem of the office QS01-U1, set by the town, on a November morning, and the people whose steps it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.kernel.actor import Actor
from lianxin.voice.improving import actions
from lianxin.voice.improving.actions import Facts, Plan
from lianxin.voice.improving.models import Improvement
from tests.factories import County

TODAY = date(2026, 11, 27)
PLAN = Plan("每周巡一遍主路", "handler", TODAY + timedelta(days=20))
TITLE, PROBLEM, SECRET = "路灯坏了没人修", "几个村的路灯坏了十天没人修。", "内部说的一句话"


@pytest.fixture(autouse=True)
def _in_november(settings: Any, tmp_path: Path) -> Any:
    settings.FILES_ROOT = tmp_path / "files"
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=True):
        yield


@pytest.fixture
def browser(county: County) -> Callable[[str], Client]:
    """``browser("approver")``, ``browser("citizen")``, ``browser("anonymous")``."""

    def go(name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(county.account_of("author" if name == "citizen" else name))
        return client

    return go


class Way:
    """The steps as calls of the real actions, by the person whose work it is."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.keys = 0

    def who(self, name: str) -> Actor:
        return self.county.actor(name)

    def facts(self, **more: Any) -> Facts:
        said: dict[str, Any] = {
            "organisation": self.county.office, "set_by": self.county.town, "origin": "self", "kind": "facility", "title": TITLE,
            "problem": PROBLEM, "wanted": "三天内修好", "due_on": TODAY + timedelta(days=30), "metric": "typed", "goal": 3,
            "unit": "天", "before": 10, "figure_source": "巡查单", "plan": PLAN, "cause": "没有人巡",
        }  # fmt: skip
        return Facts(**said | more)

    def enter(self, by: str = "dispatcher", **more: Any) -> Improvement:
        self.keys += 1
        return actions.enter(actor=self.who(by), facts=self.facts(**more), key=f"k{self.keys}")

    def fresh(self, case: Improvement) -> Improvement:
        rows = Improvement.objects.unscoped("test").select_related("organisation", "set_by", "topic", "area")
        return rows.get(pk=case.pk)

    def do(self, event: str, case: Improvement, by: str = "", **more: Any) -> Improvement:
        """One row of the table by the person whose step it is, or by somebody else."""
        action, usual, said = STEPS[event]
        said = said(case) if callable(said) else said
        actor = self.who(by or usual)
        action(**{"actor": actor, "case": case, "revision": case.revision} | said | more)
        return self.fresh(case)

    def play(self, case: Improvement, events: str) -> Improvement:
        for event in events.split():
            case = self.do(event, case)
        return case

    def to(self, state: str, **more: Any) -> Improvement:
        """A problem in a state."""
        return self.play(self.enter(**more), WAYS[state])


def _later(case: Improvement) -> dict[str, Any]:
    return {"due_on": case.due_on + timedelta(days=30), "text": "下雨停工"}


def _measure(case: Improvement) -> dict[str, Any]:
    row = case.measures.filter(done_on=None).first()
    return {"measure": row.pk if row else 0, "on": TODAY, "text": "巡了两遍"}


def _add(*, actor: Actor, case: Improvement, revision: int, key: str) -> Improvement:
    return actions.add_measure(actor=actor, case=case, plan=PLAN, key=key)


#: event -> (action, who does it, what is said)
STEPS: dict[str, tuple[Callable[..., object], str, Any]] = {
    "accept": (actions.accept, "handler", {}),
    "object": (actions.object_to, "handler", {"text": "不归我们"}),
    "keep": (actions.decide, "secretary", {"keep": True, "text": "归你们"}),
    "drop": (actions.decide, "secretary", {"keep": False, "text": "有道理"}),
    "measure": (_add, "handler", lambda case: {"key": f"m{case.measures.count()}"}),
    "measured": (actions.finish_measure, "handler", _measure),
    "progress": (actions.progress, "handler", {"text": "巡了一遍", "outside": True}),
    "extend": (actions.extend, "approver", _later),
    "report": (actions.report, "handler", {"text": "都修好了", "after": 2}),
    "send_back": (actions.send_back, "approver", {"text": "东头还有一盏"}),
    "close": (actions.close, "approver", {"text": "看过了"}),
    "settle_again": (actions.settle_again, "approver", {"text": "不是一回事"}),
    "reopen": (actions.reopen, "approver", _later),
    "ask_show": (actions.ask_show, "dispatcher", {}),
    "answer_show": (actions.answer_show, "handler", {"text": "配件难买"}),
    "show": (actions.show, "reviewer", {}),
    "keep_inside": (actions.keep_inside, "reviewer", {"text": "等改完再说"}),
    "take_down": (actions.take_down, "reviewer", {"text": "写错了村名"}),
    "correct": (actions.correct, "dispatcher", {"title": "路灯", "problem": "坏了", "wanted": "修好", "reason": "写错了"}),
}  # fmt: skip
#: state -> the events that lead there
WAYS = {
    "entered": "",
    "objected": "object",
    "working": "accept",
    "reported": "accept measured report",
    "closed": "accept measured report close",
    "dropped": "object drop",
}
RELEASED = "ask_show answer_show show"


@pytest.fixture
def way(county: County) -> Way:
    """Problems and their steps. The town has a secretary beside the people of `STAFF`."""
    return Way(county)

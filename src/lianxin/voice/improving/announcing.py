"""Who is told, and what the search learns. Authors of letters are told when everybody may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition
from lianxin.voice.letters import telling

from . import indexing, reading
from .lifecycle import RELEASE, SET, VERIFY, WORK
from .models import Improvement

DESK = "/workbench/improvements/"
#: event -> (verb, whether it is told at who set it, title)
TOLD = {
    "enter": (WORK, False, "有一个问题列入整改，请认领"),
    "object": (SET, True, "责任单位对整改提出异议，请复核"),
    "keep": (WORK, False, "异议已复核：维持，请认领"),
    "drop": (WORK, False, "整改已撤下，不列入"),
    "extend": (WORK, False, "整改期限已延长"),
    "report": (VERIFY, True, "整改报告完成，请验收"),
    "send_back": (WORK, False, "验收没有通过，请继续整改"),
    "close": (WORK, False, "整改已销号"),
    "again": (VERIFY, True, "销号以后又收到同类留言"),
    "reopen": (WORK, False, "问题又出现，请重新整改"),
    "ask_show": (RELEASE, True, "有整改提请公开，请决定"),
    "show": (WORK, False, "整改已公开"),
    "take_down": (WORK, False, "整改已撤下公开"),
}
#: event -> what the authors of its letters read, once everybody may read it
AUTHORS = {
    "show": "您反映的问题已列入整改，整改到哪一步可以看 {url}。",
    "close": "您反映的问题整改完成，已由另一位同志验收，可以看 {url}。",
    "reopen": "您反映的问题又出现，已重新整改，可以看 {url}。",
}


def moved(case: Improvement, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """After every step, in its transaction (M01)."""
    indexing.index(case)
    if row.event in ("show", "take_down"):
        transaction.on_commit(partial(cache.delete, reading.BY_LETTER))
    told(case, row.event, actor)


def told(case: Improvement, event: str, actor: Actor) -> None:
    """Queue the notices of one step; the key makes each happen once."""
    if moment.replaying():
        return
    key = f"improvement:{case.pk}:{event}:{case.revision}"
    if event in TOLD:
        verb, above, title = TOLD[event]
        path = case.set_path if above else case.org_path
        _tell(nearest_holders(verb, path), case, actor, event, title, key)
    if event == "ask_show" and case.asks_them:
        _tell(nearest_holders(WORK, case.org_path), case, actor, event, "上级提请公开整改，请写单位说明", f"{key}:them")
    if event in AUTHORS and case.is_public:
        first = event != "show" or case.steps.filter(event="show").count() == 1
        if first:
            text = AUTHORS[event].format(url=case.get_absolute_url())
            telling.authors(case.sources.values_list("letter_id", flat=True), text, key)


def alert(case: Improvement, clock: ClockBase, overdue: bool) -> None:
    """A promise of LX-170 or LX-171 runs out, or ran out."""
    if clock.name == "answer" and not case.asks_them:
        return
    word = "超过了期限" if overdue else "快到期限"
    above = {"decide": SET, "verify": VERIFY}.get(clock.name)
    people = nearest_holders(above, case.set_path) if above else nearest_holders(WORK, case.org_path)
    key = f"improvement:{case.pk}:clock:{clock.pk}:{int(overdue)}"
    _tell(people, case, None, "alert", f"整改：{clock.label}{word}", key)
    if overdue:
        up = nearest_holders(VERIFY, case.set_path)
        _tell(up, case, None, "alert", f"整改：{clock.label}{word}", f"{key}:up")


def day_comes(case: Improvement, overdue: bool) -> None:
    """The organisation's own day comes near, or is over."""
    title = "整改超过了期限" if overdue else "整改快到期限"
    key = f"improvement:{case.pk}:day:{case.due_on}:{int(overdue)}"
    _tell(nearest_holders(WORK, case.org_path), case, None, "day", title, key)
    if overdue:
        _tell(nearest_holders(VERIFY, case.set_path), case, None, "day", title, f"{key}:up")


def _tell(people: Iterable[int], case: Improvement, actor: Actor | None, event: str, title: str, key: str) -> None:
    known = {p for p in people if actor is None or p != actor.person_id}
    send_many(to=known, code=f"improvement.{event}", title=title, body=case.title, url=f"{DESK}{case.pk}/", key=key,
              working=True, org_path=case.org_path)  # fmt: skip

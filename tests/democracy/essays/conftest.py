"""The branches and people of the reports; a call and a work in any state, brought there by those whose work it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from lianxin.democracy.essays import actions, drafts
from lianxin.democracy.essays.actions import Asked
from lianxin.democracy.essays.actions.judging import Said
from lianxin.democracy.essays.drafts import Words
from lianxin.democracy.essays.models import Call, Judge, Work
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
TITLE, ABOUT = "我身边的好党员", "写身边的人，写真事，不写套话。"
WORK, BODY = "修桥那三天", "老支书下水扶桩，天亮才上来，谁也没有先走。"
CALL_STATES = ("drafting", "dropped", "released", "judging", "deciding", "announced", "stopped")
Who = Callable[[str], Actor]


def office(code: str = "QS01") -> Organisation:
    return Organisation.objects.get(code=code)


def asked(kind: str = "theme", **more: Any) -> Asked:
    """What the town asks for: open since this morning, for a month."""
    now = timezone.now()
    given: dict[str, Any] = {
        "kind": kind, "title": TITLE, "about": ABOUT, "audience": "public", "exhibit": "public",
        "opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=30), "words_least": 0, "words_most": 500,
        "judges_wanted": 2, "criteria": ("事情真实", "写得清楚"), "awards": ("一等奖", "二等奖"),
    }  # fmt: skip
    if kind == "standing":
        given |= {"closes_at": None, "judges_wanted": 0, "criteria": (), "awards": (), "column": "乡村记事"}
    return Asked(**{**given, **more})


@pytest.fixture(autouse=True)
def _more_people(cast: County) -> None:
    """The town has a second one who keeps and releases, an editor, two judges; the citizens' phones were checked."""
    cast.add("deputy_above", "deputy_secretary", "QS01")
    cast.add("editor", "editor", "QS01")
    cast.add("judge1", "committee_member", "QS01-B2")
    cast.add("judge2", "committee_member", "QS01-B2")
    Person.objects.filter(pk__in=[cast.people[name].pk for name in ("neighbour", "superior")]).update(
        phone_verified_at=timezone.now()
    )


@pytest.fixture
def call(cast: County, who: Who) -> Callable[..., Call]:
    """``call("released", "members")``: written by the editor, released by the deputy. With works only from `work`."""

    def go(
        state: str = "released",
        audience: str = "public",
        *,
        kind: str = "theme",
        key: str = "k1",
        code: str = "QS01",
        **more: Any,
    ) -> Call:
        by, other = (
            (who("worker_here"), who("deputy_here")) if code == "QS01-B1" else (who("editor"), who("deputy_above"))
        )
        said = asked(kind, audience=audience, **{"exhibit": audience, **more})
        one = actions.draft(actor=by, organisation=office(code), said=said, key=key)
        if state == "dropped":
            return actions.drop(actor=by, call=one, revision=one.revision)
        if state != "drafting":
            one = actions.release(actor=other, call=one, revision=one.revision)
        if state == "stopped":
            return actions.stop(actor=other, call=one, text="题目要再想想", revision=one.revision)
        if state == "closed":
            return actions.close(actor=by, call=one, text="", revision=one.revision)
        return one if state in ("drafting", "released") else further(one, state, by, other, who)

    return go


def further(one: Call, state: str, by: Actor, other: Actor, who: Who) -> Call:
    """From a released theme on: judged by two, each work chosen that has no decision yet."""
    assert one.closes_at is not None
    for name in ("judge1", "judge2"):
        if not one.judges.filter(person_id=who(name).person_id).exists():
            one = fresh_call(one)
            actions.ask_judge(
                actor=by, call=one, person=Person.objects.get(pk=who(name).person_id), revision=one.revision
            )
    with time_machine.travel(max(timezone.now(), one.closes_at + timedelta(minutes=1)), tick=False):
        one = fresh_call(one)
        one = actions.begin_judging(actor=by, call=one, revision=one.revision)
        if state == "judging":
            return one
        for piece in Work.objects.unscoped("test").filter(call=one, state="sent"):
            judge_all(piece, who)
            work = fresh(piece)
            actions.decide(actor=by, work=work, chosen=True, rank=0, text="写得真", revision=work.revision)
        one = actions.submit_result(
            actor=by, call=fresh_call(one), text="收到几篇，都看了。", revision=fresh_call(one).revision
        )
        return one if state == "deciding" else actions.announce(actor=other, call=one, revision=one.revision)


def judge_all(work: Work, who: Who) -> None:
    """Both judges hand in what they think."""
    for name in ("judge1", "judge2"):
        judge = Judge.objects.get(call=work.call_id, person_id=who(name).person_id)
        actions.hand_in_judgement(actor=who(name), judge=judge, work=work, said=said_by(name))


def said_by(name: str) -> Said:
    return Said({0: "strong", 1: "good"}, {0: "像是亲历", 1: ""}, f"{name}说事情写得真。")


@pytest.fixture
def work(who: Who) -> Callable[..., Work]:
    """``work(call, "sent", by="author")``: a text for a call. From `accepted` on those of a 征稿, decided by the editor."""

    def go(
        call: Call,
        state: str = "sent",
        *,
        by: str = "author",
        key: str = "w1",
        title: str = WORK,
        body: str = BODY,
        **more: Any,
    ) -> Work:
        words = Words(title, body, "pen", "桥头人", True)
        one = drafts.keep(actor=who(by), call=call, key=key, words=Words(**{**words_of(words), **more}), revision=0)
        if state != "draft":
            one = actions.send(actor=who(by), work=one, revision=one.revision)
        return taken(one, state, who, by)

    return go


def words_of(words: Words) -> dict[str, Any]:
    return {name: getattr(words, name) for name in ("title", "body", "front", "pen_name", "consent")}


def taken(one: Work, state: str, who: Who, by: str = "author") -> Work:
    editor, other = who("editor"), who("superior")
    if state == "withdrawn":
        return actions.withdraw(actor=who(by), work=one)
    if state == "returned":
        return actions.send_back(actor=editor, work=one, text="写写是哪一年", revision=one.revision)
    if state == "accepted":
        return actions.accept(actor=editor, work=one, text="", revision=one.revision)
    if state in ("refused", "appealed", "upheld"):
        one = actions.refuse(actor=editor, work=one, reason="topic", text="写的是别的事", revision=one.revision)
    if state in ("appealed", "upheld"):
        one = actions.appeal(actor=who(by), work=one, text="就是这件事")
    if state == "upheld":
        one = actions.decide_appeal(actor=other, work=one, overturn=False, text="确是别的事", revision=one.revision)
    return one


def after(one: Call) -> datetime:
    """A minute after it closed."""
    assert one.closes_at is not None
    return one.closes_at + timedelta(minutes=1)


def fresh(one: Work) -> Work:
    """The row as it stands now."""
    return Work.objects.unscoped("test").select_related("call__organisation").get(pk=one.pk)


def fresh_call(one: Call) -> Call:
    return Call.objects.unscoped("test").select_related("organisation").get(pk=one.pk)

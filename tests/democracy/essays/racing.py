"""Judges and deciders of real threads on a real database, in a process of their own; prints what came of them as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.democracy.essays import actions, drafts
from lianxin.democracy.essays.drafts import Words
from lianxin.democracy.essays.models import Call, Judgement, Work
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM, Actor
from tests.democracy.essays.conftest import asked, said_by
from tests.factories import County, build_county
from tests.voice.letters.racing import built, race


def main(what: str) -> None:
    """build: the county; run: all races."""
    if what == "build":
        build_county()
        return
    county, now = built(), timezone.now()
    author, *people = list(Person.objects.order_by("pk")[:3])
    Person.objects.filter(pk=author.pk).update(phone_verified_at=now)
    told: dict[str, object] = {}
    with moment.at(now - timedelta(days=40)):
        said = asked(opens_at=now - timedelta(days=41), closes_at=now - timedelta(days=1))
        call = actions.draft(actor=SYSTEM, organisation=county.town, said=said, key="k")
        call = actions.release(actor=SYSTEM, call=call, revision=call.revision)
        words = Words("题", "正文几个字", "pen", "笔", True)
        writer = actor_of(Person.objects.get(pk=author.pk))
    told["sent"] = sent_twice(call, writer, words)
    work = Work.objects.unscoped("race").get(call=call)
    judges = []
    for person in people:
        call = Call.objects.unscoped("race").get(pk=call.pk)
        judges.append(actions.ask_judge(actor=SYSTEM, call=call, person=person, revision=call.revision))
    call = Call.objects.unscoped("race").get(pk=call.pk)
    begun = [lambda: actions.begin_judging(actor=SYSTEM, call=call, revision=call.revision)] * 2
    told["begun"] = sorted(race(*begun))
    calls = [
        lambda j=judge, p=person: actions.hand_in_judgement(actor=actor_of(p), judge=j, work=work, said=said_by("x"))
        for judge, person in zip(judges, people, strict=True) for _ in range(2)
    ]  # fmt: skip
    told["judged"] = [sorted(race(*calls)), Judgement.objects.count()]
    work = Work.objects.unscoped("race").get(pk=work.pk)
    decide = [
        lambda n=n: actions.decide(actor=SYSTEM, work=work, chosen=True, rank=n % 2, text="真", revision=work.revision)
        for n in range(4)
    ]
    told["decided"] = sorted(race(*decide))
    told["reviewed"] = reviewed(county, writer, words, now)
    sys.stdout.write(json.dumps(told))


def sent_twice(call: Call, writer: Actor, words: Words) -> list[object]:
    """One form saved from four windows, then sent from four; while the call still takes works."""
    assert call.closes_at is not None

    def then(run: Callable[[], object]) -> Callable[[], object]:
        def at_that_time() -> object:
            with moment.at(call.closes_at - timedelta(hours=1)):
                return run()

        return at_that_time

    kept = race(*[then(lambda: drafts.keep(actor=writer, call=call, key="w", words=words, revision=0))] * 4)
    work = Work.objects.unscoped("race").get(call=call)
    came = race(*[then(lambda: actions.send(actor=writer, work=work, revision=work.revision))] * 4)
    return [sorted(kept), sorted(came), Work.objects.unscoped("race").filter(call=call, state="sent").count()]


def reviewed(county: County, writer: Actor, words: Words, now: datetime) -> list[list[str]]:
    """Two editors with one page of a 征稿 before them: one takes it, one declines; then it is taken against its author
    who takes it back."""
    with moment.at(now - timedelta(days=2)):
        call = actions.draft(actor=SYSTEM, organisation=county.town, said=asked("standing"), key="s")
        call = actions.release(actor=SYSTEM, call=call, revision=call.revision)
    found = []
    for n in range(3):
        work = drafts.keep(actor=writer, call=call, key=f"s{n}", words=words, revision=0)
        work = actions.send(actor=writer, work=work, revision=work.revision)
        take = lambda w=work: actions.accept(actor=SYSTEM, work=w, text="", revision=w.revision)  # noqa: E731 - one of a pair
        other = [
            lambda w=work: actions.refuse(
                actor=SYSTEM, work=w, reason="topic", text="写的是别的事", revision=w.revision
            ),
            lambda w=work: actions.withdraw(actor=writer, work=w),
        ][n % 2]
        came = sorted(race(take, other))
        state = Work.objects.unscoped("race").get(pk=work.pk).state
        found.append([*came, state])
    return found

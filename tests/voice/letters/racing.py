"""Races of real threads on a real database, run in a process of its own; prints what came of them as JSON.

Not a test by itself: `test_concurrency_races` starts it on SQLite files, and on PostgreSQL.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection

from lianxin.foundation.audit.checking import verify
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.audit.sealing import seal
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter, Reply, Review
from tests.factories import WAY_TO, County, Moves, build_county, submit, submit_with_code

settings.CODE_HASH_MEMORY_KIB = 8
ROUNDS = 6


def race(*calls: Callable[[], Any]) -> list[str]:
    """Start all calls at one moment, each with a connection of its own: "ok", or the code of the refusal."""
    line = threading.Barrier(len(calls))
    came: list[str] = [""] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        line.wait()
        try:
            call()
            came[number] = "ok"
        except Refused as refused:
            came[number] = refused.denied.code
        except Exception as error:
            came[number] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def fresh(county: County, state: str) -> Letter:
    return Moves(county).play(submit(county), WAY_TO[state])


def double_submit(county: County) -> dict[str, Any]:
    """The same form from four connections: one letter, one code."""
    codes: list[tuple[int, str]] = []
    came = []
    for number in range(ROUNDS):
        key = f"clicked-twice-{number}"
        author = county.actor("author")

        def send(key: str = key, author: Any = author) -> None:
            letter, code = submit_with_code(county, author, key=key)
            codes.append((letter.pk, code))

        before = Letter.objects.unscoped("race").count()
        came += race(send, send, send, send)
        assert Letter.objects.unscoped("race").count() == before + 1, "a double letter"
    return {"came": came, "letters": len(set(codes)), "rounds": ROUNDS}


def one_wins(
    county: County, state: str, left: Callable[[Moves, Letter], Any], right: Callable[[Moves, Letter], Any]
) -> Any:
    """Two people act on the page as both of them see it."""
    moves = Moves(county)
    rounds = []
    for _ in range(ROUNDS):
        letter = fresh(county, state)
        steps = letter.steps.count()
        came = race(lambda x=letter: left(moves, x), lambda x=letter: right(moves, x))
        now = Letter.objects.unscoped("race").get(pk=letter.pk)
        rounds.append(
            {
                "came": came,
                "moved": now.revision - letter.revision,
                "state": now.state,
                "reviews": Review.objects.filter(letter=now).count(),
                "sent": Reply.objects.filter(letter=now, state="sent").count(),
                "steps": now.steps.count() - steps,
            }
        )
    return rounds


def rate_twice(county: County) -> Any:
    return one_wins(county, "replied", lambda m, x: m.rate_good(x), lambda m, x: m.rate_bad(x))


def withdraw_against_reply(county: County) -> Any:
    """Whoever comes first: a withdrawn letter is not answered, an answered one may still be withdrawn."""
    return one_wins(county, "approving", lambda m, x: m.withdraw(x), lambda m, x: m.send_reply(x))


def cross_merge(county: County) -> list[list[str]]:
    """Two dispatchers merge the same two letters into one another."""
    dispatcher, rounds = county.actor("dispatcher"), []
    for _ in range(ROUNDS):
        a, b = fresh(county, "accepted"), fresh(county, "accepted")
        came = race(
            lambda a=a, b=b: actions.merge(actor=dispatcher, letter=a, into=b, revision=a.revision),
            lambda a=a, b=b: actions.merge(actor=dispatcher, letter=b, into=a, revision=b.revision),
        )
        merged = Letter.objects.unscoped("race").filter(pk__in=(a.pk, b.pk), state="merged").count()
        rounds.append([*came, f"merged {merged}"])
    return rounds


def register_twice(county: County) -> list[list[str]]:
    """The same user name from two browsers."""
    from lianxin.foundation.accounts import actions as accounts
    from lianxin.kernel.actor import ANONYMOUS

    def join(number: int) -> Any:
        return accounts.register(
            actor=ANONYMOUS, username=f"twin-{number}", password="invented-Sentence-7", nickname="双胞胎"
        )

    return [race(lambda n=n: join(n), lambda n=n: join(n)) for n in range(ROUNDS)]


def appoint_twice(county: County) -> list[list[str]]:
    """Two administrators appoint the same person to the same post."""
    from tests.factories import appoint

    rounds = []
    for number in range(ROUNDS):
        county.add(f"newcomer-{number}", "caller", "QS02")
        person = county.people[f"newcomer-{number}"]
        call = lambda person=person: appoint(person, "editor", county.town)  # noqa: E731
        rounds.append(race(call, call))
    return rounds


def found_twice(county: County) -> list[list[str]]:
    """One code for two organisations, below two parents, so that no common lock sorts them."""
    from datetime import date

    from lianxin.foundation.organisations import actions as tree
    from lianxin.kernel.actor import SYSTEM

    def found(parent: str, number: int) -> Any:
        return tree.found(
            actor=SYSTEM, parent=county.organisations[parent], name="新单位", short_name="新单位", kind="unit",
            code=f"TWIN{number}", on=date(2025, 1, 2),
        )  # fmt: skip

    return [race(lambda n=n: found("QS01", n), lambda n=n: found("QS02", n)) for n in range(ROUNDS)]


RACES: dict[str, Callable[[County], Any]] = {
    "double_submit": double_submit,
    "two_reviewers": lambda c: one_wins(
        c, "submitted", lambda m, x: m.accept_public(x), lambda m, x: m.refuse(x, "reviewer2")
    ),
    "two_assigns": lambda c: one_wins(
        c, "accepted", lambda m, x: m.assign(x), lambda m, x: m.assign(x, "county_dispatcher")
    ),
    "two_signatures": lambda c: one_wins(
        c, "approving", lambda m, x: m.send_reply(x), lambda m, x: m.send_reply(x, "secretary")
    ),
    "sign_or_return": lambda c: one_wins(
        c, "approving", lambda m, x: m.send_reply(x), lambda m, x: m.return_reply(x, "secretary")
    ),
    "two_ratings": rate_twice,
    "withdraw_or_reply": withdraw_against_reply,
    "cross_merge": cross_merge,
    "same_name": register_twice,
    "same_post": appoint_twice,
    "same_code": found_twice,
}


def built() -> County:
    """The county that "build" left."""
    from lianxin.foundation.accounts.models import Appointment, Person
    from lianxin.foundation.organisations.models import Organisation

    return County(
        organisations={o.code: o for o in Organisation.objects.all()},
        people={p.nickname: p for p in Person.objects.all()},
        posts={a.person.nickname: a for a in Appointment.objects.select_related("person")},
    )


def write(writer: str, letters: int) -> None:
    """One of several writing processes: eight of them together are the eight writers."""
    county = built()
    for number in range(letters):
        submit_with_code(county, key=f"{writer}-{number}", with_code=False, title=f"{writer} {number}")


def check() -> dict[str, Any]:
    """What the eight writers left behind."""
    while seal():
        pass
    found = verify()
    lines = AuditLine.objects.unscoped("race").filter(code="letters.submit").count()
    return {
        "letters": Letter.objects.unscoped("race").count(),
        "lines": lines,
        "breaks": [b.sentence for b in found.breaks],
    }


def main(what: str, *words: str) -> None:
    if what in RACES:
        sys.stdout.write(json.dumps(RACES[what](built()), ensure_ascii=False))
    elif what == "build":
        build_county()
    elif what == "write":
        write(words[0], int(words[1]))
    else:
        sys.stdout.write(json.dumps(check(), ensure_ascii=False))

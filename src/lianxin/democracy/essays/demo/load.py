"""Calls and works in every state that people meet, played by those whose work it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.actions import set_keeper
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from .. import actions, columns, drafts
from ..actions import Asked
from ..actions.judging import Said
from ..drafts import Words
from ..models import Call, Judge, Work
from ..words import KIND
from . import texts
from .texts import Piece

#: account names of the demonstration and what they do here
EDITS, EDITS_TOO, RELEASES, BRANCH, ORGANISES, LEADS = "bianji", "bianji2", "zhenshen", "shuji", "zuzhi", "xianwei"
WRITERS = ("qunzhong", "laoren", "dangyuan")
WORDS_MOST = 800


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: by account name, and members of the branch by number."""

    who: dict[str, Actor]
    people: dict[str, Person]
    town: Organisation
    branch: Organisation


@action("essays.demo")
def load(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """The town with four calls, its branch with one that waits to be released; answers how many."""
    cast = _cast()
    if cast is None:
        record("essays.demo", actor=actor, calls=0)
        return 0
    keeper, deputy = cast.people[EDITS], cast.people[EDITS_TOO]
    set_keeper(actor=SYSTEM, organisation=cast.town, column=KIND, label="征文与征稿", keeper=keeper, deputy=deputy)
    _announced(cast, now)
    _judging(cast, now)
    _open(cast, now)
    _standing(cast, now)
    with moment.at(_at(now, 1)):
        said = _asked(texts.BRANCH, now, -1, 30, audience="members", exhibit="members")
        actions.draft(actor=cast.who[BRANCH], organisation=cast.branch, said=said, key="demo-branch")
    record("essays.demo", actor=actor, calls=5)
    return 5


def _cast() -> Cast | None:
    names = (EDITS, EDITS_TOO, RELEASES, BRANCH, ORGANISES, LEADS, *WRITERS)
    rows = Person.objects.filter(account__username__in=names).select_related("account")
    people = {person.account.username: person for person in rows}
    if len(people) < len(names):
        return None
    who = {name: actor_of(person) for name, person in people.items()}
    branch = Organisation.objects.get(pk=who[BRANCH].duties[0].organisation_id)
    town = Organisation.objects.get(pk=who[EDITS].duties[0].organisation_id)
    members = Member.objects.unscoped("the demonstration").filter(
        organisation=branch, stage="member", standing="active"
    )
    busy = {person.pk for person in people.values()}
    found = [row.person for row in members.select_related("person").order_by("pk") if row.person_id not in busy][:4]
    if len(found) < 4:
        return None
    who |= {str(n): actor_of(person) for n, person in enumerate(found, 1)}
    return Cast(who, people, town, branch)


def _at(now: datetime, ago: float, hour: int = 10) -> datetime:
    day = timezone.localdate(now) - timedelta(days=ago)
    return min(timezone.make_aware(datetime.combine(day, time(hour))), now)


def _asked(said: tuple[str, str], now: datetime, opened: int, closes: int, **more: Any) -> Asked:
    """opened: days ago; closes: days from now."""
    given: dict[str, Any] = {
        "kind": "theme", "title": said[0], "about": said[1], "audience": "public", "exhibit": "public",
        "opens_at": _at(now, opened, 8), "closes_at": _at(now, 0, 8) + timedelta(days=closes), "words_least": 20,
        "words_most": WORDS_MOST, "judges_wanted": 2, "criteria": texts.CRITERIA, "awards": texts.AWARDS,
    }  # fmt: skip
    return Asked(**{**given, **more})


def _call(cast: Cast, now: datetime, said: Asked, opened: int, key: str) -> Call:
    """Written by the editor two days before it opens, released by another one the day after."""
    with moment.at(_at(now, opened + 2)):
        call = actions.draft(actor=cast.who[EDITS], organisation=cast.town, said=said, key=f"demo-{key}")
    with moment.at(_at(now, opened + 1)):
        return actions.release(actor=cast.who[RELEASES], call=call, revision=call.revision)


def _write(cast: Cast, call: Call, piece: Piece, at: datetime) -> Work:
    author = cast.who[piece.by]
    front = "pen" if piece.pen or not drafts.names_of(author.person_id)[0] else "name"
    words = Words(piece.title, piece.body, front, piece.pen or (author.name or "乡亲")[:12], piece.consent)
    with moment.at(at):
        work = drafts.keep(actor=author, call=call, key=f"demo-{piece.title}", words=words, revision=0)
        if piece.end == "draft":
            return work
        return actions.send(actor=author, work=work, revision=work.revision)


def _ask(cast: Cast, call: Call, names: tuple[str, ...], at: datetime) -> list[Judge]:
    found = []
    with moment.at(at):
        for name in names:
            call.refresh_from_db()
            judge = actions.ask_judge(
                actor=cast.who[EDITS], call=call, person=cast.people[name], revision=call.revision
            )
            found.append(judge)
    call.refresh_from_db()
    return found


def _say(cast: Cast, judge: Judge, name: str, work: Work, words: str, at: datetime) -> None:
    levels = dict.fromkeys(range(len(texts.CRITERIA)), "good")
    with moment.at(at):
        said = Said(levels, dict.fromkeys(levels, ""), words)
        actions.hand_in_judgement(actor=cast.who[name], judge=judge, work=work, said=said)


def _announced(cast: Cast, now: datetime) -> None:
    said = _asked(texts.GOOD, now, 75, -40, series="我身边的好党员", edition=f"{timezone.localdate(now).year} 年")
    call = _call(cast, now, said, 75, "good")
    works = [_write(cast, call, piece, _at(now, 70 - n)) for n, piece in enumerate(texts.GOOD_WORKS)]
    judges = _ask(cast, call, (ORGANISES, EDITS_TOO), _at(now, 45))
    editor = cast.who[EDITS]
    with moment.at(_at(now, 39)):
        call = actions.begin_judging(actor=editor, call=call, revision=call.revision)
    for piece, work in zip(texts.GOOD_WORKS, works, strict=True):
        _say(cast, judges[0], ORGANISES, work, piece.said, _at(now, 35))
        _say(
            cast,
            judges[1],
            EDITS_TOO,
            work,
            "写的是真事，最难得。" if piece.end != "no" else "空话多，看不见人。",
            _at(now, 33),
        )
        rank = int(piece.end) if piece.end.isdecimal() else None
        with moment.at(_at(now, 20)):
            actions.decide(
                actor=editor, work=work, chosen=piece.end != "no", rank=rank, text=piece.said, revision=work.revision
            )
    with moment.at(_at(now, 19)):
        call = actions.submit_result(actor=editor, call=call, text=texts.GOOD_RESULT, revision=call.revision)
    with moment.at(_at(now, 18)):
        actions.announce(actor=cast.who[RELEASES], call=call, revision=call.revision)


def _judging(cast: Cast, now: datetime) -> None:
    call = _call(cast, now, _asked(texts.CHANGE, now, 35, -3), 35, "change")
    works = [_write(cast, call, piece, _at(now, 20 - n)) for n, piece in enumerate(texts.CHANGE_WORKS)]
    judges = _ask(cast, call, (ORGANISES, EDITS_TOO, BRANCH), _at(now, 6))
    for name in ("1", "2"):  # of the branch whose secretary judges
        with moment.at(_at(now, 5)):
            call.refresh_from_db()
            author = Person.objects.get(pk=cast.who[name].person_id or 0)
            actions.declare(
                actor=cast.who[EDITS], judge=judges[2], author=author, why="同一支部", revision=call.revision
            )
    call.refresh_from_db()
    with moment.at(_at(now, 2)):
        actions.begin_judging(actor=cast.who[EDITS], call=call, revision=call.revision)
    words = "路和沟放在一起写，说得中肯；结尾可以再收一收。"
    _say(cast, judges[1], EDITS_TOO, works[0], words, _at(now, 1))


def _open(cast: Cast, now: datetime) -> None:
    call = _call(cast, now, _asked(texts.LETTER, now, 9, 20), 9, "letter")
    for n, piece in enumerate(texts.LETTER_WORKS):
        _write(cast, call, piece, _at(now, 5 - n))
    _ask(cast, call, (BRANCH,), _at(now, 4))


def _standing(cast: Cast, now: datetime) -> None:
    said = _asked(texts.NOTES, now, 120, 0, kind="standing", closes_at=None, judges_wanted=0, criteria=(), awards=(), words_least=0,
                  column="乡村记事")  # fmt: skip
    call = _call(cast, now, said, 120, "notes")
    editor = cast.who[EDITS]
    for n, piece in enumerate(texts.NOTES_WORKS):
        work = _write(cast, call, piece, _at(now, 30 - 5 * n))
        with moment.at(_at(now, 28 - 5 * n)):
            if piece.end in ("accepted", "handed"):
                work = actions.accept(actor=editor, work=work, text=piece.said, revision=work.revision)
            if piece.end == "returned":
                actions.send_back(actor=editor, work=work, text=piece.said, revision=work.revision)
            if piece.end == "refused":
                actions.refuse(actor=editor, work=work, reason="weak", text=piece.said, revision=work.revision)
        offered = columns.offered(editor) if piece.end == "handed" else []
        if offered:
            with moment.at(_at(now, 27 - 5 * n)):
                actions.hand(actor=editor, work=work, column=offered[0][0], revision=work.revision)

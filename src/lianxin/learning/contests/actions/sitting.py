"""答题: one attempt however many windows; every answer is kept as it comes; handed in once.

Keeping an answer is no audited action on purpose: it is a draft of the person, and a line of the ledger for every tap would
be a record of how somebody thinks. Beginning and handing in are actions.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.learning.questions.marking import taken
from lianxin.membership.dossiers.queries import member_home

from .. import policies, pools
from ..drawing import Place
from ..models import Attempt, Contest, Entry, Round
from ..timing import ends_at

#: an answer with how long ago it was chosen, in milliseconds by the device
Sent = Mapping[int, tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the server holds now. places: those that were taken over from this call; left: seconds; count: answered places."""

    places: tuple[int, ...]
    left: int
    count: int


@action("contests.start")
def start(*, actor: Actor, round_: Round, longer: bool = False) -> Attempt:
    """开始答题, or go on with the attempt that runs: a reload and a second window get the same paper.

    longer: more time, because the person says so (LX-223).
    """
    if actor.person_id is None:
        raise Refused(Denied("请先登录。", code="nobody"))
    contest = round_.contest
    entry = _entry(actor, contest)
    mine = list(Attempt.objects.filter(entry=entry).select_related("round").order_by("number"))
    running = next((a for a in mine if a.round_id == round_.pk and not a.over() and moment.now() < a.ends_at), None)
    if running is not None and contest.state == "released":
        record("contests.start_again", actor=actor, subject=contest)
        return running
    require(policies.may_start(actor, round_, mine))
    now, ticket = moment.now(), secrets.token_hex(16)
    made = Attempt.objects.create(
        round=round_, entry=entry, number=sum(1 for a in mine if a.round_id == round_.pk) + 1, ticket=ticket, longer=longer,
        started_at=now, ends_at=ends_at(now, round_.minutes, round_.closes_at, longer=longer),
        paper=[place.kept() for place in pools.paper(round_, ticket, now)],
    )  # fmt: skip
    record("contests.start", actor=actor, subject=contest)
    return made


def _entry(actor: Actor, contest: Contest) -> Entry:
    """The locked line of the person: two windows that begin at once wait for each other here."""
    if (
        not policies.belongs(actor, contest)
        and not Entry.objects.filter(contest=contest, person_id=actor.person_id or 0).exists()
    ):
        raise Refused(Denied(f"这次竞赛面向{contest.get_audience_display()}。", code="not_meant"))
    found, _ = Entry.objects.get_or_create(
        contest=contest, person_id=actor.person_id or 0, defaults={"organisation_id": member_home(actor.person_id)}
    )
    return lock(found)


def keep(*, actor: Actor, attempt: int, sent: Sent) -> Kept:
    """Keep answers. Of two for one place the one that was chosen later by the clock of the server stays.

    attempt: its key; sent: place -> (answer in the order of the bank, milliseconds since it was chosen). What is no answer
    is left out. Raises `Refused` (``sent``, ``late``, ``cancelled``), and then nothing is kept.
    """
    with transaction.atomic():
        row = _locked(attempt)
        require(policies.may_answer(actor, row))
        places, rows = _merge(row, sent)
        if places:
            row.answers = json.dumps(rows, ensure_ascii=False)
            row.save(update_fields=["answers"])
    return Kept(tuple(places), int(row.left().total_seconds()), sum(1 for said, _ in rows.values() if said))


def _locked(attempt: int) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("round__contest", "entry")
    found = rows.filter(pk=attempt).first()
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


def _merge(row: Attempt, sent: Sent) -> tuple[list[int], dict[str, list[Any]]]:
    """(places that changed, all answers with their moments)."""
    now, rows, places = moment.now(), row.rows_said, []
    paper = row.places
    for at, (said, ago) in sent.items():
        answer = _fits(paper, at, said)
        if answer is None:
            continue
        chosen = _chosen_at(row, now, ago)
        if str(at) not in rows or datetime.fromisoformat(rows[str(at)][1]) <= chosen:
            rows[str(at)] = [answer, chosen.isoformat()]
        places.append(at)
    return places, rows


def _fits(paper: list[Place], at: int, said: Any) -> list[Any] | None:
    if not 0 <= at < len(paper):
        return None
    return taken(paper[at].kind, len(paper[at].order), paper[at].blanks, said)


def _chosen_at(row: Attempt, now: datetime, ago: int) -> datetime:
    """When it was chosen: the device says how long ago, not at what o'clock, and never before the attempt began."""
    back = timedelta(milliseconds=min(max(0, ago), 24 * 3600 * 1000))
    return max(row.started_at, now - back)


@action("contests.hand_in")
def hand_in(*, actor: Actor, attempt: Attempt, sent: Sent) -> Attempt:
    """交卷 with the last answers. A second time, from whatever window, changes nothing; after its time the paper stands as
    it was kept, and what came too late is not taken."""
    row = _locked(attempt.pk)
    if not actor.is_person(row.entry.person_id):
        raise Refused(OUT_OF_SCOPE)
    if row.sent_at is None:
        may = policies.may_answer(actor, row)
        if isinstance(may, Denied) and may.code != "late":
            raise Refused(may)
        if may:
            row.answers = json.dumps(_merge(row, sent)[1], ensure_ascii=False)
        row.sent_at = min(moment.now(), row.ends_at)
        row.save(update_fields=["answers", "sent_at"])
    record("contests.hand_in", actor=actor, subject=row.round.contest)
    return row


@action("contests.name_me")
def name_me(*, actor: Actor, contest: Contest, named: bool) -> Entry:
    """愿意列名, and no longer: the name is gone from the list with the same press."""
    entry = Entry.objects.filter(contest=contest, person_id=actor.person_id or 0).first()
    if entry is None:
        raise Refused(OUT_OF_SCOPE)
    if named and not contest.list_passed:
        raise Refused(Denied("这次竞赛不列合格名单。", code="no_list"))
    entry = lock(entry)
    entry.named = named
    entry.save(update_fields=["named"])
    record("contests.name_me" if named else "contests.name_me_not", actor=actor, subject=contest)
    return entry

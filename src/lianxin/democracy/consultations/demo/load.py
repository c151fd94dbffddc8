"""Motions and consultations of the demonstration: every state that people meet, played by those whose work it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from lianxin.democracy.speaking import actions as speaking
from lianxin.democracy.speaking.lifecycle import REVIEW
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of, holders
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from .. import actions, opinions
from ..actions import Declared, Draft, Proposal
from ..models import Consultation
from . import mended, texts
from .motions import play

#: account names of the demonstration and what they do here
ANSWERS, REVIEWS, LOOKS, DRAFTS, REPORTS = "shuji", "zhenshen", "xianwei", "bianji", "bianji2"


@action("consult.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The branch of the demonstration's secretary, and the town above it."""
    people = {
        p.account.username: p
        for p in Person.objects.filter(account__username__in=(ANSWERS, REVIEWS, LOOKS, DRAFTS, REPORTS)).select_related(
            "account"
        )
    }
    duty = actor_of(people[ANSWERS]).duties[0] if ANSWERS in people else None
    if duty is None or len(people) < 5:
        record("consult.demo", actor=actor, cases=0)
        return 0
    who = {name: actor_of(person) for name, person in people.items()}
    branch = Organisation.objects.get(pk=duty.organisation_id)
    town = branch.get_parent()
    with moment.at(_at(today, 200)):
        _declare(branch, people[ANSWERS], people[REVIEWS], who[LOOKS], "members", 5)
        _declare(town, people[LOOKS], people[REVIEWS], who[LOOKS], "public", 20)
    made = _motions(branch, town, who, today) + _consultations(branch, town, who, today)
    record("consult.demo", actor=actor, cases=made)
    return made


def _at(today: date, ago: int, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(hour)))


def _declare(office: Organisation, keeper: Person, deputy: Person, by: Actor, open_to: str, threshold: int) -> None:
    said = Declared(open_to, threshold, 15, 30, keeper, deputy)
    actions.declare(actor=by, organisation=office, said=said)


def _motions(branch: Organisation, town: Organisation, who: dict[str, Actor], today: date) -> int:
    rows = Member.objects.unscoped("the demonstration").filter(organisation=branch, stage="member", standing="active")
    members = [actor_of(row.person) for row in rows.select_related("person").order_by("pk")[:8]]
    members = [one for one in members if one.person_id != who[ANSWERS].person_id]
    if not members:
        return 0
    cast = {"answers": who[ANSWERS], "reviews": who[REVIEWS], "looks": who[LOOKS]}
    for number, (text, author) in enumerate(zip(texts.MOTIONS, cycle(members), strict=False)):
        state, ago, title, why, wish = text
        with moment.at(_at(today, ago)):
            proposal = Proposal(title, why, wish, "members", author.name or "党员")
            motion = actions.propose(actor=author, organisation=branch, said=proposal, key=f"demo-{number}")
        play(motion, state, author, members, cast, lambda back: _at(today, back, 15), ago)
    return len(texts.MOTIONS)


def _draft(text: tuple[str, str, str, tuple[str, ...]], audience: str, opens: datetime, closes: datetime) -> Draft:
    title, background, basis, paragraphs = text
    return Draft(title, background, basis, audience, opens, closes, paragraphs, "村委会一楼")


#: (text, audience, at the town, opens days ago, closes days ago, how far it goes)
_CASES = (
    ("PARKING", "public", True, 40, 19, "finished"), ("FUNDS", "members", False, 3, -11, "released"),
    ("LIBRARY", "public", True, 5, -9, "released"), ("WATER", "public", True, 25, 4, "released"),
    ("NAMES", "public", True, -3, -17, "released"), ("ROUTE", "public", True, 30, 8, "reporting"),
    ("FAIR", "public", True, 6, -8, "stopped"), ("FUNDS", "members", True, -4, -20, "drafting"),
    ("WATER", "members", True, -5, -21, "reviewing"),
)  # fmt: skip


def _consultations(branch: Organisation, town: Organisation, who: dict[str, Actor], today: date) -> int:
    for number, (name, audience, at_town, opens, closes, state) in enumerate(_CASES):
        office = town if at_town else branch
        drafts = who[DRAFTS] if at_town else who[ANSWERS]
        said = _draft(getattr(texts, name), audience, _at(today, opens, 9), _at(today, closes, 18))
        written = max(opens, 0) + 2
        with moment.at(_at(today, written)):
            case = actions.draft(actor=drafts, organisation=office, said=said, key=f"demo-{number}")
            if state == "drafting":
                continue
            case = actions.submit(actor=drafts, case=case, revision=case.revision)
            if state == "reviewing":
                continue
        with moment.at(_at(today, max(written - 1, 0), 11)):
            case = actions.release(actor=who[REVIEWS], case=case, revision=case.revision)
        _on(case, state, who, today)
    return len(_CASES)


def _on(case: Consultation, state: str, who: dict[str, Actor], today: date) -> None:
    """From the release on."""
    if state == "stopped":
        text = "庙会今年不办了，摊位的事不用再征求意见。"
        actions.stop(actor=who[REVIEWS], case=case, text=text, revision=case.revision)
    late = None
    said = texts.SAID if state == "finished" else texts.SAID[4:] if state in ("released", "reporting") else ()
    if case.audience == "public" and case.opens_at < timezone.now() and said:
        at = min(case.closes_at, timezone.now()) - timedelta(hours=3)
        keys = _speak(case, said, who, at)
        person, second = _members(who, len(said) + 1)[-1], _second(case, who)
        if state == "finished" and second is not None:
            with moment.at(at):
                late = mended.refuse(case, person, who[REVIEWS])
        if state in ("finished", "reporting"):
            _answer(case, keys, state, who, case.closes_at + timedelta(days=2))
        if late is not None and second is not None:
            mended.bring_back(
                case, late, person, (second, who[DRAFTS], who[REVIEWS]), [_at(today, ago) for ago in (16, 15, 14)]
            )
            mended.correct(case, "PARKING", who[DRAFTS], who[REVIEWS], _at(today, 9))
    if case.title == texts.LIBRARY[0]:
        mended.correct(case, "LIBRARY", who[DRAFTS], who[REVIEWS], _at(today, 2))


def _speak(case: Consultation, said: Sequence[tuple[str, str]], who: dict[str, Actor], at: datetime) -> list[int]:
    """Opinions under the nicknames of members of the branch, published by the reviewer of the town."""
    found = []
    people = _members(who, len(said))
    with moment.at(at):
        for number, ((part, text), person) in enumerate(zip(said, people, strict=False)):
            one = speaking.say(
                actor=person, kind=opinions.KIND, place=case.pk, part=part, text=text, key=f"demo-{case.pk}-{number}"
            )
            found.append(speaking.publish(actor=who[REVIEWS], contribution=one, revision=one.revision).pk)
    return found


def _second(case: Consultation, who: dict[str, Actor]) -> Actor | None:
    """Another reviewer than the first: an appeal is decided by somebody else (M02)."""
    found = holders(REVIEW, case.org_path, exclude=[who[name].person_id or 0 for name in (REVIEWS, DRAFTS, REPORTS)])
    return actor_of(Person.objects.get(pk=found[0])) if found else None


def _members(who: dict[str, Actor], most: int) -> list[Actor]:
    """The first members of the branch."""
    rows = Member.objects.unscoped("the demonstration").filter(
        organisation_id=who[ANSWERS].duties[0].organisation_id, stage="member", standing="active"
    )
    return [actor_of(row.person) for row in rows.select_related("person").order_by("pk")[:most]]


def _answer(case: Consultation, keys: list[int], state: str, who: dict[str, Actor], at: datetime) -> None:
    groups = (
        texts.GROUPS if state == "finished" else (("", (0,), "先试一个月。", "adopted", "办法里写明先试行一个月。"),)
    )
    final = texts.FINAL if state == "finished" else tuple(case.versions.last().paragraphs)  # type: ignore[union-attr]  # it has one
    with moment.at(at):
        for part, places, gist, answer, reason in groups:
            group = actions.form_group(
                actor=who[DRAFTS],
                case=case,
                gist=gist,
                part=part,
                keys=[keys[i] for i in places if i < len(keys)],
                key=f"demo-{gist[:8]}",
            )
            actions.answer(actor=who[DRAFTS], group=group, answer=answer, reason=reason)
        summary = texts.SUMMARY if state == "finished" else "收到意见一条，已采纳。"
        case = actions.report(actor=who[REPORTS], case=case, summary=summary, paragraphs=final, revision=case.revision)
    if state == "finished":
        with moment.at(at + timedelta(days=1)):
            actions.finish(actor=who[REVIEWS], case=case, revision=case.revision)

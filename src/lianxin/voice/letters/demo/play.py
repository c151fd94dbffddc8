"""Four hundred lives of letters, each played to the point where the demonstration wants it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment, Person
from lianxin.foundation.accounts.queries import actor_of, in_force
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor

from .. import actions
from ..models import Letter, Topic
from .matters import BAD, MATTERS, REFUSED, Matter

#: how letters share out among their ends; every state of the lifecycle is among them
ENDS: dict[str, int] = {
    "solved": 59, "closed": 27, "unrated": 24, "replied": 37, "followed": 12, "redone": 14, "callback": 8, "reworking": 6,
    "looked_again": 4, "handling": 16, "overdue": 14, "waiting": 8, "approving": 12, "returned_reply": 5, "assigned": 20,
    "sent_back": 6, "accepted": 12, "submitted": 28, "refused": 12, "appealed": 3, "upheld": 2, "overturned": 2, "merged": 4,
    "withdrawn": 3, "extended": 5, "private": 6, "adopted": 6, "adoption_waits": 2, "declined": 3, "carried_out": 4,
    "promise_late": 2, "adoption_corrected": 1, "picked": 4, "instructed": 4, "reported": 2, "settled": 3,
}  # fmt: skip


#: ends after which something is said about an idea
TAKEN_UP = ("adopted", "adoption_waits", "declined", "carried_out", "promise_late", "adoption_corrected", "picked")
#: matters that come in a flood, and letters of each
FLOODS, LETTERS_OF_A_FLOOD = 4, 8
#: share of the letters in which a second office helps (协办)
HELPED = 0.12


def ends_of(total: int) -> list[str]:
    """Ends of the letters that make `total` with those of the floods: by the shares, each at least once, rest by remainder."""
    rest = max(0, total - FLOODS * LETTERS_OF_A_FLOOD - len(ENDS))
    weight = sum(ENDS.values()) - len(ENDS)
    counts = {end: 1 + rest * (count - 1) // weight for end, count in ENDS.items()}
    missing = rest + len(ENDS) - sum(counts.values())
    for end in sorted(ENDS, key=lambda e: -(rest * (ENDS[e] - 1) % weight))[:missing]:
        counts[end] += 1
    return [end for end, count in counts.items() for _ in range(count)]


@dataclass
class Cast:
    """Who plays in one town: actors by post, offices by the ending of their name."""

    committee: Organisation
    reviewers: list[Actor]
    dispatcher: Actor
    approver: Actor
    caller: Actor
    offices: dict[str, tuple[Organisation, Appointment, Actor]]
    villages: list[str]


class Player:
    """Plays letters. `dice` decides everything, so that one seed gives one county."""

    def __init__(self, dice: random.Random, now: datetime) -> None:
        self.dice, self.now = dice, now
        self.calendar = calendar_for("")
        self.casts = [_cast(o) for o in Organisation.objects.filter(kind="committee", depth=2).order_by("path")]
        self.leader = actor_of(in_force().filter(post="leader").select_related("person").order_by("org_path")[0].person)
        self.topics = {t.path: t for t in Topic.objects.all()}
        self.citizens = list(Person.objects.filter(appointments=None).order_by("pk")[:300])
        #: committee -> the last open letter and what it is about, for the ones that are merged into it
        self.last: dict[str, tuple[Letter, Matter]] = {}

    def play(self, end: str) -> Letter:
        """One letter with this end."""
        cast, matter = self.dice.choice(self.casts), self.dice.choice(MATTERS)
        if end in TAKEN_UP:
            matter = self.dice.choice([m for m in MATTERS if m.kind in ("suggest", "help")])
        if end in ("solved", "handling") and self.dice.random() < 0.3:
            cast = self.casts[0]
        if end == "merged" and self.last:
            cast = self.dice.choice([c for c in self.casts if c.committee.code in self.last])
            matter = self.last[cast.committee.code][1]
        age = self.dice.randrange(*_AGES.get(end, (20, 330)))
        started = self.now - timedelta(days=age, minutes=self.dice.randrange(60, 700))
        life = Life(self, cast, matter, started)
        life.submit(end)
        STORIES[end](life)
        if end in ("handling", "replied", "solved") and life.letter.is_public:
            self.last[cast.committee.code] = (life.letter, matter)
        return life.letter

    def burst(self) -> None:
        """A week in which the same things are written from many villages: what 苗头提示 is for."""
        monday = timezone.localtime(self.now).replace(hour=9, minute=0)
        monday -= timedelta(days=monday.weekday(), weeks=1)
        for matter in [m for m in MATTERS if m.kind == "help"][:FLOODS]:
            cast = self.dice.choice(self.casts)
            for i in range(LETTERS_OF_A_FLOOD):
                life = Life(self, cast, matter, monday + timedelta(hours=9 * i))
                life.submit("handling")
                life.handle()


#: how many days ago a letter with this end came in
_AGES = {
    "submitted": (0, 2), "accepted": (1, 3), "assigned": (1, 4), "handling": (2, 6), "waiting": (3, 8), "approving": (3, 6),
    "returned_reply": (3, 6), "replied": (4, 20), "followed": (6, 20), "callback": (8, 16), "reworking": (10, 20),
    "sent_back": (3, 6), "refused": (2, 40), "appealed": (2, 6), "overdue": (75, 120), "extended": (62, 85),
    "private": (5, 60), "looked_again": (30, 60), "merged": (5, 40), "withdrawn": (3, 60), "overturned": (20, 60),
    "upheld": (20, 60), "redone": (50, 200), "unrated": (60, 300),
    "adopted": (25, 60), "adoption_waits": (20, 40), "declined": (30, 200), "carried_out": (90, 200), "promise_late": (80, 120),
    "adoption_corrected": (60, 120), "picked": (2, 6), "instructed": (3, 8), "reported": (4, 9), "settled": (20, 60),
}  # fmt: skip


def _cast(committee: Organisation) -> Cast:
    people = in_force().filter(org_path__startswith=committee.path).select_related("person", "organisation")
    at: dict[tuple[int, str], list[Appointment]] = {}
    for row in people:
        at.setdefault((row.organisation_id, row.post), []).append(row)

    def actors(post: str) -> list[Actor]:
        return [actor_of(row.person) for row in at[(committee.pk, post)]]

    offices = {}
    for unit in committee.get_children().filter(kind="unit"):
        handler = at[(unit.pk, "handler")][0]
        offices[unit.short_name[-4:]] = (unit, handler, actor_of(handler.person))
    villages = [o.short_name.removesuffix("支部") for o in committee.get_children().filter(kind="branch")]
    return Cast(committee, actors("reviewer"), actors("dispatcher")[0], actors("approver")[0], actors("caller")[0],
                offices, villages)  # fmt: skip


class Life:
    """One letter while it is being played; `step` moves its time on."""

    def __init__(self, player: Player, cast: Cast, matter: Matter, started: datetime) -> None:
        self.player, self.cast, self.matter, self.at = player, cast, matter, started
        self.dice = player.dice
        self.letter: Letter
        self.author = actor_of(self.dice.choice(player.citizens))
        self.office = next(v for k, v in cast.offices.items() if k.endswith(matter.unit[-3:]))
        self.words = {
            "place": self.dice.choice(cast.villages), "n": self.dice.choice((2, 3, 4, 5, 6, 8)),
            "day": f"{(started + timedelta(days=9)).day} 日",
        }  # fmt: skip

    def do(self, act: Callable[..., object], *, hours: float = 6, actor: Actor | None = None, **more: object) -> None:
        """One action a while later, by `actor` (the author if none), with the letter's present revision."""
        self.at += timedelta(hours=hours * self.dice.uniform(0.5, 3.2))
        if actor is not None:
            self.at = self.player.calendar.next_opening(self.at) + timedelta(minutes=self.dice.randrange(90))
        self.at = min(self.at, self.player.now)
        with moment.at(self.at):
            done = act(actor=actor or self.author, letter=self.letter, **more)
        if isinstance(done, Letter):
            self.letter = done

    def desk(self, act: Callable[..., object], actor: Actor, *, hours: float = 6, **more: object) -> None:
        """The same for staff, whose actions name the revision that their page showed."""
        self.do(act, hours=hours, actor=actor, revision=self.letter.revision, **more)

    def submit(self, end: str) -> None:
        m, private = self.matter, end == "private"
        title, body, demand = (t.format(**self.words) for t in (m.title, m.body, m.demand))
        kind, topic = m.kind, self.player.topics.get(m.topic)
        if end in ("refused", "appealed", "upheld", "overturned"):
            self.reason, title, body, self.refusal = self.dice.choice(REFUSED)
            title, body, demand = title.format(**self.words), body.format(**self.words), ""
        elif end in ("overdue", "extended"):
            kind = "complain" if kind == "thank" else kind
        draft = actions.Draft(
            kind=kind, title=title, body=body, demand=demand, topic=topic, received_by=self.cast.committee,
            place=f"{self.words['place']}村口", nickname=self.author.name, wants_public=not private,
            remark="白天在家，晚上八点以后不方便接电话。" if self.dice.random() < 0.2 else "",
        )  # fmt: skip
        with moment.at(self.at):
            key = f"demo:{self.dice.getrandbits(64):x}"
            self.letter, _ = actions.submit(actor=self.author, draft=draft, key=key, with_code=False, source="demo")

    # -- the stretches of the way

    def review(self) -> None:
        public = self.letter.wants_public
        self.desk(actions.take_in, self.cast.reviewers[0], hours=5, public=public)

    def dispatch(self) -> None:
        self.review()
        unit, handler, _ = self.office
        self.desk(actions.assign, self.cast.dispatcher, organisation=unit, handler=handler, hours=4)
        if self.dice.random() < HELPED:
            others = [office for office, _, _ in self.cast.offices.values() if office.pk != unit.pk]
            self.desk(actions.add_cohandler, self.cast.dispatcher, organisation=self.dice.choice(others), hours=1)

    def handle(self) -> None:
        self.dispatch()
        self.desk(actions.take, self.office[2], hours=5)
        if self.dice.random() < 0.7:
            self.desk(actions.progress, self.office[2], text=self.matter.progress, hours=12)

    def draft(self, hours: float = 16) -> None:
        points = [{"point": p, "answer": a.format(**self.words)} for p, a in self.matter.points]
        body = f"您好，您反映的“{self.letter.title}”已经核实，现逐条答复如下。"
        result = {"suggest": "planned", "consult": "explained"}.get(self.matter.kind, "solved")
        self.do(actions.draft_reply, actor=self.office[2], hours=hours, body=body, points=points,
                legal_basis=self.matter.basis, plain_words=self.matter.plain, result=result)  # fmt: skip
        self.desk(actions.submit_reply, self.office[2], hours=1)

    def sign(self) -> None:
        self.desk(actions.send_reply, self.cast.approver, hours=8)

    def answer(self) -> None:
        self.handle()
        self.draft()
        self.sign()

    def register(self, verdict: str = "adopted", *, days: int, sure: bool = True, **more: object) -> None:
        """采纳登记 of the office, and its confirmation by the one who signs."""
        taken = verdict in ("adopted", "partly")
        until = max((self.at + timedelta(days=days)).date(), self.at.date() + timedelta(days=2)) if taken else None
        said = (
            {"plan": self.matter.plain or "列入本季度计划办理", "post": f"{self.office[0].short_name}负责人"}
            if taken
            else {}
        )
        self.desk(actions.propose_adoption, self.office[2], hours=20, verdict=verdict, until=until,
                  reason=more.pop("reason", "意见切合实际，列入工作安排。"), **said, **more)  # fmt: skip
        if sure:
            self.desk(actions.confirm_adoption, self.cast.approver, hours=6)

    def instruct(self, days: int) -> None:
        """批示 of the leader above, for the office that handles it."""
        leader, until = self.player.leader, (self.at + timedelta(days=days)).date()
        text = "请到现场看一看，把能先解决的先解决，结果告诉我。"
        self.desk(actions.recommend, self.cast.reviewers[0], why="几个村都提到，需要统一安排。", hours=1)
        self.desk(actions.instruct, leader, hours=1, to=self.letter.organisation, text=text, until=until)

    def rate(self, level: int, *, solved: bool, text: str = "") -> None:
        reasons = ["not_solved"] if level <= 2 else []
        self.do(actions.rate, hours=30, level=level, solved=solved, reasons=reasons, text=text)

    def refuse(self) -> None:
        self.desk(actions.refuse, self.cast.reviewers[0], reason=self.reason, text=self.refusal)

    def redo(self) -> None:
        self.answer()
        self.rate(self.dice.choice((1, 2)), solved=False, text=self.dice.choice(BAD))
        self.desk(actions.call_back, self.cast.caller, result="redo", note="电话回访，留言人说现场没有变化。", hours=20)


from .stories import STORIES  # noqa: E402 - the stories are told with the class above

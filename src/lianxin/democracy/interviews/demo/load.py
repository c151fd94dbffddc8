"""One town talks with its people: an interview in every state, one of them live right now; days on which people are received."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of, in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..actions import board, plans, talks, visits
from ..models import Interview, Reception, SameAsk
from ..speaking_floor import KIND
from .texts import DAYS, GUESTS, HOURS, Asked, Day, Hour

ASKERS = 12
_BETWEEN = timedelta(minutes=4)


@action("interviews.demo")
def load(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Play everything at the first town that has an editor, somebody who releases and a reviewer."""
    cast = _Cast.find()
    rows = 0
    if cast is not None:
        for number, hour in enumerate(HOURS):
            _Hour(cast, now, hour, number).play()
        for number, day in enumerate(DAYS):
            _play_day(cast, now, day, number)
        rows = len(HOURS) + len(DAYS)
    record("interviews.demo", actor=actor, rows=rows)
    return rows


class _Cast:
    """Who draws up, who releases, who reviews, who asks."""

    def __init__(self, office: Organisation, people: dict[str, list[Person]], askers: list[Person]) -> None:
        self.office = office
        self.editor, self.other = actor_of(people["editor"][0]), actor_of(people["approver"][0])
        self.keeper, self.deputy = people["editor"][0], people["approver"][0]
        self.reviewer, self.desk = actor_of(people["reviewer"][0]), actor_of(people["dispatcher"][0])
        self.askers = [replace(actor_of(person), kind="citizen") for person in askers]

    @classmethod
    def find(cls) -> _Cast | None:
        needed = {"editor", "approver", "reviewer", "dispatcher"}
        found: dict[int, dict[str, list[Person]]] = {}
        rows = (
            in_force()
            .filter(post__in=needed, organisation__kind="committee")
            .select_related("person")
            .order_by("org_path", "pk")
        )
        for row in rows:
            found.setdefault(row.organisation_id, {}).setdefault(row.post, []).append(row.person)
        named = set(Account.objects.filter(person__in=rows.values("person_id")).values_list("person_id", flat=True))
        fit = [(pk, people) for pk, people in found.items() if needed <= set(people)]
        if not fit:
            return None
        # the town whose clerks the demonstration introduces, else the first
        pk, people = max(fit, key=lambda one: (sum(p.pk in named for many in one[1].values() for p in many), -one[0]))
        return cls(Organisation.objects.get(pk=pk), people, _askers())


def _askers() -> list[Person]:
    """Citizens without a post; that they were looked at in the background is said of them here (CMT-01)."""
    taken = in_force().values("person_id")
    known = list(Account.objects.filter(username__in=("qunzhong", "laoren")).values_list("person_id", flat=True))
    others = Person.objects.exclude(pk__in=taken).exclude(account__isnull=False).order_by("-pk")
    chosen = [*known, *others.values_list("pk", flat=True)[: ASKERS - len(known)]]
    Person.objects.filter(pk__in=chosen, identity_verified_at=None).update(identity_verified_at=timezone.now())
    return list(Person.objects.filter(pk__in=chosen).order_by("pk"))


class _Hour:
    """One interview, played by the ordinary actions at the moments at which people would have acted."""

    def __init__(self, cast: _Cast, now: datetime, hour: Hour, number: int) -> None:
        self.cast, self.now, self.hour, self.number = cast, now, hour, number
        start = now + timedelta(days=hour.days)
        self.start = start if hour.end == "live" else start.replace(hour=2, minute=30, second=0, microsecond=0)  # 10:30
        self.talk: Interview = Interview()

    def play(self) -> None:
        cast, hour = self.cast, self.hour
        seats = [talks.Seat(*GUESTS[name]) for name in hour.guests]
        draft = talks.Draft(hour.subject, hour.about, self.start, self.start + timedelta(minutes=90), seats, 3, hour.audience,
                            venue=hour.venue, keeper=cast.keeper, deputy=cast.deputy)  # fmt: skip
        drawn = min(self.start, self.now) - timedelta(days=6)
        with moment.at(drawn):
            self.talk = talks.draw(
                actor=cast.editor, organisation=cast.office, draft=draft, key=f"demo-talk-{self.number}"
            )
        if hour.end == "draft":
            return
        with moment.at(drawn + timedelta(minutes=290)):
            self._step(talks.announce, cast.other)
        before = drawn + timedelta(hours=8)
        said = [(asked, self._ask(asked, before + at * _BETWEEN, at)) for at, asked in enumerate(hour.asked)]
        with self._at(before + timedelta(hours=3)):
            if hour.end in ("postponed", "cancelled"):
                act = talks.postpone if hour.end == "postponed" else talks.cancel
                self.talk = act(actor=cast.other, talk=self.talk, reason=hour.reason, revision=self._revision())
        if hour.end in ("live", "finished", "recorded", "archived"):
            self._run(said)

    def _ask(self, asked: Asked, at: datetime, number: int) -> int:
        asker = self.cast.askers[(number + 5 * self.number + 6) % len(self.cast.askers)]
        with moment.at(at):
            one = speaking.say(
                actor=asker, kind=KIND, place=self.talk.pk, text=asked.text, key=f"demo-{self.number}-{number}"
            )
            last = self.hour.end in ("live", "announced") and number == len(self.hour.asked) - 1
            if last:
                return one.pk  # waits for a reviewer
            speaking.publish(actor=self.cast.reviewer, contribution=one, revision=one.revision)
            others = (one for one in self.cast.askers[: asked.same + 1] if one is not asker)
            row = board.question_at(self.talk, one.pk)
            # many at once: one by one, as people press the button, would take longer than all the rest
            SameAsk.objects.bulk_create(
                [SameAsk(question=row, person_id=other.person_id or 0) for other in list(others)[: asked.same]]
            )
        return one.pk

    def _run(self, said: list[tuple[Asked, int]]) -> None:
        cast, hour = self.cast, self.hour
        with self._at(self.start):
            self._step(talks.begin, cast.editor)
        guests = {guest.name: guest for guest in self.talk.guests.all()}
        at = self.start
        for number, (asked, pk) in enumerate(said):
            at += timedelta(minutes=2)
            with self._at(at):
                if asked.answer:
                    guest = guests[GUESTS[asked.guest][0]]
                    row = board.answer(
                        actor=cast.editor, talk=self.talk, said=pk, guest=guest, text=asked.answer, key=f"demo-{pk}"
                    )
                    row = board.confirm(actor=cast.editor, answer=row, how="现场念给嘉宾听过")
                    board.release(actor=cast.other, answer=row)
                elif asked.lane == "merge":
                    board.merge(actor=cast.editor, talk=self.talk, said=pk, into=said[number - 1][1])
                elif asked.lane == "point":
                    board.point(actor=cast.editor, talk=self.talk, said=pk)
                elif asked.lane:
                    board.place(actor=cast.editor, talk=self.talk, said=pk, lane=asked.lane)
        if hour.end == "live":
            return
        with self._at(self.start + timedelta(minutes=88)):
            self._step(talks.finish, cast.editor)
        if hour.end in ("recorded", "archived"):
            with self._at(self.start + timedelta(days=1)):
                self.talk = talks.publish_record(
                    actor=cast.other,
                    talk=self.talk,
                    summary="问的都当场答了，答应的事写在下面。",
                    revision=self._revision(),
                )
        if hour.end == "archived":
            with self._at(self.start + timedelta(days=6)):
                self._step(talks.archive, cast.other)

    def _step(self, act: object, who: Actor) -> None:
        self.talk = act(actor=who, talk=self.talk, revision=self._revision())  # type: ignore[operator]  # one of the actions

    def _revision(self) -> int:
        return int(self.talk.revision)

    def _at(self, when: datetime) -> AbstractContextManager[None]:
        return moment.at(min(when, self.now))


def _play_day(cast: _Cast, now: datetime, day: Day, number: int) -> None:
    start = now + timedelta(days=day.days)
    if abs(day.days) > 1:
        start = start.replace(hour=1, minute=30, second=0, microsecond=0)  # 9:30
    name, post, place = GUESTS[day.guest]
    plan = plans.Plan(start, 20, 8, f"{place}接访室（一楼，有坡道）", name, f"{place}{post}", day.matters, "值班电话 0000-1234567",
                      keeper=cast.keeper, deputy=cast.deputy)  # fmt: skip
    drawn = min(start, now) - timedelta(days=6)
    with moment.at(drawn):
        row = plans.draw(actor=cast.editor, organisation=cast.office, plan=plan, key=f"demo-day-{number}")
    if day.end == "draft":
        return
    with moment.at(drawn + timedelta(hours=4)):
        row = plans.announce(actor=cast.other, reception=row, revision=row.revision)
    for slot, said in enumerate(day.booked, 1):
        _book(cast, row, slot, said, drawn + timedelta(hours=5 + slot), now, number)
    row.refresh_from_db()
    with moment.at(min(start + timedelta(hours=6), now)):
        if day.end == "held":
            plans.hold(actor=cast.desk, reception=row, revision=row.revision)
    with moment.at(min(start - timedelta(days=1), now)):
        if day.end == "cancelled":
            plans.cancel(actor=cast.other, reception=row, reason=day.reason, revision=row.revision)


def _book(
    cast: _Cast, plan: Reception, slot: int, said: tuple[str, str, str, str], at: datetime, now: datetime, number: int
) -> None:
    name, matter, event, told = said
    who = cast.askers[(5 * number + slot - 1) % len(cast.askers)] if slot in (1, 3) else cast.desk
    coming = visits.Coming(slot, name, f"0000{number:03}{slot:04}", matter)
    with moment.at(at):
        row, _ = visits.book(
            actor=who, reception=plan, coming=coming, key=f"demo-visit-{number}-{slot}", assisted=who is cast.desk
        )
    if event == "cancelled":
        with moment.at(at + timedelta(minutes=110)):
            visits.cancel(actor=cast.desk, visit=row)
    if event in ("booked", "cancelled"):
        return
    with moment.at(min(plan.slot_at(slot) + timedelta(minutes=5), now)):
        if event == "missed":
            visits.miss(actor=cast.desk, visit=row, revision=row.revision)
            return
        row = visits.arrive(actor=cast.desk, visit=row, revision=row.revision)
        if event != "arrived":
            until = timezone.localdate(now) + timedelta(days=2)
            row = visits.result(actor=cast.desk, visit=row, event=event, told=told, way="县劳动监察大队，城关路 8 号一楼", until=until,
                                revision=row.revision)  # fmt: skip
    if event == "answer" and plan.state == "announced" and plan.starts_at < now - timedelta(days=1):
        with moment.at(min(plan.slot_at(slot) + timedelta(days=1), now)):
            visits.rate(actor=cast.desk, visit=row, level=5, solved=True)

"""A letter pushed about at random, by the right and the wrong people, over the National Day and the Spring Festival."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters.flow import FLOW
from lianxin.voice.letters.lifecycle import LETTER
from lianxin.voice.letters.models import Letter, LetterClock
from lianxin.voice.letters.queries import public
from tests.factories import SHANGHAI, County, Moves, submit

#: a few days before runs of days off with made-up working days on both sides
STARTS = (
    datetime(2025, 9, 26, 15, 0, tzinfo=SHANGHAI),
    datetime(2026, 2, 12, 9, 30, tzinfo=SHANGHAI),
    datetime(2025, 4, 25, 17, 29, tzinfo=SHANGHAI),
)
EVENTS = sorted(LETTER.by_event)
PEOPLE = (
    "author", "neighbour", "reviewer", "reviewer2", "dispatcher", "handler", "colleague", "approver", "caller", "leader",
    "foreign_reviewer", "system",
)  # fmt: skip
STEPS = (0, 1, 37, 24 * 60, 3 * 24 * 60, 9 * 24 * 60, 40 * 24 * 60)  # minutes
ALIVE = ("running", "paused")
ENDED = ("withdrawn", "merged")
BEFORE_REVIEW = ("submitted", "refused", "appealed")


class LetterMachine(RuleBasedStateMachine):
    """One letter; every step is a legal or an illegal event by somebody, a while later."""

    county: County

    @initialize(
        start=st.sampled_from(STARTS), kind=st.sampled_from(["consult", "suggest", "complain"]), wish=st.booleans()
    )
    def arrive(self, start: datetime, kind: str, wish: bool) -> None:
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.now, self.moves, self.reviewed = start, Moves(self.county), False
        with moment.at(start):
            self.letter = submit(self.county, kind=kind, wants_public=wish)
        self.lines, self.revision = self.audit(), 0

    def teardown(self) -> None:
        if hasattr(self, "atom"):
            transaction.set_rollback(True)
            self.atom.__exit__(None, None, None)

    def audit(self) -> int:
        rows = AuditLine.objects.unscoped("test").filter(subject=f"letter:{self.letter.pk}")
        return rows.filter(code__in=[f"letters.{event}" for event in EVENTS]).count()

    @rule(data=st.data(), later=st.sampled_from(STEPS))
    def legal(self, data: st.DataObject, later: int) -> None:
        """An event that leaves the present state, by the person whose work it is."""
        choices = sorted({row.event for row in LETTER.leaving(self.letter.state)} - {"withdraw", "merge"})
        self.step(data.draw(st.sampled_from(choices or ["anonymise"])), "", later)

    @rule(event=st.sampled_from(EVENTS), by=st.sampled_from(PEOPLE), later=st.sampled_from(STEPS))
    def anything(self, event: str, by: str, later: int) -> None:
        """Any event by anybody."""
        self.step(event, by, later)

    def step(self, event: str, by: str, later: int) -> None:
        self.now += timedelta(minutes=later)
        before = (self.letter.state, self.letter.revision)
        refused: Denied | None = None
        with moment.at(self.now):
            try:
                with transaction.atomic():
                    self.letter = self.moves.do(event, self.letter, by)
            except Refused as refusal:
                refused = refusal.denied
        if refused is not None:
            assert refused.reason.endswith("。")
            assert refused.code
            self.letter = Letter.objects.unscoped("test").get(pk=self.letter.pk)
            assert (self.letter.state, self.letter.revision) == before
            return
        self.letter = Letter.objects.unscoped("test").get(pk=self.letter.pk)
        assert self.letter.revision > before[1]
        assert self.audit() == self.lines + 1, event
        self.lines += 1
        self.reviewed = self.reviewed or event in ("accept_public", "accept_private", "overturn")

    @invariant()
    def the_case_shows_its_nearest_promise(self) -> None:
        clocks = LetterClock.objects.filter(case=self.letter, state=ClockBase.RUNNING)
        office = [c for c in clocks if FLOW.clocks[c.name].duty == "office"]
        nearest = min(office, key=lambda c: c.due_at, default=None)
        assert self.letter.due_at == (nearest.due_at if nearest else None)
        assert self.letter.due_clock == (nearest.name if nearest else "")

    @invariant()
    def clocks_stand_only_while_the_citizen_is_asked(self) -> None:
        paused = LetterClock.objects.filter(case=self.letter, state=ClockBase.PAUSED)
        assert self.letter.state == "waiting" or not paused.exists()

    @invariant()
    def no_promise_runs_twice(self) -> None:
        alive = list(LetterClock.objects.filter(case=self.letter, state__in=ALIVE).values_list("name", flat=True))
        assert len(alive) == len(set(alive)), alive

    @invariant()
    def the_answer_clock_does_not_outlive_the_answer(self) -> None:
        running = LetterClock.objects.filter(case=self.letter, name="answer", state__in=ALIVE).exists()
        assert not (running and (self.letter.answered_at or self.letter.solved_at))

    @invariant()
    def the_end_is_the_end(self) -> None:
        if self.letter.state in ENDED:
            assert not LetterClock.objects.filter(case=self.letter, state__in=ALIVE).exists()
        assert (self.letter.closed_at is not None) == LETTER.by_state[self.letter.state].terminal

    @invariant()
    def a_clock_knows_when_it_stopped(self) -> None:
        for clock in LetterClock.objects.filter(case=self.letter):
            assert (clock.stopped_at is not None) == (clock.state in ("stopped", "cancelled"))
            assert clock.started_at <= clock.due_at
            assert all(end for _, end in clock.pauses) or clock.state == ClockBase.PAUSED

    @invariant()
    def nothing_is_public_before_review_or_against_the_wish(self) -> None:
        shown = public.one(self.letter.pk) is not None
        assert not shown or (self.reviewed and self.letter.wants_public)
        assert not (shown and self.letter.state in (*BEFORE_REVIEW, "withdrawn"))
        assert (self.letter.publication == "public") == shown


def walk(county: County, examples: int, steps: int) -> None:
    LetterMachine.county = county
    run_state_machine_as_test(
        LetterMachine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_letter_keeps_its_promises_whatever_happens(county: County) -> None:
    walk(county, examples=int(os.environ.get("LIANXIN_EXAMPLES", "8")), steps=20)


@pytest.mark.slow
@pytest.mark.skipif("LIANXIN_EXAMPLES" not in os.environ, reason="the long walk: LIANXIN_EXAMPLES=500 pytest …")
def test_a_letter_keeps_its_promises_on_a_long_walk(county: County) -> None:
    walk(county, examples=int(os.environ["LIANXIN_EXAMPLES"]), steps=80)

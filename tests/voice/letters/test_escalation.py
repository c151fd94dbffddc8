"""An answer that runs late is told to those above, once for each clock (R089, R149)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lianxin.voice.letters import jobs
from lianxin.voice.letters.models import Letter, LetterClock

pytestmark = pytest.mark.django_db


def run_late(letter: Letter) -> None:
    past = timezone.now() - timedelta(days=2)
    LetterClock.objects.filter(case=letter, state="running").update(due_at=past, next_alert_at=past)


def escalations(letter: Letter) -> int:
    return letter.steps.filter(event="escalate").count()


def test_a_late_letter_is_escalated_once(letter_in: Any) -> None:
    letter = letter_in("handling")
    run_late(letter)
    jobs.alerts()
    jobs.alerts()
    letter.refresh_from_db()
    assert (letter.level, escalations(letter)) == (1, 1)


def test_a_letter_that_was_looked_at_above_is_escalated_again_when_late(letter_in: Any) -> None:
    letter = letter_in("reworking")
    Letter.objects.unscoped("test").filter(pk=letter.pk).update(level=1)
    run_late(letter)
    jobs.alerts()
    letter.refresh_from_db()
    assert (letter.level, escalations(letter)) == (2, 1)


def test_a_letter_in_time_is_left_alone(letter_in: Any) -> None:
    letter = letter_in("handling")
    LetterClock.objects.filter(case=letter).update(due_at=timezone.now() + timedelta(days=9))
    jobs.alerts()
    letter.refresh_from_db()
    assert (letter.level, escalations(letter)) == (0, 0)

"""Who stands on another moment (`moment.at`) sends, waits and looks there too; a lease stays with the clock on the wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.faces.workbench.jobs import warn_of_dusty_columns
from lianxin.foundation.accounts.actions import set_keeper
from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.notices.actions import mark_all_read, send
from lianxin.foundation.notices.delivery import LEASE, WAITS, claim, deliver_due
from lianxin.foundation.notices.jobs import KEEP, housekeeping, look
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.notices.queries import delivery_counts, due
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.voice.letters import jobs as letter_jobs
from lianxin.voice.letters.models import Letter
from tests.factories import WAY_TO, County, Moves, submit

from .conftest import Mails, People, at, outbox

pytestmark = pytest.mark.django_db
#: a Wednesday morning on which none of the tests is run
THEN = at("2031-03-05 10:00")


def tell(person_id: int, **more: object) -> None:
    send(to=person_id, code="x", title="您的留言已答复", key="k", **more)  # type: ignore[arg-type]


def test_a_notice_bears_the_moment_of_its_action(people: People) -> None:
    (one,) = people()
    with moment.at(THEN):
        tell(one.pk)
        mark_all_read(actor=Actor("citizen", one.pk))
    line, (row,) = Notice.objects.get(), outbox()
    assert (line.created_at, line.read_at, row.created_at) == (THEN, THEN, THEN)
    assert row.not_before == row.next_try_at == at("2031-03-06 08:30")


def test_what_waits_for_the_morning_leaves_in_the_morning(people: People, mailoutbox: Mails) -> None:
    (one,) = people()
    with moment.at(THEN):
        tell(one.pk)
        assert deliver_due().sent == 0
        assert not look()
    with moment.at(at("2031-03-06 08:30")):
        assert look()
        assert deliver_due().sent == 1
    assert len(mailoutbox) == 1
    assert outbox()[0].sent_at == at("2031-03-06 08:30")
    with moment.at(at("2031-03-08 08:30")):
        assert delivery_counts(SYSTEM)["sent"] == 1
    assert not due().exists()


def test_the_quiet_hours_are_those_of_the_moment(people: People) -> None:
    (one,) = people()
    with moment.at(at("2031-03-06 23:30")):
        tell(one.pk)
        (row,) = outbox()
        row.next_try_at = moment.now()
        row.save()
        assert deliver_due().sent == 0
    assert outbox()[0].next_try_at == at("2031-03-07 07:00")


def test_a_message_that_failed_is_tried_again_after_its_wait(people: People, settings: object) -> None:
    class Broken:
        def send(self, message: object) -> None:
            raise OSError("no line")

    from lianxin.foundation.notices.channels.base import CHANNELS

    (one,) = people()
    kept = CHANNELS["email"]
    CHANNELS["email"] = Broken()  # type: ignore[assignment]
    try:
        with moment.at(THEN):
            tell(one.pk, urgent=True)
            assert deliver_due().later == 1
    finally:
        CHANNELS["email"] = kept
    assert outbox()[0].next_try_at == THEN + timedelta(minutes=WAITS[0])


def test_a_lease_is_reckoned_by_the_wall(people: People) -> None:
    """Otherwise a worker that replays the past would hold nothing, and two would send the same message."""
    (one,) = people()
    with moment.at(at("2020-03-04 10:00")):
        tell(one.pk, urgent=True)
        claim(outbox(), timezone.now())
    assert outbox()[0].next_try_at > timezone.now() + LEASE - timedelta(minutes=1)


def test_old_deliveries_are_forgotten_from_the_moment_on(people: People, mailoutbox: Mails) -> None:
    (one,) = people()
    with moment.at(THEN):
        tell(one.pk, urgent=True)
        deliver_due()
    for days, left in ((-1, 1), (1, 0)):
        with moment.at(THEN + KEEP + timedelta(days=days)):
            housekeeping()
        assert len(outbox()) == left


def test_letters_move_by_the_clock_of_the_moment(county: County, moves: Moves) -> None:
    """A replay or a test that stands a year later sees unrated letters closed and overdue ones escalated."""
    rated_never = moves.play(submit(county), WAY_TO["replied"])
    late = moves.play(submit(county), WAY_TO["handling"])
    letter_jobs.by_the_clock()
    letter_jobs.alerts()
    rows = Letter.objects.unscoped("test")
    assert rows.get(pk=rated_never.pk).state == "replied"
    assert rows.get(pk=late.pk).level == 0
    with moment.at(timezone.now() + timedelta(days=365)):
        letter_jobs.by_the_clock()
        letter_jobs.alerts()
    assert rows.get(pk=rated_never.pk).state == "closed"
    assert rows.get(pk=late.pk).level == 1


def test_the_alarm_for_a_column_names_the_week_of_the_moment(county: County) -> None:
    set_keeper(actor=SYSTEM, organisation=county.town, column="letters", label="群众留言", keeper=None, deputy=None)
    with moment.at(THEN):
        warn_of_dusty_columns()
    row = Keeping.objects.get()
    person = county.people["secretary"].pk
    assert Notice.objects.get(code="keepers.alarm").key == f"keepers:{row.pk}:2031-10:{person}"

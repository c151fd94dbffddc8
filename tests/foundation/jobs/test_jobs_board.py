"""The queue on the workbench."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.jobs import enqueue
from lianxin.foundation.jobs.models import Job
from lianxin.foundation.jobs.worker import Worker
from lianxin.foundation.organisations.models import Organisation
from tests.foundation.jobs import sample

pytestmark = pytest.mark.django_db
PAGE = "/workbench/jobs/"


def signed_in(post: str) -> Client:
    root = Organisation.add_root(name="county", short_name="county", kind="committee", code="county")
    person = Person.objects.create(nickname="小禾")
    account = Account.objects.create_account("xiaohe", "a long pass phrase", person)
    Appointment.objects.create(person=person, post=post, organisation=root, org_path=root.path, since=date(2020, 1, 1))
    client = Client()
    client.force_login(account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client


def dead_job() -> Job:
    enqueue(sample.always_fails, key="letters.digest:17")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            Worker().drain()
            clock.shift(timedelta(hours=2))
    return Job.objects.get()


def test_empty_queue_says_so() -> None:
    page = signed_in("admin").get(PAGE).content.decode()
    assert "没有停下的任务" in page
    assert "jobs.housekeeping" in page


def test_dead_job_is_shown_and_can_be_revived_with_a_trace() -> None:
    job, client = dead_job(), signed_in("admin")
    page = client.get(PAGE).content.decode()
    assert "letters.digest:17" in page
    assert "LookupError" in page
    assert client.get(f"{PAGE}{job.pk}/revive/").status_code == 405, "reading changes nothing"
    assert client.post(f"{PAGE}{job.pk}/revive/").status_code == 302
    job.refresh_from_db()
    assert job.dead_at is None
    line = AuditLine.objects.unscoped("test").order_by("-pk")[0]
    assert (line.code, line.facts["tried"]) == ("jobs.revive", 3)


def test_without_the_right_nothing_is_shown() -> None:
    job, client = dead_job(), signed_in("handler")
    assert client.get(PAGE).status_code in (403, 404)
    assert client.post(f"{PAGE}{job.pk}/revive/").status_code in (403, 404)
    job.refresh_from_db()
    assert job.dead_at is not None

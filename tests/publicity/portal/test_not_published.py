"""M01: a version that was signed for a moment and cannot go out is told to those concerned, once, and stands at the desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.publicity.portal import scheduling
from lianxin.publicity.portal.daily import morning_of
from lianxin.publicity.portal.models import ArticlePage
from lianxin.publicity.portal.words_desk import ISSUE
from tests.publicity.portal.walking import OURS, Desk, account, fresh, publish, send_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 11)
TOLD = "portal.not_published"


@pytest.fixture
def blocked(desk: Desk, draft: Any) -> Any:
    """Signed by three for the morning of DAY; its source is gone since. The clock stands at that morning."""
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=timezone.get_default_timezone()), tick=False) as clock:
        page = publish(desk, send_in(desk, draft, title="明早学的", form="theory", day=DAY))
        assert (page.live, page.approved_schedule) == (False, True)
        _source(page, "")
        clock.move_to(morning_of(DAY) + timedelta(seconds=1))
        yield page, clock


def _source(page: ArticlePage, words: str) -> None:
    """Write over the signed version, past everything that would refuse it."""
    revision = page.revisions.exclude(approved_go_live_at=None).get()
    revision.content["source"] = words
    revision.save(update_fields=["content"])


def _open(who: str, url: str) -> str:
    """A page as somebody sees it now; a night has passed since they signed in."""
    client = Client()
    client.force_login(account(who))
    return client.get(url).text


def _told() -> set[str]:
    return set(Notice.objects.filter(code=TOLD).values_list("person__nickname", flat=True))


def test_m01_writer_and_signer_are_told_once_and_by_mail(blocked: Any) -> None:
    page, clock = blocked
    Person.objects.filter(nickname="issuer").update(email="issuer@example.org")
    for minute in range(3):
        clock.move_to(morning_of(DAY) + timedelta(minutes=minute, seconds=1))
        assert scheduling.publish_due() == 0
    assert _told() == {"writer", "issuer"}
    lines = Notice.objects.filter(code=TOLD)
    assert lines.count() == 2, "once for each"
    assert Delivery.objects.unscoped("test").filter(notice__in=lines).count() == 1, "through the outbox"
    line = lines[0]
    assert (line.url, "03月11日 07:00" in line.body, "来源：" in line.body) == (f"{OURS}/{page.pk}/", True, True)
    assert AuditLine.objects.unscoped("test").filter(code=TOLD, subject=f"page:{page.pk}").count() == 1


def test_m01_it_stands_at_the_desk_until_it_is_out(blocked: Any) -> None:
    page, clock = blocked
    scheduling.publish_due()
    queue = f"{OURS}/?queue=late"
    assert "没有发布成：来源" not in _open("issuer", queue), "the next run may still bring it"
    clock.move_to(morning_of(DAY) + timedelta(minutes=6))
    for who in ("writer", "issuer"):
        assert "没有发布成：来源" in _open(who, queue)
        assert "到时没有发布成" in _open(who, "/workbench/")
    for who in ("second", "checker"):
        assert "没有发布成：来源" not in _open(who, queue), "neither theirs nor signed by them"
    shown = _open("issuer", f"{OURS}/{page.pk}/")
    assert "到时没有发布成" in shown
    assert "来源：此字段不能为空" in shown
    _source(page, "村支部")
    assert scheduling.publish_due() == 1
    assert fresh(page).live
    assert "没有发布成：来源" not in _open("issuer", queue)
    assert "到时没有发布成" not in _open("issuer", f"{OURS}/{page.pk}/")


def test_m01_where_nobody_is_known_the_nearest_who_may_sign_is_told(blocked: Any) -> None:
    from lianxin.publicity.portal.models import Verdict

    page, _ = blocked
    Verdict.objects.filter(page=page, stage=ISSUE).delete()
    page.revisions.update(user=None)
    ArticlePage.objects.filter(pk=page.pk).update(owner=None)
    scheduling.publish_due()
    assert Person.objects.get(nickname="issuer").pk in Notice.objects.filter(code=TOLD).values_list(
        "person_id", flat=True
    )
    assert account("writer").person.nickname not in _told()

"""What a notice becomes: a line in the inbox, and at the right hour a mail (quiet hours, digest)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from lianxin.foundation.notices.actions import mark_all_read, mark_read, send, send_many, send_to_address
from lianxin.foundation.notices.delivery import WAITS, deliver_due
from lianxin.foundation.notices.models import Delivery, Notice, Preference
from lianxin.foundation.notices.queries import due, inbox, unread_count
from lianxin.kernel.actor import Actor

from .conftest import Mails, People, at, outbox

pytestmark = pytest.mark.django_db


def tell(person_id: int, key: str = "letter:1:answered", **more: object) -> None:
    values: dict[str, object] = {
        "code": "letters.answered",
        "title": "您的留言已答复",
        "body": "请查看答复。",
        "url": "/letters/1/",
    }
    send(to=person_id, key=key, **(values | more))  # type: ignore[arg-type]


def test_the_same_key_tells_a_person_once(people: People, mailoutbox: Mails) -> None:
    one, other = people(2)
    for _ in range(3):
        tell(one.pk, urgent=True)
        tell(other.pk, urgent=True)
    assert unread_count(one.pk) == unread_count(other.pk) == 1
    deliver_due()
    assert sorted(m.to[0] for m in mailoutbox) == ["hemiao0@example.test", "hemiao1@example.test"]


def test_a_rolled_back_action_tells_nobody(people: People, mailoutbox: Mails) -> None:
    (one,) = people()

    class Stop(Exception):  # noqa: N818 - only a way out
        pass

    def tell_and_stop() -> None:
        with transaction.atomic():
            tell(one.pk, urgent=True)
            raise Stop

    with pytest.raises(Stop):
        tell_and_stop()
    deliver_due()
    assert (unread_count(one.pk), len(mailoutbox)) == (0, 0)


def test_sending_costs_few_statements(people: People, django_assert_max_num_queries: Any) -> None:
    everybody = [p.pk for p in people(30)]
    with django_assert_max_num_queries(6):
        assert send_many(to=everybody, code="x", title="t", key="k") == 30
    with django_assert_max_num_queries(1):
        assert unread_count(everybody[0]) == 1


@pytest.mark.parametrize(
    ("now", "more", "leaves"),
    [
        ("2026-03-04 10:00", {"urgent": True}, "2026-03-04 10:00"),
        ("2026-03-04 23:30", {"urgent": True}, "2026-03-04 23:30"),
        ("2026-03-04 10:00", {}, "2026-03-05 08:30"),
        ("2026-03-04 08:00", {}, "2026-03-04 08:30"),
        ("2026-03-04 08:30", {}, "2026-03-04 08:30"),
        ("2026-03-06 10:00", {}, "2026-03-07 08:30"),
        ("2026-03-06 10:00", {"working": True}, "2026-03-09 08:30"),
        # the library knows: 5 May 2026 is the last day of the holiday, 9 May a make-up working day
        ("2026-05-04 10:00", {"working": True}, "2026-05-06 08:30"),
        ("2026-05-08 10:00", {"working": True}, "2026-05-09 08:30"),
    ],
)
def test_when_a_mail_leaves(people: People, now: str, more: dict[str, Any], leaves: str) -> None:
    (one,) = people()
    with time_machine.travel(at(now), tick=False):
        tell(one.pk, **more)
    assert [d.next_try_at for d in outbox()] == [at(leaves)]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-03-04 10:00", "2026-03-04 10:00"),
        ("2026-03-04 22:00", "2026-03-05 07:00"),
        ("2026-03-05 06:59", "2026-03-05 07:00"),
        ("2026-03-05 07:00", "2026-03-05 07:00"),
    ],
)
def test_without_the_digest_a_mail_waits_only_for_the_morning(people: People, now: str, leaves: str) -> None:
    (one,) = people()
    Preference.objects.create(person=one, digest=False)
    with time_machine.travel(at(now), tick=False):
        tell(one.pk)
    assert [d.next_try_at for d in outbox()] == [at(leaves)]


def test_who_has_no_address_or_wants_no_mail_only_gets_the_line(people: People) -> None:
    (without,) = people(mail=False)
    (unwilling,) = people()
    Preference.objects.create(person=unwilling, email=False)
    tell(without.pk)
    tell(unwilling.pk)
    assert (unread_count(without.pk), unread_count(unwilling.pk), outbox()) == (1, 1, [])


def test_the_digest_is_one_mail_and_leaves_out_what_was_read(people: People, mailoutbox: Mails) -> None:
    one, other = people(2)
    with time_machine.travel(at("2026-03-04 10:00"), tick=False):
        for i in range(4):
            tell(one.pk, key=f"k{i}", title=f"第{i}件事")
        tell(other.pk, key="k", title="别人的事")
        mark_read(actor=Actor("citizen", one.pk), pk=inbox(one.pk)[0].pk)
        deliver_due()
        assert mailoutbox == []
    with time_machine.travel(at("2026-03-05 08:30"), tick=False):
        deliver_due()
        deliver_due()
    assert sorted((m.to[0], m.subject) for m in mailoutbox) == [
        ("hemiao0@example.test", "连心桥：3 条通知"),
        ("hemiao1@example.test", "别人的事"),
    ]
    text = next(m.body for m in mailoutbox if m.to == ["hemiao0@example.test"])
    assert all(f"第{i}件事" in text for i in (0, 1, 2))
    assert "第3件事" not in text
    assert "http://127.0.0.1:8000/letters/1/" in text
    assert sorted(d.state for d in outbox()) == ["sent"] * 4 + ["skipped"]


def test_a_page_of_the_desk_is_not_named_to_who_has_no_duty(people: People, mailoutbox: Mails) -> None:
    """P05: at the moment of sending, also for rooms that register no question of their own."""
    (one,) = people()
    tell(one.pk, url="/workbench/forum/1/", urgent=True)
    tell(one.pk, key="own", title="自己的", urgent=True)
    deliver_due()
    assert [m.subject for m in mailoutbox] == ["自己的"]
    assert sorted(d.state for d in outbox()) == ["sent", "skipped"]


def test_three_days_without_a_worker_then_each_notice_leaves_exactly_once(people: People, mailoutbox: Mails) -> None:
    """The promise of issue 2; every kind of message is among them."""
    everybody = people(6)
    for hour in range(72):
        day, clock = 4 + hour // 24, hour % 24
        with time_machine.travel(at(f"2026-03-{day:02} {clock:02}:15"), tick=False):
            person = everybody[hour % 6]
            if hour == 0:
                Preference.objects.create(person=everybody[1], digest=False)
            tell(person.pk, key=f"k{hour}", title=f"事项[{hour}]", urgent=hour % 5 == 0)
            if hour % 9 == 0:
                send_to_address(
                    channel="email",
                    address=f"a{hour}@example.test",
                    code="letters.code",
                    title=f"来信[a{hour}]",
                    body="查询码另见",
                    key=f"a{hour}",
                )
    with time_machine.travel(at("2026-03-07 09:00"), tick=False):
        expected = due().count()
        assert expected == 72 + 8
        deliver_due()
        deliver_due()
    everything = "\n".join(m.subject + "\n" + m.body for m in mailoutbox)
    for hour in range(72):
        assert everything.count(f"事项[{hour}]") == 1
    for hour in range(0, 72, 9):
        assert everything.count(f"来信[a{hour}]") == 1
    assert {d.state for d in outbox()} == {"sent"}
    assert len({m.extra_headers["Message-ID"] for m in mailoutbox}) == len(mailoutbox)


def test_a_worker_that_comes_back_at_night_wakes_nobody(people: People, mailoutbox: Mails) -> None:
    (one,) = people()
    with time_machine.travel(at("2026-03-02 10:00"), tick=False):
        tell(one.pk, key="calm", title="不急")
        tell(one.pk, key="hurry", title="紧急", urgent=True)
    with time_machine.travel(at("2026-03-05 23:00"), tick=False):
        deliver_due()
        assert [m.subject for m in mailoutbox] == ["紧急"]
    with time_machine.travel(at("2026-03-06 07:00"), tick=False):
        deliver_due()
    assert [m.subject for m in mailoutbox] == ["紧急", "不急"]


def test_a_reminder_to_staff_does_not_leave_on_a_sunday(people: People, mailoutbox: Mails) -> None:
    (one,) = people()
    with time_machine.travel(at("2026-03-05 10:00"), tick=False):
        tell(one.pk, working=True)
    with time_machine.travel(at("2026-03-08 10:00"), tick=False):
        deliver_due()
        assert mailoutbox == []
    with time_machine.travel(at("2026-03-09 08:30"), tick=False):
        deliver_due()
    assert len(mailoutbox) == 1


def test_an_address_is_sealed_and_wiped_when_the_message_has_left(mailoutbox: Mails) -> None:
    from django.db import connection

    send_to_address(
        channel="email", address="minnong@example.test", code="c", title="标题", body="正文", key="k", urgent=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notices_delivery")
        assert "minnong" not in cursor.fetchone()[0]
    deliver_due()
    assert [m.to for m in mailoutbox] == [["minnong@example.test"]]
    assert [(d.state, d.address, d.body, d.title) for d in outbox()] == [("sent", "", "", "")]


class Stubborn:
    """A mail server that fails as often as it is told."""

    code, label = "email", "电子邮件"

    def __init__(self, failures: int, problem: Exception) -> None:
        self.left, self.problem, self.sent = failures, problem, 0

    def send(self, message: object) -> None:
        if self.left:
            self.left -= 1
            raise self.problem
        self.sent += 1


Stubbornness = Callable[..., Stubborn]


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> Stubbornness:
    from lianxin.foundation.notices.channels.base import CHANNELS

    def install(failures: int, problem: Exception | None = None) -> Stubborn:
        channel = Stubborn(failures, problem or ConnectionError("mail.example.test a@example.test"))
        monkeypatch.setitem(CHANNELS, "email", channel)
        return channel

    return install


def test_tried_again_with_growing_waits_and_no_address_in_the_trace(people: People, stubborn: Stubbornness) -> None:
    channel = stubborn(3)
    (one,) = people()
    with time_machine.travel(at("2026-03-04 10:00"), tick=False) as clock:
        tell(one.pk, urgent=True)
        deliver_due()
        assert outbox()[0].next_try_at == at("2026-03-04 10:01")
        assert outbox()[0].last_error == "ConnectionError"
        deliver_due()
        assert channel.left == 2
        for minutes in WAITS[:3]:
            clock.shift(minutes * 60)
            deliver_due()
        assert (channel.sent, outbox()[0].state, outbox()[0].attempts) == (1, "sent", 4)


def test_given_up_after_the_last_wait(people: People, stubborn: Stubbornness) -> None:
    stubborn(99)
    (one,) = people()
    with time_machine.travel(at("2026-03-04 10:00"), tick=False) as clock:
        tell(one.pk, urgent=True)
        for minutes in (*WAITS, 10_000):
            deliver_due()
            assert outbox()[0].state == ("waiting" if minutes != 10_000 else "failed")
            clock.shift(minutes * 60)
        assert outbox()[0].attempts == len(WAITS) + 1


def test_refused_for_good_is_not_tried_again(people: People, stubborn: Stubbornness) -> None:
    from lianxin.foundation.notices.channels.base import Undeliverable

    channel = stubborn(1, Undeliverable("对方邮件服务器拒收（550）"))
    (one,) = people()
    tell(one.pk, urgent=True)
    deliver_due()
    deliver_due()
    assert (channel.sent, outbox()[0].state, outbox()[0].last_error) == (0, "failed", "对方邮件服务器拒收（550）")


def test_a_person_whose_address_is_gone_or_wrong(people: People, mailoutbox: Mails) -> None:
    (one,) = people()
    tell(one.pk, urgent=True)
    one.email = ""
    one.save()
    deliver_due()
    assert (outbox()[0].state, mailoutbox) == ("failed", [])


def test_a_title_with_line_breaks_cannot_add_mail_headers(people: People, mailoutbox: Mails) -> None:
    (one,) = people()
    tell(one.pk, title="标题\nBcc: b@example.test", urgent=True)
    deliver_due()
    assert mailoutbox[0].recipients() == ["hemiao0@example.test"]
    assert "\n" not in mailoutbox[0].subject


@pytest.mark.parametrize("url", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_notice_links_only_inside_the_site(people: People, url: str) -> None:
    (one,) = people()
    with pytest.raises(ValueError, match="path"):
        tell(one.pk, url=url)
    with pytest.raises(ValueError, match="path"):
        send_to_address(channel="email", address="a@example.test", code="c", title="t", body="b", key="k", url=url)


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="channel"):
        send_to_address(channel="pigeon", address="x", code="c", title="t", body="b", key="k")


def test_reading_is_ones_own_business(people: People) -> None:
    one, other = people(2)
    tell(one.pk)
    line = inbox(one.pk)[0]
    assert mark_read(actor=Actor("citizen", other.pk), pk=line.pk) is None
    assert mark_read(actor=Actor("citizen", None), pk=line.pk) is None
    assert mark_all_read(actor=Actor("citizen", other.pk)) == 0
    assert unread_count(one.pk) == 1
    assert mark_read(actor=Actor("citizen", one.pk), pk=line.pk) == "/letters/1/"
    assert unread_count(one.pk) == 0
    tell(one.pk, key="k2")
    assert mark_all_read(actor=Actor("citizen", one.pk)) == 1
    assert mail.outbox == []
    assert Notice.objects.filter(person=one).count() == 2
    assert Delivery.objects.unscoped("test").count() == 2

"""The newsletter over a real SMTP connection: only who confirmed, one mail each, one click out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.notices.models import Delivery
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import actions, jobs
from lianxin.publicity.channels.delivery import deliver_due
from lianxin.publicity.channels.models import Dispatch, Envelope, PublicAccount, Subscriber
from lianxin.publicity.channels.text import Text
from tests.publicity.channels.conftest import Register, again, fresh
from tests.publicity.channels.smtp import Mailbox, mail_server


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    with mail_server() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.DEFAULT_FROM_EMAIL = "lianxin@lianxin.test"
        settings.SITE_URL = "https://lianxin.test"
        yield made


@pytest.fixture
def account(register: Register) -> PublicAccount:
    return register("newsletter", name="柳河简报")


def subscribe(client: Client, account: PublicAccount, address: str) -> str:
    """Ask, and return the path in the mail."""
    assert client.post(f"/channels/newsletter/{account.pk}/", {"address": address}).status_code == 200
    row = Delivery.objects.unscoped("test").filter(code="channels.confirm").order_by("-id").first()
    assert row is not None
    return row.url


def confirmed(client: Client, account: PublicAccount, *addresses: str) -> None:
    for address in addresses:
        path = subscribe(client, account, address)
        assert client.post(path).status_code == 200


def test_only_confirmed_addresses_get_mail(client: Client, account: PublicAccount, box: Mailbox, text: Text) -> None:
    confirmed(client, account, "hemiao1@example.test")
    path = subscribe(client, account, "hemiao2@example.test")
    client.get(path)  # a program that looks into mails follows links
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    assert deliver_due().sent == 1
    assert [to for to, _ in box.mails] == ["hemiao1@example.test"]
    assert fresh(dispatch).receivers == 1


def test_the_mail(client: Client, account: PublicAccount, box: Mailbox, text: Text) -> None:
    confirmed(client, account, "hemiao1@example.test")
    actions.send(actor=SYSTEM, text=replace(text, title="路灯\r\nBcc: all@example.test"), accounts=[account.pk])
    deliver_due()
    ((_, mail),) = box.mails
    assert "Bcc" not in mail
    assert "中共柳河镇委员会" in str(mail["From"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<https://lianxin\.test(/channels/leave/.+/)>", re.sub(r"\s", "", mail["List-Unsubscribe"]))
    assert link is not None
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    plain, html = (body.get_content() for body in bodies if body is not None)
    assert "三盏路灯已经更换线路。" in plain
    assert "来源：柳河镇建设办" in plain
    assert 'src="https://lianxin.test/media/lamp.jpg"' in html
    assert link[1] in html


def test_one_click_ends_it_without_a_session(client: Client, account: PublicAccount, box: Mailbox, text: Text) -> None:
    confirmed(client, account, "hemiao1@example.test")
    actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    deliver_due()
    path = re.sub(r"\s|[<>]", "", box.mails[0][1]["List-Unsubscribe"]).removeprefix("https://lianxin.test")
    strict = Client(enforce_csrf_checks=True)
    assert "退订" in strict.get(path).content.decode()
    assert Subscriber.objects.exists(), "looking at the page ends nothing"
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists(), "C02: the address is gone"
    assert strict.post(path).status_code == 200
    assert strict.post("/channels/leave/forged/").status_code == 404


def test_a_confirmation_link_ends_nothing_and_the_other_way_round(client: Client, account: PublicAccount) -> None:
    path = subscribe(client, account, "hemiao1@example.test")
    token = path.split("/")[-2]
    assert client.post(f"/channels/leave/{token}/").status_code == 404


def test_one_address_gets_one_question_a_day_and_the_page_tells_nothing(client: Client, account: PublicAccount) -> None:
    first = client.post(f"/channels/newsletter/{account.pk}/", {"address": "hemiao1@example.test"}).content
    second = client.post(f"/channels/newsletter/{account.pk}/", {"address": "HEMIAO1@example.test"}).content
    assert Delivery.objects.unscoped("test").count() == 1
    assert Subscriber.objects.count() == 1
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub(b"", first) == strip.sub(b"", second)


def test_a_confirmation_ends_after_a_week(client: Client, account: PublicAccount) -> None:
    import time_machine

    path = subscribe(client, account, "hemiao1@example.test")
    from datetime import timedelta

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert client.post(path).status_code == 410
        jobs.housekeeping()
    assert not Subscriber.objects.exists()


def test_a_round_that_breaks_goes_on_where_it_stopped(
    client: Client, account: PublicAccount, box: Mailbox, text: Text
) -> None:
    addresses = [f"hemiao{n}@example.test" for n in range(5)]
    confirmed(client, account, *addresses)
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    box.refuse = {addresses[2]: "451 try later", addresses[0]: "550 no such user"}
    assert deliver_due().later == 1
    box.refuse.pop(addresses[2])
    again(dispatch)
    assert deliver_due().sent == 1
    assert sorted(to for to, _ in box.mails) == addresses[1:]
    assert fresh(dispatch).receivers == 4
    ids = [mail["Message-ID"] for _, mail in box.mails]
    assert len(set(ids)) == 4


def test_a_worker_that_died_between_two_mails_doubles_none(
    client: Client, account: PublicAccount, box: Mailbox, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(client, account, *(f"hemiao{n}@example.test" for n in range(3)))
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    real = Envelope.save

    class Died(BaseException):
        pass

    def dies(self: Envelope, *args: object, **kwargs: object) -> None:
        if kwargs.get("update_fields") and len(box.mails) == 2:
            raise Died
        real(self, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Envelope, "save", dies)
        with pytest.raises(Died):
            deliver_due()
    again(dispatch)
    assert deliver_due().sent == 1
    assert sorted(to for to, _ in box.mails) == [f"hemiao{n}@example.test" for n in range(3)]


def test_a_lost_answer_doubles_none(client: Client, account: PublicAccount, box: Mailbox, text: Text) -> None:
    """The server took the mail and hung up: it is unclear to us, and not sent again."""
    confirmed(client, account, *(f"hemiao{n}@example.test" for n in range(3)))
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    box.hang_up = 1
    assert deliver_due().later == 1
    again(dispatch)
    assert deliver_due().sent == 1
    assert sorted(to for to, _ in box.mails) == [f"hemiao{n}@example.test" for n in range(3)]


def test_later_subscribers_get_no_old_texts(client: Client, account: PublicAccount, box: Mailbox, text: Text) -> None:
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    confirmed(client, account, "hemiao1@example.test")
    deliver_due()
    assert box.mails == []
    assert fresh(dispatch).state == "sent"


def test_addresses_are_sealed(client: Client, account: PublicAccount) -> None:
    from django.db import connection

    confirmed(client, account, "hemiao1@example.test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_index FROM channels_subscriber")
        assert "hemiao1" not in " ".join(cursor.fetchone())


def test_closing_an_account_forgets_everybody(client: Client, account: PublicAccount, text: Text) -> None:
    confirmed(client, account, "hemiao1@example.test")
    actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    actions.set_state(actor=SYSTEM, account=account, state="closed", revision=account.revision)
    assert not Subscriber.objects.exists()
    assert Dispatch.objects.unscoped("test").get().state == "cancelled"
    assert client.get(f"/channels/newsletter/{account.pk}/").status_code == 404

"""The desk and the rights (C01)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.publicity.channels import actions, jobs
from lianxin.publicity.channels.delivery import deliver_due
from lianxin.publicity.channels.models import Dispatch, PublicAccount
from lianxin.publicity.channels.text import Text
from tests.factories import County
from tests.publicity.channels.conftest import Register
from tests.publicity.channels.wire import WeChat

DESK = "/workbench/channels/"


def signed_in(client: Client, county: County, name: str) -> Client:
    client.force_login(county.account_of(name), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client


@pytest.mark.parametrize(("name", "status"), [("admin", 200), ("secretary", 200), ("handler", 403), ("author", 403)])
def test_who_may_look(client: Client, county: County, name: str, status: int) -> None:
    assert signed_in(client, county, name).get(DESK).status_code == status


def test_every_delivery_stands_with_its_channel(
    client: Client, county: County, register: Register, wechat: WeChat, text: Text
) -> None:
    chosen = [register("wechat").pk, register("newsletter", name="柳河简报").pk]
    wechat.trouble["draft/add"] = [48001]
    actions.send(actor=SYSTEM, text=text, accounts=chosen)
    deliver_due()
    page = signed_in(client, county, "secretary").get(DESK).content.decode()
    assert page.count(text.title) == 2
    assert "这个公众号没有发布接口的权限" in page
    only = client.get(f"{DESK}?state=failed").content.decode()
    assert only.count(text.title) == 1


def test_retry_from_the_desk(client: Client, county: County, register: Register, wechat: WeChat, text: Text) -> None:
    wechat.trouble["draft/add"] = [48001]
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[register("wechat").pk])
    deliver_due()
    signed_in(client, county, "secretary").post(f"{DESK}sent/{dispatch.pk}/retry/")
    assert deliver_due().sent == 1
    client.post(f"{DESK}sent/{dispatch.pk}/retry/")
    assert deliver_due().sent == 0, "what is out is not sent again"


def test_other_organisations_see_nothing(client: Client, county: County, register: Register, text: Text) -> None:
    account = register("newsletter", name="柳河简报")
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    county.add("foreign_secretary", "secretary", "QS02")
    signed_in(client, county, "foreign_secretary")
    assert "柳河简报" not in client.get(DESK).content.decode()
    assert client.get(f"{DESK}{account.pk}/").status_code == 404
    assert client.post(f"{DESK}sent/{dispatch.pk}/cancel/").status_code == 404


def test_registering_keeps_what_was_typed_and_never_shows_secrets(client: Client, county: County) -> None:
    signed_in(client, county, "admin")
    typed = {
        "organisation": county.town.pk,
        "name": "柳河发布",
        "app_id": "",
        "secret": "invented-secret",
        "aes_key": "short",
    }
    answer = client.post(f"{DESK}new/wechat/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="柳河发布"' in page
    assert "43 位" in page
    assert "invented-secret" not in page
    answer = client.post(f"{DESK}new/wechat/", {**typed, "app_id": "wx1", "aes_key": "a" * 43}, follow=True)
    assert answer.status_code == 200
    account = PublicAccount.objects.unscoped("test").get()
    assert account.secret("secret") == "invented-secret"
    assert "invented-secret" not in answer.content.decode()
    again = client.post(f"{DESK}new/wechat/", {**typed, "app_id": "wx1", "aes_key": "a" * 43})
    assert "已经登记过" in again.content.decode()


def test_an_empty_secret_stays_what_it_was(client: Client, county: County, register: Register) -> None:
    account = register("wechat")
    signed_in(client, county, "admin").post(
        f"{DESK}{account.pk}/", {"name": "新名", "revision": 0, "token": "newtoken"}
    )
    account = PublicAccount.objects.unscoped("test").get()
    assert (account.name, account.secret("token"), account.secret("secret")) == ("新名", "newtoken", WeChat.SECRET)


def test_only_a_registered_account_of_the_own_line_speaks(county: County, register: Register, text: Text) -> None:
    """C01: not by an account of another organisation, not by a silent one, not without the duty."""
    account = register("newsletter")
    secretary = county.actor("secretary")
    assert actions.send(actor=secretary, text=text, accounts=[account.pk])
    below = replace(text, key="b", org_path=county.organisations["QS01-B1"].org_path)
    assert actions.send(actor=secretary, text=below, accounts=[account.pk])
    foreign = replace(text, key="f", org_path=county.organisations["QS02"].org_path)
    for actor, what in ((secretary, foreign), (county.actor("handler"), replace(text, key="h"))):
        with pytest.raises(Refused):
            actions.send(actor=actor, text=what, accounts=[account.pk])
    assert Dispatch.objects.unscoped("test").count() == 2


def test_a_look_queues_only_when_something_is_due(register: Register, text: Text) -> None:
    assert not jobs.look()
    actions.send(actor=SYSTEM, text=text, accounts=[register("newsletter").pk])
    assert jobs.look()
    assert not jobs.look()


def test_reading_does_not_change_anything(client: Client, county: County, register: Register, text: Text) -> None:
    account = register("newsletter")
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    signed_in(client, county, "admin")
    for path in ("state/", ""):
        client.get(f"{DESK}{account.pk}/{path}")
    assert client.get(f"{DESK}sent/{dispatch.pk}/cancel/").status_code == 405
    assert PublicAccount.objects.unscoped("test").get().state == "active"
    assert Dispatch.objects.unscoped("test").get().next_try_at <= timezone.now()

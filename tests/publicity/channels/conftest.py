"""The platforms on this machine, accounts registered with them, and a text to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import actions, inbox
from lianxin.publicity.channels.models import Dispatch, PublicAccount
from lianxin.publicity.channels.text import Reply, Text
from tests.factories import County
from tests.publicity.channels import wire

TOKEN = "inventedtoken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SECRETS = {
    "wechat": {"secret": wire.WeChat.SECRET, "token": TOKEN, "aes_key": AES_KEY},
    "weibo": {"access_token": wire.Weibo.TOKEN},
}
Register = Callable[..., PublicAccount]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "publicity/channels" in str(item.path):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
def wechat(settings: Any) -> Iterator[wire.WeChat]:
    platform = wire.WeChat()
    with wire.serving(platform) as address:
        settings.CHANNEL_ENDPOINTS = {**getattr(settings, "CHANNEL_ENDPOINTS", {}), "wechat": address}
        yield platform


@pytest.fixture
def weibo(settings: Any) -> Iterator[wire.Weibo]:
    platform = wire.Weibo()
    with wire.serving(platform) as address:
        settings.CHANNEL_ENDPOINTS = {**getattr(settings, "CHANNEL_ENDPOINTS", {}), "weibo": address}
        yield platform


@pytest.fixture
def register(county: County) -> Register:
    """``register("wechat")``: an account of the town."""

    def make(kind: str, code: str = "QS01", **more: Any) -> PublicAccount:
        secrets = {**SECRETS.get(kind, {}), **more.pop("secrets", {})}
        app_id = {"wechat": wire.WeChat.APP, "weibo": "7700"}.get(kind, "")
        return actions.register_account(
            actor=SYSTEM, organisation=county.organisations[code], kind=kind, name=more.pop("name", "柳河发布"),
            app_id=more.pop("app_id", app_id), secrets=secrets,
        )  # fmt: skip

    return make


@pytest.fixture
def text(county: County) -> Text:
    return Text(
        title="新桥路口的路灯修好了", summary="三盏路灯已经更换线路，今晚起恢复照明。",
        body_html='<p>三盏路灯<b>已经</b>更换线路。</p><p><img src="/media/lamp.jpg" alt="路灯"></p>',
        url="https://lianxin.test/qs01/lamp/", source="柳河镇建设办", organisation_id=county.town.pk,
        org_path=county.town.org_path, key="sample:17:1",
    )  # fmt: skip


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Reply]:
    """Replies that were handed over, with one taker registered."""
    replies: list[Reply] = []
    monkeypatch.setattr(inbox, "_takers", [])
    inbox.register_inbox(replies.append)
    return replies


def again(dispatch: Dispatch) -> Dispatch:
    """The row as it stands, due at once."""
    rows = Dispatch.objects.unscoped("test").filter(pk=dispatch.pk)
    from django.utils import timezone

    rows.filter(state="waiting").update(next_try_at=timezone.now())
    return rows.get()


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.unscoped("test").get(pk=dispatch.pk)

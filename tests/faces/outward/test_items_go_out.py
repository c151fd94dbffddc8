"""R155: one published item, many places; what is withdrawn or corrected follows everywhere (M01, M06)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model

from lianxin.faces.outward import jobs
from lianxin.foundation.notices.models import Notice
from lianxin.publicity.channels.delivery import deliver_due
from lianxin.publicity.channels.models import Dispatch
from lianxin.publicity.portal.models import ArticlePage
from tests.factories import County
from tests.publicity.channels.conftest import Register, again
from tests.publicity.channels.wire import WeChat, Weibo

from .conftest import Publish

DESK = "/workbench/channels/"
TakeDown = Callable[[ArticlePage], None]


def rows(**more: Any) -> list[Dispatch]:
    return list(Dispatch.objects.unscoped("test").filter(**more).order_by("pk"))


def enter(client: Client, county: County, name: str = "secretary") -> Client:
    client.force_login(county.account_of(name), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client


def send(client: Client, page: ArticlePage, *accounts: int, **more: str) -> Any:
    typed = {"accounts": [str(pk) for pk in accounts], "when": "now", **more}
    return client.post(f"{DESK}send/article/{page.pk}/", typed)


def test_a_published_item_is_offered_previewed_and_sent(
    client: Client, county: County, register: Register, wechat: WeChat, weibo: Weibo, publish: Publish
) -> None:
    accounts = [register("wechat").pk, register("weibo", name="柳河微博").pk]
    page = publish()
    enter(client, county)
    assert page.title in client.get(DESK).text
    told = Notice.objects.filter(code="channels.offer")
    assert {n.person_id for n in told} == {county.people[name].pk for name in ("secretary", "approver")}
    shown = client.get(told[0].url).text
    assert f"【{page.title}】" in shown, "the status as it will stand there"
    assert "/ 140 字" in shown
    assert "/ 32 字" in shown
    answer = send(client, page, *accounts)
    assert (answer.status_code, deliver_due().sent) == (302, 2)
    (article,) = wechat.articles.values()
    assert "发布：中共柳河镇委员会" in article["content"]
    assert weibo.statuses[0]["long"].endswith(article["content_source_url"])
    after = client.get(DESK).text
    assert after.count(page.title) == 2, "two deliveries, and no longer among what is offered"
    send(client, page, *accounts)
    assert deliver_due().sent == 0, "once by each"


def test_nothing_is_offered_or_sent_before_it_is_published(
    client: Client, county: County, register: Register, draft: Any
) -> None:
    """M01: a draft has no page to be sent from."""
    account, page = register("newsletter"), draft()
    enter(client, county)
    assert page.title not in client.get(f"{DESK}offers/?all=1").text
    assert client.get(f"{DESK}send/article/{page.pk}/").status_code == 404
    assert send(client, page, account.pk).status_code == 404
    assert client.get(f"{DESK}send/reply/1/").status_code == 404
    assert client.get(f"{DESK}send/article/x/").status_code == 404


def test_a_withdrawn_item_never_leaves_late(
    client: Client, county: County, register: Register, weibo: Weibo, publish: Publish, take_down: TakeDown
) -> None:
    account, page = register("weibo"), publish()
    when = timezone.localtime(timezone.now() + timedelta(hours=2))
    send(enter(client, county), page, account.pk, when="at", at=f"{when:%Y-%m-%dT%H:%M}")
    (row,) = rows()
    assert deliver_due().sent == 0, "not before its time"
    take_down(page)
    assert rows()[0].state == "cancelled"
    # even when nobody had told the channels: the source is asked in the moment of sending
    Dispatch.objects.unscoped("test").update(state="waiting")
    assert deliver_due().sent == 0 if again(row) else False
    assert (rows()[0].state, rows()[0].last_error) == ("cancelled", "原文已撤下，没有送出")
    assert weibo.statuses == []


def test_what_is_out_is_taken_back(
    client: Client, county: County, register: Register, wechat: WeChat, weibo: Weibo, publish: Publish,
    take_down: TakeDown,
) -> None:  # fmt: skip
    page = publish()
    accounts = [register("wechat").pk, register("weibo").pk, register("newsletter").pk]
    send(enter(client, county), page, *accounts)
    assert deliver_due().sent == 3
    take_down(page)
    assert deliver_due().sent == 2, "a mail cannot be taken back"
    assert (wechat.articles, weibo.statuses) == ({}, [])
    assert "已撤回" in client.get(DESK).text
    jobs.follow()
    assert deliver_due().sent == 0, "once"


def test_what_was_taken_down_unheard_is_taken_back_by_the_round(
    client: Client, county: County, register: Register, weibo: Weibo, publish: Publish
) -> None:
    page = publish()
    send(enter(client, county), page, register("weibo").pk)
    deliver_due()
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    jobs.follow()
    deliver_due()
    assert weibo.statuses == []


def test_a_correction_follows_wherever_the_mistake_went(
    client: Client, county: County, register: Register, weibo: Weibo, publish: Publish
) -> None:
    """M06: the old status goes, the corrected one says that and what it corrects."""
    page = publish()
    send(enter(client, county), page, register("weibo").pk)
    deliver_due()
    publish(page, correction="开课时间应为周四晚七点。")
    assert deliver_due().sent == 2
    (status,) = weibo.statuses
    assert status["long"].startswith(f"【更正：{page.title}】开课时间应为周四晚七点。")
    publish(page, summary="只改了摘要")
    assert deliver_due().sent == 0, "a version without a new correction goes nowhere by itself"


def test_what_waits_leaves_in_its_newest_version(
    client: Client, county: County, register: Register, weibo: Weibo, publish: Publish
) -> None:
    page = publish()
    when = timezone.localtime(timezone.now() + timedelta(hours=2))
    send(enter(client, county), page, register("weibo").pk, when="at", at=f"{when:%Y-%m-%dT%H:%M}")
    publish(page, title="夜校周四开课")
    old, new = rows()
    assert (old.state, new.state, new.planned_at) == ("cancelled", "waiting", old.planned_at)
    again(new)
    deliver_due()
    assert [s["long"][:8] for s in weibo.statuses] == ["【夜校周四开课】"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a temporary file open
def test_pictures_of_the_item_are_uploaded_to_the_platform(
    client: Client, county: County, register: Register, wechat: WeChat, publish: Publish, draft: Any
) -> None:
    raw = io.BytesIO()
    Image.new("RGB", (900, 600), "#9b1313").save(raw, "PNG")
    image = get_image_model().objects.create(title="谷场", file=ContentFile(raw.getvalue(), "lamp.png"))
    page = draft(cover=image, cover_alt="谷场")
    page.body = [("text", "<p>灯亮了。</p>"), ("picture", {"image": image, "alt": "谷场上的灯", "caption": "夜校"})]
    page = publish(page)
    send(enter(client, county), page, register("wechat").pk)
    assert deliver_due().sent == 1
    (article,) = wechat.articles.values()
    (address,) = wechat.shown
    assert f'<img src="{address}" alt="谷场上的灯">' in article["content"]
    assert "/portal/pictures/" not in article["content"]
    assert Image.open(io.BytesIO(wechat.media[article["thumb_media_id"]])).size == (900, 384)


def test_bad_choices_are_said_and_kept(client: Client, county: County, register: Register, publish: Publish) -> None:
    page, account = publish(), register("newsletter")
    enter(client, county)
    none = send(client, page)
    assert (none.status_code, "请至少选择一个账号" in none.text) == (422, True)
    past = send(client, page, account.pk, when="at", at="2020-01-01T08:00")
    assert (past.status_code, "60 天以内" in past.text) == (422, True)
    assert 'value="2020-01-01T08:00"' in past.text
    assert f'value="{account.pk}" id="id_accounts" checked' in past.text
    foreign = register("newsletter", "QS02", name="松岭简报")
    assert send(client, page, foreign.pk).status_code == 422
    assert rows() == []


def test_one_organisation_speaks_with_one_voice_on_a_platform(
    client: Client, county: County, register: Register, publish: Publish
) -> None:
    """ECO-01, C01: no second account of the same organisation repeats what the first one said."""
    page = publish()
    first, second = register("weibo"), register("weibo", name="柳河新鲜事", app_id="7701")
    enter(client, county)
    both = send(client, page, first.pk, second.pk)
    assert (both.status_code, "只用一个账号发" in both.text) == (422, True)
    send(client, page, first.pk)
    assert send(client, page, second.pk).status_code == 422
    assert len(rows()) == 1


@pytest.mark.parametrize("name", ["handler", "author"])
def test_who_has_no_duty_sends_nothing(
    client: Client, county: County, register: Register, publish: Publish, name: str
) -> None:
    page, account = publish(), register("newsletter")
    assert send(enter(client, county, name), page, account.pk).status_code == 403
    county.add("foreign", "secretary", "QS02")
    assert send(enter(client, county, "foreign"), page, account.pk).status_code == 404
    assert rows() == []

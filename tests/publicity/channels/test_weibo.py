"""Weibo: statuses, limits, lost answers, comments."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import actions, jobs
from lianxin.publicity.channels.delivery import deliver_due
from lianxin.publicity.channels.models import Dispatch
from lianxin.publicity.channels.text import Reply, Text
from tests.publicity.channels.conftest import Register, again, fresh
from tests.publicity.channels.wire import Weibo

SHARE = "/2/statuses/share.json"
COVER = b"\xff\xd8\xff\xe0 invented picture"


def sent(register: Register, text: Text) -> Dispatch:
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[register("weibo").pk])
    return dispatch


def test_a_status_is_signed_and_leads_to_the_text(weibo: Weibo, register: Register, text: Text) -> None:
    dispatch = sent(register, replace(text, cover=COVER))
    assert deliver_due().sent == 1
    (status,) = weibo.statuses
    assert status["long"].startswith("【新桥路口的路灯修好了】")
    assert "（中共柳河镇委员会）" in status["long"]
    assert status["long"].endswith(text.url)
    assert weibo.pictures == [COVER]
    assert fresh(dispatch).remote_url == f"https://weibo.com/7700/{status['idstr']}"


@pytest.mark.parametrize("length", [0, 60, 200, 2000])
def test_any_length_fits(weibo: Weibo, register: Register, text: Text, length: int) -> None:
    sent(register, replace(text, title="灯" * max(1, length), summary="亮" * length))
    assert deliver_due().sent == 1


def test_a_lost_answer_does_not_share_twice(weibo: Weibo, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    weibo.trouble[SHARE] = ["lost"]
    assert deliver_due().later == 1
    again(dispatch)
    assert deliver_due().sent == 1
    assert weibo.paths().count(SHARE) == 1
    assert fresh(dispatch).remote_id == weibo.statuses[0]["idstr"]


def test_the_platform_has_it_already(weibo: Weibo, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    deliver_due()
    rows = Dispatch.objects.unscoped("test").filter(pk=dispatch.pk)
    rows.update(state="waiting", steps={}, next_try_at=timezone.now())
    assert deliver_due().sent == 1
    assert len(weibo.statuses) == 1


@pytest.mark.parametrize(("code", "seconds"), [(10023, 3600), (20016, 300), (10009, 120)])
def test_rate_limits(weibo: Weibo, register: Register, text: Text, code: int, seconds: int) -> None:
    dispatch = sent(register, text)
    weibo.trouble[SHARE] = [code]
    deliver_due()
    wait = fresh(dispatch).next_try_at - timezone.now()
    assert timedelta(seconds=seconds - 20) < wait <= timedelta(seconds=seconds)
    again(dispatch)
    assert deliver_due().sent == 1


def test_a_named_wait_is_kept(weibo: Weibo, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    weibo.trouble[SHARE], weibo.retry_after = [10022], "7200"
    deliver_due()
    assert fresh(dispatch).next_try_at > timezone.now() + timedelta(seconds=7100)


@pytest.mark.parametrize(("code", "word"), [(21327, "授权已到期"), (20021, "不允许的词语"), (20018, "链接")])
def test_final_answers(weibo: Weibo, register: Register, text: Text, code: int, word: str) -> None:
    dispatch = sent(register, text)
    weibo.trouble[SHARE] = [code]
    assert deliver_due().failed == 1
    assert word in fresh(dispatch).last_error


def test_comments_come_back_once_with_their_origin(weibo: Weibo, register: Register, heard: list[Reply]) -> None:
    account = register("weibo")
    weibo.comment("另一侧的灯呢？")
    weibo.comment("谢谢", by="88002")
    jobs.fetch.call(account_id=account.pk)
    assert [r.text for r in heard] == ["另一侧的灯呢？", "谢谢"]
    assert heard[0].about == "1001"
    assert heard[0].at.isoformat() == "2026-03-04T10:20:30+08:00"
    assert heard[0].sender != heard[1].sender
    assert "88001" not in repr(heard)
    assert "某网友" not in repr(heard)
    weibo.comment("还有一盏")
    jobs.fetch.call(account_id=account.pk)
    assert [r.text for r in heard][2:] == ["还有一盏"]

"""WeChat: one text becomes one published article, whatever happens on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import actions
from lianxin.publicity.channels.adapters import wechat as adapter
from lianxin.publicity.channels.adapters.wechat_api import Api
from lianxin.publicity.channels.delivery import WAITS, deliver, deliver_due
from lianxin.publicity.channels.models import Dispatch
from lianxin.publicity.channels.text import Text
from tests.publicity.channels.conftest import Register, again, fresh
from tests.publicity.channels.wire import WeChat


def sent(register: Register, text: Text) -> Dispatch:
    account = register("wechat")
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    return dispatch


def test_a_text_is_published_signed_by_the_organisation(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    assert deliver_due().sent == 1
    row = fresh(dispatch)
    assert row.state == "sent"
    assert row.remote_url == f"https://mp.example/s/{row.remote_id}"
    (article,) = wechat.articles.values()
    assert article["title"] == text.title
    assert "发布：中共柳河镇委员会" in article["content"]
    assert "来源：柳河镇建设办" in article["content"]
    assert "【图片：路灯】" in article["content"], "the platform shows no picture of another host"
    assert article["content_source_url"] == text.url


def test_long_words_are_cut_to_what_the_platform_takes(wechat: WeChat, register: Register, text: Text) -> None:
    sent(register, replace(text, title="灯" * 60, summary="亮" * 300))
    assert deliver_due().sent == 1
    (article,) = wechat.articles.values()
    assert (len(article["title"]), len(article["digest"])) == (32, 120)


def test_the_same_text_goes_out_once(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    (second,) = actions.send(actor=SYSTEM, text=text, accounts=[dispatch.account_id])
    assert second.pk == dispatch.pk
    deliver_due()
    again(dispatch)
    deliver(dispatch.pk)
    assert wechat.paths().count("freepublish/submit") == 1


def test_a_token_is_used_until_it_ends_and_then_renewed(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    deliver_due()
    assert wechat.paths().count("stable_token") == 1
    wechat.expire()
    actions.send(actor=SYSTEM, text=replace(text, key="sample:18:1"), accounts=[dispatch.account_id])
    assert deliver_due().sent == 1
    assert wechat.paths().count("stable_token") == 2
    assert len(wechat.articles) == 2


def test_a_token_near_its_end_is_not_used(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    account = dispatch.account
    account.token, account.token_until = "old", timezone.now() + timedelta(minutes=2)
    account.save()
    assert deliver_due().sent == 1
    assert all(query.get("access_token") != "old" for _, query, _ in wechat.calls)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_that_the_platform_no_longer_takes_is_renewed_once(
    wechat: WeChat, register: Register, text: Text, code: int
) -> None:
    """40001 also comes when another program asked for a token: renew by force, and give up on the call after that."""
    dispatch = sent(register, text)
    wechat.trouble["draft/add"] = [code]
    assert deliver_due().sent == 1
    forced = [json.loads(body).get("force_refresh") for path, _, body in wechat.calls if path == "stable_token"]
    assert forced == [False, True]
    actions.send(actor=SYSTEM, text=replace(text, key="sample:18:1"), accounts=[dispatch.account_id])
    wechat.trouble["draft/add"] = [code, code]
    assert deliver_due().later == 1


def test_a_limit_on_tokens_is_waited_for(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    wechat.trouble["stable_token"] = [45009]
    assert deliver_due().later == 1
    assert fresh(dispatch).next_try_at > timezone.now() + timedelta(hours=1)


def test_token_is_sealed_at_rest(wechat: WeChat, register: Register, text: Text) -> None:
    from django.db import connection

    sent(register, text)
    deliver_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets, token FROM channels_publicaccount")
        stored = " ".join(cursor.fetchone())
    assert wechat.token not in stored
    assert WeChat.SECRET not in stored


@pytest.mark.parametrize(("code", "least"), [(45009, 3600), (45011, 60), (-1, 30)])
def test_rate_limits_are_waited_for(wechat: WeChat, register: Register, text: Text, code: int, least: int) -> None:
    dispatch = sent(register, text)
    wechat.trouble["draft/add"] = [code]
    deliver_due()
    row = fresh(dispatch)
    assert row.state == "waiting"
    assert row.next_try_at > timezone.now() + timedelta(seconds=least)
    assert str(code) in row.last_error
    again(dispatch)
    assert deliver_due().sent == 1
    assert wechat.paths().count("material/add_material") == 1, "what was reached is not repeated"


@pytest.mark.parametrize("code", [40164, 48001, 53503])
def test_a_final_answer_is_not_repeated(wechat: WeChat, register: Register, text: Text, code: int) -> None:
    dispatch = sent(register, text)
    wechat.trouble["freepublish/submit"] = [code]
    assert deliver_due().failed == 1
    row = fresh(dispatch)
    assert (row.state, str(code) in row.last_error) == ("failed", True)


def test_a_wrong_secret_says_so(wechat: WeChat, register: Register, text: Text) -> None:
    account = register("wechat", secrets={"secret": "wrong"})
    (dispatch,) = actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    deliver_due()
    assert "AppSecret" in fresh(dispatch).last_error


def test_publication_takes_its_time(wechat: WeChat, register: Register, text: Text) -> None:
    wechat.rounds_until_out = 3
    dispatch = sent(register, text)
    for _ in range(3):
        assert deliver_due().later == 1
        assert again(dispatch).attempts == 0, "asking for progress is no failed attempt"
    assert deliver_due().sent == 1
    assert wechat.paths().count("freepublish/submit") == 1


def test_a_verdict_of_the_platform_is_shown(wechat: WeChat, register: Register, text: Text) -> None:
    wechat.verdict = 4
    dispatch = sent(register, text)
    deliver_due()
    assert fresh(dispatch).last_error == "没有通过公众号平台的审核"


def test_a_lost_answer_to_publishing_does_not_publish_twice(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    wechat.trouble["freepublish/submit"] = ["lost"]
    assert deliver_due().later == 1
    again(dispatch)
    assert deliver_due().sent == 1
    assert wechat.paths().count("freepublish/submit") == 1
    assert fresh(dispatch).remote_id in wechat.articles


def test_a_worker_that_died_before_publishing_is_followed_up(
    wechat: WeChat, register: Register, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had noted that it would ask and never did: after a look round the draft goes out, once."""
    dispatch = sent(register, text)

    class Died(BaseException):
        pass

    real = Api.call

    def dies(self: Api, path: str, *args: object, **kwargs: object) -> object:
        if path == "freepublish/submit":
            raise Died
        return real(self, path, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Api, "call", dies)
        with pytest.raises(Died):
            deliver_due()
    row = fresh(dispatch)
    assert row.state == "waiting"
    assert row.next_try_at > timezone.now(), "its claim holds for a while"
    assert deliver_due().sent == 0
    again(dispatch)
    assert deliver_due().later == 1
    again(dispatch)
    assert deliver_due().sent == 1
    assert wechat.paths().count("freepublish/submit") == 1
    assert wechat.paths().count("draft/add") == 1


def test_back_off_grows_and_ends(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    wechat.trouble["material/add_material"] = [99999] * 10
    for minutes in WAITS:
        assert deliver_due().later == 1
        wait = fresh(dispatch).next_try_at - timezone.now()
        assert timedelta(minutes=minutes - 1) < wait <= timedelta(minutes=minutes)
        again(dispatch)
    assert deliver_due().failed == 1
    assert fresh(dispatch).last_error == "平台回答了没有说明的错误（99999）"


def test_menu(wechat: WeChat, register: Register) -> None:
    account = register("wechat")
    adapter.set_menu(account, [("留言", "https://lianxin.test/letters/"), ("公开", "https://lianxin.test/disclosure/")])
    assert [b["name"] for b in wechat.menu["button"]] == ["留言", "公开"]
    assert wechat.menu["button"][0]["type"] == "view"
    with pytest.raises(ValueError, match="three buttons"):
        adapter.set_menu(account, [("留言板块", "x")] * 4)


def test_a_paused_account_is_silent(wechat: WeChat, register: Register, text: Text) -> None:
    dispatch = sent(register, text)
    account = dispatch.account
    account = actions.set_state(actor=SYSTEM, account=account, state="paused", revision=account.revision)
    deliver_due()
    assert wechat.calls == []
    actions.set_state(actor=SYSTEM, account=account, state="active", revision=account.revision)
    assert deliver_due().sent == 1


def test_sent_content_is_utf8_not_escapes(wechat: WeChat, register: Register, text: Text) -> None:
    sent(register, text)
    deliver_due()
    body = next(body for path, _, body in wechat.calls if path == "draft/add")
    assert "路灯".encode() in body
    assert json.loads(body)

"""查进度: from the code on the paper to the letter, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianxin.voice.letters import throttle
from lianxin.voice.letters.models import Letter
from tests.factories import PASSWORD, County, submit_with_code

URL = "/letters/track/"


@pytest.fixture
def held(county: County) -> tuple[Letter, str]:
    return submit_with_code(county, county.actor("anonymous"), title="渡口台阶裂了", remark="晚上方便")


def test_two_steps_lead_to_the_letter(held: tuple[Letter, str], client: Client) -> None:
    """A03: progress takes at most two steps."""
    letter, code = held
    response = client.post(URL, {"code": code}, follow=True)
    assert response.redirect_chain == [(f"/letters/mine/{letter.pk}/", 302)]
    assert "渡口台阶裂了" in response.content.decode()
    assert "晚上方便" in response.content.decode()


def test_the_next_one_at_this_machine_finds_nothing(held: tuple[Letter, str], county: County, client: Client) -> None:
    """What a code opened is gone when it is put away, and with the browser; a sign-in of one's own lasts as before."""
    letter, code = held
    client.post(URL, {"code": code})
    assert client.session.get_expire_at_browser_close()
    assert "看完了，收起" in client.get("/letters/mine/").content.decode()
    assert "看完了，收起" in client.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert client.get("/letters/mine/close/").status_code == 405
    assert client.post("/letters/mine/close/").headers["Location"] == URL
    assert client.get(f"/letters/mine/{letter.pk}/").status_code == 404
    assert "渡口台阶裂了" not in client.get("/letters/mine/", follow=True).content.decode()
    county.account_of("author")
    client.post(URL, {"code": code})
    client.post("/me/sign-in/", {"login": "u-author", "password": PASSWORD})
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(
    "spell", [str.lower, lambda c: c.replace("-", " "), lambda c: c.replace("-", ""), lambda c: f"  {c} "]
)
def test_a_code_may_be_typed_in_many_ways(spell: Any, held: tuple[Letter, str], client: Client) -> None:
    assert client.post(URL, {"code": spell(held[1])}).status_code == 302


def test_a_slip_of_the_pen_is_told_from_a_short_and_an_unknown_code(held: tuple[Letter, str], client: Client) -> None:
    code = held[1]
    other = "8" if code[0] != "8" else "9"
    for typed, says in (
        (other + code[1:], "有一位抄错了"),
        (code[:-1], "现在是 16 位"),
        ("", "请输入查询码"),
        ("0000-0000-0000-0000-0", "没有找到这个查询码"),
        ("😀" * 20, "现在是 0 位"),
    ):
        response = client.post(URL, {"code": typed})
        assert response.status_code == 422
        assert says in response.content.decode()


def test_misses_are_counted_without_keeping_an_address(
    held: tuple[Letter, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some misses the door stays shut for a while, also for a right code; others are not affected."""
    keys: list[str] = []
    add = throttle.cache.add
    monkeypatch.setattr(throttle.cache, "add", lambda key, *rest: keys.append(key) or add(key, *rest), raising=False)
    for _ in range(throttle.MISSES):
        assert client.post(URL, {"code": "wrong"}, REMOTE_ADDR="192.0.2.7").status_code == 422
    blocked = client.post(URL, {"code": held[1]}, REMOTE_ADDR="192.0.2.7")
    assert blocked.status_code == 429
    assert held[1] in blocked.content.decode()
    assert keys
    assert not any("192.0.2.7" in key for key in keys)
    assert client.post(URL, {"code": held[1]}, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_the_visitor_behind_our_own_proxy_is_told_apart(held: tuple[Letter, str], client: Client) -> None:
    for _ in range(throttle.MISSES):
        client.post(URL, {"code": "wrong"}, REMOTE_ADDR="127.0.0.1", HTTP_X_REAL_IP="192.0.2.7")
    shut = client.post(URL, {"code": held[1]}, REMOTE_ADDR="127.0.0.1", HTTP_X_REAL_IP="192.0.2.7")
    open_ = client.post(URL, {"code": held[1]}, REMOTE_ADDR="127.0.0.1", HTTP_X_REAL_IP="192.0.2.9")
    assert (shut.status_code, open_.status_code) == (429, 302)


def test_the_page_is_kept_nowhere(county: County, client: Client) -> None:
    assert client.get(URL).headers["Cache-Control"] == "no-store"

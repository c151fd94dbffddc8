"""The HTTP side of WeChat official accounts: token, errors, calls.

Documented answers: JSON with ``errcode`` (0 or missing: fine). A token lives about two hours; the
"stable" call gives all workers the same one until it nears its end.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx
from django.utils import timezone

from ..models import PublicAccount
from .base import GivenUp, Later, client, endpoint

TOKEN_OVER = (40001, 40014, 42001, 42007)
#: code -> seconds to wait; 45009 is the daily limit of a call
SLOW_DOWN = {-1: 60, 45009: 6 * 3600, 45011: 120, 45047: 3600}
FINAL = {
    40013: "平台编号（AppID）不正确",
    40125: "密钥（AppSecret）不正确",
    40164: "本平台的网络地址没有登记在公众号白名单里",
    40243: "密钥已被冻结，请在公众号后台解冻",
    45003: "标题超过公众号允许的长度",
    45002: "内容超过公众号允许的长度",
    45004: "摘要超过公众号允许的长度",
    48001: "这个公众号没有发布接口的权限",
    50002: "这个公众号被平台限制使用",
    53503: "草稿没有通过公众号平台的检查",
    53504: "需要到公众号后台处理这篇草稿",
    53505: "需要到公众号后台手动保存这篇草稿",
}
#: renew this long before the end
EARLY = timedelta(minutes=5)


class WeChatError(Exception):
    """An error code that no list here knows; tried again with growing distance."""

    def __init__(self, code: int) -> None:
        super().__init__(f"微信返回错误 {code}")
        self.code = code


class Api:
    """Calls in the name of one account."""

    def __init__(self, account: PublicAccount) -> None:
        self.account = account
        self.base = endpoint("wechat")

    def call(self, path: str, body: dict[str, Any] | None = None, *, files: Any = None, **query: str) -> dict[str, Any]:
        """POST and return the JSON answer. Raises GivenUp, Later or WeChatError by the error code."""
        answer = self._post(path, body, files, query, self.token())
        if answer.get("errcode", 0) in TOKEN_OVER:
            answer = self._post(path, body, files, query, self.token(renew=True))
        return checked(answer)

    def token(self, *, renew: bool = False) -> str:
        """The access token, kept sealed until shortly before its end."""
        account, now = self.account, timezone.now()
        if not renew and account.token and account.token_until and account.token_until > now + EARLY:
            return str(account.token)
        wanted = {
            "grant_type": "client_credential", "appid": account.app_id, "secret": account.secret("secret"),
            "force_refresh": renew,
        }  # fmt: skip
        with client() as http:
            answer = checked(_json(http.post(f"{self.base}/cgi-bin/stable_token", json=wanted)))
        account.token = answer["access_token"]
        account.token_until = now + timedelta(seconds=int(answer["expires_in"]))
        account.save(update_fields=["token", "token_until"])
        return str(account.token)

    def _post(self, path: str, body: Any, files: Any, query: dict[str, str], token: str) -> dict[str, Any]:
        address = f"{self.base}/cgi-bin/{path}"
        parameters = {"access_token": token, **query}
        with client() as http:
            if files is not None:
                return _json(http.post(address, params=parameters, files=files))
            # the platform shows \uXXXX escapes as they are, so the text travels as UTF-8
            raw = json.dumps(body or {}, ensure_ascii=False).encode()
            return _json(
                http.post(address, params=parameters, content=raw, headers={"Content-Type": "application/json"})
            )


def _json(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    return dict(json.loads(answer.content.decode("utf-8")))


def checked(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, or the exception that its code means."""
    code = int(answer.get("errcode", 0))
    if code == 0:
        return answer
    if code in SLOW_DOWN:
        raise Later(f"微信要求稍后再试（{code}）", SLOW_DOWN[code])
    if code in FINAL:
        raise GivenUp(f"{FINAL[code]}（{code}）")
    raise WeChatError(code)

"""Weibo: share a status with its address, and fetch the comments that answer.

Answers are JSON; errors carry ``error_code`` with HTTP 400 or 403. When the answer to a share was
lost, the next attempt looks through the account's own latest statuses before it shares again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx

from lianxin.foundation.spine.sealed import blind_index

from ..markup import plain
from ..models import PublicAccount
from ..text import Reply, Text
from .base import Adapter, GivenUp, Later, Outcome, Part, Sending, client, endpoint, wait_of

#: a status holds 140 full characters; an address counts as the short one the platform makes of it
LONGEST, ADDRESS = 140, 11
SLOW_DOWN = {10001: 60, 10002: 300, 10009: 120, 10010: 120, 10022: 3600, 10023: 3600, 10024: 3600, 20016: 300}
REPEATED = (20017, 20019)
NO_SUCH_STATUS = 20101
FINAL = {
    20012: "文字超过微博允许的长度",
    20015: "微博认为这个账号或内容异常",
    20018: "内容中有微博不允许的链接",
    20020: "内容被微博判定为广告",
    20021: "内容含有微博不允许的词语",
    20032: "微博正在审核，暂不显示",
    21314: "微博授权已失效，请重新登记",
    21315: "微博授权已到期，请重新登记",
    21316: "微博授权被撤回，请重新登记",
    21317: "微博授权不正确，请重新登记",
    21327: "微博授权已到期，请重新登记",
    21332: "微博授权不正确，请重新登记",
    10014: "这个应用没有发布微博的权限",
}
PICTURE_LIMIT = 5 * 1024 * 1024


class WeiboError(Exception):
    """An error code that no list here knows; tried again with growing distance."""

    def __init__(self, code: int) -> None:
        super().__init__(f"微博返回错误 {code}")
        self.code = code


class Repeated(Exception):  # noqa: N818 - an answer
    """The platform says that it has this text already."""


def lead(text: Text) -> str:
    """How every status of a text begins; by it a status is found again."""
    return f"【{text.headline[:60]}】"


def words(text: Text, signature: str) -> str:
    """The status: title, as much of the summary as there is room for, who says it, the address."""
    tail = f"（{signature}）"
    room = LONGEST - len(lead(text)) - len(tail) - ADDRESS - 1
    said = text.correction or text.summary
    summary = said if len(said) <= room else f"{said[: max(0, room - 1)]}…"
    return f"{lead(text)}{summary}{tail} {text.url}"


def send(sending: Sending) -> Outcome:
    """Share once; see the module."""
    if sending.steps.get("asked"):
        found = _find(sending.account, sending.text)
        if found is not None:
            return found
        if sending.gone:
            raise GivenUp("原文已撤下，没有发布")
    sending.steps["asked"] = True
    sending.save()
    try:
        status = _share(sending)
    except Repeated:
        found = _find(sending.account, sending.text)
        if found is None:
            raise GivenUp("微博认为这条内容已经发过") from None
        return found
    return _outcome(status)


def _share(sending: Sending) -> dict[str, Any]:
    body = {"access_token": sending.account.secret("access_token"), "status": words(sending.text, sending.signature)}
    cover = sending.text.cover
    files = {"pic": ("cover", cover)} if cover and len(cover) <= PICTURE_LIMIT else None
    with client() as http:
        return _checked(http.post(f"{endpoint('weibo')}/2/statuses/share.json", data=body, files=files))


def _get(account: PublicAccount, path: str, **query: str) -> dict[str, Any]:
    parameters = {"access_token": account.secret("access_token"), **query}
    with client() as http:
        return _checked(http.get(f"{endpoint('weibo')}/2/{path}.json", params=parameters))


def _find(account: PublicAccount, text: Text) -> Outcome | None:
    for status in _get(account, "statuses/user_timeline", count="20").get("statuses", []):
        if str(status.get("text", "")).startswith(lead(text)):
            return _outcome(status)
    return None


def _outcome(status: dict[str, Any]) -> Outcome:
    number = str(status["idstr"])
    user = str(status.get("user", {}).get("idstr", ""))
    return Outcome(number, f"https://weibo.com/{user}/{number}" if user else "")


def _checked(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        answer.raise_for_status()
        raise
    code = int(body.get("error_code", 0)) if isinstance(body, dict) else 0
    if code in REPEATED:
        raise Repeated
    if code in SLOW_DOWN:
        raise Later(f"微博要求稍后再试（{code}）", wait_of(answer, SLOW_DOWN[code]))
    if code in FINAL:
        raise GivenUp(f"{FINAL[code]}（{code}）")
    if code:
        raise WeiboError(code)
    answer.raise_for_status()
    return dict(body)


def fetch(account: PublicAccount) -> Iterator[tuple[Reply, str]]:
    """Comments since the last time, the oldest first. Nothing is kept about who wrote them (C02)."""
    answer = _get(account, "comments/to_me", since_id=account.cursor or "0", count="50")
    for comment in sorted(answer.get("comments", []), key=lambda c: int(c["id"])):
        reply = Reply(
            kind="weibo", account_id=account.pk, account_name=account.name, org_path=account.org_path,
            remote_id=str(comment["idstr"]), sender=blind_index(f"weibo:{comment.get('user', {}).get('idstr', '')}"),
            text=str(comment["text"]), at=datetime.strptime(comment["created_at"], "%a %b %d %H:%M:%S %z %Y"),
            about=str(comment.get("status", {}).get("idstr", "")),
        )  # fmt: skip
        yield reply, f"{reply.about}:{reply.remote_id}"


def preview(text: Text, signature: str) -> list[Part]:
    """The status; its address counts as the short one that the platform makes of it."""
    made = words(text, signature)
    said = text.correction or text.summary
    whole = len(lead(text)) + len(said) + len(f"（{signature}）") + ADDRESS + 1
    return [Part("微博正文", made, LONGEST, whole)]


def withdraw(sending: Sending) -> Outcome:
    """Delete the status; one that is gone already counts as deleted."""
    token = sending.account.secret("access_token")
    body = {"access_token": token, "id": sending.dispatch.remote_id}
    try:
        with client() as http:
            _checked(http.post(f"{endpoint('weibo')}/2/statuses/destroy.json", data=body))
    except WeiboError as error:
        if error.code != NO_SUCH_STATUS:
            raise
    return Outcome(sending.dispatch.remote_id)


def answer(sending: Sending, address: str) -> Outcome:
    """Answer under the comment, once; a longer answer ends with the address where it stands in full."""
    if sending.steps.get("asked"):
        raise GivenUp("微博没有说明上次是否送到，请核对后再点重新发送")
    status, _, comment = address.partition(":")
    head, tail = f"【{sending.signature}答复】", f" {sending.text.url}"
    body = " ".join(plain(sending.text.body_html).split())
    room = LONGEST - len(head) - ADDRESS - 1
    said = body if len(body) <= room else f"{body[: room - 1]}…"
    form = {
        "access_token": sending.account.secret("access_token"), "id": status, "cid": comment,
        "comment": f"{head}{said}{tail}",
    }  # fmt: skip
    sending.steps["asked"] = True
    sending.save()
    try:
        with client() as http:
            made = _checked(http.post(f"{endpoint('weibo')}/2/comments/reply.json", data=form))
    except Repeated:
        return Outcome(receivers=1)
    except (GivenUp, Later, WeiboError):
        sending.steps.pop("asked")  # the platform answered: it was not taken
        raise
    return Outcome(str(made["idstr"]), receivers=1)


ADAPTER = Adapter(
    "weibo", "微博", send, secrets={"access_token": "授权凭证（access_token）"}, fetch=fetch,
    preview=preview, withdraw=withdraw, answer=answer,
)  # fmt: skip

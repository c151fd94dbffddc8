"""An answer to somebody who wrote to the account, within the time that the platform allows for it."""

from __future__ import annotations

from ..markup import plain
from .base import GivenUp, Later, Outcome, Sending
from .wechat_api import Api, WeChatError

#: the platform counts bytes of the message
LONGEST = 2000
TOO_LATE = 45015
LATE_WORDS = "对方超过 48 小时没有来信，平台不允许主动回复；对方再来信时会自动送出"
UNCLEAR = "平台没有说明上次是否送到，请核对后再点重新发送"


def words(sending: Sending) -> str:
    """Who answers, the answer, where it stands; cut in the middle when it is too long, never the address."""
    head, tail = f"【{sending.signature}答复】\n", f"\n{sending.text.url}"
    body = plain(sending.text.body_html)
    room = LONGEST - len((head + tail).encode())
    raw = body.encode()
    if len(raw) > room:
        body = raw[: room - 6].decode(errors="ignore") + "……"
    return f"{head}{body}{tail}"


def answer(sending: Sending, address: str) -> Outcome:
    """Send once: when the platform's answer was lost, a person decides whether to try again."""
    if sending.steps.get("asked"):
        raise GivenUp(UNCLEAR)
    api = Api(sending.account)
    api.token()
    sending.steps["asked"] = True
    sending.save()
    try:
        api.call("message/custom/send", {"touser": address, "msgtype": "text", "text": {"content": words(sending)}})
    except WeChatError as error:
        sending.steps.pop("asked")
        if error.code == TOO_LATE:
            sending.steps["late"] = True
            raise GivenUp(LATE_WORDS) from None
        raise
    except (GivenUp, Later):
        sending.steps.pop("asked")
        raise
    return Outcome(receivers=1)

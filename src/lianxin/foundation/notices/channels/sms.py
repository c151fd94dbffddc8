"""Text messages: by an HTTP gateway of the operator's choice, or on the console while there is none."""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request

from django.conf import settings

from .base import Message, Undeliverable

log = logging.getLogger("lianxin.sms")
TIMEOUT_SECONDS = 10
#: answers of the gateway that will not change when it is asked again
FINAL = (400, 404, 410, 422)


class SmsChannel:
    """Posts ``{"id", "to", "text"}`` as JSON to ``LIANXIN_SMS_URL`` with the bearer token of the operator.

    The gateway answers 2xx when it took the message over; `id` is the same for every attempt, so a
    repetition can be told. Without a URL the text is written to the console, which is the default of
    an installation that nobody has configured yet.
    """

    code = "sms"
    label = "短信"

    def send(self, message: Message) -> None:
        if not settings.SMS_URL:
            log.warning("短信 %s：%s", message.address, message.text)
            return
        body = json.dumps({"id": message.key, "to": message.address, "text": message.text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
        request = urllib.request.Request(settings.SMS_URL, body, headers, method="POST")  # noqa: S310 - the operator's own setting
        try:
            urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS).close()  # noqa: S310 - as above
        except urllib.error.HTTPError as error:
            if error.code in FINAL:
                raise Undeliverable(f"短信网关拒收（{error.code}）") from None
            raise

"""Mail through Django's mail backend: the console in the default, SMTP by EMAIL_URL in production."""

from __future__ import annotations

import hashlib
import re
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from .base import Message, Undeliverable, register

#: seconds without an answer of the mail server
TIMEOUT = 20
_BREAKS = re.compile(r"\s+")


def message_id(key: str) -> str:
    """The same for every attempt at one message, so that a mail server or reader can drop a repetition."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


class EmailChannel:
    """Plain text, marked as sent by a machine so that automatic replies stay away (RFC 3834)."""

    code = "email"
    label = "电子邮件"

    def send(self, message: Message) -> None:
        """Hand one mail to the mail server. Undeliverable: no usable address, or refused for good (5xx)."""
        try:
            validate_email(message.address)
        except ValidationError:
            raise Undeliverable("没有可用的邮箱地址") from None
        mail = EmailMessage(
            subject=_BREAKS.sub(" ", message.title).strip()[:120],
            body=message.text,
            to=[message.address],
            headers={"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"},
            connection=get_connection(timeout=TIMEOUT),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            if codes and all(code >= 500 for code in codes):
                raise Undeliverable(f"对方邮件服务器拒收（{codes[0]}）") from None
            raise


def install() -> None:
    """Plug the channel in."""
    register(EmailChannel())

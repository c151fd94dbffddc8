"""E-mail newsletter: signed, with a way out in every mail that works with one click (RFC 2369, RFC 8058)."""

from __future__ import annotations

import re
import smtplib
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from lianxin.foundation.notices.channels.email import TIMEOUT, message_id

from ..leaving import leave_path
from ..markup import mail_html, plain
from ..models import Subscriber
from ..text import Text
from .base import Adapter, Outcome, Part, Sending
from .many import Refusal, each

SUBJECT = 120
_BREAKS = re.compile(r"\s+")


def send(sending: Sending) -> Outcome:
    """One mail for each subscriber over one connection."""
    with get_connection(timeout=TIMEOUT) as connection:

        def deliver(subscriber: Subscriber) -> None:
            mail = compose(sending, subscriber)
            mail.connection = connection
            try:
                mail.send()
            except smtplib.SMTPRecipientsRefused as refused:
                if all(code >= 500 for code, _ in refused.recipients.values()):
                    raise Refusal from None
                raise

        return each(sending, deliver)


def compose(sending: Sending, subscriber: Subscriber) -> EmailMultiAlternatives:
    """The mail for one subscriber: words and HTML, nothing that reports back who reads it."""
    text, account = sending.text, sending.account
    leave = f"{settings.SITE_URL}{leave_path(subscriber)}"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    name = _BREAKS.sub(" ", sending.signature)
    foot = f"来源：{text.source}\n发布：{name}\n原文：{text.url}\n退订：{leave}\n"
    mail = EmailMultiAlternatives(
        subject=_BREAKS.sub(" ", text.headline).strip()[:SUBJECT],
        body=f"{_correction(text)}{plain(text.body_html)}\n\n——\n{foot}",
        from_email=formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[subscriber.address],
        headers={
            "Message-ID": message_id(f"dispatch:{sending.dispatch.pk}:{subscriber.pk}"),
            "List-Id": f"<newsletter-{account.pk}.{host}>",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        },
    )
    mail.attach_alternative(mail_html(text, name, leave), "text/html")
    return mail


def _correction(text: Text) -> str:
    return f"更正说明：{text.correction}\n\n" if text.correction else ""


def preview(text: Text, signature: str) -> list[Part]:
    """Subject and words as the mail will have them."""
    words = f"{_correction(text)}{plain(text.body_html)}"
    return [Part("主题", text.headline[:SUBJECT], SUBJECT, len(text.headline)), Part("正文", words)]


ADAPTER = Adapter("newsletter", "邮件简报", send, preview=preview)

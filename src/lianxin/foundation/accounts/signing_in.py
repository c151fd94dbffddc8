"""Sign-ins and failed attempts leave an audit line; neither names nor addresses are written down."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from lianxin.foundation.spine.actions import Fact, refusal
from lianxin.kernel.actor import ANONYMOUS, Actor

from .models import Account


@receiver(user_logged_in)
def signed_in(sender: Any, user: Account, **_: Any) -> None:
    actor = Actor("citizen", user.person_id, user.person.nickname)
    refusal(Fact("accounts.sign_in", actor, subject=f"account:{user.pk}"))


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    refusal(Fact("accounts.sign_in_failed", ANONYMOUS))

"""How django-allauth meets our accounts: one person per account, no open sign-up through it."""

from __future__ import annotations

import secrets
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from .models import Account, Person
from .queries import actor_for


class AccountAdapter(DefaultAccountAdapter):
    """Registration goes through our own action, not through allauth's form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff start at their desk, everybody else at 我的."""
        return "/workbench/" if actor_for(cast(Account, request.user)).kind == "staff" else "/me/"


class SocialAdapter(DefaultSocialAccountAdapter):
    """统一身份认证 (OIDC): the first sign-in opens an account without any right."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Account:
        account: Account = sociallogin.user
        account.username = f"{sociallogin.account.provider}-{secrets.token_hex(6)}"
        # the provider's own id names a person, an address does not: offices share one, and nothing here needs it
        account.email, sociallogin.email_addresses = "", []
        return account

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Account:
        account: Account = sociallogin.user
        extra = sociallogin.account.extra_data
        claims = extra.get("userinfo", extra)
        nickname = str(claims.get("nickname") or claims.get("preferred_username") or "新用户")[:30]
        account.person = Person.objects.create(nickname=nickname, name=str(claims.get("name", "")))
        account.set_unusable_password()
        sociallogin.save(request)
        return account

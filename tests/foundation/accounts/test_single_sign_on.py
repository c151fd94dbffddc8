"""统一身份认证: signing in through an OpenID provider, from the first click to the session."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent))
from oidc_provider import CLIENT, SECRET, Provider, running

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_for
from tests.factories import County, appoint

LOGIN = "/me/single-sign-on/oidc/county/login/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with running() as found:
        app = {
            "provider_id": "county", "name": "县统一身份认证", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": found.url, "oauth_pkce_enabled": True},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield found
    cache.clear()


def go(client: Client, **answer: str) -> Any:
    """Click on single sign-on, sign in over there, come back."""
    begun = client.post(LOGIN)
    assert begun.status_code == 302, begun.content.decode()[:500]
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back, {"code": "a-code", "state": asked["state"][0], **answer})


def test_the_first_sign_in_opens_an_account_without_any_right(county: County, provider: Provider) -> None:
    client = Client()
    response = go(client)
    assert response.status_code == 302, response.content.decode()[:800]
    account = Account.objects.get(pk=client.session["_auth_user_id"])
    assert account.person.nickname == "统一身份"
    assert account.person.name == "甲乙丙"
    assert not account.has_usable_password()
    assert actor_for(account).duties == ()
    assert client.get("/workbench/letters/").status_code == 403
    assert {"/.well-known/openid-configuration", "/token"} <= set(provider.asked)


def test_the_second_sign_in_finds_the_same_person_with_the_duties(county: County, provider: Provider) -> None:
    first, second = Client(), Client()
    go(first)
    account = Account.objects.get(pk=first.session["_auth_user_id"])
    appoint(account.person, "reviewer", county.town)
    provider.claims["nickname"] = "另一个昵称"
    go(second)
    assert second.session["_auth_user_id"] == first.session["_auth_user_id"]
    assert second.get("/workbench/letters/").status_code == 200
    assert Account.objects.get(pk=account.pk).person.nickname == "统一身份"


def test_another_subject_is_another_person(county: County, provider: Provider) -> None:
    """Also with the same name and mail address: only the provider's own id names a person."""
    first, second = Client(), Client()
    provider.claims["email"] = "same@example.invalid"
    go(first)
    provider.claims["sub"] = "person-2"
    go(second)
    assert first.session["_auth_user_id"] != second.session["_auth_user_id"]


def test_a_forged_state_opens_nothing(county: County, provider: Provider) -> None:
    client = Client()
    response = go(client, state="forged")
    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 302, 401, 403)
    assert not Account.objects.exists()


def test_a_refusal_over_there_opens_nothing(county: County, provider: Provider) -> None:
    client = Client()
    go(client, error="access_denied")
    assert "_auth_user_id" not in client.session
    assert not Account.objects.exists()


def test_an_answer_for_another_client_opens_nothing(county: County, provider: Provider) -> None:
    client = Client()
    provider.claims["aud"] = "somebody-else"
    go(client)
    assert "_auth_user_id" not in client.session
    assert not Account.objects.exists()

"""统一身份认证: signing in through an OpenID provider, from the first click to the session."""

from __future__ import annotations

import base64
import hmac
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from django.core.cache import cache
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent))
from oidc_provider import CLIENT, KEY_ID, SECRET, Provider, running

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_for
from tests.factories import PASSWORD, County, appoint

LOGIN = "/me/single-sign-on/oidc/county/login/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with running() as found:
        app = {
            "provider_id": "county", "name": "县统一身份认证", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": found.url, "oauth_pkce_enabled": True},
        }  # fmt: skip
        strict = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["provider_class"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": strict, "APPS": [app]}}
        yield found
    cache.clear()


def go(client: Client, **answer: str) -> Any:
    """Click on single sign-on, sign in over there, come back."""
    begun = client.post(LOGIN)
    assert begun.status_code == 302, begun.content.decode()[:500]
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back, {"code": f"code-{asked['nonce'][0]}", "state": asked["state"][0], **answer})


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


def test_a_second_factor_is_asked_for_after_single_sign_on_too(county: County, provider: Provider) -> None:
    """The provider vouches for who somebody is; the key to the desk is asked for here."""
    from allauth.mfa.totp.internal import auth

    go(Client())
    account = Account.objects.get(socialaccount__provider="county")
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(account, secret)
    client = Client()
    assert go(client).headers["Location"].startswith("/me/second-factor/authenticate/")
    assert "_auth_user_id" not in client.session
    code = auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
    assert client.post("/me/second-factor/authenticate/", {"code": code}).status_code == 302
    assert client.session["_auth_user_id"] == str(account.pk)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert "_auth_user_id" not in (go(closed := Client()) and closed.session)


def test_an_account_of_an_office_is_tied_to_the_single_sign_on(county: County, provider: Provider) -> None:
    """Whoever has a working account ties it by themselves, in our own words, and signs in to it by either way."""
    client = Client()
    client.post("/me/sign-in/", {"login": county.account_of("reviewer").username, "password": PASSWORD})
    assert "绑定或解除" in client.get("/me/second-factor/").content.decode()
    assert "绑定“县统一身份认证”" in client.get("/me/single-sign-on/").content.decode()
    begun = client.post(f"{LOGIN}?process=connect")
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    client.get(back, {"code": f"code-{asked['nonce'][0]}", "state": asked["state"][0]})
    assert "已绑定" in client.get("/me/single-sign-on/").content.decode()
    other = Client()
    go(other)
    assert other.session["_auth_user_id"] == str(county.account_of("reviewer").pk)
    tied = SocialAccount.objects.get()
    assert client.post("/me/single-sign-on/", {"account": tied.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


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


# -- tokens that do not hold (OpenID Connect Core 3.1.3.7) ------------------------------------------


def forged(provider: Provider) -> None:
    """Everything right, by a key that nobody published, under the published key's name."""
    provider.sign = lambda claims: jwt.encode(claims, provider.stranger, "RS256", headers={"kid": KEY_ID})


def unnamed(provider: Provider) -> None:
    provider.sign = lambda claims: jwt.encode(claims, provider.stranger, "RS256", headers={"kid": "key-2"})


def unsigned(provider: Provider) -> None:
    provider.sign = lambda claims: jwt.encode(claims, None, "none", headers={"kid": KEY_ID})


def by_secret(provider: Provider) -> None:
    """Signed with what every client of the provider may know."""
    provider.sign = lambda claims: jwt.encode(claims, SECRET * 2, "HS256", headers={"kid": KEY_ID})


def by_public_key(provider: Provider) -> None:
    """The old trick: the public key, which everybody has, taken for a shared secret."""

    def sign(claims: dict[str, Any]) -> str:
        def part(data: bytes) -> str:
            return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

        head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": KEY_ID}).encode())
        body = part(json.dumps(claims).encode())
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        pem = provider.key.public_key().public_bytes(serialization.Encoding.PEM, spki)
        return f"{head}.{body}.{part(hmac.digest(pem, f'{head}.{body}'.encode(), 'sha256'))}"

    provider.sign = sign


def altered(provider: Provider) -> None:
    """Another subject written into a good token."""

    def sign(claims: dict[str, Any]) -> str:
        head, _, seal = provider.honestly(claims).split(".")
        body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "person-9"}).encode()).rstrip(b"=").decode()
        return f"{head}.{body}.{seal}"

    provider.sign, provider.claims["sub"] = sign, "person-1"


def no_token(provider: Provider) -> None:
    provider.sign = lambda claims: ""


def saying(**said: Any) -> Callable[[Provider], None]:
    """A token with a claim that is wrong, or (None) missing."""

    def lie(provider: Provider) -> None:
        provider.said |= said

    lie.__name__ = "_".join(said)
    return lie


LONG_AGO = int(time.time()) - 3600
LIES = [
    forged, unnamed, unsigned, by_secret, by_public_key, altered, no_token,
    saying(aud="somebody-else"), saying(aud=None), saying(aud=[CLIENT, "other"], azp="other"),
    saying(exp=LONG_AGO), saying(exp=None), saying(iat=int(time.time()) + 3600),
    saying(iss="http://elsewhere.invalid"), saying(iss=None),
    saying(nonce="another-browser"), saying(nonce=None), saying(nonce=""),
    saying(sub="person-2"),  # the token speaks of one, the user info of another
    saying(sub=None),
]  # fmt: skip


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_token_that_does_not_hold_opens_and_links_nothing(
    county: County, provider: Provider, lie: Callable[[Provider], None]
) -> None:
    known = Client()
    go(known)
    account = Account.objects.get(pk=known.session["_auth_user_id"])
    appoint(account.person, "reviewer", county.town)
    lie(provider)
    client = Client()
    response = go(client)
    assert response.status_code in (200, 401, 403)
    assert "没有成功" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.get("/workbench/").status_code == 302
    assert Account.objects.count() == 1
    assert SocialAccount.objects.count() == 1


def test_a_token_of_another_sign_in_is_not_taken(county: County, provider: Provider) -> None:
    """A stolen code: the state is the victim browser's own, the nonce in the token is the thief's."""
    client = Client()
    response = go(client, code="code-of-the-thief")
    assert "没有成功" in response.content.decode()
    assert not Account.objects.exists()


def test_each_sign_in_has_a_nonce_of_its_own_that_the_address_cannot_choose(provider: Provider, db: None) -> None:
    client = Client()
    asked = [parse_qs(urlsplit(client.post(url).headers["Location"]).query)["nonce"] for url in (LOGIN, LOGIN)]
    chosen = client.post(f"{LOGIN}?auth_params=nonce%3Dmine").headers["Location"]
    asked.append(parse_qs(urlsplit(chosen).query)["nonce"])
    assert len({tuple(nonce) for nonce in asked}) == 3
    assert ["mine"] not in asked
    assert all(len(nonce[0]) >= 32 for nonce in asked)


def test_clocks_may_differ_a_little(county: County, provider: Provider) -> None:
    provider.said = {"exp": int(time.time()) - 20, "iat": int(time.time()) + 20}
    client = Client()
    go(client)
    assert "_auth_user_id" in client.session


def test_an_unknown_provider_is_not_there(provider: Provider, client: Client, db: None) -> None:
    for path in ("/me/single-sign-on/oidc/other/login/", "/me/single-sign-on/oidc/other/login/callback/"):
        assert client.get(path).status_code == 404


def test_an_answer_for_another_client_opens_nothing(county: County, provider: Provider) -> None:
    client = Client()
    provider.claims["aud"] = "somebody-else"
    go(client)
    assert "_auth_user_id" not in client.session
    assert not Account.objects.exists()

"""统一身份认证 (OpenID Connect), stricter than django-allauth by itself.

OpenID Connect Core allows a client to believe an ID token that came straight from the token endpoint
over TLS. Between the offices of a county TLS often ends at a gateway, so here every token is checked
in full (Core 3.1.3.7): signature by a published key, issuer, audience, time, and the nonce that ties
it to the one browser that asked; and the user info must speak of the same subject (Core 5.3.2).
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

#: signatures by a private key only: a shared secret proves nothing about who signed
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
#: clocks of two offices differ by so many seconds at most
LEEWAY = 60
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Completes a sign-in only by an ID token that holds in every point."""

    #: what this sign-in was begun with; set by the callback from its state
    nonce = ""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """Raises OAuth2Error, which becomes the page "登录没有成功"; nothing is linked or opened then."""
        claims = self._claims(app, str(kwargs["response"].get("id_token") or ""))
        data = {"id_token": claims}
        if app.settings.get("fetch_userinfo", True):
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != claims["sub"]:
                raise OAuth2Error("the user info is about somebody else")
        return self.get_provider().sociallogin_from_response(request, data)

    def _claims(self, app: SocialApp, text: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(text)
            if header["alg"] not in ALGORITHMS:
                raise OAuth2Error("the id token is signed in a way that is not accepted")
            claims: dict[str, Any] = jwt.decode(
                text, key=self._key(header), algorithms=[header["alg"]], audience=app.client_id,
                issuer=self.openid_config["issuer"], leeway=LEEWAY, options={"require": NEEDED},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("the id token does not hold") from error
        if not self.nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), self.nonce.encode()):
            raise OAuth2Error("the id token belongs to another sign-in")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the id token was made for another client")
        return claims

    def _key(self, header: dict[str, Any]) -> Any:
        """The published key that the token names; a token without a name may use the only one there is."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = [k for k in response.json()["keys"] if k.get("use", "sig") == "sig"]
        named = [k for k in keys if k.get("kid") == header["kid"]] if "kid" in header else keys
        if len(named) != 1:
            raise OAuth2Error("the id token names no published key")
        return jwt.PyJWK(named[0], algorithm=header["alg"]).key


class StrictProvider(OpenIDConnectProvider):
    """Sends a nonce along and remembers it with the state of the session."""

    oauth2_adapter_class = StrictAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """To the provider's page."""
        params = kwargs.pop("auth_params", None)
        nonce = secrets.token_urlsafe(24)
        params = {**(self.get_auth_params() if params is None else params), "nonce": nonce}
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=params, nonce=nonce, **kwargs
        )
        return answer


class _Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if isinstance(self.adapter, StrictAdapter) and state:
            self.adapter.nonce = str(state.get("nonce", ""))
        return state, response


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Begin a sign-in over there; 404 for a provider that is not configured."""
    return _run(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from there."""
    return _run(_Callback, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(StrictAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer

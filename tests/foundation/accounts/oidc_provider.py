"""A small OpenID provider for the tests: discovery, keys, token (RS256) and user info, on a local port."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, KEY_ID = "lianxin-tests", "an-invented-client-secret", "key-1"


@cache
def _keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    """The published key and another one; made once, because making them is slow."""
    return rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)


class Provider:
    """What the provider says of the person who signs in.

    `claims` go into the user info and the ID token, `said` into the token alone (None leaves a claim out).
    The nonce comes back by the code: ``code-<nonce>``. `sign`: how a token is made, honest by itself.
    """

    def __init__(self) -> None:
        self.key, self.stranger = _keys()
        self.claims: dict[str, Any] = {"sub": "person-1", "name": "甲乙丙", "nickname": "统一身份"}
        self.said: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.honestly
        self.asked: list[str] = []
        self.url = ""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def honestly(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, "RS256", headers={"kid": KEY_ID})

    def token(self, code: str) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": code.removeprefix("code-"),
            **self.claims, **self.said,
        }  # fmt: skip
        signed = self.sign({name: value for name, value in claims.items() if value is not None})
        return {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            routes = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.claims,
            }
            self._answer(routes.get(self.path.partition("?")[0]))

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())
            code = form.get("code", [""])[0]
            self._answer((lambda: provider.token(code)) if self.path == "/token" else None)

        def _answer(self, make: Any) -> None:
            provider.asked.append(self.path)
            body = json.dumps(make() if make else {"error": "not_found"}).encode()
            self.send_response(200 if make else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """Start the provider on a free port of this machine."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Who is asking, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from lianxin.foundation.spine.actions import Fact, refusal
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.decision import Denied, Refused

from .queries import actor_for

Handler = Callable[[HttpRequest], HttpResponse]


def _actor(request: HttpRequest) -> Actor:
    # Without a session cookie nobody is signed in: do not touch the session, so that the answer
    # to an anonymous visitor varies by nothing and may be cached.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ANONYMOUS
    if request.user.must_change_password and request.path not in OPEN_PATHS:
        return ANONYMOUS  # pages for everybody are read as by everybody until the one-time password is changed (P04)
    actor = actor_for(request.user)
    if actor.duties and settings.STAFF_MFA_REQUIRED and not _has_second_factor(request):
        # rights at no address, not only at the desk: files, search and ballots ask the actor too
        return Actor("citizen", actor.person_id, actor.name)
    return actor


class ActorMiddleware:
    """Puts `request.actor` there, resolved when first asked for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalMiddleware:
    """Turns `Refused` into a page with reason and clause; outside the scope it is 404 (P05)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        step = self._first_step(request)
        return step or self.get_response(request)

    def _first_step(self, request: HttpRequest) -> HttpResponse | None:
        """A one-time password leads to the page where it is changed (P04); staff to adding a second factor.

        Who comes by another address is no further: `_actor` knows nobody, or nobody with a duty.
        """
        if not request.path.startswith(("/workbench/", "/me/")) or request.path in OPEN_PATHS:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if request.user.must_change_password:
            return redirect("account_change_password")
        if settings.STAFF_MFA_REQUIRED and request.path.startswith("/workbench/") and not _has_second_factor(request):
            return redirect("mfa_activate_totp")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return refused(request, exception.denied)


def refused(request: HttpRequest, denied: Denied) -> HttpResponse:
    """The page of a refusal: 404 and a line in the ledger outside the scope, else 403 with the reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if denied.code == "out_of_scope":
        if actor.person_id:
            refusal(Fact("access.out_of_scope", actor, subject=request.path[:200]))
        request.out_of_scope_noted = True  # type: ignore[attr-defined]  # for a desk that looks at answers
        return render(request, "404.html", status=404)
    return render(request, "403.html", {"denied": denied}, status=403)


OPEN_PATHS = ("/me/sign-in/", "/me/sign-out/", "/me/password/", "/me/join/")


def _has_second_factor(request: HttpRequest) -> bool:
    """Whether the account has one; asked once for a request. A sign-in with one is not complete without it."""
    from allauth.mfa.utils import is_mfa_enabled

    known = getattr(request, "second_factor", None)
    if known is None:
        known = bool(is_mfa_enabled(request.user))
        request.second_factor = known  # type: ignore[attr-defined]  # for the rest of this request
    return bool(known)

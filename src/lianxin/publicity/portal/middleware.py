"""The door of Wagtail's desk: for those with a duty of today, signed in at our own page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from lianxin.foundation.accounts.middleware import refused
from lianxin.kernel.decision import Refused
from lianxin.publicity.media import reach
from lianxin.ui import modes

from . import access
from .desk import refusing
from .desk.addresses import behind_the_desk, in_modes

DESK = "/workbench/portal/"
#: Wagtail's desk draws with inline styles and starts small scripts of its own; nothing from outside here either
POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],  # the preview of an item stands in a frame of the editor
}

Handler = Callable[[HttpRequest], HttpResponse]


class DeskMiddleware:
    """Keeps the groups true, hides the desk from everybody else, and lets Wagtail's own scripts run there only."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(DESK):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return redirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
        actor = request.actor  # type: ignore[attr-defined]  # set by the accounts room
        if not access.groups_of(actor):
            raise Http404
        access.sync(request.user, actor)
        with reach.at_desk(actor, request.user):
            response = self.get_response(request)
            if refusing.sent_away(request, response) or refusing.hidden(request, response):
                response = self._refuse(request)
        response._csp_replace = POLICY  # type: ignore[attr-defined]  # as django-csp's own decorators do
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "no-store"
        if _is_markup(response):
            markup = behind_the_desk(response.content.decode(response.charset or "utf-8"))
            response.content = in_modes(markup, modes.read(request.COOKIES))
        return response

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        return refused(request, refusing.denial(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal inside Wagtail's desk is told on the page where the person was, not on a page without a way back."""
        if not request.path.startswith(DESK):
            return None
        if refusing.unreadable(exception):
            raise BadRequest("a form in no shape that Wagtail knows") from exception
        if isinstance(exception, PermissionDenied):  # of a window, which Wagtail does not send away
            return self._refuse(request)
        if not isinstance(exception, Refused):
            return None
        denied = exception.denied
        if denied.code == "out_of_scope" or request.method != "POST":
            return None
        messages.error(request, " ".join(part for part in (denied.reason, denied.remedy) if part))
        back = _item_in(request.path)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": back})
        return redirect(back)


def _is_markup(response: HttpResponse) -> bool:
    """Pages, and those inside the JSON of a window."""
    return not response.streaming and response.get("Content-Type", "").startswith(("text/html", "application/json"))


def _item_in(path: str) -> str:
    """The editing page of the item that an address of Wagtail's desk is about, else the desk itself."""
    number = next((part for part in path.split("/") if part.isdigit()), "")
    return f"{DESK}pages/{number}/edit/" if number and f"{DESK}pages/" in path else DESK

"""Error pages: what happened, what was kept, whom to ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


#: never carried over into the page that lets a person send again
NOT_CARRIED = ("csrfmiddlewaretoken", "password", "new_password1", "new_password2", "old", "code")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long: everything typed is still there and can be sent with one tap."""
    kept = [(k, v) for k in request.POST for v in request.POST.getlist(k) if k not in NOT_CARRIED]
    local = request.path.startswith(("/letters/", "/me/", "/workbench/"))
    return render(
        request, "site/again.html", {"kept": kept if local else [], "action": request.get_full_path()}, status=403
    )

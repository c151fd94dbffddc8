"""The few addresses of the frame itself: display mode, service worker, manifest, offline page, style page."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import modes

#: pages that a device never keeps: whatever is about one person, one ballot or one protected report
PRIVATE = (
    "/me/",
    "/workbench/",
    "/files/",
    "/accounts/",
    "/mode/",
    "/api/",
    "/letters/track",
    "/letters/mine",
    "/letters/receipt",
    "/elections/",
    "/polls/",
    "/ballots/",
    "/vote",
    "/tipoffs",
    "/report/",
    "/style/",
    "/healthz",
)
#: what the offline page needs to look like itself
SHELL_FILES = (
    "ui/lianxin.css",
    "ui/js/shell.js",
    "ui/js/forms.js",
    "ui/js/drafts.js",
    "ui/js/offline.js",
    "ui/icons/bridge.svg",
    "ui/icons/bridge-192.png",
)


# No CSRF token: a token would need a cookie on every anonymous page. What a foreign site could do
# here is to enlarge somebody's letters, and the origin check below stops even that.
@csrf_exempt
@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """Switch 长辈版 or 高对比 and go back to the page. Fields: ``toggle`` (a mode), ``next`` (a path)."""
    if not _same_origin(request):
        return HttpResponseForbidden("请在本网站的页面上切换显示方式。", content_type="text/plain; charset=utf-8")
    wanted = modes.toggle(modes.read(request.COOKIES), request.POST.get("toggle", ""))
    back = request.POST.get("next", "/")
    if not _is_own_path(request, back):
        back = "/"
    response = redirect(back)
    response.headers["Cache-Control"] = "no-store"
    if wanted:
        response.set_cookie(
            modes.COOKIE,
            modes.write(wanted),
            max_age=modes.YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(modes.COOKIE, samesite="Lax")
    return response


def _same_origin(request: HttpRequest) -> bool:
    """False when the browser says that the form stands on another site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return not origin or origin == "null" or urlsplit(origin).netloc == request.get_host()


def _is_own_path(request: HttpRequest, path: str) -> bool:
    """True for a path of this site; full addresses are refused, even our own."""
    if not path.startswith("/") or path.startswith("//"):
        return False
    return url_has_allowed_host_and_scheme(path, allowed_hosts=None, require_https=request.is_secure())


@lru_cache(maxsize=1)
def _worker_text() -> str:
    files = [static(name) for name in SHELL_FILES]
    marks = hashlib.sha256()
    for text in (*files, render_to_string("ui/sw.js", {}), render_to_string("ui/offline.html", {})):
        marks.update(text.encode())
    return render_to_string(
        "ui/sw.js",
        {
            "version": marks.hexdigest()[:12],
            "files": json.dumps([*files, "/offline/"]),
            "private": json.dumps(list(PRIVATE)),
            "static": json.dumps(settings.STATIC_URL),
        },
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """``/sw.js``: stands at the root because a worker may only serve what lies beneath it."""
    if settings.DEBUG:
        _worker_text.cache_clear()
    response = HttpResponse(_worker_text(), content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """``/manifest.webmanifest``: name, colours and icons of the installed app."""
    name = getattr(settings, "SITE_NAME", "连心桥")
    icons = [
        {"src": static("ui/icons/bridge.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("ui/icons/bridge-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("ui/icons/bridge-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("ui/icons/bridge-mask-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    shortcuts = [
        {"name": "我要留言", "url": "/letters/new/"},
        {"name": "查进度", "url": "/letters/track/"},
    ]
    data = {
        "id": "/",
        "name": name,
        "short_name": name[:6],
        "lang": "zh-CN",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#9b1313",
        "icons": icons,
        "shortcuts": shortcuts,
    }
    return JsonResponse(data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(max_age=3600, public=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What the device shows without a network. Says the same to everybody, so that it can be kept."""
    return HttpResponse(render_to_string("ui/offline.html", {}))


def style(request: HttpRequest) -> HttpResponse:
    """``/style/``: every part of the house on one page, for those who build it (DEBUG or staff only)."""
    from .stylepage import samples

    actor = getattr(request, "actor", None)
    if not settings.DEBUG and (actor is None or actor.kind != "staff"):
        raise Http404
    template = "ui/style_desk.html" if "desk" in request.GET else "ui/style.html"
    return render(request, template, samples(request))

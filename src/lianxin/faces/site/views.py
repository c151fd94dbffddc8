"""Home and the small pages that every site owes its visitors."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lianxin.democracy.consultations.queries import reading as consultations
from lianxin.democracy.essays.queries import reading as essays
from lianxin.faces.hall.queries import running
from lianxin.publicity.disclosure.queries import reading as disclosure
from lianxin.publicity.portal import queries as portal
from lianxin.publicity.portal.daily import today
from lianxin.voice.improving import reading as improvements
from lianxin.voice.letters.queries import public, statistics
from lianxin.voice.letters.views_public import for_everybody

from .errors import csrf_failure

__all__ = ["accessibility", "csrf_failure", "healthz", "help_page", "home", "robots", "security_txt", "sitemap"]

SITEMAP_MOST, ITEMS_MOST = 30_000, 9_000
STANDING = (
    "/",
    "/letters/",
    "/hall/",
    "/essays/shown/",
    "/supervision/",
    "/improvements/",
    "/portal/today/",
    "/portal/on-this-day/",
    "/learning/resources/",
    "/rules/",
    "/regulations/",
)


@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """Three doors, what was answered lately, and how this month went."""
    recent = public.listing(public.Filters()).filter(answered_at__isnull=False).order_by("-answered_at")[:6]
    context = {
        "recent": list(recent), "month": statistics.this_month(), "total": public.published_count(),
        "items": portal.latest(5), "daily": today(), "disclosed": disclosure.newest(), "running": running(4),
    }  # fmt: skip
    return render(request, "site/home.html", context)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; the body says nothing about the inside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /workbench/", "Disallow: /me/", "Disallow: /letters/mine/"]
    lines += [
        "Disallow: /disclosure/asked/",
        "Disallow: /disclosure/track/",
        "Disallow: /letters/track/",
        "Disallow: /letters/new/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """Published letters, items of the portal and the standing pages."""
    rows = public.published().order_by("-published_at").values_list("pk", "published_at")[:SITEMAP_MOST]
    entries = [f"<url><loc>{escape(settings.SITE_URL)}{path}</loc></url>" for path in STANDING]
    entries += [
        f"<url><loc>{escape(settings.SITE_URL)}/letters/{pk}/</loc><lastmod>{at:%Y-%m-%d}</lastmod></url>"
        for pk, at in rows
    ]
    entries += [
        f"<url><loc>{escape(settings.SITE_URL)}{escape(path)}</loc>{f'<lastmod>{at:%Y-%m-%d}</lastmod>' if at else ''}</url>"
        for path, at in portal.addresses(ITEMS_MOST)
    ]
    entries += [
        f"<url><loc>{escape(settings.SITE_URL)}{path}</loc><lastmod>{at:%Y-%m-%d}</lastmod></url>"
        for room in (
            disclosure.addresses,
            improvements.addresses,
            consultations.public_addresses,
            essays.public_addresses,
        )
        for path, at in room(ITEMS_MOST)
    ]
    body = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{body}{''.join(entries)}</urlset>", content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=3600)
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. The contact is the installation's own."""
    contact = settings.SITE_SECURITY_CONTACT or f"{settings.SITE_URL}/letters/new/"
    text = f"Contact: {contact}\nPreferred-Languages: zh, en\nExpires: {settings.SITE_SECURITY_EXPIRES}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=60)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


@require_safe
@cache_control(public=True, max_age=60)
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/help.html")

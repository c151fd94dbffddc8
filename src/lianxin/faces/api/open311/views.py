"""The six calls of GeoReport v2, its discovery file, and updates as an extension."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from lianxin.kernel.actor import ANONYMOUS
from lianxin.kernel.decision import Refused
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.voice.letters.queries import machines, public
from lianxin.voice.letters.queries.machines import Wanted

from ..actions import key_of, receive
from . import posting, reading, shapes
from .formats import Problem, answer, failure

View = Callable[..., HttpResponse]
#: when these calls last changed their form
CHANGED = "2026-11-22T00:00:00+08:00"


def call(*methods: str) -> Callable[[View], View]:
    """Answers refusals in the asked form; GET answers carry an ETag."""

    def wrap(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: str, form: str, **kwargs: str) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                response = failure(Problem(405, f"use {' or '.join(methods)}"), form)
                response.headers["Allow"] = ", ".join(methods)
                return response
            try:
                response = view(request, *args, form=form, **kwargs)
            except Problem as problem:
                response = failure(problem, form)
            response.headers.setdefault("Cache-Control", FOR_EVERYBODY)
            return response

        # no call looks at a cookie, so a forged request gains nothing; and 405 shall be said as 405
        wrapped: View = csrf_exempt(conditional_page(run))
        return wrapped

    return wrap


@call("GET")
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET services: the five kinds, then every topic in use."""
    reading.jurisdiction(request.GET)
    return answer("services", [shapes.service(m) for m in machines.matters()], form)


@call("GET")
def service(request: HttpRequest, code: str, *, form: str) -> HttpResponse:
    """GET service definition."""
    reading.jurisdiction(request.GET)
    found = machines.matter(code[:80].replace("\x00", ""))
    if found is None:
        raise Problem(404, f"service_code “{code[:40]}” was not found")
    return answer("service_definition", shapes.definition(found), form)


@call("GET", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET requests, or POST a request."""
    return _post(request, form) if request.method == "POST" else _list(request, form)


@call("GET")
def request_by_id(request: HttpRequest, number: str, *, form: str) -> HttpResponse:
    """GET one request."""
    area = reading.jurisdiction(request.GET)
    pk = reading.identifier(number)
    rows = list(machines.letters(Wanted(ids=[pk]))) if pk else []
    if not rows or (area is not None and not rows[0].org_path.startswith(area.org_path)):
        raise Problem(404, f"service_request_id “{number[:40]}” was not found")
    return _answer(rows, form, extended=reading.extended(request.GET))


@call("GET")
def token(request: HttpRequest, text: str, *, form: str) -> HttpResponse:
    """GET service_request_id from a token: the printed number of a letter, once the letter is published."""
    reading.jurisdiction(request.GET)
    number = text[:40].replace("\x00", "")
    found = public.published().filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise Problem(404, f"token “{number}” was not found")
    return answer("service_requests", [{"service_request_id": str(found), "token": number}], form)


@call("GET")
def updates(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET servicerequestupdates: public steps and replies, oldest first."""
    query = reading.updates_query_of(request.GET)
    rows = machines.updates(query.wanted, offset=query.offset, limit=query.size)
    return answer("service_request_updates", [shapes.update(row) for row in rows], form)


@call("GET")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """Where the calls are and in which forms they answer."""
    contact = settings.SITE_CONTACT or settings.SITE_OPERATOR or settings.SITE_NAME
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{settings.SITE_URL}/open311/v2",
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    content = {
        "changeset": CHANGED,
        "contact": contact,
        "key_service": f"{settings.SITE_URL}/api/",
        "endpoints": [endpoint],
    }
    return answer("discovery", content, form)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    query = reading.query_of(request.GET)
    rows = list(machines.letters(query.wanted)[query.offset : query.offset + query.size])
    return _answer(rows, form, extended=query.extended)


def _answer(rows: list[Any], form: str, *, extended: bool) -> HttpResponse:
    photos = machines.pictures([row.pk for row in rows]) if rows else {}
    content = [shapes.request(row, photos.get(row.pk, []), extended=extended) for row in rows]
    return answer("service_requests", content, form)


def _post(request: HttpRequest, form: str) -> HttpResponse:
    try:
        data = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        raise Problem(400, "the request is too large") from None
    key = key_of(data.get("api_key", "") or request.GET.get("api_key", ""))
    if key is None:
        raise Problem(403, "api_key is missing or wrong")
    draft = posting.draft_of(data)
    once = request.headers.get("Idempotency-Key", "").strip()[:200] or secrets.token_urlsafe()
    try:
        letter, code = receive(actor=ANONYMOUS, key=key, draft=draft, once=f"open311:{key.pk}:{once}")
    except Refused as refused:
        raise Problem(400, refused.denied.reason) from None
    notice = (
        f"已收到，编号 {letter.number}。审核通过并公开后，可以在本接口查到。"
        f"留言人凭查询码 {code} 在 {settings.SITE_URL}/letters/track/ 查进度、作评价。"
    )
    row = {"service_request_id": str(letter.pk), "service_notice": notice, "account_id": None}
    response = answer("service_requests", [row], form, 201)
    response.headers["Cache-Control"] = "no-store"
    return response

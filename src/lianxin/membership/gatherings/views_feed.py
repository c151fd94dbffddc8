"""The calendar on somebody's phone."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, to
from lianxin.ui import toasts

from . import actions, calendar_file, queries
from .actions.feeding import index_of
from .announcing import MINE
from .models import Feed

#: how far back a calendar reaches
PAST = timedelta(days=180)


@require_POST
@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """开通, 换地址 or 停用."""
    actor = actor_of(request)
    need(actor.person_id)
    if request.POST.get("close"):
        actions.close_feed(actor=actor)
        toasts.say(request, "已停用，手机上的日历不再更新。")
    else:
        actions.open_feed(actor=actor)
        toasts.say(request, "日历地址已经换好，原来的地址打不开了。" if request.POST.get("again") else "日历已开通。")
    return to(MINE)


@require_safe
def feed(request: HttpRequest, path: str) -> HttpResponse:
    """``/me/gatherings/calendar/<path>.ics``: read without signing in by whoever was given the address."""
    found = Feed.objects.filter(path_index=index_of(path)).first()
    if found is None:
        raise Http404("没有这个日历。")
    now = timezone.now()
    rows = queries.own_rows(found.person_id).filter(gathering__starts_at__gte=now - PAST)
    data = calendar_file.calendar([row.gathering for row in rows.order_by("gathering__starts_at", "pk")], now)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="gatherings.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

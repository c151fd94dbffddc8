"""The frame alone, with a few pages around it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from lianxin.kernel.decision import Denied
from lianxin.ui import toasts
from lianxin.ui.stylepage import samples


def page(source: str) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, **_: str) -> HttpResponse:
        return HttpResponse(engines["django"].from_string(source).render({}, request))

    return view


def style(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/style_desk.html" if "desk" in request.GET else "ui/style.html", samples(request))


def error(request: HttpRequest, name: str) -> HttpResponse:
    return render(
        request, f"{name}.html", {"denied": Denied("不能承办自己的事。", rule="PET-06", remedy="请换一位同志。")}
    )


def tell(request: HttpRequest) -> HttpResponse:
    toasts.say(request, "已撤下", undo_url="/letters/")
    messages.info(request, "另外一句")
    return HttpResponse("ok")


PUBLIC = (
    '{% extends "ui/public.html" %}{% block main %}<h1>公开页</h1><p>路灯坏了六盏。老人晚上不敢走。</p>{% endblock %}'
)
LETTER = """{% extends "ui/public.html" %}{% block main %}
<form method="post" action="/letters/new/" enctype="multipart/form-data" data-draft="letter" data-offline="letter">
<input type="hidden" name="key" value="k-1">
<div class="field"><label for="t">标题</label><input id="t" name="title" maxlength="60"></div>
{% upload "photos" 2 %}<button class="button primary">提交</button></form>{% endblock %}
{% block scripts %}{% include "ui/form_scripts.html" %}{% endblock %}"""
RECEIVED = """{% extends "ui/public.html" %}
{% block main %}<h1>已收到</h1><p data-received="letter">查询码</p>{% endblock %}
{% block scripts %}{% include "ui/form_scripts.html" %}{% endblock %}"""
arrived: list[tuple[str, str, int]] = []


def letter(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        arrived.append((request.POST["key"], request.POST["title"], len(request.FILES)))
        return HttpResponse(engines["django"].from_string(RECEIVED).render({}, request))
    return HttpResponse(engines["django"].from_string(LETTER).render({}, request))


letter.csrf_exempt = True  # type: ignore[attr-defined]  # the sample form carries no token

urlpatterns = [
    path("sample/", style),
    path("error/<str:name>/", error),
    path("tell/", tell),
    path("letters/new/", letter),
    path("letters/", page(PUBLIC)),
    path("letters/track/", page(PUBLIC)),
    path("healthz", lambda r: HttpResponse("ok")),
    path("me/", page(PUBLIC)),
    path("", include("lianxin.ui.urls")),
    path("", page(PUBLIC)),
]

"""Wagtail's desk, where items are written and reviewed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog
from wagtail.admin import urls as desk
from wagtail.documents import urls as documents

from .desk import choosing
from .desk.pictures import picture
from .views_pictures import medium


def sign_in(request: HttpRequest) -> HttpResponse:
    """There is one sign-in, with its limits and second factor; Wagtail's own is not reachable."""
    return redirect(settings.LOGIN_URL)


#: Wagtail's own catalogue knows its own words only, ours stand before them
words = JavaScriptCatalog.as_view(packages=["lianxin.publicity.portal", "wagtail.admin"])

urlpatterns = [
    path("jsi18n/", words),
    path("login/", sign_in),
    path("logout/", lambda request: redirect(settings.LOGOUT_REDIRECT_URL)),
    # the account is kept at one place; Wagtail's page would take portraits unchecked
    path("account/", lambda request: redirect("/me/")),
    # lists of kinds of pages by the names of their code; the tree of the sites says the same
    path("reports/page-types-usage/", lambda request: redirect("wagtailadmin_explore_root")),
    path("media/<path:name>", medium),
    path("pictures/<int:pk>/<int:width>/", picture),
    re_path(r"^documents/(\d+)/([^/]+)$", choosing.document),
    path("documents/", include(documents)),
    path("pages/<int:parent_page_id>/", choosing.listed),
    path("pages/<int:parent_page_id>/results/", choosing.listed, {"results": "results"}),
    path("choose-page/<int:parent_page_id>/", choosing.below),
    path("choose-page/chosen-multiple/", choosing.chosen),
    path("", include(desk)),
]

"""Wagtail's windows for choosing a page or a file, narrowed to what a person may know of (P05).

They list the tree as it is, drafts of every organisation with their titles. Here: what everybody may read, and the
pages of one's own sites.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.documents.views.serve import serve
from wagtail.models import Page, PageQuerySet

from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.publicity.media import reach

from .. import access, policies

View = Callable[..., HttpResponseBase]


def pages_of(actor: Actor) -> Q:
    """Condition for pages: those of the sites that one's duties of the portal reach, the site itself included."""
    from ..models import SitePage

    paths = {path for verb in policies.READERS for path in actor.paths_for(verb)}
    sites = SitePage.objects.filter(subtree("organisation__path", paths)).values_list("path", flat=True)
    return subtree("path", sites) if paths else Q(pk__in=[])


def narrowed(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Hook of the window for pages."""
    open_to_all = Page.objects.live().public().values("pk")
    return pages.filter(Q(pk__in=open_to_all) | pages_of(request.actor))  # type: ignore[attr-defined]  # set by us


def reach_of_pages(actor: Actor, account: Any, keys: set[int]) -> set[int]:
    """Which of these pages one may point at."""
    open_to_all = set(Page.objects.live().public().filter(pk__in=keys).values_list("pk", flat=True))
    rest = Page.objects.filter(pk__in=keys - open_to_all)
    return open_to_all | {page.pk for page in rest if policies.may_read(actor, page)}


def _known(request: HttpRequest, keys: list[str], *, all_roots: bool = False) -> None:
    """Raises `Refused` unless every key is one of a page that one may know of."""
    for key in keys:
        number = int(key) if key.isascii() and key.isdecimal() and len(key) < 10 else 0
        root = all_roots and Page.objects.filter(pk=number, depth=1).exists()
        if not root and not reach.own(Page, [number]):
            raise Refused(OUT_OF_SCOPE)


def _desk(view: View) -> View:
    """As Wagtail guards its own addresses."""
    guarded: View = require_admin_access(view)
    return guarded


@_desk
def below(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    """``choose-page/<pk>/``."""
    _known(request, [str(parent_page_id)], all_roots=True)
    answer: HttpResponse = chooser.BrowseView.as_view()(request, parent_page_id=parent_page_id)
    return answer


@_desk
def chosen(request: HttpRequest) -> HttpResponseBase:
    """``choose-page/chosen-multiple/``."""
    _known(request, request.GET.getlist("id"))
    answer: HttpResponse = chooser.ChosenMultipleView.as_view()(request)
    return answer


@_desk
def listed(request: HttpRequest, parent_page_id: int, results: str = "") -> HttpResponseBase:
    """``pages/<pk>/``: Wagtail leads from the list below a foreign page to one's own, but not from a number that nobody has."""
    _known(request, [str(parent_page_id)], all_roots=True)
    answer: HttpResponseBase = _LISTS[results](request, parent_page_id=parent_page_id)
    return answer


_LISTS = {
    name: page_viewset_registry.as_view(view, parent_page_id_kwarg="parent_page_id")
    for name, view in (("", "index"), ("results", "index_results"))
}


@functools.wraps(serve)
def document(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """``documents/<pk>/<name>``: Wagtail hands any document to whoever knows its name."""
    from wagtail.documents import get_document_model

    found = get_document_model().objects.filter(pk=pk).first() if len(pk) < 10 else None
    account: Any = request.user  # signed in: the desk's door is in front
    if found is None or not access.may_see(account, found.file.name):
        raise Refused(OUT_OF_SCOPE)
    answer: HttpResponseBase = serve(request, pk, name)
    return answer

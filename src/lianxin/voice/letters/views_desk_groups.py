"""主题聚合 and 苗头提示 at the desk: what the machine proposes, and what people make of it (R086, R088)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import receiving
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.ui import toasts

from .actions import grouping, rises
from .models import Letter, LetterGroup, Rise
from .queries import grouping as queries
from .views_desk_base import actor_of, at_desk, number_of
from .words import MARKS, RISE_MARKS

SIZE = 20
GROUPS, RISES = "/workbench/letters/groups/", "/workbench/letters/rises/"
SHOWN = ("proposed", "kept", "dissolved")


class RiseForm(forms.Form):
    """看过, 转办, 不是苗头."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    mark = forms.ChoiceField(
        label="怎么看", choices=[x for x in RISE_MARKS.items() if x[0] != "new"], widget=forms.RadioSelect
    )
    passed_to = forms.ModelChoiceField(
        Organisation.objects.none(), label="转给谁办", required=False, empty_label="转办时选"
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="不是苗头的，写一句为什么。")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed_to"].queryset = receiving(actor.paths_for(queries.SORT))  # type: ignore[attr-defined]


@require_safe
@at_desk(queries.SORT)
def group_list(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/groups/?mark=``."""
    mark = request.GET.get("mark", "")
    mark = mark if mark in SHOWN else "proposed"
    page = Paginator(queries.groups(actor_of(request), mark), SIZE).get_page(request.GET.get("page"))
    chips = [(MARKS[key], "?" + urlencode({"mark": key}), key == mark) for key in SHOWN]
    context = {"page": page, "rows": list(page.object_list), "chips": chips, "mark": mark}
    return render(request, "letters/desk/groups.html", context)


@require_safe
@at_desk(queries.SORT)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/letters/groups/<pk>/``: its letters, sources and size."""
    return _group_page(request, _group(request, pk))


@require_POST
@at_desk(queries.SORT)
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """``/workbench/letters/groups/<pk>/{keep,dissolve,rename,merge,out}/``."""
    actor, found = actor_of(request), _group(request, pk)
    common: dict[str, Any] = {"actor": actor, "group": found, "revision": number_of(request.POST.get("revision")) or 0}
    try:
        if what == "merge":
            into = _group(request, number_of(request.POST.get("into")) or 0)
            grouping.merge_groups(**common, into=into)
            found = into
        elif what == "out":
            letter = queries.letters_of(actor, found).filter(pk=number_of(request.POST.get("letter")) or 0).first()
            if letter is None:
                raise Refused(OUT_OF_SCOPE)
            grouping.take_out(**common, letter=letter)
        elif what in ("keep", "dissolve", "rename"):
            mark = {"keep": "kept", "dissolve": "dissolved"}.get(what, "")
            grouping.decide_group(**common, mark=mark, name=request.POST.get("name", ""))
        else:
            raise Http404
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        return _group_page(request, _group(request, pk), refused.denied, 409 if refused.denied.code == "stale" else 422)
    toasts.say(request, "已记录。")
    return redirect(f"{GROUPS}{found.pk}/")


def _group(request: HttpRequest, pk: int) -> LetterGroup:
    rows = queries.counted(queries.without_merged(actor_of(request), queries.SORT)).filter(pk=pk)
    found = rows.select_related("organisation", "topic").first()
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


def _group_page(request: HttpRequest, found: LetterGroup, denied: Any = None, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    others = queries.without_merged(actor, queries.SORT).filter(organisation=found.organisation_id)
    others = others.exclude(pk=found.pk).exclude(mark="dissolved").order_by("-last_at")[:SIZE]
    letters: list[Letter] = list(queries.letters_of(actor, found)[: SIZE * 5])
    context = {
        "group": found, "letters": letters, "others": list(others), "denied": denied, "typed": request.POST.get("name", ""),
        "mark": MARKS[found.mark],
    }  # fmt: skip
    return render(request, "letters/desk/group.html", context, status=status)


@require_safe
@at_desk(queries.SORT, "letters.handle")
def rise_list(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/rises/?mark=``."""
    mark = request.GET.get("mark", "")
    mark = mark if mark in RISE_MARKS else "new"
    page = Paginator(queries.rises(actor_of(request), mark), SIZE).get_page(request.GET.get("page"))
    chips = [(word, "?" + urlencode({"mark": key}), key == mark) for key, word in RISE_MARKS.items()]
    return render(
        request, "letters/desk/rises.html", {"page": page, "rows": list(page.object_list), "chips": chips, "mark": mark}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(queries.SORT, "letters.handle")
def rise(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/letters/rises/<pk>/``: figures, method, sources (O04), and the mark of a person."""
    actor = actor_of(request)
    found = _rise(actor, pk)
    form = RiseForm(request.POST or None, actor=actor, initial={"revision": found.revision})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rises.mark_rise(actor=actor, rise=found, **form.cleaned_data)
            except Refused as refused:
                if refused.denied.code == "out_of_scope":
                    raise
                denied = refused.denied
                form.add_error(denied.field if denied.field in form.fields else None, denied.reason)
                status = 409 if denied.code == "stale" else 422
            else:
                toasts.say(request, "已记录。")
                return redirect(RISES)
    letters = list(queries.letters_behind(actor, found)[: SIZE * 5])
    return render(request, "letters/desk/rise.html", {"rise": found, "letters": letters, "form": form}, status=status)


def _rise(actor: Actor, pk: int) -> Rise:
    for mark in RISE_MARKS:
        found = queries.rises(actor, mark).filter(pk=pk).first()
        if found is not None:
            return found
    raise Refused(OUT_OF_SCOPE)

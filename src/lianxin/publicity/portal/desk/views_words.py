"""用词表 at the desk: what is pointed out to writers, kept by those who review."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from ..words_desk import WORD_KINDS
from . import wordlist
from .door import actor_of, at_desk, to
from .forms import WordFileForm, WordForm
from .wordlist import VERB, Entry

WORDS = "/workbench/portal-desk/words/"
SHOWN = 300


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(VERB)
def words(request: HttpRequest) -> HttpResponse:
    """``/workbench/portal-desk/words/``."""
    actor = actor_of(request)
    places = _places(actor)
    form = WordForm(request.POST or None, places=places, prefix="word")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = Entry(data["wrong"].strip(), data["right"].strip(), data["kind"], data["note"].strip())
        wordlist.put(actor=actor, org_path=data["org_path"], entry=entry)
        toasts.say(request, f"已记下“{entry.wrong}”。")
        return to(WORDS)
    return _page(request, form, WordFileForm(places=places, prefix="file"), 422 if request.method == "POST" else 200)


@require_POST
@at_desk(VERB)
def take_in(request: HttpRequest) -> HttpResponse:
    """A table of entries, all of it or nothing."""
    actor = actor_of(request)
    places = _places(actor)
    form = WordFileForm(request.POST, request.FILES, places=places, prefix="file")
    if form.is_valid():
        try:
            many = wordlist.put_many(
                actor=actor, org_path=form.cleaned_data["org_path"], text=form.cleaned_data["file"]
            )
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            form.add_error("file", refused.denied.reason)
        else:
            toasts.say(request, f"已导入 {many} 条。")
            return to(WORDS)
    return _page(request, WordForm(places=places, prefix="word"), form, 422)


@require_POST
@at_desk(VERB)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own entry away."""
    wordlist.drop(actor=actor_of(request), pk=pk)
    toasts.say(request, "已删除。")
    return to(WORDS)


@require_POST
@at_desk(VERB)
def switch_off(request: HttpRequest) -> HttpResponse:
    """One of ours is not pointed out any more in the actor's own organisation."""
    actor = actor_of(request)
    entry = next((e for e in wordlist.own() if e.wrong == request.POST.get("wrong")), None)
    places = _places(actor)
    if entry is not None and places:
        wordlist.put(actor=actor, org_path=places[0][0], entry=entry, active=False)
        toasts.say(request, f"不再提示“{entry.wrong}”。")
    return to(WORDS)


@require_safe
@at_desk(VERB)
def export(request: HttpRequest) -> HttpResponse:
    """Everything that holds for the first of the actor's organisations, in the form that can be taken in again."""
    actor = actor_of(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="words.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(wordlist.HEADINGS)
    for e in wordlist.entries(actor.paths_for(VERB)[0]):
        writer.writerow([_harmless(cell) for cell in (e.wrong, e.right, WORD_KINDS[e.kind], e.note)])
    return response


def _harmless(cell: str) -> str:
    """A table program must not read a word as a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


def _page(request: HttpRequest, form: WordForm, file: WordFileForm, status: int) -> HttpResponse:
    from ..models import WordEntry

    actor = actor_of(request)
    rows = WordEntry.objects.filter(subtree("org_path", actor.paths_for(VERB))).order_by("wrong")[:SHOWN]
    taken = {row.wrong for row in rows}
    names = dict(_places(actor))
    context: dict[str, Any] = {
        "form": form, "file": file, "rows": [(row, names.get(row.org_path, "")) for row in rows],
        "own": [e for e in wordlist.own() if e.wrong not in taken], "kinds": WORD_KINDS,
    }  # fmt: skip
    return render(request, "portal/desk/words.html", context, status=status)


def _places(actor: Any) -> list[tuple[str, str]]:
    """Organisations for which the actor may keep the list, the widest first."""
    paths = actor.paths_for(VERB)
    rows = below(paths).filter(kind__in=("committee", "general_branch", "branch")).order_by("path")[:200]
    return [(row.path, row.short_name) for row in rows]

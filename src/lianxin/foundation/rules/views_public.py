"""The rules of the house, open to everybody."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import comparing, library, queries, registry
from .levels import LEVELS, WINGS


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """``/rules/?wing=voice``: all rules by regulation."""
    wing = request.GET.get("wing", "")
    if wing not in WINGS:
        wing = ""
    groups = queries.grouped(wing)
    used = {rule.wing for rule in registry.all_rules()}
    return render(
        request,
        "rules/list.html",
        {
            "groups": groups,
            "count": sum(len(group.rules) for group in groups),
            "wing_word": WINGS.get(wing, ""),
            "chips": [("全部", "/rules/", not wing)]
            + [(word, f"?wing={key}", key == wing) for key, word in WINGS.items() if key in used],
            "levels": LEVELS.values(),
            "texts": queries.current_texts(),
        },
    )


@require_safe
def rule_detail(request: HttpRequest, rule_id: str) -> HttpResponse:
    """``/rules/PET-04/``: one rule with its figures and its history."""
    rule = registry.find_rule(rule_id)
    if rule is None:
        raise Http404(rule_id)
    return render(
        request,
        "rules/detail.html",
        {
            "rule": rule,
            "wing_word": WINGS[rule.wing],
            "versions": reversed(registry.versions(rule_id)),
            "text_url": rule.url if rule.url != rule.page else "",
        },
    )


@require_safe
def library_page(request: HttpRequest) -> HttpResponse:
    """``/regulations/?q=&kind=&state=``: the shelf, and where a word stands in the texts."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    kind, state = kind if kind in library.KINDS else "", state if state in library.STATES else ""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    kinds, states = library.counts()

    def chip(word: str, many: int | None, **change: str) -> tuple[str, str, bool, int | None]:
        chosen = {"kind": kind, "state": state, "q": words} | change
        on = all({"kind": kind, "state": state}[name] == value for name, value in change.items())
        return word, "?" + urlencode({k: v for k, v in chosen.items() if v}), on, many

    context = {
        "words": words,
        "found": library.search(words) if words else [],
        "most": library.HITS,
        "rows": library.shelf(kind, state),
        "narrowed": bool(kind or state),
        "kinds": [chip("全部种类", None, kind="")]
        + [chip(w, kinds[k], kind=k) for k, w in library.KINDS.items() if kinds[k]],
        "states": [chip("全部状态", None, state="")]
        + [chip(w, states[k], state=k) for k, w in library.STATES.items() if states[k]],
    }
    return render(request, "rules/library.html", context)


@require_safe
def regulation(request: HttpRequest, slug: str) -> HttpResponse:
    """``/regulations/<slug>/?version=2022-02-25``: an imported text with an anchor per article; a long one in parts."""
    texts = queries.texts_of(slug)
    wanted = request.GET.get("version")
    shown = next((text for text in texts if wanted is None or text.version == wanted), None)
    if shown is None:
        raise Http404(slug)
    parts = queries.chapters(shown)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = library.shelve(texts)
    return render(
        request,
        "rules/regulation.html",
        {
            "text": shown,
            "row": next(row for row in rows if row.text.pk == shown.pk),
            "rows": rows if len(rows) > 1 else [],
            "chapters": parts,
            "part": queries.part_of(parts, request.GET.get("at", "")),
            "version": f"&version={shown.version}" if shown.pk != texts[0].pk else "",
            "missing": queries.missing_numbers(parts),
            "rules": queries.rules_citing(shown),
            "newest": shown.pk == texts[0].pk,
            "words": words,
            "found": library.search(words, slug) if words else [],
        },
    )


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """``/regulations/<slug>/compare/?old=&new=&all=1``: what changed between two versions, article by article."""
    texts = sorted(queries.texts_of(slug), key=lambda t: t.begins or date.min)
    if len(texts) < 2:
        raise Http404(slug)
    by_version = {text.version: text for text in texts}
    new = by_version.get(request.GET.get("new", ""), texts[-1])
    old = by_version.get(request.GET.get("old", ""), texts[max(0, texts.index(new) - 1)])
    pairs = comparing.compare(old, new)
    everything = request.GET.get("all") == "1"
    context = {
        "old": old, "new": new, "texts": texts, "everything": everything,
        "pairs": [p for p in pairs if everything or p.kind != "same" or p.moved],
        "counts": [(word, sum(1 for p in pairs if p.kind == kind)) for kind, word in comparing.WORDS.items()],
    }  # fmt: skip
    return render(request, "rules/compare.html", context)

"""The rules of the house, open to everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import queries, registry
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
def regulation(request: HttpRequest, slug: str) -> HttpResponse:
    """``/regulations/<slug>/?version=2022-02-25``: an imported text with an anchor per article."""
    texts = queries.texts_of(slug)
    wanted = request.GET.get("version")
    shown = next((text for text in texts if wanted is None or text.version == wanted), None)
    if shown is None:
        raise Http404(slug)
    parts = queries.chapters(shown)
    return render(
        request,
        "rules/regulation.html",
        {
            "text": shown,
            "others": [text for text in texts if text.pk != shown.pk],
            "chapters": parts,
            "missing": queries.missing_numbers(parts),
            "rules": queries.rules_citing(shown),
            "newest": shown.pk == texts[0].pk,
        },
    )

"""``{% load rules %}{% rule_note "PET-06" %}``: the clause behind a refusal or a clock, with its link."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from lianxin.foundation.rules.loading import Rule
from lianxin.foundation.rules.registry import RuleError, find_rule, rule

register = template.Library()


def _find(rule_id: str, on: date | None) -> Rule | None:
    if not rule_id:
        return None
    if on is None:
        return find_rule(rule_id)
    try:
        return rule(rule_id, on)
    except (KeyError, RuleError):
        return find_rule(rule_id)


@register.inclusion_tag("rules/_note.html")
def rule_note(rule_id: str, on: date | None = None) -> dict[str, Any]:
    """Clause, our wording and a link. Draws nothing for an empty or unknown id: a page never breaks on it."""
    return {"rule": _find(rule_id, on)}


@register.inclusion_tag("rules/_link.html")
def rule_link(rule_id: str, on: date | None = None) -> dict[str, Any]:
    """Only the clause as a link, for the middle of a sentence."""
    return {"rule": _find(rule_id, on)}

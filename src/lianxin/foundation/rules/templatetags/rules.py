"""``{% load rules %}{% rule_note "PET-06" %}``: the clause behind a refusal or a clock, with its link."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

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
    return _cited(rule_id, on)


@register.inclusion_tag("rules/_link.html")
def rule_link(rule_id: str, on: date | None = None) -> dict[str, Any]:
    """Only the clause as a link, for the middle of a sentence."""
    return _cited(rule_id, on)


def _cited(rule_id: str, on: date | None) -> dict[str, Any]:
    """The rule, and where its clause stands in the text that was in force on the day of the case."""
    found = _find(rule_id, on)
    day = timezone.localtime(on).date() if isinstance(on, datetime) else on
    return {"rule": found, "url": (found.url_on(day) if day else found.url) if found else ""}

"""Takes a bound form field apart for the field part, and gives the widget what a screen reader needs."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect


def describe(bound: BoundField, *, label: str, help_text: str, rows: int, layout: str) -> dict[str, Any]:
    """Context of ``ui/parts/field.html``: the rendered widget and where its texts go.

    What a form names in `sometimes` is needed in some cases, which its help or label says and the action asks for: it is
    not marked as 选填.
    """
    widget = bound.field.widget
    ident = bound.auto_id or bound.name
    help_shown = help_text or bound.help_text
    attrs: dict[str, Any] = {}
    described = []
    if help_shown:
        described.append(f"{ident}_helptext")
    if bound.errors:
        described.append(f"{ident}_error")
        attrs["aria-invalid"] = "true"
    if rows:
        attrs["rows"] = rows
    group = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    if described and not group:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "ident": ident,
        "label": label or bound.label,
        "help": help_shown,
        "errors": bound.errors,
        "described": " ".join(described),
        "group": group,
        "single": isinstance(widget, CheckboxInput),
        "file": isinstance(widget, FileInput),
        "layout": layout,
        "required": bound.field.required or bound.name in getattr(bound.form, "sometimes", ()),
        "maximum": getattr(bound.field, "max_length", None),
    }

"""How many minutes a form takes about (B04), reckoned from what it asks.

Whoever opens a form should know before the first field whether there is time for it now. A form whose writing takes longer
than its fields tell (a programme of a consultation, a whole item of disclosure) says so itself: ``minutes = 10`` on its class.
"""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxInput, FileInput, Textarea

#: seconds for reading the form through and sending it
_READ_AND_SEND = 15
#: seconds for a box to write in, when it has to be filled and when it may stay empty; a file to look for; a tick; all else
_TEXT, _TEXT_AT_WILL, _FILE, _TICK, _ANSWER = 75, 30, 45, 5, 15


def _seconds(bound: Any) -> int:
    """Of one visible field."""
    field = bound.field
    if isinstance(field.widget, Textarea):
        needed = field.required or bound.name in getattr(bound.form, "sometimes", ())
        return _TEXT if needed else _TEXT_AT_WILL
    if isinstance(field.widget, FileInput):
        return _FILE
    return _TICK if isinstance(field.widget, CheckboxInput) else _ANSWER


def of(form: Any) -> int:
    """Whole minutes, at least one; 0 for a form without a visible field, which is pressed and not filled in."""
    own = getattr(form, "minutes", None)
    if own is not None:
        return int(own)
    fields = form.visible_fields()
    if not fields:
        return 0
    return max(1, round((_READ_AND_SEND + sum(map(_seconds, fields))) / 60))

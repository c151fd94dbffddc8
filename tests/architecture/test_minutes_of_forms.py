"""B04: whoever opens a form is told how many minutes it takes about, in one line and in one place, in every room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template

from lianxin.ui import minutes

HOUSE = Path(__file__).resolve().parents[2] / "src" / "lianxin"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
INCLUDED = re.compile(r'\{% include "([\w/.-]+)"')
#: what one writes in or picks from; a lone tick beside a line of a list and what is hidden are pressed on with the button
FIELDS = re.compile(
    r"\{% (?:field|upload) |\.visible_fields|<(?:textarea|select)\b(?![^>]*\shidden\b)"
    r'|<input\b(?![^>]*type="(?:hidden|checkbox|search)")'
)
SAID = re.compile(r"\{% minutes |\{% error_summary (?![^%]*minutes=0 )")
BY_HAND = re.compile(r"大约[^<{]{0,6}(?:\d+|[一二两三五十]|\{\{[^}]*\}\}) ?分钟")
#: signing in asks what the browser fills in; the others are no forms to sit down to
NEED_NONE = {
    "account/login.html",
    "account/reauthenticate.html",
    "mfa/authenticate.html",
    "mfa/reauthenticate.html",
    "contests/sit.html",  # a test has its clock on top
    "letters/desk/list.html",  # the name under which a filter is kept
}


def _templates() -> dict[str, str]:
    """Name of every template -> its text."""
    found = {}
    for path in HOUSE.rglob("templates/**/*.html"):
        parts = path.parts
        inside = parts[len(parts) - parts[::-1].index("templates") :]
        found["/".join(inside)] = path.read_text(encoding="utf-8")
    return found


def _whole(text: str, templates: dict[str, str]) -> str:
    """The text with what it includes beside it."""
    return text + "".join(_whole(templates[name], templates) for name in INCLUDED.findall(text) if name in templates)


def _forms() -> list[tuple[str, str]]:
    """(template, text of a form in it that is filled in and sent)."""
    templates = _templates()
    found = [
        (name, _whole(form, templates))
        for name, text in templates.items()
        for form in FORM.findall(text)
        if 'method="post"' in form.split("{% csrf_token %}")[0]
    ]
    return [(name, form) for name, form in found if FIELDS.search(form)]


def test_b04_every_form_says_its_minutes() -> None:
    written = _forms()
    assert len(written) > 220, "the forms were looked for"
    assert sorted({name for name, form in written if not SAID.search(form)} - NEED_NONE) == []


def test_b04_what_needs_none_is_still_there() -> None:
    silent = {name for name, form in _forms() if not SAID.search(form)}
    assert silent == NEED_NONE, "an exception that is none any more is taken off the list"


def test_b04_no_form_says_its_minutes_a_second_time_by_hand() -> None:
    assert sorted({name for name, form in _forms() if BY_HAND.search(form)}) == []


def test_b04_the_editor_of_an_item_says_it_too() -> None:
    """The form is Wagtail's; our panel stands on top of it."""
    assert BY_HAND.search(_templates()["portal/desk/panel_hints.html"])


class Choice(forms.Form):
    ok = forms.ChoiceField(choices=[("y", "是"), ("n", "否")])
    on = forms.DateField()


class Letter(Choice):
    body = forms.CharField(widget=forms.Textarea)
    more = forms.CharField(widget=forms.Textarea, required=False)
    photo = forms.FileField(required=False)


class Long(Letter):
    minutes = 10


class Press(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


@pytest.mark.parametrize(("form", "taken"), [(Choice(), 1), (Letter(), 3), (Long(), 10), (Press(), 0)])
def test_b04_writing_and_looking_for_files_takes_longer_than_choosing(form: forms.Form, taken: int) -> None:
    assert minutes.of(form) == taken


def _drawn(form: forms.Form, how: str = "{% error_summary form %}") -> str:
    return Template(how).render(Context({"form": form}))


def test_b04_the_line_stands_above_the_fields_and_stays_after_a_failed_attempt() -> None:
    assert _drawn(Letter()) == '<p class="soft">大约 3 分钟</p>\n'
    again = _drawn(Letter({}))
    assert again.index("大约 3 分钟") < again.index("处需要改")


def test_b04_nothing_is_said_where_nothing_is_filled_in() -> None:
    assert "分钟" not in _drawn(Press()) + _drawn(Letter(), "{% error_summary form minutes=0 %}")
    assert _drawn(Press(), "{% minutes 2 %}") == '<p class="soft">大约 2 分钟</p>'

"""B04: whoever opens a form to write in is told how many minutes it takes about."""

from __future__ import annotations

import re
from pathlib import Path

ROOM = Path(__file__).parents[2] / "src" / "lianxin" / "publicity"
FORM = re.compile(r'<form[^>]*method="post"')
#: fields that one fills in, not the button of a single press
FIELDS = re.compile(r"\{% field |\.visible_fields")
MINUTES = re.compile(r"大约[^<]{0,12}\d+ 分钟")


def test_b04_every_form_of_publicity_says_its_minutes() -> None:
    pages = {p.relative_to(ROOM).as_posix(): p.read_text(encoding="utf-8") for p in ROOM.rglob("*.html")}
    forms = {name: text for name, text in pages.items() if FORM.search(text) and FIELDS.search(text)}
    assert len(forms) > 20, "the forms were looked for"
    assert [name for name, text in forms.items() if not MINUTES.search(text)] == []


def test_b04_the_editor_of_an_item_says_it_too() -> None:
    """The form is Wagtail's; our panel stands on top of it."""
    panel = ROOM / "portal/templates/portal/desk/panel_hints.html"
    assert MINUTES.search(panel.read_text(encoding="utf-8"))

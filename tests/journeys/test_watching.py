"""A11Y-01: what looks at every page of a journey does find what is wrong, also on a page of a kind that it knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .sizes import measured_at_a_desk_first, on_a_phone
from .visiting import Visitor
from .watching import barriers

ADD = """() => { const one = document.createElement('p'), two = document.createElement('button');
  one.className = 'added'; one.textContent = '看不清的字'; one.style.color = '#ccc'; one.style.backgroundColor = '#ddd';
  two.className = 'added'; document.querySelector('main').append(one, two); }"""


@on_a_phone
def test_faint_words_and_a_button_without_a_name_are_found(visit: Callable[..., Visitor]) -> None:
    reader = visit().open("/rules/")
    assert barriers(reader.page, "", reader.watch.seen) == [], "looked at a moment ago"
    reader.page.evaluate(ADD)
    for _ in range(2):  # what was found is not taken for seen
        found = {rule for rule, _ in barriers(reader.page, "", reader.watch.seen)}
        assert {"color-contrast", "button-name"} <= found


@on_a_phone
def test_a_faint_line_of_a_known_kind_and_a_field_without_a_label_are_found(visit: Callable[..., Visitor]) -> None:
    """A colour without a new element, an element without a new colour: each is looked at by the rules that it concerns."""
    reader = visit().open("/rules/")
    reader.page.evaluate("""() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('.added-pale { color: #ccc }');
      document.adoptedStyleSheets.push(sheet); document.querySelector('main p').className = 'added-pale'; }""")
    assert {rule for rule, _ in barriers(reader.page, "", reader.watch.seen)} == {"color-contrast"}
    reader.page.evaluate("""() => { document.querySelector('main p').className = '';
      document.querySelector('main').append(document.createElement('textarea')); }""")
    assert "label" in {rule for rule, _ in barriers(reader.page, "", reader.watch.seen)}


@measured_at_a_desk_first
def test_what_is_too_wide_for_the_other_screen_is_found(visit: Callable[..., Visitor]) -> None:
    reader = visit().open("/rules/")
    reader.page.evaluate("""() => { const wide = document.createElement('p'); wide.className = 'as wide as a desk';
      wide.style.minWidth = '700px'; wide.textContent = '宽'; document.querySelector('main').append(wide); }""")
    with pytest.raises(AssertionError, match="'width': 390"):
        reader.look()

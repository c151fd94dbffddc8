"""The page of the booth beside the engine: its styles, and what it leaves for the next voter at a shared screen."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders


def css() -> str:
    path = finders.find("elections/elections.css")
    assert path
    return re.sub(r"/\*.*?\*/", "", Path(str(path)).read_text("utf-8"), flags=re.DOTALL)


def test_styles_of_the_room_leave_the_body_of_a_plain_page_alone() -> None:
    """The booth stands on a page whose body is called `plain`, as some lists are: a rule for one must not move the other."""
    selectors = [one.strip() for head in re.findall(r"([^{}]+)\{", css()) for one in head.split(",")]
    assert "ol.plain" in selectors
    assert ".plain" not in selectors
    assert not [one for one in selectors if one.startswith(".plain ")]

"""The page of the booth beside the engine: its styles, and what it leaves for the next voter at a shared screen."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.democracy.elections.conftest import NAMES
from tests.democracy.elections.paper_rounds import Make


def css(name: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", Path(str(finders.find(name))).read_text("utf-8"), flags=re.DOTALL)


def test_styles_of_the_room_move_nothing_of_the_house() -> None:
    """A body is called `plain`, the columns of a page `two`: a rule of this room for a class of that name would move whole pages."""
    house = set(re.findall(r"\.([a-z][\w-]*)", css("ui/lianxin.css") + css("ui/desk.css")))
    selectors = [
        one.strip() for head in re.findall(r"([^{}]+)\{", css("elections/elections.css")) for one in head.split(",")
    ]
    bare = {one[1:] for one in selectors if re.fullmatch(r"\.[\w-]+", one)}
    assert {"plain", "two", "facts"} <= house
    assert "voters" in bare
    # hidden in print; a text with its lines; a table that scrolls
    assert bare & house == {"back", "bar", "rail", "searchbox", "side", "tabs", "wide", "words"}


def test_the_next_voter_at_a_shared_screen_finds_nothing(meeting: Make, client: Client) -> None:
    """V01: every part of the page in which a ballot or a receipt is shown is emptied by 下一位; links away are hidden there."""
    found = meeting().announce().sign_in(NAMES).keys_of(NAMES[8:10])
    address = reverse("ballots:booth", args=[found.row.uuid])
    page, plain = (client.get(address + query).content.decode() for query in ("?kiosk", ""))
    assert '<body class="plain kiosk">' in page
    assert '<body class="plain">' in plain
    assert 'id="next"' in page
    assert 'id="next"' not in plain
    script = Path(str(finders.find("elections/booth.js"))).read_text("utf-8")
    shown = set(re.findall(r'\$\("([\w-]+)"\)\.(?:textContent|innerHTML) =', script)) | {"words"}
    (emptied,) = re.findall(r"for \(const id of \[([^\]]+)\]\) \$\(id\)\.replaceChildren\(\)", script)
    assert shown == set(re.findall(r'"([\w-]+)"', emptied))

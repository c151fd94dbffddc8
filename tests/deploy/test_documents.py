"""The pages that are made from code are fresh, and what the others point at exists."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
#: made by the test run, so not there on a fresh checkout
PICTURES = DOCS / "guide" / "images"
PAGES = sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "bench").glob("*.md")})


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_rules_is_fresh() -> None:
    maker = load("make_rules")
    assert maker.TARGET.read_text("utf-8") == maker.text(), "run: .venv/bin/python docs/make_rules.py"


def test_the_pictures_of_the_flows_are_fresh() -> None:
    maker = load("make_flows")
    for flow in maker.flows():
        path = maker.FOLDER / f"{flow.kind}.md"
        assert path.read_text("utf-8") == maker.page(flow), "run: .venv/bin/python docs/make_flows.py"
    steps = maker.summary(maker.flows())  # R008: how many steps each takes is counted
    assert (DOCS / "flows" / "README.md").read_text("utf-8") == steps, "run: .venv/bin/python docs/make_flows.py"
    assert "| [letters](letters.md) |" in steps


def test_the_page_of_requirements_is_fresh_and_true() -> None:
    """Every address answers, every room and test is there, else the maker refuses; and it refuses indeed."""
    maker = load("make_requirements")
    assert maker.TARGET.read_text("utf-8") == maker.text(), "run: .venv/bin/python docs/make_requirements.py"
    invented = {
        "id": "R000",
        "addresses": ["/nobody/serves/this/"],
        "rooms": ["membership/nothing"],
        "tests": ["no_test.py"],
    }
    assert len(maker.wrong(invented)) == 3


def test_the_table_names_places_and_proofs() -> None:
    """The scan finds what it is for: the guard that refuses by PET-06 and the tests that prove it."""
    maker = load("make_rules")
    assert "voice/letters/policies.py::no_conflict" in maker.places({"PET-06"})["PET-06"]
    assert maker.proofs({"PET-06"})["PET-06"]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        found = (path.parent / unquote(target)).resolve()
        assert found.exists() or PICTURES in found.parents, f"{path.name}: {target}"


def test_every_command_that_the_pages_name_exists() -> None:
    from django.core.management import get_commands

    known = set(get_commands())
    wrong = []
    for path in PAGES:
        for first, second in re.findall(
            r"(?<![\w/-])lianxin ([a-z_]+)(?![\w/.])(?: ([a-z_]+))?", path.read_text("utf-8")
        ):
            if first not in known and f"{first}_{second}" not in known:
                wrong.append(f"{path.name}: lianxin {first} {second}".strip())
    assert wrong == []


def test_every_stable_address_of_the_readme_answers() -> None:
    from django.urls import Resolver404, resolve

    text = (ROOT / "README.md").read_text("utf-8")
    addresses = re.findall(r"`(/[a-z0-9/_.-]*)`", text)
    assert len(addresses) > 6
    for address in addresses:
        try:
            resolve(address)
        except Resolver404:
            pytest.fail(f"README names {address}, where nothing answers")


def test_the_map_knows_every_room() -> None:
    """A room that nobody can find on the map is a room that gets built twice."""
    text = (DOCS / "map.md").read_text("utf-8")
    rooms = [p.parent.name for p in (ROOT / "src" / "lianxin").rglob("apps.py")]
    engines = [p.stem for p in (ROOT / "src/lianxin/kernel").glob("*.py") if p.stem != "__init__"]
    assert len(rooms) > 12
    assert [name for name in (*rooms, *engines) if f"`{name}`" not in text] == []


def test_the_map_names_only_what_exists() -> None:
    text = (DOCS / "map.md").read_text("utf-8")
    rooms = {p.name for p in (ROOT / "src" / "lianxin").glob("*/*") if p.is_dir()} | {"ui"}
    named = set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE))
    engines = {p.stem for p in (ROOT / "src/lianxin/kernel").glob("*.py")}
    assert named - rooms - engines == set()

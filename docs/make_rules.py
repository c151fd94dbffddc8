"""Write docs/rules/README.md: which rule stands behind which place of the code and which test proves it.

    .venv/bin/python docs/make_rules.py [--check]

A place is named by file and function, not by line, so that the table changes only when its meaning does.
``--check`` writes nothing and exits with 1 when the table is not fresh (a test does the same).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "rules" / "README.md"
ID = re.compile(r"\b(?:[A-Z][A-Z0-9]{1,5}|A11Y)-\d{2,3}\b")
#: the same in the name of a test: test_br_01_over_half
IN_NAME = re.compile(r"\btest_([a-z][a-z0-9]{1,5}|a11y)_(\d{2,3})(?=_|\b)")
#: tests of documents and of shipped files name rules without proving any
ABOUT_TEXTS = {"deploy"}
HEAD = """# Rules and where they stand in the code

Made by `docs/make_rules.py` from the registry (`src/lianxin/foundation/rules/regulations/*.toml`), the
sources and the tests; do not edit. Every figure of a regulation is data there, with clause, version and
dates in force; code asks for it by id and day. Level of verification: V1 the text was read, V2 second-hand,
M from memory (to be checked before it is relied upon), house = a convention of the platform, not a regulation.
"""


def places(known: set[str]) -> dict[str, list[str]]:
    """Rule id -> places of the code that ask for it or cite it, in the order of their names."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        if not {"migrations", "demo"} & set(path.parts):
            tree = ast.parse(path.read_text("utf-8"))
            for rule, where in _constants(tree, (), known):
                found.setdefault(rule, set()).add(f"{_short(path)}{f'::{where}' if where else ''}")
    for path in sorted((ROOT / "src").rglob("*.html")):
        for rule in set(ID.findall(path.read_text("utf-8"))) & known:
            found.setdefault(rule, set()).add(_short(path))
    return {rule: sorted(names) for rule, names in found.items()}


def _constants(node: ast.AST, inside: tuple[str, ...], known: set[str]) -> Iterator[tuple[str, str]]:
    """(rule id, qualified name) of every text constant that is exactly a rule's id."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
        yield node.value, ".".join(inside)
    named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    below = (*inside, node.name) if named else inside  # type: ignore[union-attr]  # named has a name
    for child in ast.iter_child_nodes(node):
        yield from _constants(child, below, known)


def ids_in(text: str) -> set[str]:
    """Rule ids in the text of a test, those in the names of its functions too."""
    return set(ID.findall(text)) | {f"{word.upper()}-{number}" for word, number in IN_NAME.findall(text)}


def proofs(known: set[str]) -> dict[str, list[str]]:
    """Rule id -> test files that name it."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if path.parent.name in ABOUT_TEXTS:
            continue
        for rule in ids_in(path.read_text("utf-8")) & known:
            found.setdefault(rule, set()).add(path.relative_to(ROOT / "tests").as_posix())
    return {rule: sorted(names) for rule, names in found.items()}


def _short(path: Path) -> str:
    return path.relative_to(ROOT / "src" / "lianxin").as_posix()


def text() -> str:
    """The whole page."""
    sys.path.insert(0, str(ROOT / "src"))
    from lianxin.foundation.rules.loading import load

    registry = load()
    used, proved = places(set(registry)), proofs(set(registry))
    lines = [HEAD, f"{len(used)} of {len(registry)} rules stand in the code today.\n"]
    lines += [
        "| rule | what it says | clause | level | code (`src/lianxin/…`) | tests (`tests/…`) |",
        "|---|---|---|---|---|---|",
    ]
    for name in sorted(used):
        rule = registry[name][-1]
        cells = [
            name,
            f"**{rule.title}** {rule.wording}",
            rule.cited,
            rule.level,
            _code(used[name]),
            _code(proved.get(name, [])),
        ]
        lines.append(f"| {' | '.join(c.replace('|', '/') for c in cells)} |")
    waiting = sorted(set(registry) - set(used))
    lines += [
        "",
        "## In the registry, for rooms that come later",
        "",
        "| rule | title | clause | level |",
        "|---|---|---|---|",
    ]
    lines += [f"| {n} | {registry[n][-1].title} | {registry[n][-1].cited} | {registry[n][-1].level} |" for n in waiting]
    return "\n".join(lines) + "\n"


def _code(names: list[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def main() -> int:
    """Write, or only compare."""
    fresh = text()
    if "--check" in sys.argv:
        return 0 if TARGET.exists() and TARGET.read_text("utf-8") == fresh else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

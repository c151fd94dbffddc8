"""Write which rule is proved by which tests, and whether they passed in this run.

    .venv/bin/python docs/make_proofs.py RESULTS [--to FILE]

RESULTS is a folder of JUnit XML files (``pytest --junitxml``). A test proves a rule when its text, its decorators or
the docstring of its module names the rule's id. Exit code 1 when a rule that stands in the code has no test at all, or
one of its tests failed. A test that was skipped proves nothing; a rule with no other is named, and stops nobody whose
machine lacks a program.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import make_rules

HEAD = """# Rules, their tests, and what this run showed

| rule | what it is about | tests | passed | failed | skipped | in |
|---|---|---|---|---|---|---|
"""
OUTCOMES = {"failure": "failed", "error": "failed", "skipped": "skipped"}


@cache
def named_by(path: Path) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """(rule ids of the module's docstring, function name -> rule ids its text or decorators name)."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    lines = text.splitlines()
    functions: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            body = "\n".join(lines[first - 1 : node.end_lineno])
            functions.setdefault(node.name, set()).update(make_rules.ids_in(body))
    whole = frozenset(make_rules.ID.findall(ast.get_docstring(tree) or ""))
    return whole, {name: frozenset(ids) for name, ids in functions.items()}


def outcomes(folder: Path) -> Iterator[tuple[Path, str, str, str]]:
    """(file of the test, its function, the name of its case, passed/failed/skipped) of everything that ran."""
    for results in sorted(folder.glob("*.xml")):
        for case in ElementTree.parse(results).iter("testcase"):  # noqa: S314  # written by pytest a moment ago
            parts = (case.get("classname") or "").split(".")
            # what follows the module's name is a class
            for end in range(len(parts), 0, -1):
                path = make_rules.ROOT.joinpath(*parts[:end]).with_suffix(".py")
                if path.is_file():
                    name = case.get("name") or ""
                    found = next((OUTCOMES[child.tag] for child in case if child.tag in OUTCOMES), "passed")
                    yield path, name.partition("[")[0], f"{results.stem} {name}", found
                    break


def gathered(folder: Path, known: set[str]) -> dict[str, list[tuple[Path, str]]]:
    """Rule id -> (file, outcome) of each test that proves it."""
    found: dict[str, list[tuple[Path, str]]] = {}
    for path, function, case, outcome in outcomes(folder):
        whole, functions = named_by(path)
        # an id among the values a test is called with is part of its name
        ids = whole | functions.get(function, frozenset()) | set(make_rules.ID.findall(case))
        for rule in ids & known:
            found.setdefault(rule, []).append((path, outcome))
    return found


def main() -> int:
    """Write the table; say in one line what holds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("results", type=Path)
    parser.add_argument("--to", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(make_rules.ROOT / "src"))
    from lianxin.foundation.rules.loading import load

    registry = load()
    used = make_rules.places(set(registry))
    proved = gathered(options.results, set(registry))
    lines, bad, unshown = [], [], []
    for rule in sorted(set(used) | set(proved)):
        tests = proved.get(rule, [])
        counts = [sum(outcome == word for _, outcome in tests) for word in ("passed", "failed", "skipped")]
        if rule in used and (not tests or counts[1]):
            bad.append(rule)
        elif rule in used and not counts[0]:
            unshown.append(rule)
        files = sorted({path.relative_to(make_rules.ROOT / "tests").as_posix() for path, _ in tests})
        cells = [rule, registry[rule][-1].title, len(tests), *counts, "<br>".join(files)]
        lines.append(f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |")
    if options.to:
        options.to.parent.mkdir(parents=True, exist_ok=True)
        options.to.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    total = sum(len(tests) for tests in proved.values())
    sys.stdout.write(
        f"代码中用到的规定 {len(used)} 条，{len(used) - len(bad) - len(unshown)} 条由通过的测试证明（共 {total} 次）\n"
    )
    if unshown:
        sys.stdout.write(f"测试在这台机器上跳过的规定：{'、'.join(unshown)}\n")
    if bad:
        sys.stderr.write(f"没有通过的测试证明：{'、'.join(bad)}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

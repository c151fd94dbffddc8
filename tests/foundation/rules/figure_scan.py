"""Finds figures of regulations that stand in code.

A bare number cannot be told from a figure by its value alone: 5 is a deadline in one line and a
number of columns in the next. So a number counts only where its place says what it is:

* ``Period(5, "workday")``: number and unit both stand in the registry;
* ``timedelta(days=30)``, ``relativedelta(months=6)``, ``x.add_workdays(day, 5)``: the number stands
  in the registry with a unit of that kind (0 and 1 are left out: "tomorrow" is not a rule);
* a constant or a default whose name says what it counts (``APPEAL_DAYS = 5``, ``def f(times=3)``)
  with a number that the registry has in that unit;
* in policies, actions, lifecycles and queries: ``<``, ``<=``, ``>``, ``>=`` against a number of the
  registry from 2 upward. Equality is left out: nobody writes a limit as "exactly".
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lianxin.foundation.rules.registry import Amount, Share, all_rules

#: what an argument of timedelta or relativedelta can stand for; it cannot count working days
KEYWORDS = {
    "days": ("day",),
    "hours": ("hour", "workhour"),
    "months": ("month",),
    "years": ("year",),
}
#: words in a name that say what its number counts, with the units that this can mean
COUNTED: dict[str, tuple[str, ...]] = {
    **KEYWORDS,
    "days": ("day", "workday"),
    "workdays": ("workday",),
    "times": ("time",),
    **dict.fromkeys(("persons", "people", "members", "representatives"), ("person",)),
    **dict.fromkeys(("photos", "pictures"), ("piece",)),
    **dict.fromkeys(("mb", "megabytes"), ("megabyte",)),
    **dict.fromkeys(("chars", "length", "title", "body", "text", "remark", "demand"), ("char",)),
    **dict.fromkeys(("n", "sample"), ("item",)),
    **dict.fromkeys(("quorum", "majority", "share", "ratio"), ("share",)),
}
DECIDING = ("policies", "actions", "lifecycle", "queries")
SKIPPED = ("kernel/", "foundation/rules/", "ui/")


@dataclass(frozen=True)
class Found:
    """A suspicious place. ``code`` is the source of the expression, on one line."""

    path: str
    line: int
    code: str
    rules: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What the allow-list names."""
        return self.path, self.code


class Figures:
    """The numbers of the registry by unit, with the rules that hold them."""

    def __init__(self) -> None:
        self.by_unit: dict[str, dict[Decimal, list[str]]] = {}
        for rule in all_rules():
            for figure in rule.figures.values():
                if isinstance(figure, Amount):
                    self._add(figure.unit, Decimal(figure.amount), rule.id)
                elif isinstance(figure, Share) and figure.ratio.denominator > 1:
                    self._add("share", Decimal(figure.ratio.numerator) / figure.ratio.denominator, rule.id)

    def _add(self, unit: str, value: Decimal, rule_id: str) -> None:
        self.by_unit.setdefault(unit, {}).setdefault(value, []).append(rule_id)

    def holders(self, value: Decimal | None, units: Iterable[str] | None = None) -> tuple[str, ...]:
        """Rules with that number in one of the units (default: any)."""
        if value is None:
            return ()
        names = self.by_unit if units is None else units
        return tuple(r for unit in names for r in self.by_unit.get(unit, {}).get(value, ()))


def scan_tree(root: Path) -> list[Found]:
    """All suspicious places below ``src/lianxin``."""
    figures, found = Figures(), []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(SKIPPED) and "/migrations/" not in name:
            found += scan(path.read_text(encoding="utf-8"), name, figures)
    return found


def scan(source: str, path: str, figures: Figures) -> list[Found]:
    """Suspicious places of one file."""
    deciding = any(part.startswith(DECIDING) for part in Path(path).with_suffix("").parts)
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found: list[Found] = []
    for node in ast.walk(tree):
        found += [
            Found(path, getattr(node, "lineno", 0), _around(node, above), rules)
            for rules in _suspicions(node, figures, deciding=deciding)
        ]
    return found


def _around(node: ast.AST, above: dict[ast.AST, ast.AST]) -> str:
    """The simple statement that the place belongs to, else the expression (or the arguments) alone."""
    if isinstance(node, ast.FunctionDef):
        return f"def {node.name}({ast.unparse(node.args)})"
    whole = node
    while not isinstance(whole, ast.stmt) and whole in above:
        whole = above[whole]
    shown = node if hasattr(whole, "body") else whole
    return " ".join(ast.unparse(shown).split())


def _suspicions(node: ast.AST, figures: Figures, *, deciding: bool) -> Iterator[tuple[str, ...]]:
    if isinstance(node, ast.Call):
        yield from filter(None, _calls(node, figures))
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                yield from filter(None, [_named(target.id, node.value, figures)])
    elif isinstance(node, ast.FunctionDef):
        yield from filter(None, _defaults(node.args, figures))
    elif isinstance(node, ast.Compare) and deciding:
        sides = [node.left, *node.comparators]
        if any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops):
            yield from filter(None, (figures.holders(_beyond_one(side)) for side in sides))


def _calls(node: ast.Call, figures: Figures) -> Iterator[tuple[str, ...]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "Period" and len(node.args) == 2 and isinstance(node.args[1], ast.Constant):
        yield figures.holders(_value(node.args[0]), [str(node.args[1].value)])
    elif name in {"timedelta", "relativedelta"}:
        for keyword in node.keywords:
            yield figures.holders(_beyond_one(keyword.value), KEYWORDS.get(keyword.arg or "", ()))
        if name == "timedelta" and node.args:
            yield figures.holders(_beyond_one(node.args[0]), KEYWORDS["days"])
    elif name == "add_workdays" and len(node.args) == 2:
        yield figures.holders(_beyond_one(node.args[1]), ["workday"])


def _defaults(args: ast.arguments, figures: Figures) -> Iterator[tuple[str, ...]]:
    plain = [*args.posonlyargs, *args.args]
    pairs = [*zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True)]
    pairs += [(arg, value) for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True) if value]
    for arg, value in pairs:
        yield _named(arg.arg, value, figures)


def _named(name: str, value: ast.AST | None, figures: Figures) -> tuple[str, ...]:
    """Rules behind a number whose name says that it is a figure of that kind."""
    units = {unit for word in name.lower().split("_") for unit in COUNTED.get(word, ())}
    return figures.holders(_beyond_one(value), sorted(units))


def _value(node: ast.AST | None) -> Decimal | None:
    """A literal number, also ``Decimal("0.8")``."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Decimal" and node.args:
        node = node.args[0]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return Decimal(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Decimal(str(node.value))
    return None


def _beyond_one(node: ast.AST | None) -> Decimal | None:
    """A literal number that says more than "none" or "one"."""
    value = _value(node)
    return value if value is not None and value not in (0, 1) else None

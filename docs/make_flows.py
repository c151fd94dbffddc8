"""Write docs/flows/<kind>.md from the lifecycles themselves, so that picture and code never differ.

    .venv/bin/python docs/make_flows.py [--check]

``--check`` writes nothing and exits with 1 when a page is not fresh (a test does the same).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "flows"


def flows() -> list[Any]:
    """Every registered flow of the house. Loads Django when nobody has yet."""
    sys.path[:0] = [p for p in (str(ROOT), str(ROOT / "src")) if p not in sys.path]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from lianxin.foundation.casework.flow import FLOWS

    return [FLOWS[kind] for kind in sorted(FLOWS)]


def page(flow: Any) -> str:
    """One flow: diagram, states, every row of the table."""
    cycle = flow.lifecycle
    lines = [
        f"# {cycle.label} ({cycle.kind})", "",
        "Made by `docs/make_flows.py` from the room's `lifecycle.py`; do not edit. One function, ",
        "`lianxin.foundation.casework.engine.advance`, executes this table; no other code changes a state.", "",
        "```mermaid", cycle.mermaid(), "```", "", "## States", "",
        "| state | 内部 | stage shown to the public | end |", "|---|---|---|---|",
    ]  # fmt: skip
    lines += [f"| `{s.name}` | {s.label} | `{s.stage}` | {'✓' if s.terminal else ''} |" for s in cycle.states]
    lines += [
        "",
        "## Events",
        "",
        "| event | 按钮 | from | to | right | clocks | public time line |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(_row(row))} |" for row in cycle.transitions]
    lines += ["", "## Clocks", "", "| clock | 名称 | whose duty |", "|---|---|---|"]
    lines += [f"| `{name}` | {spec.label} | {spec.duty} |" for name, spec in flow.clocks.items()]
    return "\n".join(lines) + "\n"


def _row(row: Any) -> list[str]:
    sources = " ".join(f"`{s}`" for s in row.sources)
    target = {"=": "(same)", "<": "(before)"}.get(row.target, f"`{row.target}`")
    clocks = ", ".join(f"{m.move} {m.clock}" for m in row.clocks)
    return [f"`{row.event}`", row.label, sources, target, f"`{row.verb}`", clocks, row.public]


def summary(every: list[Any]) -> str:
    """How many steps each kind of case takes at least to each of its ends, and how many duties it passes (R008)."""
    lines = [
        "# Flows", "",
        "Made by `docs/make_flows.py`; do not edit. The fewest steps from the first state to each end: a step is one form or one ",
        "button, and steps that leave the state as it is (notes, drafts, reminders) are not counted. Hands are different rights.", "",
        "| flow | 名称 | steps | hands | to the end |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for flow in every:
        cycle = flow.lifecycle
        for state in cycle.states:
            way = shortest(cycle, state.name) if state.terminal else None
            if way:
                hands = len({row.verb for row in way})
                lines.append(
                    f"| [{cycle.kind}]({cycle.kind}.md) | {cycle.label} | {len(way)} | {hands} | {state.label} |"
                )
    return "\n".join(lines) + "\n"


def shortest(cycle: Any, end: str) -> list[Any] | None:
    """The fewest transitions from the first state to `end`, or None when no way leads there."""
    ways: dict[str, list[Any]] = {cycle.initial: []}
    line = [cycle.initial]
    while line:
        at = line.pop(0)
        for row in cycle.transitions:
            if at in row.sources and row.target not in ("=", "<", *ways):
                ways[row.target] = [*ways[at], row]
                line.append(row.target)
    return ways.get(end)


def main() -> int:
    """Write, or only compare."""
    fresh = {FOLDER / f"{flow.lifecycle.kind}.md": page(flow) for flow in flows()}
    fresh[FOLDER / "README.md"] = summary(flows())
    if "--check" in sys.argv:
        return 0 if all(p.exists() and p.read_text("utf-8") == text for p, text in fresh.items()) else 1
    FOLDER.mkdir(exist_ok=True)
    for path, text in fresh.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

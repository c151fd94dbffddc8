"""`docs/bench/growth.svg` from the figures that ``bench/province.py --out docs/bench/growth.json`` wrote.

    python docs/make_growth.py

Both axes are logarithmic; one line for each promise, a dashed one where its goal lies.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import log10
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "bench"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 460, 64, 190, 24, 52
LOW, HIGH = 0.0, 5.0  # powers of ten of milliseconds

Run = dict[str, Any]


def worst(rows: dict[str, dict[str, float]]) -> float:
    """The largest p95 of all levels and kinds."""
    return max(row["p95"] for row in rows.values())


#: label, colour, milliseconds of a run, goal in milliseconds at the largest size
LINES: tuple[tuple[str, str, Callable[[Run], float], float], ...] = (
    ("yearly statistics", "#6b4ea0", lambda run: run["statistics"]["today_s"] * 1000, 60_000),
    ("moving a tenth of the tree", "#b8860b", lambda run: run["move"]["p50"], 2_000),
    ("search, worst p95", "#9b1313", lambda run: worst(run["search"]), 150),
    ("figures, worst p95", "#1d6b4f", lambda run: worst(run["figures"]), 150),
)


def x_of(members: float, most: float, least: float) -> float:
    return LEFT + (log10(members) - log10(least)) / (log10(most) - log10(least)) * (WIDTH - LEFT - RIGHT)


def y_of(milliseconds: float) -> float:
    at = (log10(max(milliseconds, 1.0)) - LOW) / (HIGH - LOW)
    return HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM)


def said(milliseconds: float) -> str:
    """``85 ms``, ``1.2 s``."""
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def grid(runs: list[Run], most: float, least: float) -> list[str]:
    """Powers of ten from below to above, sizes from left to right."""
    parts = []
    for power in range(int(LOW), int(HIGH) + 1):
        y = y_of(10**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd5c8"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#1f1b16">{said(10**power)}</text>')
    for run in runs:
        x = x_of(run["members"], most, least)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee6d8"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#1f1b16">{run["members"]:,}</text>'
        )
    parts.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle" fill="#1f1b16">members</text>'
    )
    return parts


def drawn(runs: list[Run]) -> str:
    """The picture as SVG."""
    least, most = runs[0]["members"], runs[-1]["members"]
    words = "Milliseconds by number of members, both logarithmic"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13" role="img">'
    ]
    parts.append(f'<title>{words}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#faf8f4"/>')
    parts += grid(runs, most, least)
    ends: list[float] = []
    for label, colour, figure, goal in LINES:
        points = [(x_of(run["members"], most, least), y_of(figure(run))) for run in runs]
        parts.append(
            f'<path d="M{LEFT} {y_of(goal):.1f}H{WIDTH - RIGHT}" stroke="{colour}" stroke-dasharray="2 5" opacity="0.6"/>'
        )
        parts.append(
            f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        y = points[-1][1]
        while any(abs(y - other) < 32 for other in ends):  # labels do not lie on each other
            y += 4
        ends.append(y)
        x = WIDTH - RIGHT + 10
        parts.append(f'<text x="{x}" y="{y:.1f}" fill="{colour}">{label}</text>')
        parts.append(
            f'<text x="{x}" y="{y + 15:.1f}" fill="{colour}">{said(figure(runs[-1]))} (goal {said(goal)})</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Draw it anew."""
    runs = json.loads((HERE / "growth.json").read_text("utf-8"))["runs"]
    (HERE / "growth.svg").write_text(drawn(runs), "utf-8")


if __name__ == "__main__":
    main()

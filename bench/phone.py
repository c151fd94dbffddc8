"""First load on a slow phone, by Lighthouse through the shipped nginx configuration.

    .venv/bin/python bench/phone.py [--rounds 3] [--paths /,/portal/,/letters/] [--json]

Lighthouse's own phone: slow 4G (150 ms, 1.6 Mbit/s) and a processor four times slower, an empty cache each time.
Promises for the home page: performance ≥ 95, accessibility 100, at most 25 kB of styles and 20 kB of scripts
gzipped, at most 120 kB in all without pictures and fonts. Data: the demonstration. Lighthouse comes from
bench/package.json into the folder of prepared data; Chromium from Debian.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import common

GOALS = {"styles": 25.0, "scripts": 20.0, "all": 120.0}
PERFORMANCE, ACCESSIBILITY = 95, 100
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run"


def program() -> Path:
    """Lighthouse, installed once for its lock file."""
    needed = [common.HERE / "package.json", common.HERE / "package-lock.json"]
    folder = common.KEPT / f"lighthouse-{common.fingerprint(needed)}"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path in needed:
            shutil.copy2(path, folder)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        (folder / "ready").touch()
    return folder / "node_modules" / ".bin" / "lighthouse"


def demonstration() -> Path:
    """Data folder with the demonstration and the static files of this source."""
    source = [p for top in ("src", "config") for p in (common.ROOT / top).rglob("*") if p.is_file()]
    folder = common.KEPT / f"demonstration-{common.fingerprint(p for p in source if '__pycache__' not in p.parts)}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        common.manage(folder, "migrate", "-v0")
        common.manage(folder, "demo_load")
        common.manage(folder, "collectstatic", "--no-input", "-v0")
        (folder / "ready").touch()
    return folder


def visit(url: str) -> dict[str, float]:
    """Scores (0 to 100), milliseconds and kilobytes of one first load."""
    browser = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if browser is None:
        sys.exit("Chromium is not installed (apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "report.json")
        command = [
            str(program()), url, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}",
            "--only-categories=performance,accessibility",
        ]  # fmt: skip
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": browser}, timeout=240)
        return figures(json.loads(out.read_text()))


def figures(report: dict[str, Any]) -> dict[str, float]:
    """What the table shows of a report."""
    audits = report["audits"]
    sizes: Counter[str] = Counter()
    for row in audits["network-requests"]["details"]["items"]:
        sizes[row.get("resourceType", "Other")] += row["transferSize"] / 1000
    scores = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
    for name, audit in audits.items():
        if audit.get("score") == 0 and audit.get("scoreDisplayMode") == "binary" and name in faults(report):
            print(f"  accessibility: {name} {audit['title']}", file=sys.stderr)
    return {
        **scores,
        "first paint": audits["first-contentful-paint"]["numericValue"],
        "largest paint": audits["largest-contentful-paint"]["numericValue"],
        "blocked": audits["total-blocking-time"]["numericValue"],
        "shift": audits["cumulative-layout-shift"]["numericValue"],
        "styles": sizes["Stylesheet"],
        "scripts": sizes["Script"],
        "all": sum(size for kind, size in sizes.items() if kind not in ("Image", "Font", "Media")),
        "pictures": sizes["Image"],
    }


def faults(report: dict[str, Any]) -> set[str]:
    """Names of the checks that accessibility is made of."""
    return {ref["id"] for ref in report["categories"]["accessibility"]["auditRefs"]}


def main() -> int:
    """Every path in each round; the median counts."""
    options = common.options(__doc__, paths=("/,/portal/,/letters/,/letters/new/", "addresses, separated by commas"))
    print(common.machine(), flush=True)
    data, port = demonstration(), common.free_port()
    found: dict[str, list[dict[str, float]]] = {}
    with common.platform(data) as web:
        base = f"http://127.0.0.1:{port}"
        with common.nginx(common.shipped_nginx(port, web, data), f"{base}/healthz"):
            for _ in range(options.rounds):
                for path in options.paths.split(","):
                    found.setdefault(path, []).append(visit(base + path))
    result = {path: common.middle(rows) for path, rows in found.items()}
    head = list(next(iter(result.values())))
    common.table(["page", *head], [[path, *row.values()] for path, row in result.items()])
    goals = {}
    for path, row in result.items():
        goals[f"{path}: performance {row['performance']:.0f} ≥ {PERFORMANCE}"] = row["performance"] >= PERFORMANCE
        goals[f"{path}: accessibility {row['accessibility']:.0f}"] = row["accessibility"] >= ACCESSIBILITY
        goals |= {f"{path}: {name} {row[name]:.1f} kB ≤ {most:.0f}": row[name] <= most for name, most in GOALS.items()}
    code = common.verdict(goals)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())

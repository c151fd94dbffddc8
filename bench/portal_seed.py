"""A portal of 300 sites with 10,000 items, made once and kept for the next run.

Organisations are those of the demonstration; sites are founded by the platform's own action and the items come in
by `import_articles`, as an old site would. Prints the folder.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import texts
from common import KEPT, PYTHON, ROOT, environment, fingerprint, manage

ITEMS, SITES = 10_000, 300
COLUMNS = ("news", "notice", "policy", "people")
START = datetime(2019, 1, 1, 8, tzinfo=UTC)


def prepared(items: int = ITEMS, sites: int = SITES) -> Path:
    """Folder of an installation with that portal (SQLite), made when it is not there yet."""
    sources = [Path(__file__), Path(texts.__file__), *ROOT.glob("src/lianxin/**/migrations/0*.py")]
    folder = KEPT / f"portal-{items}-{sites}-{fingerprint(sources)}"
    if not (folder / "ready.json").exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=KEPT))
        fill(made, items, sites)
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    manage(folder, "collectstatic", "--no-input", "-v0")
    return folder


def describe(data: Path) -> dict[str, Any]:
    """Paths for the measurements: home, sites, columns, articles, topics, searches."""
    return dict(json.loads((data / "ready.json").read_text()))


def fill(data: Path, items: int, sites: int) -> None:
    """Migrate, plant the demonstration, found the sites, import the items."""
    manage(data, "migrate", "--no-input", "-v0")
    manage(data, "demo_load", "--letters", "400")
    child(data, "found", str(sites))
    codes = (data / "codes").read_text().split()
    with (data / "articles.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in articles(items, codes))
    manage(data, "import_articles", str(data / "articles.jsonl"), "--json")
    child(data, "note", "")
    (data / "articles.jsonl").unlink()


def place(n: int, sites: int) -> int:
    """Half of the items stand in the twenty busiest sites, as it is in life; the others everywhere."""
    return n // 2 % 20 if n % 2 else n // 2 % sites


def articles(items: int, codes: list[str]) -> list[dict[str, str]]:
    """Lines for `import_articles`: bodies of four to nine paragraphs with a heading and a list."""
    dice = random.Random(20260702)
    made = []
    for n in range(items):
        title, _ = texts.title_and_body(dice)
        parts = [texts.title_and_body(dice)[1] for _ in range(dice.randint(4, 9))]
        body = f"<p>{parts[0]}</p><h2>做法</h2>" + "".join(f"<p>{part}</p>" for part in parts[1:])
        made.append({
            "id": f"old-{n}", "title": f"{title}（{n}）", "body": f"{body}<ul><li>一是说清</li><li>二是做完</li></ul>",
            "published_at": (START + timedelta(hours=6 * n)).isoformat(), "source": "县融媒体中心",
            "organisation": codes[place(n, len(codes))], "column": COLUMNS[dice.randrange(len(COLUMNS))],
        })  # fmt: skip
    return made


def child(data: Path, what: str, argument: str) -> None:
    """This file once more as a child with Django loaded."""
    command = [PYTHON, __file__, what, argument, str(data)]
    if subprocess.run(command, env=environment(data), cwd=ROOT, check=False).returncode:
        sys.exit(f"the portal could not be made: {what}")


def found(data: Path, sites: int) -> None:
    """Sites for the committees first, then for units, branches and new places of the towns, until there are enough."""
    from django.utils import timezone

    from lianxin.foundation.organisations import actions
    from lianxin.foundation.organisations.models import Organisation
    from lianxin.kernel.actor import SYSTEM
    from lianxin.publicity.portal.actions import found_site
    from lianxin.publicity.portal.models import SitePage

    towns = list(Organisation.objects.filter(kind="committee", depth=2).order_by("path"))
    for n in range(max(0, sites - Organisation.objects.count())):
        names = {"name": f"第 {n} 处便民服务点", "short_name": f"服务点{n}", "kind": "site", "code": f"P{n:03}"}
        actions.found(actor=SYSTEM, parent=towns[n % len(towns)], on=timezone.localdate(), **names)
    home = SitePage.objects.order_by("depth", "path").first()
    have = set(SitePage.objects.values_list("organisation_id", flat=True))
    wanting = Organisation.objects.exclude(pk__in=have).order_by("depth", "path")[: sites - len(have)]
    for organisation in wanting:
        found_site(actor=SYSTEM, organisation=organisation, parent=home)
    rows = SitePage.objects.exclude(organisation=None).values_list("organisation__code", flat=True)
    (data / "codes").write_text("\n".join(sorted(code for code in rows if code)))


def note(data: Path, _: str) -> None:
    """Write down the addresses."""
    from django.db.models import Count

    from lianxin.publicity.portal.models import ArticlePage, ColumnPage, SitePage

    many = ColumnPage.objects.annotate(n=Count("pk")).filter(code__in=COLUMNS, numchild__gte=20).order_by("-numchild")
    items = ArticlePage.objects.live().filter(source="县融媒体中心").order_by("pk")
    made = {
        "home": ["/portal/"],
        "site": [page.url for page in SitePage.objects.order_by("path")[1:60]],
        "column": [page.url for page in many[:60]],
        "article": [page.url for page in items[:: max(1, items.count() // 200)]],
        "topic": [page.url for page in ArticlePage.objects.live().filter(form="topic").order_by("pk")[:20]],
        "counts": {"sites": SitePage.objects.count(), "articles": ArticlePage.objects.live().count()},
    }
    (data / "ready.json").write_text(json.dumps(made))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        import django

        django.setup()
        {"found": lambda d, n: found(d, int(n)), "note": note}[sys.argv[1]](Path(sys.argv[3]), sys.argv[2])
    else:
        print(prepared())

"""Does the search of the whole house find exactly what somebody finds who reads everything? 10,000 documents, 200 queries.

    .venv/bin/python bench/recall.py [--documents N] [--json]
    .ci/steps/with-postgres .venv/bin/python bench/recall.py

Promise: recall 1.0 and precision 1.0, the order of the first twenty and an honest number. Queries have one to six characters
(cut out of titles, texts and files), or are names, numbers of clauses, and signs. Every hundredth document carries a .docx or
PDF that is made here and read as the house reads it; its words are found only there. The second pass searches as among very
many documents, where PostgreSQL walks and numbers stop early.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import common
from search_all import CLAUSES, documents, plain
from texts import COMMON_CHARACTERS, FIRST, KINDS, SECOND

ASKED, PAGE = 200, 20
SIGNS = (
    "“三会一课”（试行）", "《条例》、《办法》——", "it's 5\" 宽", "100%合格_A*B", "path\\to\\x", "a@b.cn；c&d", "[1]{2}|~`", "……？！", "№7 ①②", "x=1+2;--",
)  # fmt: skip
PEOPLE = ("王小田", "欧阳春兰", "李建国", "阿依古丽·买买提", "张三丰", "John Smith")
TYPED = (
    "'",
    '"',
    "\\",
    "%",
    "_",
    "*",
    "“",
    "；",
    "[1]",
    "《条例》",
    '5" 宽',
    "A*B",
    "--",
    "OR 1",
    "NEAR(",
    "^",
    "·",
    "№7",
    "①",
    "…？",
)


def files(number: int) -> dict[int, tuple[str, str]]:
    """Number of a document -> (kind of its file, words of the file, line by line)."""
    dice, made = random.Random(77), {}
    for pk in range(100, number + 1, 100):
        lines = [
            f"{dice.choice(PEOPLE)}于{dice.randint(2001, 2025)}年提出附件第{dice.randint(1, 900)}号意见",
            "".join(dice.choices(COMMON_CHARACTERS, k=30)),
            f"依照{dice.choice(CLAUSES[:3])}第{dice.randint(1, 9)}款，经费{dice.randint(100, 99999)}.{dice.randint(10, 99)}元",
        ]
        made[pk] = ("pdf" if pk % 500 == 0 else "docx", "\n".join(lines))
    return made


def written(kind: str, text: str) -> bytes:
    """A real file with these lines."""
    if kind == "pdf":
        import typst

        page = f'#set page(width: 600mm, height: 200mm)\n#set text(font: "Noto Sans CJK SC", lang: "zh")\n{text.replace(chr(10), chr(10) * 2)}'
        return bytes(typst.compile(page.encode()))  # type: ignore[arg-type]  # the stubs know files only
    from docx import Document

    paper, out = Document(), io.BytesIO()
    for line in text.split("\n"):
        paper.add_paragraph(line)
    paper.save(out)
    return out.getvalue()


def entries(number: int) -> Iterator[Any]:
    """The documents of `search_all.py`, some with names and signs."""
    dice = random.Random(13)
    for entry in documents(number):
        more = [dice.choice(SIGNS)] * (dice.random() < 0.1) + [dice.choice(PEOPLE)] * (dice.random() < 0.05)
        title = f"{entry.title}{dice.choice(SIGNS)}" if dice.random() < 0.02 else entry.title
        yield replace(entry, title=title, body="\n".join([entry.body, *more]))


def build(number: int) -> dict[int, tuple[str, str]]:
    """Fill the index; object id -> (title, text with the words of its file) of what is public, as it was written."""
    from django.core.management import call_command

    from lianxin.foundation.search import attachments
    from lianxin.foundation.search.actions import in_bulk, put_many
    from lianxin.foundation.search.sources import refresh_frequencies

    call_command("migrate", "search", verbosity=0)
    known, carried = {e.object_id: e for e in entries(number)}, files(number)
    with in_bulk():
        put_many(known.values())

    def again(pk: int) -> None:
        entry = known[pk]
        words = attachments.text_of(entry.kind, pk, [attachments.Attachment(f"bench:{pk}", "docx")])
        put_many([replace(entry, body=f"{entry.body}\n{words}")])

    attachments.register_text_of("bench", lambda key: written(*carried[int(key.partition(":")[2])]))
    for kind in {e.kind for e in known.values()}:
        attachments.register_again(kind, again)
    for pk in carried:
        attachments.read(known[pk].kind, pk, f"bench:{pk}")
    refresh_frequencies()
    return {
        pk: (e.title, f"{e.body}\n{carried.get(pk, ('', ''))[1]}") for pk, e in known.items() if e.audience == "public"
    }


def queries(texts: dict[int, tuple[str, str]], carried: dict[int, tuple[str, str]]) -> list[str]:
    dice, found = random.Random(4), dict.fromkeys([*CLAUSES, *PEOPLE, *TYPED])
    found |= dict.fromkeys(f"第{n}款" for n in range(1, 6))
    found |= dict.fromkeys(dice.choice(FIRST) + dice.choice(SECOND) + dice.choice(KINDS) for _ in range(12))
    ids, with_file = sorted(texts), sorted(set(carried) & set(texts))
    while len(found) < ASKED:
        one = len(found) % 4
        text = carried[dice.choice(with_file)][1] if one == 0 else texts[dice.choice(ids)][one % 2]
        line = dice.choice(text.split("\n"))
        at, size = dice.randrange(max(1, len(line))), len(found) % 6 + 1
        if len(piece := line[at : at + size].strip()) == size:
            found[piece] = None
    return list(found)[:ASKED]


def expected(texts: dict[int, tuple[str, str]], query: str) -> list[int]:
    """By reading: title first, each group the newest first (the number of a document grows with its time)."""
    words = plain(query).split()
    hits = [pk for pk, (title, body) in texts.items() if all(w in title or w in body for w in words)]
    return sorted(hits, key=lambda pk: (not all(w in texts[pk][0] for w in words), -pk))


def child(number: int) -> None:
    """Judge the engine that the environment names; one JSON object on the last line."""
    sys.path[:0] = [str(common.ROOT), str(common.ROOT / "src")]
    import django

    django.setup()
    from lianxin.foundation.search.engines import exact
    from lianxin.foundation.search.everything import search

    texts = build(number)
    asked = queries(texts, files(number))
    folded = {pk: (plain(title), plain(body)) for pk, (title, body) in texts.items()}
    result = {"documents": number, "queries": len(asked), "hits": 0, "missed": 0, "wrong": 0, "order": 0, "number": 0, "bad": []}  # fmt: skip
    for query in asked:
        right, found = expected(folded, query), []
        while not search(query).loosened:
            page = search(query, limit=200, offset=len(found), faceted=False)
            found += [hit.object_id for hit in page.hits]
            if not page.hits:
                break
        result["hits"] += len(right)
        result["missed"] += len(set(right) - set(found))
        result["wrong"] += len(set(found) - set(right))
        fine = [
            found[:PAGE] == right[:PAGE] and len(found) == len(set(found)),
            search(query).total == len(right) or not right,
        ]
        exact.COUNTED_WHOLE = 0
        many = search(query, limit=PAGE)
        exact.COUNTED_WHOLE = 20_000
        if right:
            fine[0] = fine[0] and [hit.object_id for hit in many.hits] == right[:PAGE]
            fine[1] = fine[1] and (many.total <= len(right) if many.capped else many.total == len(right))
        result["order"] += not fine[0]
        result["number"] += not fine[1]
        if set(right) != set(found) or not all(fine):
            result["bad"].append(query)
    print(json.dumps(result, ensure_ascii=False))


def show(name: str, row: dict[str, Any]) -> bool:
    """One row of the table; True when the promise is kept."""
    right = row["hits"] - row["missed"]
    recall, precision = right / row["hits"], right / max(1, right + row["wrong"])
    kept = not row["bad"]
    print(f"| {name} | {row['documents']} | {row['queries']} | {row['hits']} | {recall:.6f} | {precision:.6f} | {row['order']} | {row['number']} |")  # fmt: skip
    if not kept:
        print(f"differ: {row['bad'][:20]}")
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.documents)
        return 0
    results, kept, url = {}, True, os.environ.get("DATABASE_URL", "")
    print("| engine | documents | queries | hits by reading | recall | precision | queries in another order | with another number |\n|---|---|---|---|---|---|---|---|")  # fmt: skip
    for name, more in (("SQLite", {}), ("PostgreSQL", {"DATABASE_URL": url})):
        if name == "PostgreSQL" and not url:
            continue
        with tempfile.TemporaryDirectory() as data:
            command = [sys.executable, __file__, "--child", f"--documents={options.documents}"]
            done = subprocess.run(
                command, env=common.environment(Path(data), **more), stdout=subprocess.PIPE, text=True, check=True
            )
        results[name] = json.loads(done.stdout.splitlines()[-1])
        kept = show(name, results[name]) and kept
    print(f"Recall and precision 1.0, order and number {'kept' if kept else 'NOT kept'}")
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

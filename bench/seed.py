"""An installation with 100,000 letters, made once and kept for the next run.

    .venv/bin/python bench/seed.py [--letters N]

Organisations and people are those of the demonstration; the letters are written in bulk with the steps,
replies, ratings, clocks and search entries that real ones would have after years of use: nine in ten are
finished, two hundred wait in each queue of the busiest town. Prints the folder.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import texts
from common import KEPT, PYTHON, ROOT, environment, fingerprint, manage, options

LETTERS = 100_000
CHUNK = 2000
#: share of the letters in each state; the rest is solved
OPEN = {
    "submitted": 60,
    "accepted": 60,
    "assigned": 120,
    "handling": 300,
    "waiting": 60,
    "approving": 100,
    "callback": 40,
}
SHOWN_OF_TEN = 9


def prepared(letters: int = LETTERS) -> Path:
    """Folder of an installation with that many letters (SQLite), made when it is not there yet."""
    sources = [Path(__file__), Path(texts.__file__), *ROOT.glob("src/lianxin/**/migrations/0*.py")]
    folder = KEPT / f"letters-{letters}-{fingerprint(sources)}"
    if not (folder / "ready.json").exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=KEPT))
        fill(made, letters)
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    manage(folder, "collectstatic", "--no-input", "-v0")
    return folder


def fill(data: Path, letters: int, **more: str) -> None:
    """Migrate, plant the demonstration's county, write the letters. `more`: e.g. DATABASE_URL."""
    began = time.monotonic()
    manage(data, "migrate", "--no-input", "-v0", **more)
    manage(data, "demo_load", "--letters", "30", **more)
    manage_child(data, letters, **more)
    print(f"{letters} letters made in {time.monotonic() - began:.0f} s", file=sys.stderr)


def manage_child(data: Path, letters: int, **more: str) -> None:
    """This file once more as a child with Django loaded."""
    import subprocess

    command = [PYTHON, __file__, "--child", str(letters)]
    if subprocess.run(command, env=environment(data, **more), cwd=ROOT, check=False).returncode:
        sys.exit("the letters could not be made")


def describe(data: Path) -> dict[str, Any]:
    """Paths for the measurements: list, filters, searches, letters, queues."""
    return dict(json.loads((data / "ready.json").read_text()))


class Maker:
    """Writes letters in bulk. One dice, so that one number of letters is always the same county."""

    def __init__(self) -> None:
        from django.utils import timezone

        from lianxin.foundation.organisations.models import Organisation
        from lianxin.voice.letters.models import Topic

        self.dice = random.Random(20260701)
        self.now = timezone.now()
        self.towns = list(Organisation.objects.filter(kind="committee", depth=2).order_by("path"))
        self.units = {t.pk: list(t.get_children().filter(kind="unit")) for t in self.towns}
        self.topics = list(Topic.objects.filter(level=2)) or list(Topic.objects.all())

    def states(self, number: int) -> Iterator[str]:
        """The states of all letters, the open ones last: they are the newest."""
        waiting = [s for s, share in OPEN.items() for _ in range(share * number // LETTERS * 10 or share)]
        waiting = waiting[: number // 4]
        self.dice.shuffle(waiting)
        for _ in range(number - len(waiting)):
            yield self.dice.choice(("solved", "solved", "solved", "closed"))
        yield from waiting

    def letter(self, n: int, of: int, state: str) -> tuple[Any, str]:
        """(unsaved letter, reply text or empty)"""
        from lianxin.voice.letters.models import Letter
        from lianxin.voice.letters.words import KINDS

        dice, town = self.dice, self.towns[min(int(self.dice.expovariate(0.4)), len(self.towns) - 1)]
        title, body = texts.title_and_body(dice)
        opened = self.now - timedelta(minutes=26 * (of - n) + dice.randint(10, 600))
        unit = dice.choice(self.units[town.pk]) if state not in ("submitted", "accepted") else town
        done = state in ("solved", "closed", "callback")
        shown = state != "submitted" and dice.randint(1, 10) <= SHOWN_OF_TEN
        days = dice.randint(1, 30)
        row = Letter(
            number=f"BM{n:07}", kind=dice.choice(list(KINDS)), topic=dice.choice(self.topics), title=title, body=body,
            demand="请告诉我们什么时候能办好。", place=f"{title[:4]}口", received_by=town, organisation=unit, org_path=unit.path,
            nickname=f"居民{n % 977}", state=state, opened_at=opened, revision=6, source="web",
            publication="public" if shown else ("pending" if state == "submitted" else "withheld"),
            published_at=opened + timedelta(hours=5) if shown else None, wants_public=shown,
        )  # fmt: skip
        if done:
            row.answered_at = opened + timedelta(days=days)
            row.answer_days, row.answer_late, row.result = days, days > 15, "solved"
            row.rating = dice.choice((5, 5, 4, 4, 3, 2)) if state != "callback" else 1
        if state in ("solved", "closed"):
            row.closed_at = row.solved_at = row.answered_at + timedelta(days=1)
        else:
            row.due_at, row.due_clock = opened + timedelta(days=dice.randint(2, 60)), "answer"
        return row, texts.reply(dice, title) if done else ""

    def steps(self, letter: Any) -> Iterator[Any]:
        """The time line that such a letter has."""
        from lianxin.voice.letters.lifecycle import LETTER
        from lianxin.voice.letters.models import LetterStep

        way = ["submit", "accept_public", "assign", "take", "progress", "submit_reply", "send_reply", "rate_good"]
        reached = {
            "submitted": 1,
            "accepted": 2,
            "assigned": 3,
            "handling": 5,
            "waiting": 5,
            "approving": 6,
            "callback": 7,
        }
        for n, event in enumerate(way[: reached.get(letter.state, 8)]):
            label, public = "提交留言", "收到留言，期限从此刻起算"
            if event != "submit":
                label, public = LETTER.by_event[event][0].label, LETTER.by_event[event][0].public
            yield LetterStep(
                case=letter, event=event, label=label, source="", target=letter.state, actor_kind="staff",
                at=letter.opened_at + timedelta(hours=5 * n), public_label=public,
            )  # fmt: skip

    def clocks(self, letter: Any) -> Iterator[Any]:
        """The answer clock, running while the letter is open."""
        from lianxin.voice.letters.models import LetterClock

        due = letter.due_at or letter.opened_at + timedelta(days=60)
        running = letter.due_at is not None
        yield LetterClock(
            case=letter, name="answer", label="答复", rule_id="PET-04", rule_version="1", amount=60, unit="day",
            state="running" if running else "stopped", started_at=letter.opened_at, due_at=due,
            stopped_at=None if running else letter.answered_at, next_alert_at=None,
        )  # fmt: skip

    def write(self, rows: list[tuple[Any, str]]) -> list[int]:
        """One chunk with everything that belongs to it."""
        from lianxin.foundation.search.actions import Entry, put_many
        from lianxin.voice.letters.models import Letter, LetterClock, LetterStep, Rating, Reply

        letters = Letter.objects.bulk_create([letter for letter, _ in rows])
        LetterStep.objects.bulk_create([step for letter in letters for step in self.steps(letter)])
        LetterClock.objects.bulk_create([clock for letter in letters for clock in self.clocks(letter)])
        answered = [(letter, text) for letter, (_, text) in zip(letters, rows, strict=True) if text]
        Reply.objects.bulk_create(
            Reply(letter=x, state="sent", body=text, organisation=x.organisation, sent_at=x.answered_at, created_at=x.answered_at,
                  points=[{"point": "什么时候能办好", "answer": "半个月以内"}], plain_words="半个月以内修好。", result="solved")
            for x, text in answered
        )  # fmt: skip
        Rating.objects.bulk_create(
            Rating(letter=x, level=x.rating, solved=x.rating > 2, created_at=x.answered_at) for x, _ in answered
        )
        put_many(
            Entry("letter", x.pk, x.title, f"{x.demand}\n{x.body}\n{text}", "public" if x.publication == "public" else "staff",
                  x.org_path, x.published_at or x.opened_at, f"/letters/{x.pk}/", {"kind": x.kind})
            for x, (_, text) in zip(letters, rows, strict=True)
        )  # fmt: skip
        return [x.pk for x in letters if x.publication == "public"]


def child(number: int) -> None:
    """Inside an environment with Django: write the letters, let the engine look at them, note the paths."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from lianxin.foundation.search.sources import refresh_frequencies
    from lianxin.foundation.spine.bulk import look_again

    maker = Maker()
    public: list[int] = []
    pending: list[tuple[Any, str]] = []
    for n, state in enumerate(maker.states(number), 1):
        pending.append(maker.letter(n, number, state))
        if len(pending) == CHUNK or n == number:
            with transaction.atomic():
                public += maker.write(pending)
            pending = []
            print(f"\r{n}/{number}", end="", file=sys.stderr)
    print(file=sys.stderr)
    refresh_frequencies()
    look_again()
    dice = random.Random(5)
    paths = {
        "letters": [f"/letters/{pk}/" for pk in dice.sample(public, min(400, len(public)))],
        "towns": [t.code for t in maker.towns],
        "count": number,
    }
    (settings.DATA / "ready.json").write_text(json.dumps(paths))


if __name__ == "__main__":
    if "--child" in sys.argv:
        child(int(sys.argv[-1]))
    else:
        print(prepared(options(__doc__, letters=(LETTERS, "how many")).letters))

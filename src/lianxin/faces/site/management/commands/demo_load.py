"""`lianxin demo load`: a fictional county from a seed."""

from __future__ import annotations

import json
import random
import sys
import time
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lianxin.democracy.consultations.demo import load as load_consultations
from lianxin.democracy.elections.demo import load as load_elections
from lianxin.democracy.essays.demo import load as load_essays
from lianxin.democracy.forum.demo import load as load_forum
from lianxin.democracy.interviews.demo import load as load_talks
from lianxin.democracy.polls.demo import load as load_polls
from lianxin.foundation.accounts import demo as people
from lianxin.foundation.notices.history import drop_waiting
from lianxin.foundation.organisations import demo as tree
from lianxin.foundation.organisations.queries import root_name
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.bulk import look_again
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.learning.contests.demo import load as load_contests
from lianxin.learning.notes.demo import load as load_notes
from lianxin.learning.resources.demo import load as load_resources
from lianxin.membership.asking.demo import load as load_questions
from lianxin.membership.development.demo import load as load_ways
from lianxin.membership.dossiers.demo import enter_twice
from lianxin.membership.dossiers.demo import load as load_files
from lianxin.membership.dues.demo import load as load_dues
from lianxin.membership.gatherings.demo import load as load_gatherings
from lianxin.membership.helping.demo import load as load_helps
from lianxin.membership.mobility.demo import load as load_mobility
from lianxin.membership.oversight.demo import load as load_oversight
from lianxin.membership.reports.demo import load as load_reports
from lianxin.membership.rollups.demo import load as load_rollups
from lianxin.membership.training.demo import load as load_trainings
from lianxin.membership.transfer.demo import load as load_transfers
from lianxin.membership.upkeep.demo import load as load_upkeep
from lianxin.publicity.channels.demo import load as load_channels
from lianxin.publicity.disclosure.demo import load as load_disclosure
from lianxin.publicity.portal.demo import load as load_portal
from lianxin.voice.improving.demo import load as load_improvements
from lianxin.voice.letters.demo.load import load

#: the fewest people with whom every post of the county is filled and every room has somebody to show; journeys load as many
FEWEST_PEOPLE = 700


class Command(BaseCommand):
    help = "装入演示数据：一个虚构的县，由种子生成。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=20260701, help="同一个种子得到同一个县")
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--letters", type=int, default=400)
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if root_name():
            raise CommandError("库里已有组织，演示数据只装入空库。")
        if options["people"] < FEWEST_PEOPLE:
            raise CommandError(f"人太少，各单位的岗位配不齐：--people 至少 {FEWEST_PEOPLE}。")
        started = time.monotonic()
        total = plant(
            seed=options["seed"], people_total=options["people"], letters=options["letters"], progress=_progress
        )
        call_command(
            "search_reindex", "--kind", "rule", "--json", stdout=StringIO(), stderr=StringIO()
        )  # rules stand in files, no action puts them in
        look_again()
        seconds = round(time.monotonic() - started, 1)
        self.stdout.write(f"\n演示数据已装入：{options['people']} 人、{total} 件留言，用时 {seconds} 秒。")
        for name, what in people.printed_accounts():
            self.stdout.write(f"  {name:<10} {what}")
        self.stdout.write(f"  密码都是 {people.demo_password()}")
        if options["json"]:
            self.stdout.write(json.dumps({"people": options["people"], "letters": total, "seconds": seconds}))


@action("demo.load")
def plant(*, seed: int, people_total: int, letters: int, progress: Any, actor: Actor = SYSTEM) -> int:
    """The whole county in one transaction: it is there, or it is not."""
    dice, now = random.Random(seed), timezone.now()  # noqa: S311 - dice of the demonstration
    tree.plant(dice, timezone.localdate())
    people.people(dice=dice, total=people_total, today=timezone.localdate(), password=people.demo_password())
    load_files(dice=random.Random(seed), today=timezone.localdate())  # noqa: S311 - dice of the demonstration
    load_ways(today=timezone.localdate())
    load_dues(dice=random.Random(seed), today=timezone.localdate())  # noqa: S311 - dice of the demonstration
    load_reports(today=timezone.localdate())
    load_gatherings(dice=random.Random(seed), today=timezone.localdate())  # noqa: S311 - dice of the demonstration
    load_transfers(today=timezone.localdate())
    load_upkeep(today=timezone.localdate())
    load_questions(today=timezone.localdate())
    load_helps(today=timezone.localdate())
    load_oversight(today=timezone.localdate())
    load_trainings(today=timezone.localdate())
    enter_twice(today=timezone.localdate())
    load_mobility(today=timezone.localdate())
    load_rollups(today=timezone.localdate())
    load_polls(today=timezone.localdate())
    load_consultations(today=timezone.localdate())
    load_elections(today=timezone.localdate())
    total = load(dice=dice, now=now, total=letters, progress=progress)
    load_improvements(today=timezone.localdate())
    load_forum(now=now)
    load_disclosure(dice, now)
    load_portal(dice=dice, now=now)
    load_talks(now=now)
    load_essays(now=now)
    load_notes(today=timezone.localdate())
    load_contests(today=timezone.localdate())
    load_resources(today=timezone.localdate())
    load_channels()
    drop_waiting(reason="history of the demonstration")
    record("demo.load", actor=actor, seed=seed)
    return total


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() or done == of:
        sys.stderr.write(f"\r留言 {done}/{of}")
        sys.stderr.flush()

"""The published tables come back from a population that was generated to them, through the code that counts ours.

The figures lie outside the repository; without them these tests are skipped. A population of one in ten thousand can
miss a published line by less than one head (largest remainders); the figures themselves are rounded to 0.1, their sums
to 0.3 (万).
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.founding import Founding
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.statistics import bulletin, counting, reckoning
from lianxin.membership.statistics.occupations import GROUPS
from lianxin.membership.statistics.reckoning import Sheet
from tests.membership.statistics.population import Invented, apportion, deal, enlist, freshen, invent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FILE = Path(__file__).resolve().parents[4] / "shared" / "domain" / "stats" / "party_bulletins.json"
needs_file = pytest.mark.skipif(not FILE.exists(), reason="the published figures are not on this machine")
#: one head stands for so many
SCALE = 10_000
FOUNDED = date(2000, 1, 1)
#: what is rounded away in the figures themselves, in their unit
ROUNDED, SUMS_ROUNDED = 0.05, 0.3


def published() -> dict[str, Any]:
    """Years with at least a breakdown by sex."""
    return (
        {year: found for year, found in json.loads(FILE.read_text("utf-8")).items() if "female" in found}
        if FILE.exists()
        else {}
    )


def ours(label: str) -> str:
    """A label of the bulletin as our tables write it."""
    label = unicodedata.normalize("NFKC", label).replace("(", "（").replace(")", "）").replace(",", "，")
    return f"{label}岁" if label[:2].isdigit() and not label.endswith(("下", "上")) else label


class Year:
    """One bulletin as a population in an empty house."""

    def __init__(self, year: str, said: Mapping[str, Any]) -> None:
        self.said, self.dice = said, random.Random(year)
        self.frame = bulletin.frame(date(int(year), 12, 31))
        self.total = round(said["total"])
        self.root = self.tree()
        self.people = self.population()
        branches = list(Organisation.objects.filter(kind="branch"))
        enlist(self.people, branches, self.dice)

    def sheet(self) -> Sheet:
        return reckoning.tables(counting.count(SYSTEM, self.root, self.frame), self.frame)

    def tree(self) -> Organisation:
        """The organisations of the bulletin, at its scale; the topmost is one of the committees."""
        kinds = {name: n for name, n in self.said["orgs"].items() if name in ("基层党委", "总支部", "支部")}
        wanted = apportion(kinds, round(self.said["orgs"]["total"]))
        root = organisations.found(
            actor=SYSTEM, parent=None, name="最上级", short_name="最上级", kind="committee", code="R", on=FOUNDED
        )
        committees = [f"C{at}" for at in range(wanted["基层党委"] - 1)]
        generals = [f"Z{at}" for at in range(wanted["总支部"])]
        branches = [f"B{at}" for at in range(wanted["支部"])]
        above = committees + generals
        plan: list[tuple[str, str, Organisation | str]] = [(code, "committee", root) for code in committees]
        plan += [(code, "general_branch", self.dice.choice(committees)) for code in generals]
        plan += [(code, "branch", self.dice.choice(above)) for code in branches]
        organisations.found_many(
            actor=SYSTEM, foundings=[Founding(parent, code, code, kind, code, FOUNDED) for code, kind, parent in plan]
        )
        return root

    def population(self) -> list[Invented]:
        said, frame, dice = self.said, self.frame, self.dice
        ages = self.spans("age", [span.label for span in frame.ages])
        periods = self.spans("join_period", [span.label for span in frame.periods])
        people = invent(self.total, frame, ages, periods, dice)
        new = said.get("development", {})
        fresh = self.fresh(people, new) if "age35_below" in new else []
        rest = [person for person in people if not person.fresh]
        for name, figure, part in (
            ("sex", "female", "2"),
            ("ethnicity", "ethnic_minority", "other"),
            ("education", "college_plus", "college"),
        ):
            other = {"sex": "1", "ethnicity": "han", "education": "less"}[name]
            short = {"ethnic_minority": "minority"}.get(figure, figure)
            n = said.get(figure, {"n": said["total"] / 2})["n"]
            have = apportion({part: n, other: said["total"] - n}, self.total)
            if fresh:
                of_year = apportion({part: new[short], other: new["total"] - new[short]}, len(fresh))
                deal(fresh, name, of_year, dice)
                have = {value: n - of_year[value] for value, n in have.items()}
            deal(rest, name, have, dice)
        self.work(fresh, rest)
        return people

    def fresh(self, people: list[Invented], new: Mapping[str, Any]) -> list[Invented]:
        """Those who were developed in the year: so many of the young, the others from those who are older."""
        wanted = apportion(
            {"young": new["age35_below"], "other": new["total"] - new["age35_below"]}, round(new["total"])
        )
        late = [p for p in people if p.joined_on and self.frame.periods[-1].holds(p.joined_on)]
        young = [p for p in late if p.born and self.frame.young.holds(p.born)]
        older = [p for p in late if p.born and not self.frame.young.holds(p.born)]
        chosen = self.dice.sample(young, wanted["young"]) + self.dice.sample(older, wanted["other"])
        freshen(chosen, self.frame, self.dice)
        return chosen

    def work(self, fresh: list[Invented], rest: list[Invented]) -> None:
        if "occupation" not in self.said:
            return
        have = apportion({ours(label): n for label, n in self.said["occupation"].items()}, self.total)
        if fresh:
            # the bulletin shortens the same groups here, in the same order, and has none of the retired
            names = dict(zip(GROUPS, self.said["development"]["occupation"].values(), strict=False))
            of_year = apportion(names, len(fresh))
            deal(fresh, "occupation", of_year, self.dice)
            have = {name: n - of_year.get(name, 0) for name, n in have.items()}
        deal(rest, "occupation", have, self.dice)

    def lose(self, many: int) -> None:
        """So many more were members until some day of the year."""
        facts = {"sex": "1", "ethnicity": "han", "education": "less", "occupation": GROUPS[-1]}
        lost = [Invented(date(1930, 1, 1), date(1955, 7, 1), facts=facts) for _ in range(many)]
        enlist(lost, list(Organisation.objects.filter(kind="branch")), self.dice)
        rows = Member.objects.unscoped("test").order_by("-pk")[:many]
        events = [
            MemberEvent(member=member, kind="standing", on=self.frame.day - timedelta(days=at % 360), text="去世")
            for at, member in enumerate(rows)
        ]
        MemberEvent.objects.bulk_create(events)
        Member.objects.unscoped("test").filter(pk__in=[event.member_id for event in events]).update(standing="deceased")

    def spans(self, name: str, labels: list[str]) -> list[int]:
        """Numbers of each span, in the order of the labels; all alike where the bulletin says nothing."""
        said = {ours(label): n for label, n in self.said.get(name, {}).items()} or self.even(name, labels)
        assert set(said) == set(labels)
        found = apportion(said, self.total)
        return [found[label] for label in labels]

    @staticmethod
    def even(name: str, labels: list[str]) -> dict[str, float]:
        shares = (1, 1, 1, 1, 1, 1, 1, 3) if name == "age" else (0.01, 1, 5, 3)
        return dict(zip(labels, shares, strict=True))


def near(sheet: Sheet, key: str, label: str, n: float, whole: float) -> None:
    """A line's share of its table is the published one, within one head and the rounding of the figures."""
    table = sheet.table(key)
    slack = 1 / table.n + (ROUNDED + SUMS_ROUNDED) / whole
    assert abs(table.value(label) / table.n - n / whole) <= slack, (key, label, table.value(label), table.n, n, whole)


def printed(sheet: Sheet, key: str, label: str, percent: float) -> None:
    """And so is the percentage that the bulletin prints beside it."""
    table = sheet.table(key)
    assert abs(table.value(label) / table.n * 100 - percent) <= 0.05 + 100 * (1 / table.n + SUMS_ROUNDED / SCALE), (
        key,
        label,
    )


@needs_file
@pytest.mark.parametrize("year", published())
def test_a_bulletin_comes_back(year: str) -> None:
    """Sex, ethnicity, education, age, time of admission, occupation, organisations."""
    said = published()[year]
    sheet = Year(year, said).sheet()
    assert sheet.total == round(said["total"])
    assert reckoning.mismatches(sheet) == []
    for key, label, figure in (
        ("sex", "女", "female"),
        ("ethnicity", "少数民族", "ethnic_minority"),
        ("education", "大专及以上", "college_plus"),
    ):
        if figure in said:
            near(sheet, key, label, said[figure]["n"], said["total"])
            printed(sheet, key, label, said[figure]["pct"])
    for key, figure in (("age", "age"), ("joined", "join_period"), ("occupation", "occupation")):
        for label, n in said.get(figure, {}).items():
            near(sheet, key, ours(label), n, said["total"])
    for label, word in (("基层党委", "党委"), ("总支部", "总支部"), ("支部", "支部")):
        near(sheet, "organisations", word, said["orgs"][label], said["orgs"]["total"])


@needs_file
def test_the_development_of_a_year_comes_back() -> None:
    year, said = next((y, s) for y, s in published().items() if "age35_below" in s.get("development", {}))
    new, sheet = said["development"], Year(year, said).sheet()
    assert sheet.table("developed").n == round(new["total"])
    for label, figure, percent in (("女", "female", "female_pct"), ("少数民族", "minority", "minority_pct"),
                                   ("35岁及以下", "age35_below", "age35_pct"), ("大专及以上", "college_plus", "college_pct")):  # fmt: skip
        near(sheet, "developed", label, new[figure], new["total"])
        assert abs(sheet.table("developed").value(label) / round(new["total"]) * 100 - new[percent]) <= 0.5 + 0.05
    for group, n in zip(GROUPS, new["occupation"].values(), strict=False):
        near(sheet, "developed_work", group, n, sum(new["occupation"].values()))


@needs_file
def test_the_growth_of_a_year_comes_back() -> None:
    """Who was developed, less who left in the year, is the net increase."""
    year, said = next((y, s) for y, s in published().items() if "age35_below" in s.get("development", {}))
    made = Year(year, said)
    left = round(said["development"]["total"] - said["net_increase"])
    made.lose(left)
    sheet = made.sheet()
    assert sheet.total == round(said["total"])
    assert sheet.growth is not None
    assert abs(sheet.growth.members - said["net_increase"]) <= 1
    assert (
        abs(sheet.growth.members / sheet.growth.before * 100 - said["growth_pct"]) <= 0.05 + 100 / sheet.growth.before
    )


@needs_file
def test_a_published_population_has_nothing_to_mend() -> None:
    """The cross-checks find nothing in files that are whole."""
    from lianxin.membership.statistics import checks

    year, said = max(published().items())
    made = Year(year, said)
    found = [
        f for f in checks.find(SYSTEM, made.root, made.sheet().strange, made.frame) if f.check not in checks.BRANCHES
    ]
    assert [f.text for f in found] == []

"""The registry: every figure with its clause, the right version on the right day, no contradictions."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lianxin.foundation.rules import registry
from lianxin.foundation.rules.loading import load
from lianxin.foundation.rules.registry import NotInForce, RuleError, all_rules, rule, versions
from lianxin.kernel.clocks import Period

SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain" / "rules.json"
EVERY_VERSION = [version for known in registry._registry().values() for version in known]

HEAD = 'slug = "river"\nname = "渡口管理办法"\nwing = "voice"\n'
ONE = '[[rule]]\nid = "RIV-01"\ntitle = "摆渡"\nlevel = "M"\nwording = "早晚各一班。"\n'


@pytest.fixture
def folder(tmp_path: Path):
    def write(*bodies: str) -> Path:
        for number, body in enumerate(bodies):
            (tmp_path / f"{number}.toml").write_text(body, encoding="utf-8")
        return tmp_path

    return write


def shared_rules() -> list[dict[str, str]]:
    if not SHARED.exists():
        pytest.skip("the shared list of rules is not beside this checkout (../shared/domain/rules.json)")
    return json.loads(SHARED.read_text(encoding="utf-8"))


def test_every_shared_rule_stands_in_the_registry_with_its_level() -> None:
    ours = {r.id: r.level for r in all_rules()}
    wanted = {row["id"]: row["level"] for row in shared_rules()}
    assert {key: ours.get(key) for key in wanted} == wanted


def test_no_wording_repeats_a_quotation() -> None:
    copied = []
    for row in shared_rules():
        quote = row["quote"]
        pieces = {quote[i : i + 12] for i in range(len(quote) - 11)}
        copied += [r.id for r in versions(row["id"]) if any(piece in r.wording for piece in pieces)]
    assert copied == []


@pytest.mark.parametrize("version", EVERY_VERSION, ids=lambda r: f"{r.id}@{r.version}")
def test_every_version_is_fit_to_be_shown(version: registry.Rule) -> None:
    assert version.wording.endswith("。")
    assert len(version.wording) <= 90
    assert "！" not in version.wording
    assert version.level_word
    assert version.level_help.endswith("。")
    assert version.cited
    assert all(figure.label and figure.text for figure in version.figures.values())


@pytest.mark.parametrize(
    ("rule_id", "figure", "period"),
    [
        ("PET-01", "forward", Period(15, "day")),
        ("PET-02", "inform", Period(15, "day")),
        ("PET-03", "return", Period(5, "workday")),
        ("PET-04", "finish", Period(60, "day")),
        ("PET-04", "extension", Period(30, "day")),
        ("PET-05", "recheck", Period(30, "day")),
        ("HOT-01", "answer", Period(5, "workday")),
        ("HCP-01", "rework", Period(15, "workday")),
        ("SEC-01", "retention", Period(6, "month")),
        ("DEV-07", "training", Period(12, "month")),
        ("LX-01", "appeal", Period(5, "workday")),
        ("LX-05", "wait", Period(15, "day")),
    ],
)
def test_periods_fit_the_clocks(rule_id: str, figure: str, period: Period) -> None:
    assert rule(rule_id).period(figure) == period


def test_other_kinds_of_figures() -> None:
    assert rule("ELE-01").share("quorum") == Fraction(4, 5)
    assert rule("A11Y-02").number("contrast") == Decimal("4.5")
    assert rule("PET-11").count("representatives") == 5
    assert rule("HCP-01").count("levels") == len(rule("HCP-01").items("words"))
    brackets = rule("FEE-01").rows("brackets")
    assert [row["rate"] for row in brackets] == [Decimal(r) for r in ("0.005", "0.01", "0.015", "0.02")]
    assert [row["over"] for row in brackets[1:]] == [row["up_to"] for row in brackets[:-1]]


def test_each_kind_of_letter_has_a_clock_that_exists() -> None:
    clocks = {row["kind"]: rule(row["rule"]).period(row["figure"]) for row in rule("LX-14").rows("answer")}
    assert clocks == {
        "consult": Period(5, "workday"),
        "help": Period(5, "workday"),
        "thank": Period(5, "workday"),
        "suggest": Period(60, "day"),
        "complain": Period(60, "day"),
    }


def test_an_old_case_keeps_the_version_it_began_under() -> None:
    assert rule("PET-04", on=date(2022, 4, 30)).regulation == "信访条例"
    assert rule("PET-04", on=date(2022, 5, 1)).regulation == "信访工作条例"
    assert rule("CMT-01", on=date(2022, 12, 14)).version == "2017"
    assert rule("SEC-01", on=date(2026, 1, 1)).version == "2025"


def test_the_day_is_the_chinese_day() -> None:
    late_evening_in_london = datetime(2022, 4, 30, 17, 0, tzinfo=UTC)
    assert rule("PET-04", on=late_evening_in_london).version == "2022"


def test_a_clause_does_not_act_before_its_time() -> None:
    with pytest.raises(NotInForce, match="PET-12"):
        rule("PET-12", on=date(2021, 1, 1))
    with pytest.raises(KeyError, match="PET-99"):
        rule("PET-99")


def test_asking_wrongly_says_what_there_is() -> None:
    with pytest.raises(RuleError, match="extension"):
        rule("PET-04").period("finnish")
    with pytest.raises(RuleError, match="hour"):
        rule("OPN-01").period("statement")
    assert rule("OPN-01").number("statement") == 5


def test_nobody_changes_a_figure_in_passing() -> None:
    ours = rule("PET-04")
    with pytest.raises(FrozenInstanceError):
        ours.level = "M"  # type: ignore[misc]
    with pytest.raises(TypeError):
        ours.figures["finish"] = None  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        ours.figures["finish"].amount = 90  # type: ignore[misc, union-attr]
    with pytest.raises(TypeError):
        rule("FEE-01").rows("brackets")[0]["rate"] = 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("bodies", "complaint"),
    [
        ((HEAD + ONE + 'figures.a = { label = "班次", amount = 2, unit = "moon" }',), "unknown unit moon"),
        ((HEAD + ONE + 'figures.a = { label = "班次", amount = -2, unit = "day" }',), "from nought upward"),
        ((HEAD + ONE + 'figures.a = { amount = 2, unit = "day" }',), "a table with a label"),
        ((HEAD + ONE + 'figures.a = { label = "班次", days = 2 }',), "no figure has the keys"),
        ((HEAD + ONE + 'figures.a = { label = "过半", ratio = "3/2" }',), "not between 0 and 1"),
        ((HEAD + ONE + 'figures.a = { label = "过半", ratio = "half" }',), "not a fraction"),
        ((HEAD + ONE + 'figures.a = { label = "班次", amount = 2, unit = "day", bound = "most" }',), "unknown bound"),
        ((HEAD + ONE + ONE,), "stands twice"),
        ((HEAD + ONE, HEAD.replace("river", "lake") + ONE.replace("早", "午")), "overlap"),
        ((HEAD + ONE, HEAD), "slug river"),
        ((HEAD + ONE.replace('"M"', '"V9"'),), "unknown level"),
        ((HEAD.replace("voice", "choir") + ONE,), "unknown wing"),
        ((HEAD + ONE + 'clauze = "第一条"',), "unknown keys"),
        ((HEAD + ONE.replace('wording = "早晚各一班。"', ""),), "missing keys"),
        ((HEAD + ONE + "since = 2024-05-01\nuntil = 2024-04-01",), "ends before it begins"),
        ((HEAD + ONE + 'since = "2024"',), "not a day"),
        (
            (HEAD + ONE + 'figures.a = { label = "表", columns = { rule = "规则" }, rows = [{ rule = "RIV-02" }] }',),
            "nothing is found",
        ),
        ((HEAD + "[[rule]",), "toml"),
    ],
)
def test_contradictions_are_found_before_the_house_opens(folder, bodies: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(RuleError, match=complaint):
        load(folder(*bodies))


def test_versions_that_follow_one_another_are_welcome(folder) -> None:
    old = ONE + 'version = "1"\nuntil = 2024-04-30\n'
    new = ONE + 'version = "2"\nsince = 2024-05-01\n'
    known = load(folder(HEAD + new + old))
    assert [version.version for version in known["RIV-01"]] == ["1", "2"]
    with pytest.raises(RuleError, match="overlap"):
        load(folder(HEAD + new + old.replace("04-30", "05-01")))

"""Figures of regulations never stand in code; see `figure_scan` for how they are told from other numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from figure_scan import Figures, scan, scan_tree

SOURCE = Path(__file__).resolve().parents[3] / "src" / "lianxin"

#: (file, expression) -> why the number is not the figure of a rule
ALLOWED: dict[tuple[str, str], str] = {
    ("faces/outward/jobs.py", "QUIET = timedelta(days=30)"): "how long a finished matter stays joined to its channel",
    ("faces/outward/published.py", "FRESH = timedelta(days=7)"): "what counts as news for an offer; nobody's deadline",
    ("foundation/casework/due.py", "WEEK = timedelta(days=7)"): "the heading 'this week' of a list; nobody's deadline",
    (
        "foundation/notices/queries.py",
        "def delivery_counts(actor: Actor, days: int=7)",
    ): "the window of a list, named on the page; nobody's deadline",
    ("foundation/notices/views_desk.py", "DAYS = 7"): "the window of a list, named on the page; nobody's deadline",
    (
        "publicity/channels/actions/sending.py",
        "AHEAD = timedelta(days=60)",
    ): "how far ahead a sending may be set, so that a slip of the year is noticed",
    (
        "publicity/channels/leaving.py",
        "CONFIRM_DAYS = 7",
    ): "how long a link in a mail works; nobody's deadline",
    (
        "publicity/portal/chinese_search.py",
        "BY_TEXT = 200",
    ): "rows that are compared by their text; nobody's limit of writing",
    (
        "foundation/jobs/jobs.py",
        "KEEP_SLOTS = timedelta(days=30)",
    ): "housekeeping of finished slots; nobody's deadline",
    (
        "foundation/notices/jobs.py",
        "KEEP_ADDRESS = timedelta(days=30)",
    ): "housekeeping of messages that were given up; nobody's deadline",
    (
        "publicity/channels/jobs.py",
        "KEEP_ENVELOPES = timedelta(days=30)",
    ): "housekeeping of messages that were sent; nobody's deadline",
    (
        "publicity/channels/queries.py",
        "def counts(actor: Actor, days: int=30)",
    ): "the window of a list; nobody's deadline",
    (
        "foundation/search/text.py",
        "TITLE_CHARACTERS = 300",
    ): "what the index keeps of a title; nobody's limit of writing",
    ("publicity/channels/views_desk.py", "DAYS = 30"): "the window of a list, named on the page; nobody's deadline",
    (
        "voice/letters/queries/statistics.py",
        "got = figures(None, Period('近三十天', today - timedelta(days=30), None))",
    ): "the window of a chart, named on the page; nobody's deadline",
}


@pytest.fixture(scope="module")
def found():
    return scan_tree(SOURCE)


def test_no_figure_of_a_rule_stands_in_code(found) -> None:
    wrong = [
        f"{f.path}:{f.line}: {f.code} (ask the registry: {', '.join(f.rules[:4])})"
        for f in found
        if f.key not in ALLOWED
    ]
    assert wrong == []


def test_the_allow_list_names_only_what_exists(found) -> None:
    assert set(ALLOWED) - {f.key for f in found} == set()


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ('due = Period(60, "day")', "PET-04"),
        ('due = clocks.Period(5, "workday")', "HOT-01"),
        ("limit = start + timedelta(days=30)", "LX-04"),
        ("limit = start + timedelta(15)", "PET-02"),
        ("due = calendar.add_workdays(day, 5)", "PET-03"),
        ("APPEAL_DAYS = 5", "LX-01"),
        ("max_photos: int = 5", "LX-12"),
        ("MINIMUM_N = 5", "LX-08"),
        ("def ask(letter, *, times=3): pass", "LX-07"),
        ("def f(x):\n    return x.follow_ups >= 3", "LX-07"),
        ("if 5000 < len(body): raise ValueError", "LX-11"),
        ("if used > Decimal('0.7'): warn()", "LX-10"),
        ("if present < 0.8 * total and share >= 0.8: pass", "ELE-01"),
    ],
)
def test_a_figure_is_found(code: str, rule: str) -> None:
    assert [f for f in scan(code, "voice/letters/policies.py", Figures()) if rule in f.rules]


@pytest.mark.parametrize(
    "code",
    [
        "tomorrow = day + timedelta(days=1)",
        "columns = 5",
        "if len(parts) == 5: pass",
        "if count > 0 and n >= 1: pass",
        "page = rows[:5]",
        'due = Period(rule("PET-04").count("finish"), "day")',
        'due = Period(13, "day")',
        "timeout = timedelta(seconds=30)",
        "if number > 4321: pass",
        "enabled = True",
        "def find(query, *, limit=5): pass",
        "DAYS = 13",
        "MOST_AT_ONCE = 5",
    ],
)
def test_other_numbers_are_left_alone(code: str) -> None:
    assert scan(code, "voice/letters/policies.py", Figures()) == []


def test_comparisons_count_only_where_things_are_decided() -> None:
    code = "if left >= 3: pass"
    assert scan(code, "voice/letters/policies.py", Figures())
    assert not scan(code, "voice/letters/views_public.py", Figures())

"""APP-01, B01: the tables have no place for points, ranks, online time, check-ins, likes, tracks or installs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2] / "src" / "lianxin"
FIELD = re.compile(
    r"(^|_)(scores?|points?|rank(ing|s)?|leaderboard|credits?|badges?|online|dwell|stay(ed)?|heartbeat|last_seen|"
    r"(read|watch|study|active)_(time|seconds|minutes)|logins?|visits?|views?|streak|check_?ins?|clock_?ins?|punch(es)?|"
    r"likes?|liked|upvotes?|reposts?|forwards|shares?|tracks?|trail|gps|lat|lon|installs?|installed|downloads?)($|_)"
)
LABEL = re.compile("积分|排名|排行|名次|在线|打卡|点赞|转发|浏览|阅读量|时长|轨迹|安装|下载")
#: what is called so and is something else
HARMLESS = {
    "accounts.Account.last_login": "the framework's own, shown to nobody",
    "search.SearchTerm.share": "how much of all texts has a word",
    "letters.Letter.lat": "where the matter is, not the person; may stay empty",
    "letters.Letter.lon": "where the matter is, not the person; may stay empty",
    "letters.Reply.points": "what a reply says to each question of a letter",
    "dues.Posting.credit": "a side of the ledger",
    "dues.Total.credit": "a side of the ledger",
    "gatherings.Gathering.online_url": "where a meeting is held",
    "essays.Work.rank": "the honour of a work, of which none need be given",
    "contests.Round.points": "what a question of an examination is worth",
    "media.Recording.seconds": "how long a film is, not how long anybody looked",
}


def suspicious(name: str, label: str) -> bool:
    return bool(FIELD.search(name) or LABEL.search(label))


def test_app_01_no_field_counts_what_must_not_be_counted() -> None:
    """Whoever adds one has to say here what else it is."""
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("lianxin.")
        for field in model._meta.concrete_fields
        if suspicious(field.name, str(field.verbose_name))
    }
    assert found == set(HARMLESS)


@pytest.mark.parametrize("name", ["lat", "lon"])
def test_app_01_no_place_is_demanded(name: str) -> None:
    assert apps.get_model("letters.Letter")._meta.get_field(name).null


@pytest.mark.parametrize(
    ("name", "label"),
    [("points", ""), ("study_points", ""), ("person_rank", ""), ("online_minutes", ""), ("watch_seconds", ""),
     ("check_in_days", ""), ("streak", ""), ("likes", ""), ("gps_track", ""), ("n", "本月积分"), ("n", "在线时长"), ("n", "打卡天数")],
)  # fmt: skip
def test_the_patterns_find_what_they_are_for(name: str, label: str) -> None:
    assert suspicious(name, label)
    assert not suspicious("pointing_at", "提级次数")


def test_app_01_no_page_has_a_board_of_winners() -> None:
    words = re.compile("排行榜|积分榜|光荣榜|打卡榜|在线榜")
    pages = [p for p in ROOT.rglob("*.html") if "/templates/" in p.as_posix()]
    assert len(pages) > 300, "the pages were looked for"
    assert [p.name for p in pages if words.search(p.read_text(encoding="utf-8"))] == []

"""R103 作风问题投诉统计 without names, R083 监督事项与处理公开, and the stopper that points to 纪检 (W05)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.decision import Refused
from lianxin.voice.letters.actions import topics
from lianxin.voice.letters.models import Letter, Topic
from lianxin.voice.letters.queries import conduct
from lianxin.voice.letters.queries.tally import Period
from tests.factories import County, Moves, letter_in
from tests.voice.letters.matrix import visitor

ALWAYS = Period("", None, None)


@pytest.fixture
def marked(county: County) -> dict[str, Topic]:
    """党的建设 with 作风 (two kinds) and 党务监督, marked at the desk."""
    found: dict[str, Topic] = {}
    for path in ("党的建设", "党的建设/作风", "党的建设/作风/态度", "党的建设/作风/拖延", "党的建设/监督"):
        parent = found.get(path.rpartition("/")[0])
        found[path] = topics.add_topic(actor=county.actor("county_router"), name=path.rpartition("/")[2], parent=parent)
    topics.mark_topic(actor=county.actor("county_router"), topic=found["党的建设/作风"], mark="conduct")
    topics.mark_topic(actor=county.actor("county_router"), topic=found["党的建设/监督"], mark="supervision")
    cache.clear()
    return {path: Topic.objects.get(pk=topic.pk) for path, topic in found.items()}


@pytest.fixture(autouse=True)
def _router(county: County) -> None:
    county.add("county_router", "admin", "QS")


def test_a_mark_holds_for_what_is_below_and_for_what_comes_later(county: County, marked: dict[str, Topic]) -> None:
    """R103, R083: set by whoever keeps the taxonomy, inherited by new topics; a town does not set it."""
    assert [t.mark for t in marked.values()] == ["", "conduct", "conduct", "conduct", "supervision"]
    later = topics.add_topic(actor=county.actor("county_router"), name="推诿", parent=marked["党的建设/作风"])
    assert later.mark == "conduct"
    for actor, mark in (("dispatcher", ""), ("county_router", "names")):
        with pytest.raises(Refused):
            topics.mark_topic(actor=county.actor(actor), topic=later, mark=mark)
    client = visitor(county, "county_router", Letter(pk=1))
    address = f"/workbench/letters/topics/{later.pk}/"
    assert client.post(f"{address}mark/", {"mark": ""}).status_code == 303
    assert client.post(f"{address}mark/", {"mark": "?"}).status_code == 422
    assert "保存标记" in client.get(address).content.decode()


def test_importing_a_taxonomy_leaves_marks_alone(marked: dict[str, Topic], tmp_path: Path) -> None:
    """R103: the sample form of three columns comes in as before; what is new below a marked topic has its mark."""
    file = tmp_path / "t.csv"
    file.write_text("一级分类,二级分类,三级分类\n党的建设,作风,态度\n党的建设,作风,吃喝\n交通,公交,线路\n", "utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import_topics", str(file))
    assert ended.value.code == 0
    marks = dict(Topic.objects.values_list("path", "mark"))
    assert (marks["党的建设/作风/态度"], marks["党的建设/作风/吃喝"], marks["交通/公交/线路"]) == (
        "conduct",
        "conduct",
        "",
    )


def test_figures_of_conduct_name_kinds_and_levels_and_nobody(
    county: County, moves: Moves, marked: dict[str, Topic]
) -> None:
    """R103: by kind of conduct and level of organisation with n, how they were handled; below five nothing but n (LX-08)."""
    slow, rude = marked["党的建设/作风/拖延"], marked["党的建设/作风/态度"]
    for _ in range(4):
        letter_in(county, "replied", kind="complain", topic=slow)
    got = conduct.conduct(None, ALWAYS, 5)
    assert (got.n, got.enough, got.kinds) == (4, False, ())
    letter = letter_in(county, "submitted", kind="complain", topic=slow)
    moves.refuse(letter)
    from lianxin.voice.letters.models import Review

    Review.objects.filter(letter=letter).update(reason="tipoff")
    letter_in(county, "handling", kind="complain", topic=rude)
    letter_in(county, "handling", kind="thank", topic=rude)
    got = conduct.conduct(None, ALWAYS, 5)
    assert got.n == 6
    assert got.kinds == (("其他", 6),), "one complaint of a kind would be worked out from the others"
    assert dict(got.levels) == {"其他": 6}
    assert dict(got.handled) == {"已答复": 4, "其中已纠正": 0, "其中已澄清说明": 4, "转纪检渠道": 1, "在办": 1}
    cache.clear()
    page = Client().get("/letters/stats/?period=all").content.decode()
    section = page.partition('id="conduct"')[2].partition("</section>")[0]
    assert "怎样处理" in section
    for office in county.organisations.values():
        assert office.short_name not in section


@given(counts=st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 30)), minimum=st.integers(1, 9))
def test_no_small_cell_can_be_worked_out(counts: dict[str, int], minimum: int) -> None:
    """O02, V07: every cell that is shown holds enough, the rest too, and nothing is lost."""
    rows = conduct.folded(Counter(counts), minimum)
    assert sum(n for _, n in rows) == sum(counts.values())
    if sum(counts.values()) >= minimum:
        assert all(n >= minimum for _, n in rows)


def test_supervision_is_shown_with_what_was_done_and_only_what_is_public(
    county: County, moves: Moves, marked: dict[str, Topic]
) -> None:
    """R083, M01: published letters about the Party's own work with their replies; criticism stands there too (M03)."""
    topic = marked["党的建设/监督"]
    shown = letter_in(county, "replied", topic=topic, title="支部公开栏没有更新")
    letter_in(county, "submitted", topic=topic, title="还没有审核的")
    moves.hide(letter_in(county, "replied", topic=topic, title="撤下来的"))
    letter_in(county, "replied", title="别的事项")
    page = Client().get("/letters/supervision/").content.decode()
    assert "支部公开栏没有更新" in page
    assert "路灯的线路昨天已经更换" in page, "how it was handled"
    for title in ("还没有审核的", "撤下来的", "别的事项"):
        assert title not in page
    assert shown.title not in Client().get("/letters/supervision/?org=QS02").content.decode()

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            Client().get("/letters/supervision/")
        return len(seen)

    one = cost()
    letter_in(county, "replied", topic=topic)
    letter_in(county, "replied", topic=topic)
    assert cost() == one <= 5


def test_serious_matters_are_pointed_to_the_right_channel_and_not_kept(county: County, client: Client) -> None:
    """W05, R103: the form says where to go and keeps nothing; the author decides, nobody is turned away for a word."""
    cache.clear()
    said: dict[str, Any] = {"step": "2", "kind": "complain", "door": "", "title": "村干部贪污补偿款", "demand": "查清楚",
                            "body": "听说有人贪污。", "organisation": "QS01", "wants_public": "yes", "key": "k" * 20}  # fmt: skip
    stopped = client.post("/letters/new/", said)
    assert stopped.status_code == 422
    text = stopped.content.decode()
    assert "请走纪检渠道" in text
    assert "村干部贪污补偿款" in text, "nothing typed is lost"
    assert not Letter.objects.unscoped("test").exists()
    on = client.post("/letters/new/", said | {"go": "not_tipoff"})
    assert on.status_code == 200
    assert 'name="sure" value="1"' in on.content.decode()
    quiet = client.post("/letters/new/", said | {"title": "窗口态度不好", "body": "说话难听。"})
    assert quiet.status_code == 200

"""What can be found, what cannot, and how soon a withdrawal shows (M01; search recall and precision)."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.search.actions import Entry, drop, put, put_many
from lianxin.foundation.search.engines import plan
from lianxin.foundation.search.models import SearchDocument
from lianxin.foundation.search.queries import find, similar
from lianxin.foundation.search.sources import refresh_frequencies
from lianxin.foundation.search.text import GAP, as_marked, canonical, parse, tokens
from lianxin.foundation.spine.scope import ScopeError

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)


def letter(object_id: int, title: str, body: str = "", **more: object) -> Entry:
    """An invented letter, each a minute after the one before."""
    values: dict[str, object] = {"audience": "public", "org_path": "0001", "when": NOON + timedelta(minutes=object_id)}
    return Entry(kind="letter", object_id=object_id, title=title, body=body, **(values | more))  # type: ignore[arg-type]


@pytest.fixture
def few() -> None:
    put_many(
        [
            letter(1, "柳河村路灯不亮", "村口三盏路灯坏了半个月，晚上出门看不见路。"),
            letter(2, "物业费怎么收", "小区物业，管理不到位，收费标准从1.2元涨到1.8元。"),
            letter(3, "请修A2区下水道", "LX20250003号来信：３号楼前积水，wifi信号也不好。"),
            letter(4, "感谢渡口镇窗口人员", "办事很快。", org_path="00010002"),
            letter(5, "内部批注路灯", "路灯项目的资金安排。", audience="staff", org_path="00010003"),
        ]
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("路灯", [1]),
        ("灯", [1]),
        ("村", [1]),
        ("物业管理", []),  # a comma stands between the two words in the text
        ("物业 管理", [2]),
        ("物业，管理", [2]),
        ("A2", [3]),
        ("a2区", [3]),
        ("Ａ２区下水", [3]),
        ("2区", []),
        ("修a2", [3]),
        ("3号楼", [3]),
        ("号楼", [3]),
        ("楼", [3]),
        ("lx20250003", [3]),
        ("lx20250003号", [3]),
        ("LX2025", []),
        ("WiFi", [3]),
        ("WIFI信", [3]),
        ("渡口镇窗口人员", [4]),
        ("渡口 灯", []),
        ("", [4, 3, 2, 1]),
        ("   ", [4, 3, 2, 1]),
    ],
)
@pytest.mark.usefixtures("few")
def test_words_characters_and_numbers(query: str, expected: list[int]) -> None:
    assert list(find(query).ids) == expected


@pytest.mark.parametrize(
    "query",
    ['"', "'", '"路灯', "路灯*", "-路灯", "路灯)", "(路灯", "路灯^2", "{title}: 路灯", "路灯\x00", "路灯;", "\\路灯", "路灯 | !", "路灯😀",
     "路灯' OR 1=1 --", "title:路灯", "路灯 & ", "<路灯>", "路灯%", "路灯_", ":路灯:*"],
)  # fmt: skip
@pytest.mark.usefixtures("few")
def test_signs_are_harmless(query: str) -> None:
    """Whatever stands around the word, it is found or merely narrowed by further words, never an error."""
    found = find(query)
    plain = [t for t in parse(query) if t.needle == "路灯"]
    others = [t for t in parse(query) if t.needle != "路灯"]
    if plain and not others:
        assert list(found.ids) == [1]
    else:
        assert list(found.ids) == []


@pytest.mark.parametrize(
    "query", ["😀", "***", '"""', "。，！", "\x00", "\ud800", "<>", "-", "\ue000", "NEAR/3 (", "路" * 5000, "a" * 5000]
)
@pytest.mark.usefixtures("few")
def test_nothing_to_look_for_finds_nothing(query: str) -> None:
    page = find(query)
    assert page.hits == ()
    assert similar(query) == []


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("few")
def test_any_text_is_a_legal_query(query: str) -> None:
    assert find(query).total >= 0
    assert find(query, order="title").total == find(query).total
    similar(query)


SIGNS = st.text(alphabet="路灯物业小区水电〇々a2b9，。 、-《", min_size=1, max_size=14)


@given(
    st.lists(st.tuples(SIGNS, SIGNS), min_size=1, max_size=6),
    st.text(alphabet="路灯物业小区水电〇々", min_size=1, max_size=4),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ideographs_are_found_exactly_where_they_stand(texts: list[tuple[str, str]], word: str) -> None:
    """Recall 1.0 and precision 1.0 against looking through every text."""
    with transaction.atomic():
        put_many([letter(i, title, body) for i, (title, body) in enumerate(texts)])
        expected = {i for i, (title, body) in enumerate(texts) if word in title or word in body}
        assert set(find(word, limit=50).ids) == expected
        titled = [
            i in {j for j, (title, _) in enumerate(texts) if word in title} for i in find(word, order="title").ids
        ]
        assert titled == sorted(titled, reverse=True)
        transaction.set_rollback(True)


@given(
    st.lists(st.text(alphabet="路灯区 ，" + string.ascii_lowercase[:3] + "12", max_size=16), min_size=1, max_size=5),
    st.text(alphabet="路灯区ab12", min_size=1, max_size=6),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mixed_stretches_need_whole_words(bodies: list[str], word: str) -> None:
    """In a mixed stretch words count whole: "a2区" is found in "本a2区" and not in "aa2区" or "a2 区"."""
    with transaction.atomic():
        put_many([letter(i, "题", body) for i, body in enumerate(bodies)])
        edges = "abc12"
        expected = set()
        for i, body in enumerate(bodies):
            at = body.find(word)
            while at >= 0:
                before, behind = body[at - 1 : at] if at else "", body[at + len(word) : at + len(word) + 1]
                if not (word[0] in edges and before and before in edges) and not (
                    word[-1] in edges and behind and behind in edges
                ):
                    expected.add(i)
                at = body.find(word, at + 1)
        assert set(find(word).ids) == expected
        transaction.set_rollback(True)


@pytest.mark.usefixtures("few")
def test_staff_entries_need_paths_and_stay_inside_them() -> None:
    assert list(find("路灯").ids) == [1]
    with pytest.raises(ScopeError):
        find("路灯", audience="staff")
    assert list(find("路灯", audience="staff", paths=["0001"]).ids) == [5, 1]
    assert list(find("路灯", audience="staff", paths=["00010003"]).ids) == [5]
    assert list(find("路灯", audience="staff", paths=["00010002"]).ids) == []
    assert list(find("路灯", audience="staff", paths=[]).ids) == []
    assert list(find("", paths=["00010002"]).ids) == [4]
    assert [h.object_id for h in similar("路灯项目资金安排")] == [1] or similar("路灯项目资金安排") == []
    assert 5 in [h.object_id for h in similar("路灯项目资金安排", audience="staff", paths=["0001"])]


@pytest.mark.usefixtures("few")
def test_kinds_and_facets_narrow() -> None:
    put(
        kind="notice",
        object_id=1,
        title="路灯改造公示",
        body="",
        audience="public",
        org_path="0001",
        when=NOON,
        topic="city",
    )
    assert [(h.kind, h.object_id) for h in find("路灯")] == [("letter", 1), ("notice", 1)]
    assert [h.kind for h in find("路灯", kinds=["notice"])] == ["notice"]
    assert [h.kind for h in find("路灯", facets={"topic": "city"})] == ["notice"]
    assert find("路灯", facets={"topic": "farm"}).hits == ()
    with pytest.raises(ValueError, match="facet"):
        find("路灯", facets={"topic' OR '1": "x"})


@pytest.mark.usefixtures("few")
def test_what_is_withdrawn_is_gone_at_once() -> None:
    """M01: inside the same transaction already, and for every way of asking."""
    drop("letter", 1)
    assert find("路灯").hits == ()
    assert find("灯").hits == ()
    assert 1 not in find("").ids
    assert similar("柳河村路灯不亮了") == []
    drop("letter", 1)


@pytest.mark.usefixtures("few")
def test_a_rolled_back_withdrawal_leaves_the_entry() -> None:
    class Stop(Exception):  # noqa: N818 - only a way out
        pass

    def drop_and_stop() -> None:
        with transaction.atomic():
            drop("letter", 1)
            raise Stop

    with pytest.raises(Stop):
        drop_and_stop()
    assert list(find("路灯").ids) == [1]


@pytest.mark.usefixtures("few")
def test_a_changed_entry_is_found_by_its_new_words_only() -> None:
    put_many([letter(1, "柳河村广场太吵", "每晚音响开到十点。")])
    assert find("路灯").hits == ()
    assert list(find("广场").ids) == [1]
    assert SearchDocument.objects.filter(kind="letter", object_id=1).count() == 1


def test_newest_first_by_their_own_time_not_by_the_order_of_entry() -> None:
    put_many([letter(3, "修路"), letter(1, "修路"), letter(2, "修路")])
    put_many(
        [letter(9, "修路", when=NOON - timedelta(days=400)), letter(8, "修路", when=datetime(1999, 1, 1, tzinfo=UTC))]
    )
    assert list(find("修路").ids) == [3, 2, 1, 9, 8]


def test_a_second_holds_more_entries_than_it_has_ids() -> None:
    put_many([letter(i, f"批量导入{i}", when=NOON) for i in range(600)])
    assert find("批量导入", limit=1).total_label == "500+"
    assert SearchDocument.objects.count() == 600


def test_counting_stops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxin.foundation.search.queries.COUNT_CAP", 10)
    put_many([letter(i, "修路") for i in range(25)])
    first = find("修路", limit=5)
    assert (first.total_label, first.has_next) == ("10+", True)
    assert find("修路", limit=20, offset=20).total_label == "25"
    assert find("", limit=5).total_label == "10+"


def test_common_words_are_found_the_same_way_when_they_are_known_to_be_common() -> None:
    put_many([letter(i, "修路" if i % 2 else "路灯", "小区") for i in range(60)])
    before = find("小区", limit=7, offset=3).ids, find("区", limit=9).ids, find("路", limit=9).total
    assert refresh_frequencies() > 0
    assert (find("小区", limit=7, offset=3).ids, find("区", limit=9).ids, find("路", limit=9).total) == before
    assert find("修路", limit=5).ids == (59, 57, 55, 53, 51)


def test_every_way_of_finding_gives_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index, the walk from the newest and looking through a small scope (see engines/plan.py)."""
    places = ["00010001", "00010002"]
    put_many(
        [
            letter(i, "修路" if i % 3 else "路灯", "小区 a2区" if i % 2 else "别处", org_path=places[i % 2])
            for i in range(90)
        ]
    )
    asked = [
        (q, p, o)
        for q in ("路", "修路", "小区", "修路 小区", "a2区", "a2", "灯修")
        for p in (None, places[:1], places[1:], ["0001"])
        for o in (0, 5, 80)
    ]

    def answers() -> list[tuple[tuple[int, ...], int]]:
        return [(found.ids, found.total) for found in (find(q, paths=p, offset=o, limit=4) for q, p, o in asked)]

    plan.forget()
    by_index = answers()
    assert refresh_frequencies() > 0
    assert answers() == by_index
    monkeypatch.setattr(plan, "SMALL_SCOPE", 50)
    monkeypatch.setattr(plan, "rarest", lambda terms: 10**6)
    monkeypatch.setattr("lianxin.foundation.search.engines.postgres.expected", lambda terms: (0.9, 10**6))
    assert answers() == by_index
    assert any(total > 4 for _, total in by_index)


def test_title_first_pages_hold_each_entry_once() -> None:
    put_many([letter(i, "修路" if i % 3 == 0 else "其他", "修路" if i % 2 else "无") for i in range(60)])
    everything = [pk for start in range(0, 60, 7) for pk in find("修路", order="title", limit=7, offset=start).ids]
    expected = [i for i in range(59, -1, -1) if i % 3 == 0] + [i for i in range(59, -1, -1) if i % 3 and i % 2]
    assert everything == expected


def test_long_documents_are_found_to_their_end() -> None:
    """Far beyond what a positional tsvector could hold."""
    body = "党员大会讨论。" * 6000 + "末尾提到苍耳沟水库"
    put_many([letter(1, "长文", body)])
    assert list(find("苍耳沟水库").ids) == [1]
    assert list(find("员大会讨").ids) == [1]
    assert find("会讨党").hits == ()


def test_likeness_prefers_the_same_matter() -> None:
    put_many(
        [
            letter(1, "柳河村路灯不亮", "村口三盏路灯坏了半个月。"),
            letter(2, "柳河村自来水浑浊", "早上放出来的水是黄的。"),
            letter(3, "渡口镇路灯太暗", "桥头的路灯只剩一盏。"),
            *[letter(10 + i, f"第{i}件别的事", "公交车晚点，站牌看不清。") for i in range(30)],
        ]
    )
    refresh_frequencies()
    found = similar("我们柳河村的路灯坏了，晚上不亮", limit=3)
    assert found[0].object_id == 1
    assert 0 < found[0].score <= 1
    assert similar("我们柳河村的路灯坏了，晚上不亮", limit=3, exclude=1)[:1] != found[:1]
    assert similar("的") == []


def test_an_excerpt_shows_the_place() -> None:
    put_many([letter(1, "标题", "前言" * 80 + "，渡口大桥的栏杆松了，" + "后话" * 80)])
    shown = find("栏杆").hits[0].excerpt
    assert "栏杆" in shown
    assert len(shown) < 90
    assert "<" not in shown


def test_entries_are_checked() -> None:
    with pytest.raises(ValueError, match="audience"):
        letter(1, "x", audience="everyone")
    with pytest.raises(ValueError, match="aware"):
        letter(1, "x", when=datetime(2025, 1, 1))


@given(st.text(alphabet="路灯坏了a2区3号，。 <>x", max_size=40))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_token_stands_in_a_text_exactly_when_its_marked_form_does(text: str) -> None:
    """Likeness looks for the marked form instead of taking every text apart again."""
    marked = canonical(text)
    mine = set(tokens(marked)) - {GAP}
    for token in {"路灯", "灯坏", "a2", "3", "a2x", *mine}:
        if len(token) > 1:
            assert (as_marked(token) in marked) == (token in mine)


def test_an_excerpt_is_printed_as_chinese_is() -> None:
    put_many([letter(1, "灯", "路灯坏了,请修好（三天内）；电话:010-1234, see A,B。好吗?")])
    assert find("路灯").hits[0].excerpt == "路灯坏了，请修好（三天内）；电话：010-1234, see a,b。好吗？"

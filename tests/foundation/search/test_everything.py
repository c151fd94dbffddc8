"""The search of the whole house against reading every text: recall and precision 1.0 (R002)."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.foundation.search.everything import search
from lianxin.foundation.search.models import SearchDocument
from lianxin.foundation.search.sources import refresh_frequencies

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)
PATHS = ("0001", "00010001", "00010002", "000100020001")


def entry(object_id: int, title: str, body: str = "", **more: object) -> Entry:
    values: dict[str, object] = {
        "kind": "article", "audience": "public", "org_path": PATHS[object_id % 4], "when": NOON + timedelta(minutes=object_id),
    }  # fmt: skip
    return Entry(object_id=object_id, title=title, body=body, **(values | more))  # type: ignore[arg-type]


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def scan(texts: dict[int, tuple[str, str]], query: str) -> set[int]:
    """What somebody finds who reads everything."""
    words = plain(query).split()
    return {pk for pk, (t, b) in texts.items() if all(w in plain(t) or w in plain(b) for w in words)}


def every_id(query: str, **more: object) -> list[int]:
    found: list[int] = []
    while True:
        page = search(query, limit=100, offset=len(found), **more)  # type: ignore[arg-type]
        found += [hit.object_id for hit in page.hits]
        if len(page.hits) < 100:
            assert len(found) == page.total
            assert not page.capped
            return found


SENTENCES = (
    "《信访工作条例》第十五条规定，各级机关应当公布电话010-6655与邮箱。", "Ａ２区3号楼的wifi信号不好，编号LX20250003号。",
    "2024年3月15日召开第3次党员大会，应到36人、实到30人。", "“三会一课”制度（GB/T 9704）要求按期召开。", "老张说：“这事办得好”，群众都满意……",
    "渡口镇柳河村党支部书记王小田到夜校讲课。", "网址 http://www.example.cn/news?id=120&x=7 已停用。", "第十五条之一、第一百五十条另有规定。",
)  # fmt: skip


@pytest.fixture
def library() -> dict[int, tuple[str, str]]:
    dice = random.Random(5)
    texts = {}
    for pk in range(1, 161):
        picked = dice.sample(SENTENCES, 3)
        texts[pk] = (f"{picked[0][: dice.randint(4, 18)]}", "\n".join(s[dice.randint(0, 6) :] for s in picked))
    put_many(entry(pk, *text) for pk, text in texts.items())
    return texts


def test_two_hundred_words_of_one_to_six_characters(library: dict[int, tuple[str, str]]) -> None:
    """Exactly the entries in which the typed string stands, wherever it was cut out of the text."""
    refresh_frequencies()
    dice, asked = (
        random.Random(11),
        [
            "第十五条",
            "信访工作条例",
            "王小田",
            "2024年",
            "3月",
            "第3次",
            "A2区",
            "ｌｘ2025",
            "9704",
            "T 9704",
            "、",
            "（",
        ],
    )
    whole = [line for _, body in library.values() for line in body.split("\n")]
    while len(asked) < 240:
        line = dice.choice(whole)
        at = dice.randrange(len(line))
        if piece := line[at : at + dice.randint(1, 6)].strip():
            asked.append(piece)
    for query in asked:
        assert set(every_id(query)) == scan(library, query), query


ALPHABET = "路灯第十条a2B9１，。“”'\" 、-《》<>/_…\n"


@given(st.lists(st.tuples(st.text(ALPHABET, max_size=9), st.text(ALPHABET, max_size=24)), min_size=1, max_size=4),
       st.text(ALPHABET.replace("<", "").replace(">", "").replace("\n", ""), min_size=1, max_size=6))  # fmt: skip
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_found_exactly_where_it_stands(texts: list[tuple[str, str]], query: str) -> None:
    with transaction.atomic():
        put_many(entry(i, *text) for i, text in enumerate(texts))
        found = search(query, limit=50)
        cleaned = {
            i: (t.replace("<", " ").replace(">", " "), b.replace("<", " ").replace(">", " "))
            for i, (t, b) in enumerate(texts)
        }
        if query.strip() and not found.loosened:
            assert {hit.object_id for hit in found.hits} == scan(cleaned, query)
        transaction.set_rollback(True)


@given(st.text(max_size=80))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("library")
def test_any_text_is_a_legal_question(query: str) -> None:
    assert search(query).total >= 0


@pytest.mark.usefixtures("library")
def test_quotes_around_a_word_do_not_hide_it() -> None:
    assert search('"夜校"').loosened
    assert search('"夜校"').total == search("夜校").total > 0
    assert not search("“三会一课”").loosened


def test_title_hits_come_first_and_pages_hold_each_entry_once() -> None:
    put_many(entry(i, "修路3号" if i % 3 == 0 else "其他", "修路3号" if i % 2 else "无") for i in range(60))
    expected = [i for i in range(59, -1, -1) if i % 3 == 0] + [i for i in range(59, -1, -1) if i % 3 and i % 2]
    for query in ("修路", "修路3", "路3号"):
        assert [h.object_id for start in range(0, 60, 7) for h in search(query, limit=7, offset=start).hits] == expected
        assert search(query, limit=1).total == len(expected)


def test_kind_place_and_time_narrow_and_are_counted() -> None:
    put_many(entry(i, "修路", kind="letter" if i % 2 else "article") for i in range(40))
    put_many(
        [entry(77, "修路", audience="staff", kind="letter"), entry(78, "修路", kind="letter_helped", audience="staff")]
    )
    found = search("修路")
    assert (found.total, found.facets.kinds) == (40, {"article": 20, "letter": 20})
    assert found.facets.paths == {"0001": 10, "00010001": 10, "00010002": 20}
    assert found.facets.years == {2025: 40}
    assert search("修路", kinds=["letter"]).total == 20
    assert search("修路", paths=["00010002"]).total == 20
    assert search("修路", since=NOON + timedelta(minutes=10), until=NOON + timedelta(minutes=12)).total == 2
    assert search("修路", kinds=["article"], paths=["0001"], since=NOON + timedelta(minutes=39)).total == 0


def test_many_entries_are_counted_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    put_many(entry(i, "修路", "2024年") for i in range(30))
    monkeypatch.setattr("lianxin.foundation.search.engines.exact.COUNTED_WHOLE", 5)
    for engine in ("sqlite", "postgres"):
        monkeypatch.setattr(f"lianxin.foundation.search.engines.exact_{engine}.CAP", 10)
    found = search("修路", limit=5)
    assert (found.total, found.capped) == (10, True)
    assert search("修路", limit=20, offset=20).total == 30


@pytest.mark.parametrize("reading", [0.0, 1e9])
def test_common_words_give_the_same_hits_by_every_way(monkeypatch: pytest.MonkeyPatch, reading: float) -> None:
    """PostgreSQL walks from the newest on for common words; what is found does not depend on it."""
    put_many(entry(i, "修路3号" if i % 7 == 0 else "题", "修路的事，第3号" if i % 2 else "修桥的事") for i in range(80))
    asked = ("修路", "路的事", "事，第3", "第3号", "3号", "修", "修桥")
    before = [every_id(query) for query in asked]
    monkeypatch.setattr("lianxin.foundation.search.engines.exact.COUNTED_WHOLE", 5)
    monkeypatch.setattr("lianxin.foundation.search.engines.exact_postgres._share", lambda asked, title=False: 0.9)
    monkeypatch.setattr("lianxin.foundation.search.engines.exact_postgres.READING", reading)
    for query, ids in zip(asked, before, strict=True):
        pages = [h.object_id for start in range(0, 80, 9) for h in search(query, limit=9, offset=start).hits]
        assert pages == ids, query
        assert search(query, limit=9).total == len(ids)


def test_the_parts_of_a_word_are_not_the_word() -> None:
    """All stretches that the index is asked for stand in the text, the word does not (precision 1.0)."""
    put_many([entry(1, "甲乙丙，丙丁戊", "乙丙丁"), entry(2, "题", "甲乙，乙丙")])
    assert search("甲乙丙丁戊").total == search("甲乙丙丁").total == 0
    assert [h.object_id for h in search("甲乙丙").hits] == [1]
    assert [h.object_id for h in search("乙丙").hits] == [1, 2]


def test_any_part_of_an_endless_run_of_letters_is_found() -> None:
    """A run is cut into words of forty characters; what stands across the cut is found all the same."""
    run = "".join(random.Random(3).choices("abcdefghijk", k=130))
    put_many([entry(1, "编号", f"其{run}止"), entry(2, "其他", "xyz")])
    for at, size in ((0, 6), (37, 6), (38, 2), (10, 60), (79, 3), (124, 6)):
        assert search(run[at : at + size]).hits[0].object_id == 1, (at, size)
    assert [h.object_id for h in search(run[-2:] + "止").hits] == [1]


def test_what_is_withdrawn_or_for_the_staff_only_is_not_counted_either() -> None:
    put_many(entry(i, "修路", "2024年") for i in range(4))
    drop("article", 0)
    put_many([entry(1, "修路", "2024年", audience="staff")])
    SearchDocument.objects.filter(object_id=2).delete()  # whatever way a row goes
    for query in ("修", "修路", "2024年"):
        found = search(query)
        assert ([h.object_id for h in found.hits], found.total, found.facets.kinds) == ([3], 1, {"article": 1})


def test_of_a_very_long_text_the_place_is_shown() -> None:
    body = "党员大会讨论了今年的工作。" * 3000 + "最后提到苍耳沟2031号闸的修理。" + "散会。" * 3000
    put_many([entry(1, "长文", body)])
    for query in ("苍耳沟", "31号闸", "修理"):
        excerpt = search(query).hits[0].excerpt
        assert query in excerpt
        assert excerpt[0] == excerpt[-1] == "…"
        assert len(excerpt) < 90
    assert search("长文").hits[0].excerpt.startswith("党员大会")


def test_the_end_of_a_long_text_is_found() -> None:
    """A positional tsvector would stop at position 16,383; this phrase stands behind some 50,000 characters."""
    body = "党员大会讨论了今年的工作。" * 4000 + "最后提到苍耳沟水库2031号闸。"
    assert len(body) > 40_000
    put_many([entry(1, "长文", body)])
    for query in ("苍耳沟水库", "水库2031", "31号闸", "库2031号闸。"):
        assert [h.object_id for h in search(query).hits] == [1], query
    assert search("苍耳沟水厂").total == 0

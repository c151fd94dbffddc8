"""Full texts: what is read, what is refused, and that nothing half-read is stored."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from regulation_text import TEXT

from lianxin.foundation.rules.actions import import_text
from lianxin.foundation.rules.models import Article, Regulation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.rules.texts import name_key, parse
from lianxin.kernel.actor import ANONYMOUS, SYSTEM
from lianxin.kernel.decision import Refused

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "regulations"


def run(path: Path, **options: object) -> tuple[dict[str, object], str, int]:
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_regulation", str(path), "--json", stdout=out, stderr=err, **options)
    except SystemExit as stop:
        code = int(str(stop.code))
    return json.loads(out.getvalue().strip().splitlines()[-1]), err.getvalue(), code


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "text.md"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_text_is_read_with_its_quirks() -> None:
    text = parse(TEXT)
    assert text.refused == []
    assert text.title == "清水县渡口管理办法"
    assert (text.issued, text.in_force, text.version) == (date(2024, 3, 5), date(2024, 4, 1), "2024-03-05")
    assert [a.anchor for a in text.articles] == ["art-1", "art-2", "art-4", "art-4-1", "art-5"]
    assert text.missing == [3]
    assert text.articles[1].text.split("\n")[1] == "（一）每年刷一次桐油；"
    assert (text.articles[0].chapter, text.articles[2].chapter) == ("第一章 总则", "第二章 开船")
    assert text.articles[2].section == "第一节 班次"


def test_from_the_day_of_publication() -> None:
    text = parse(TEXT.replace("自2024年4月1日起施行", "自公布之日起施行"))
    assert text.in_force == text.issued == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("before", "after", "row", "words"),
    [
        ("第五条 本", "第四条 本", 27, "重复"),
        ("第五条 本", "第二条 本", 27, "颠倒"),
        ("# 清水县渡口管理办法", "清水县渡口管理办法", 1, "标题"),
        ("第二条 船要结实。\n\n（一）每年刷一次桐油；\n\n（二）按照第四条检查。", "第二条", 13, "没有内容"),
        ("### 第一节 班次", "### 第一节 班次\n乱入的一行", 22, "不知道属于哪一条"),
    ],
)
def test_a_damaged_text_is_refused_whole_with_the_line(db, file, before: str, after: str, row: int, words: str) -> None:
    assert before in TEXT
    figures, said, code = run(file(TEXT.replace(before, after)))
    assert code == 1
    assert any(line["row"] == row and words in line["reason"] for line in figures["refused"]), figures["refused"]
    assert f"第 {row} 行" in said
    assert (figures["imported"], Regulation.objects.count(), Article.objects.count()) == (0, 0, 0)


def test_something_else_entirely(db, file, tmp_path: Path) -> None:
    figures, _, code = run(file("买菜：两斤豆腐"))
    assert code == 1
    assert len(figures["refused"]) == 2
    with pytest.raises(CommandError, match="编码"):
        run(_bytes(tmp_path, b"\xff\xfe\x00\xd8"))
    with pytest.raises(CommandError, match="打不开") as unread:
        run(tmp_path / "nowhere.md")
    assert unread.value.returncode == 2  # as with every importer: 1 is for rows that were refused


def _bytes(folder: Path, raw: bytes) -> Path:
    path = folder / "raw.md"
    path.write_bytes(raw)
    return path


def test_import_is_idempotent(db, file) -> None:
    first, _, code = run(file(TEXT))
    assert (code, first["imported"], first["unchanged"], first["refused"]) == (0, 5, 0, [])
    assert first["missing"] == [3]
    before = list(Article.objects.values_list("pk", "number", "text"))
    second, _, code = run(file(TEXT))
    assert (code, second["imported"], second["unchanged"]) == (0, 0, 5)
    assert list(Article.objects.values_list("pk", "number", "text")) == before
    assert Regulation.objects.count() == 1


def test_the_same_text_in_an_older_encoding_is_the_same_text(db, file) -> None:
    run(file(TEXT))
    assert run(file(TEXT.replace("\n", "\r\n"), "gb18030"))[0]["unchanged"] == 5
    assert run(file(TEXT, "utf-8-sig"))[0]["unchanged"] == 5


def test_a_corrected_file_changes_what_differs(db, file) -> None:
    run(file(TEXT))
    figures, _, _ = run(file(TEXT.replace("早晚各一班", "早中晚各一班").replace("第四条之一 赶集的日子加一班。\n", "")))
    assert (figures["imported"], figures["unchanged"], figures["removed"]) == (2, 2, 1)
    assert Article.objects.get(number=4).text == "早中晚各一班。"


def test_a_new_version_stands_beside_the_old_one(db, file) -> None:
    run(file(TEXT))
    run(file(TEXT.replace("2024年", "2025年")))
    assert sorted(Regulation.objects.values_list("version", flat=True)) == ["2024-03-05", "2025-03-05"]


def test_only_the_operator_brings_texts_in(db) -> None:
    with pytest.raises(Refused) as refused:
        import_text(actor=ANONYMOUS, text=parse(TEXT))
    assert refused.value.denied.code == "no_right"
    assert Regulation.objects.count() == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中华人民共和国渡口法", "渡口法"),
        ("《渡口条例（试行）》", "渡口条例(试行)"),
        ("渡口 条例(2024-03-05)", "渡口条例"),
    ],
)
def test_two_writings_of_a_name_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_refusal_leads_to_the_article_once_it_is_there(db) -> None:
    assert rule("PET-06").url == "/rules/PET-06/"
    made = TEXT.replace("清水县渡口管理办法", "信访工作条例").replace("第五条", "第二十八条")
    import_text(actor=SYSTEM, text=parse(made))
    assert rule("PET-06").url == "/regulations/petitions/#art-28"
    assert rule("PET-04").url == "/rules/PET-04/", "an article that the text does not have is not linked"


def test_where_articles_stand_is_asked_once(db, django_assert_num_queries) -> None:
    import_text(actor=SYSTEM, text=parse(TEXT))
    with django_assert_num_queries(2):
        assert [rule("PET-06").url for _ in range(50)] == ["/rules/PET-06/"] * 50


@pytest.mark.parametrize(
    ("part", "articles", "issued", "in_force", "rule_id", "url"),
    [
        ("个人信息保护法", 74, "2021-08-20", "2021-11-01", "PIP-05", "/regulations/personal-information/#art-24"),
        ("信访工作条例", 50, "2022-02-25", "2022-05-01", "PET-04", "/regulations/petitions/#art-34"),
        ("在线政务服务", 16, "2019-04-26", "2019-04-26", "SVC-01", "/regulations/online-services/#art-7"),
        ("无障碍环境建设法", 72, "2023-06-28", "2023-09-01", "A11Y-01", "/regulations/accessibility-law/#art-32"),
    ],
)
def test_the_sample_texts(db, part: str, articles: int, issued: str, in_force: str, rule_id: str, url: str) -> None:
    found = sorted(SAMPLES.glob(f"*{part}*.md")) if SAMPLES.exists() else []
    if not found:
        pytest.skip("the sample regulations are not beside this checkout (../shared/data/regulations)")
    figures, _, code = run(found[0])
    assert (code, figures["imported"], figures["refused"], figures["missing"]) == (0, articles, [], [])
    assert (figures["version"], figures["in_force"]) == (issued, in_force)
    assert rule(rule_id).url == url
    # the registry's day of force is the one that the text itself names
    assert rule(rule_id).since == date.fromisoformat(in_force)

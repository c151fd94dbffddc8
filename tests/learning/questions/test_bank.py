"""R038: written by one, approved by another, kept in versions; tables of every make with a verdict for each row."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from lianxin.kernel.decision import Refused
from lianxin.kernel.sheet_books import book
from lianxin.kernel.sheets import SheetError
from lianxin.learning.contests import actions as contests
from lianxin.learning.questions import actions
from lianxin.learning.questions.actions import Written
from lianxin.learning.questions.importing.running import refused, run, template
from lianxin.learning.questions.models import BankQuestion, Version
from tests.learning.conftest import RUNNING, World, again, at, first, text

HEAD = ("题型", "题目内容", "选项A", "选项B", "选项C", "正确答案", "答案解析", "依据", "难易程度")
GOOD = [
    ("单选题", "支部多久开一次党员大会？", "每月", "每季度", "每年", "B", "一般每季度一次", "条例第十一条", "简单"),
    ("", "下面哪些是三会？", "党员大会", "支委会", "茶话会", "A、B", "茶话会不是", "条例第十一条", ""),
    ("判断", "预备党员有表决权。", "", "", "", "×", "没有", "党章第七条", "难"),
    ("填空题", "全心全意为（ ）服务，实现__。", "", "", "", "人民|群众；共产主义", "总纲", "党章总纲", "中"),
]


def table(*rows: Any, head: Any = HEAD) -> bytes:
    return book("题", [(word, 12) for word in head], rows)


def brought(world: World, data: bytes, *, dry: bool = False, who: str = "writer") -> Any:
    return run(data, actor=world.who(who), organisation=world.town, dry=dry)


def there(stem: str) -> BankQuestion:
    return BankQuestion.objects.unscoped("test").select_related("latest").get(latest__stem=stem)


def test_a_table_as_people_have_it(world: World) -> None:
    """Any headings, kinds that are not written are seen from the answer, gaps of any make; looked at first, written once."""
    before = BankQuestion.objects.unscoped("test").count()
    assert brought(world, table(*GOOD), dry=True).fresh == 4
    assert BankQuestion.objects.unscoped("test").count() == before, "a look writes nothing"
    outcome = brought(world, table(*GOOD))
    assert (outcome.fresh, outcome.refused) == (4, [])
    assert [(there(row[1]).kind, there(row[1]).state) for row in GOOD[:3]] == [
        ("single", "waiting"),
        ("multiple", "waiting"),
        ("truth", "waiting"),
    ]
    blank = there("全心全意为____服务，实现____。")
    assert blank.latest is not None
    assert blank.latest.key == [["人民", "群众"], ["共产主义"]]
    assert blank.difficulty == 2
    again_ = brought(world, table(*GOOD))
    assert (again_.fresh, again_.unchanged) == (0, 4), "the same table twice is one"


def test_each_refused_row_says_everything_that_is_wrong(world: World) -> None:
    """All reasons at once, in Chinese, with the line of the file; the others go in; what came back can be mended and sent."""
    bad = ("单选题", "没有出处的题", "甲", "甲", "", "D", "", "", "很难")
    outcome = brought(world, table(GOOD[0], bad))
    assert outcome.fresh == 1
    assert [row.number for row in outcome.refused] == [3]
    said = "；".join(outcome.refused[0].reasons)
    for part in ("缺少解析", "缺少出处", "两个选项写得一样", "答案不在选项里", "难度看不懂：很难"):
        assert part in said
    assert brought(world, refused(outcome.refused), dry=True).refused[0].reasons == outcome.refused[0].reasons


def test_two_answers_to_one_question_are_both_refused(world: World) -> None:
    """Banks in the wild contradict themselves: nobody knows which row is right, so neither goes in."""
    other = (*GOOD[0][:5], "C", *GOOD[0][6:])
    outcome = brought(world, table(GOOD[0], other, GOOD[2], GOOD[2]))
    assert outcome.fresh == 1
    assert [row.number for row in outcome.refused] == [2, 3, 5]
    assert "答案不一样" in outcome.refused[0].reasons[0]
    assert "与第 4 行是同一题" in outcome.refused[2].reasons[0]
    mixed = ("单选题", "支部多久开一次党员大会？", "每季度", "每年", "每月", "A", *GOOD[0][6:])
    assert brought(world, table(GOOD[0], mixed), dry=True).fresh == 1, (
        "the same answer in another order of options is the same"
    )


def test_what_is_there_is_not_written_over(world: World) -> None:
    brought(world, table(GOOD[0]))
    outcome = brought(world, table((*GOOD[0][:6], "另一种解析", *GOOD[0][7:])))
    assert outcome.fresh == 0
    assert there(GOOD[0][1]).number in outcome.refused[0].reasons[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_and_all_options_in_one_cell(world: World, encoding: str) -> None:
    lines = [("题库",), ("题目", "选项", "答案", "解析", "出处"), ("多选一格", "A.甲|B.乙|C.丙", "AC", "解", "处")]
    raw = io.StringIO()
    csv.writer(raw).writerows(lines)
    brought(world, raw.getvalue().encode(encoding))
    found = there("多选一格")
    assert found.kind == "multiple"
    assert found.latest is not None
    assert found.latest.options == ["甲", "乙", "丙"]


def test_our_own_template_goes_in_whole(world: World) -> None:
    assert brought(world, template(), dry=True).refused == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01", table(("x",), head=("别的",))])
def test_a_file_that_is_none_is_refused_as_a_whole(world: World, data: bytes) -> None:
    with pytest.raises(SheetError):
        brought(world, data)


def test_the_command_says_the_same(world: World, tmp_path: Any, capsys: Any) -> None:
    path, rejects = tmp_path / "t.xlsx", tmp_path / "r.xlsx"
    path.write_bytes(table(GOOD[0], ("单选题", "空题", "", "", "", "", "", "", "")))
    with pytest.raises(SystemExit) as dry:
        call_command("import_questions", str(path), "--organisation", "QS01", "--dry-run", "--json")
    assert dry.value.code == 1
    assert not BankQuestion.objects.unscoped("test").filter(latest__stem=GOOD[0][1]).exists()
    with pytest.raises(SystemExit):
        call_command("import_questions", str(path), "--organisation", "QS01", "--json", "--rejects", str(rejects))
    told = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert told["imported"] == 1
    assert told["refused"][0]["row"] == 3
    assert rejects.exists()
    with pytest.raises(SystemExit) as nowhere:
        call_command("import_questions", str(path), "--organisation", "NICHTS")
    assert nowhere.value.code == 2


def test_only_into_a_bank_of_ones_own(world: World) -> None:
    for who in ("checker", "beside", "low", "m0"):
        with pytest.raises(Refused):
            brought(world, table(GOOD[0]), who=who)


def test_who_wrote_it_does_not_approve_it(world: World) -> None:
    """M04, also when the wording is another's."""
    world.county.add("both", "secretary", "QS01")
    case = actions.write(actor=world.who("both"), organisation=world.town, written=Written(text(n=77)), key="own")
    case = actions.submit(actor=world.who("both"), question=case, revision=case.revision)
    with pytest.raises(Refused) as caught:
        actions.approve(actor=world.who("both"), question=case, revision=case.revision)
    assert caught.value.denied.code == "own_work"
    assert actions.approve(actor=world.who("checker"), question=case, revision=case.revision).state == "ready"


def test_what_was_answered_keeps_its_wording(world: World, contest_in: Any) -> None:
    """A new version is another row: the paper of yesterday shows what was asked; the bank says who approved what."""
    found = first(contest_in())
    with at(RUNNING):
        paper = contests.start(actor=world.who("m0"), round_=found)
        place = paper.places[0]
        case = BankQuestion.objects.unscoped("test").get(latest=place.version)
        old = Version.objects.get(pk=place.version).stem
        case = actions.revise(actor=world.who("writer"), question=case, revision=case.revision)
        case = actions.change(
            actor=world.who("writer"), question=case, written=Written(text(case.kind, 88)), revision=case.revision
        )
        case = actions.submit(actor=world.who("writer"), question=case, revision=case.revision)
        case = actions.approve(actor=world.who("checker"), question=case, revision=case.revision)
        assert [v.number for v in case.versions.all()] == [1, 2]
        assert Version.objects.get(pk=again(paper).places[0].version).stem == old
        retired = actions.retire(actor=world.who("writer"), question=case, reason="过时了", revision=case.revision)
        assert retired.state == "retired"
        assert Version.objects.filter(question=case).count() == 2


def test_the_same_question_is_asked_once(world: World) -> None:
    with pytest.raises(Refused) as caught:
        actions.write(
            actor=world.who("writer"),
            organisation=world.town,
            written=Written(text(stem=" single第1问！ ")),
            key="again",
        )
    assert caught.value.denied.field == "stem"


def test_many_are_approved_on_one_page_or_none(world: World) -> None:
    brought(world, table(*GOOD))
    rows = list(BankQuestion.objects.unscoped("test").filter(state="waiting"))
    with pytest.raises(Refused):
        actions.approve_many(
            actor=world.who("checker"), questions=[*((row, row.revision) for row in rows[:3]), (rows[3], 7)]
        )
    assert BankQuestion.objects.unscoped("test").filter(state="waiting").count() == 4
    assert actions.approve_many(actor=world.who("checker"), questions=[(row, row.revision) for row in rows]) == 4


def test_a_large_table_is_brought_in_with_few_statements(world: World, django_assert_max_num_queries: Any) -> None:
    """A thousand questions in some dozens of statements: what an engine takes at once, never one for each row."""
    rows = [("单选题", f"大表第 {n} 题？", "甲", "乙", "丙", "A", "解析", f"第{n}条", "") for n in range(1000)]
    with django_assert_max_num_queries(80):
        assert brought(world, table(*rows)).fresh == 1000

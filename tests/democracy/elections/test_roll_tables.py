"""A roll from Excel or CSV (R067, ELE-14): a verdict for every row, whole or not at all, twice is once, namesakes apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianxin.democracy.elections import forms, roll_table
from lianxin.democracy.elections.roll_table import Outcome
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.audit.sentences import sentence_for
from lianxin.kernel.sheets import SheetError
from lianxin.membership.dossiers.models import Member, MemberRecord
from tests.democracy.elections.conftest import NAMES, PROBATION, Meeting, World
from tests.democracy.elections.old_excel import Coloured, Value, old_book
from tests.democracy.elections.paper_rounds import Make, refused
from tests.democracy.elections.test_namesakes import enrol
from tests.membership.dossiers.rosters import book

COLUMNS = ("备 注", "身份", "姓名（必填）", "性别")


def table(*rows: tuple[str, ...], title: str = "二〇二六年选举人名册") -> bytes:
    """Rows of (name, sex, standing, remark) under columns in another order, with a merged title above."""
    keys = ("姓名（必填）", "性别", "身份", "备 注")
    return book([dict(zip(keys, row, strict=False)) for row in rows], COLUMNS, title=title)


@pytest.fixture
def draft(meeting: Make) -> Meeting:
    """An election whose list is still empty."""
    return meeting(electorate="listed")


def look(found: Meeting, *rows: tuple[str, ...]) -> Outcome:
    return roll_table.judge(found.fresh(), table(*rows))


def told(found: Meeting, *rows: tuple[str, ...]) -> list[str]:
    """What is said to each row, with its number in the file."""
    return [f"{one.number} {one.word} {one.told}".strip() for one in look(found, *rows).verdicts]


STRANGERS = (("钱多多", "女", "正式党员", ""), ("孙一鸣", "男", "中共预备党员", ""), ("何 平", "男", "", "退休"),
             ("许可心", "女", "党员", "留党察看一年"), ("陈望", "", "", "无选举权"))  # fmt: skip


def test_what_each_row_says(draft: Meeting) -> None:
    """ELE-14: 预备党员 and those whose rights are stopped are listed without a vote; a plain remark changes nothing."""
    found = look(draft, *STRANGERS, ("合计", "", "", "5 人"))
    assert [(one.line.name, one.line.without) for one in found.verdicts if one.line] == [
        ("钱多多", ""), ("孙一鸣", "probation"), ("何平", ""), ("许可心", "sanction"), ("陈望", "other"),
    ]  # fmt: skip
    assert found.verdicts[-1].word == "跳过"
    assert found.verdicts[0].number == 4, "the number that Excel shows: title, empty row, headings above"
    assert (found.voting, found.listed, found.sound) == (2, 3, True)


@pytest.mark.parametrize(
    ("row", "words"),
    [(("", "女"), "缺少姓名"), (("钱 8",), "姓名看不懂"), (("钱" * 41,), "超过 40 个字"), (("钱多多", "外"), "性别看不懂：外"),
     (("钱多多", "", "积极分子"), "积极分子不是党员"), (("钱多多", "", "群众"), "身份看不懂：群众"),
     (("钱多多", "", "", "留党察看期满，已恢复"), "说不清现在有没有选举权"), (("钱多多（女）", "男"), "性别和性别列不一样"),
     (("钱多多（预备）", "", "正式党员"), "身份列写着正式党员")],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_with_its_number(row: tuple[str, ...], words: str, draft: Meeting) -> None:
    """The whole table stays outside: nothing is half written, the typed list stays as it was."""
    draft.do("change", draft=_typed(draft))
    found = look(draft, ("赵一", "女"), row)
    (bad,) = found.refused
    assert bad.number == 5
    assert words in bad.told
    denied = refused(draft.do, "bring_roll", data=table(("赵一", "女"), row))
    assert denied.code == "rows"
    assert f"第 5 行：{bad.told}" in denied.reason
    assert list(draft.case.voters.values_list("name", flat=True)) == ["吴平安"]


def _typed(found: Meeting) -> Any:
    from lianxin.democracy.elections.rolls import Line
    from tests.democracy.elections.conftest import draft_of

    return draft_of(electorate="listed", listed=[Line("吴平安", "", found.world.person("吴平安").pk)])


def test_the_columns_that_are_answered(draft: Meeting) -> None:
    """停止权利 with 是, 否 or a reason; 选举权 with 有 or 无; anything else is asked back."""

    def one(**cells: str) -> tuple[str, str]:
        found = roll_table.judge(draft.case, book([{"姓名": "钱多多", **cells}], ("姓名", *cells))).verdicts[0]
        return (found.line.without if found.line else "refused"), found.told

    assert [one(停止权利=word)[0] for word in ("是", "否", "", "留党察看")] == ["other", "", "", "sanction"]
    assert [one(有无选举权=word)[0] for word in ("有", "无", "")] == ["", "other", ""]
    assert one(停止权利="再议") == ("refused", "停止权利看不懂：再议（请写是或者否）")
    assert one(有无选举权="？")[0] == "refused"
    assert one(身份="预备党员", 有无选举权="有") == ("refused", "写着有选举权，又写着预备党员或者停止权利")


def test_the_file_stands_above_the_table(draft: Meeting, world: World) -> None:
    """ELE-14: who is joined to a file has the vote that the file says; a contradiction is refused, or said."""
    member = Member.objects.unscoped("test").get(name="吴平安")
    MemberRecord.objects.create(member=member, kind="sanction", text="留党察看一年", since="2026-06-01")
    found = look(
        draft,
        (PROBATION, "", "正式党员"),
        ("吴平安",),
        ("张家旺", "", "", "停止权利"),
        ("李德厚", "", "预备党员"),
        ("杨思源",),
    )
    said = {one.name: (one.line and one.line.without, one.told) for one in found.verdicts}
    assert said[PROBATION] == ("probation", "按党员档案：预备党员，表里写的是正式党员")
    assert said["吴平安"] == ("sanction", "按党员档案：留党察看期间")
    assert said["张家旺"] == ("other", "党员档案里没有停止权利的记录，请核对")
    assert said["李德厚"] == (None, "表里写预备党员，党员档案里是正式党员，请核对后改正其中一处")
    assert said["杨思源"] == ("", "")
    persons = {one.line.name: one.line.person for one in found.verdicts if one.line}
    assert persons["杨思源"] == world.person("杨思源").pk


def test_two_of_one_name(draft: Meeting, world: World) -> None:
    """V03: parted by sex or by a word; joined to the file that fits; what nothing parts is refused, both rows named."""
    assert [one.line.name for one in look(draft, ("钱进", "男"), ("钱进", "女")).verdicts if one.line] == [
        "钱进（男）",
        "钱进（女）",
    ]
    assert [one.line.name for one in look(draft, ("钱进(东组)",), ("钱进（西组）",)).verdicts if one.line] == [
        "钱进（东组）",
        "钱进（西组）",
    ]
    assert [one.line.name for one in look(draft, ("钱进（女）",)).verdicts if one.line] == ["钱进"], "nobody shares it"
    first, second = told(draft, ("钱进", "男"), ("钱进", "男"))
    assert first == "4 有选举权"
    assert second.startswith("5 退回 和第 4 行是同一个人")
    assert all("退回" in one for one in told(draft, ("钱进",), ("钱进",)))
    own = world.person("王春秋").pk
    lone = look(draft, ("王春秋", "女"), ("王春秋", "男")).lines
    assert {line.name: line.person for line in lone} == {"王春秋（女）": own, "王春秋（男）": None}, (
        "the file is a woman's"
    )
    enrol(41)
    assert "王春秋（女）、王春秋（男）" in told(draft, ("王春秋",))[0]
    pair = look(draft, ("王春秋", "男"), ("王春秋", "女")).lines
    assert {line.name for line in pair} == {"王春秋（女）", "王春秋（男）"}
    assert len({line.person for line in pair} - {None}) == 2


def test_twice_is_once_and_the_ledger_says_how_many(draft: Meeting, world: World) -> None:
    """The same table again changes nothing; another one takes its place; nobody's name is in the ledger."""
    for _ in range(2):
        draft.do("bring_roll", data=table(*STRANGERS, ("吴平安",)))
        assert draft.case.voters.count() == 6
    again = look(draft, *STRANGERS, ("吴平安",))
    assert (again.fresh, again.gone) == (0, 0)
    assert (look(draft, *STRANGERS).fresh, look(draft, *STRANGERS).gone) == (0, 1)
    line = AuditLine.objects.unscoped("test").filter(code="election.bring_roll").latest("pk")
    assert sentence_for(line.code, line.facts) == "选举：从表格导入名册，有选举权 3 人，没有的 3 人"
    assert "钱多多" not in line.data


def test_from_members_to_a_list_then_typed_again(meeting: Make) -> None:
    """B03: what was brought is not typed again: the form of the draft gives it back as it stands, reasons and files too."""
    found = meeting()
    found.do(
        "bring_roll",
        data=table(*STRANGERS, ("吴平安",), ("钱进", "男"), ("钱进", "女"), ("王春秋", "女"), ("王春秋", "男")),
    )
    assert found.case.electorate == "listed"
    start = forms.DrawForm.start_of(found.case)
    assert "孙一鸣，预备党员" in start["listed"]
    form = forms.DrawForm({**start, "meeting_at": "2026-11-27 14:00"}, offices=[found.case.organisation])
    assert form.is_valid(), form.errors
    before = set(found.case.voters.values_list("name", "without", "person_id"))
    found.do("change", draft=form.draft())
    assert set(found.case.voters.values_list("name", "without", "person_id")) == before
    typed = forms.DrawForm(
        {**start, "listed": "钱多多，出差", "meeting_at": "2026-11-27 14:00"}, offices=[found.case.organisation]
    )
    assert typed.is_valid()
    assert refused(typed.draft).field == "listed"


def test_an_empty_list_waits_for_the_table_and_goes_no_further(draft: Meeting) -> None:
    denied = refused(draft.do, "submit")
    assert (denied.rule, denied.code) == ("ELE-14", "empty")
    assert refused(draft.do, "bring_roll", data=table(("孙一鸣", "", "预备党员"))).code == "empty_roll"
    draft.do("bring_roll", data=table(*STRANGERS, *((name,) for name in NAMES)))
    assert draft.announce().case.state == "announced"
    assert draft.case.voters.filter(without="").count() == 2 + len(NAMES)


def test_who_may_and_until_when(draft: Meeting) -> None:
    """Who draws it up, while it is a draft; to others it is not there."""
    data = table(*STRANGERS, *((name,) for name in NAMES))
    assert refused(draft.do, "bring_roll", "吴平安", data=data).code in ("out_of_scope", "no_right")
    draft.do("bring_roll", data=data)
    draft.announce()
    assert refused(draft.do, "bring_roll", data=data).code == "wrong_state"


def test_files_that_are_no_roll(draft: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too big, too long, torn, without names, two lists side by side: refused as a whole in Chinese."""
    double = book([{"姓名": "钱多多", "党员姓名": "孙一鸣"}], ("姓名", "党员姓名"))
    for data, words in (
        (b"", "空的"), (b"PK\x03\x04torn", "损坏"), (b"\x00\x01\x02", "看不懂"), (book([{"单位": "x"}], ("单位",)), "没有找到表头：姓名"),
        (double, "两列姓名"), (b"x" * (5 * 1024 * 1024 + 1), "超过 5 MB"), (("姓名\n" + "钱多多\n" * 5001).encode(), "5000 行"),
    ):  # fmt: skip
        with pytest.raises(SheetError, match=words):
            roll_table.judge(draft.case, data)
    csv = "名册,,\n姓 名,性别,党员类别\n钱多多,女,正式党员\n".encode("gb18030")
    assert [line.name for line in roll_table.judge(draft.case, csv).lines] == ["钱多多"]


@pytest.mark.parametrize("cut", [8224, 61, 62])
def test_a_table_of_old_excel(cut: int, draft: Meeting) -> None:
    """.xls as Excel 97 to 2003 writes it: a merged title, a coloured name, numbers for the sexes; the same verdicts, row numbers of the file."""
    rows: list[list[Value | Coloured]] = [
        [], ["某支部选举人名册"], ["序号", "备 注", "身份", "姓名（必填）", "性别"], [1, "", "正式党员", Coloured("钱多多"), 2], [2.0, "退休", "", "何 平", "男"],
        [3, "", "预备党员", "孙一鸣", 1], [], [4, "", "积极分子", "许可心", "女"], [5, "", "党员", 13800138000.0, ""], ["合计", "", "", "", 5],
    ]  # fmt: skip
    found = roll_table.judge(draft.case, old_book(rows, merged=5, cut=cut))
    assert [(one.line.name, one.line.without) for one in found.verdicts if one.line] == [
        ("钱多多", ""), ("何平", ""), ("孙一鸣", "probation"),
    ]  # fmt: skip
    assert [(one.number, one.told.partition("，")[0]) for one in found.refused] == [
        (8, "积极分子不是党员"), (9, "姓名看不懂：13800138000"),
    ]  # fmt: skip
    assert refused(draft.do, "bring_roll", data=old_book(rows, cut=cut)).code == "rows"
    draft.do("bring_roll", data=old_book(rows[:7], merged=5, cut=cut))
    assert list(draft.case.voters.values_list("name", flat=True).order_by("name")) == sorted(
        ["钱多多", "何平", "孙一鸣"]
    )


def test_an_old_table_that_is_torn_or_locked(draft: Meeting) -> None:
    """Said in Chinese, nothing is written."""
    good = old_book([["姓名"], ["钱多多"]])
    for data in (old_book([["姓名"], ["钱多多"]], locked=True), good[:700], good[:9] + b"\xff" * 4000):
        with pytest.raises(SheetError, match="已经损坏，或者设了密码"):
            roll_table.judge(draft.case, data)


def test_the_pages(draft: Meeting, world: World, client: Client) -> None:
    """Brought, looked at, taken over; pressed twice it says so; a file that is none keeps one at the form."""
    client.force_login(world.county.account_of("runner"))
    address = reverse("elections_desk:bring_roll", args=[draft.case.pk])
    assert address in client.get(reverse("elections_desk:one", args=[draft.case.pk])).content.decode()
    answer = client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04torn")})
    assert answer.status_code == 422
    assert "已经损坏" in answer.content.decode()
    bad = client.post(address, {"file": SimpleUploadedFile("a.xlsx", table(*STRANGERS, ("钱 8",)))})
    page = client.get(bad["Location"]).content.decode()
    assert "第 9 行" in page
    assert "导入这份名册" not in page
    form = {"revision": draft.fresh().revision}
    assert "整份都不写入" in client.post(bad["Location"], form).content.decode()
    good = client.post(address, {"file": SimpleUploadedFile("a.xlsx", table(*STRANGERS))})
    assert "没有选举权（预备党员）" in client.get(good["Location"]).content.decode()
    assert draft.case.voters.count() == 0, "a look writes nothing"
    assert client.post(good["Location"], form)["Location"] == reverse("elections_desk:roll", args=[draft.case.pk])
    assert draft.case.voters.count() == 5
    assert client.post(good["Location"], form)["Location"] == address
    assert client.get(reverse("elections_desk:blank_roll")).content.startswith(b"PK")
    client.force_login(world.county.account_of("reviewer"))
    assert client.get(bad["Location"])["Location"] == address, "a table belongs to the one who brought it"
    client.force_login(world.county.account_of("foreign_handler"))
    assert client.get(address).status_code in (403, 404)

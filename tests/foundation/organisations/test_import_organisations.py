"""A table of organisations becomes part of the tree: whole by the row, once by the code, parents before children."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.organisations import actions
from lianxin.foundation.organisations.importing import running
from lianxin.foundation.organisations.importing.running import Outcome, run
from lianxin.foundation.organisations.importing.words import HEADINGS, NEEDED, kind_of_name, short_of
from lianxin.foundation.organisations.models import Organisation, OrganisationEvent
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.sheets import SheetError, read
from tests.factories import County
from tests.foundation.organisations.tables import row, table

pytestmark = pytest.mark.django_db
FOUNDED = date(2020, 7, 1)


def bring(*rows: dict[str, Any], dry: bool = False, **more: Any) -> Outcome:
    return run(table(rows), actor=more.get("actor", SYSTEM), dry=dry)


def told(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.fresh, outcome.changed, outcome.unchanged, len(outcome.refused)


def reason(outcome: Outcome) -> str:
    assert len(outcome.refused) == 1, outcome.verdicts
    return "；".join(outcome.refused[0].reasons)


def one(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def test_a_table_becomes_part_of_the_tree(county: County) -> None:
    outcome = bring(
        row("QS01-B7", name="柳河镇学校党支部委员会", kind="", region_code="999901103", contact_phone="0000-2000007", address="柳河街 7 号",
            founded="2020.7.1", term_from="2024年6月", term_until="2027-06-01", takes_letters="是"),
        row("QS01-U9", name="柳河镇水务站", kind="单位", approves_members="否"),
    )  # fmt: skip
    assert told(outcome) == (2, 0, 0, 0)
    made = one("QS01-B7")
    assert (made.kind, made.short_name, made.get_parent().code) == ("branch", "柳河镇学校党支部", "QS01")
    assert (made.region_code, made.contact_phone, made.address) == ("999901103", "0000-2000007", "柳河街 7 号")
    assert (made.term_from, made.term_until, made.takes_letters, made.approves_members) == (
        date(2024, 6, 1), date(2027, 6, 1), True, True,
    )  # fmt: skip
    event = made.history.get()
    assert (event.kind, event.on, event.new) == ("found", FOUNDED, {"name": made.name, "code": "QS01-B7"})
    assert one("QS01-U9").approves_members is False
    assert Organisation.find_problems() == ([], [], [], [], [])
    codes = list(AuditLine.objects.unscoped("test").order_by("pk").values_list("code", flat=True))[-3:]
    assert codes == ["organisations.found", "organisations.found", "organisations.import"]
    assert f"organisation:{made.pk}" in AuditLine.objects.unscoped("test").values_list("subject", flat=True)


def test_parents_may_stand_after_their_children(county: County) -> None:
    outcome = bring(
        row("G1", "B1", "党小组"), row("B1", "Z1"), row("B2", "Z1"), row("Z1", "C1", "党总支"), row("C1", "QS", "党委"),
        row("B3", "C1"),
    )  # fmt: skip
    assert told(outcome) == (6, 0, 0, 0)
    assert [o.code for o in one("C1").get_descendants().order_by("path")] == ["Z1", "B1", "G1", "B2", "B3"]
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_new_ones_stand_behind_those_that_are_there_also_closed_ones(county: County) -> None:
    """The path of a closed organisation is taken for ever."""
    bring(row("B1"), row("B2"))
    actions.close(actor=SYSTEM, organisation=one("B2"), on=FOUNDED)
    closed = one("B2").path
    bring(row("B3"))
    assert one("B3").path > closed
    assert one("QS01").numchild == one("QS01").get_children().count()
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_the_same_table_again_changes_nothing(county: County) -> None:
    rows = [row("B1", address="一号", founded="2020-07-01"), row("G1", "B1", "党小组")]
    bring(*rows)
    before = Organisation.objects.count(), OrganisationEvent.objects.count(), one("B1").revision
    assert told(bring(*rows)) == (0, 0, 2, 0)
    assert (Organisation.objects.count(), OrganisationEvent.objects.count(), one("B1").revision) == before


def test_what_differs_is_changed_with_its_history_and_what_is_empty_stays(county: County) -> None:
    bring(row("B1", address="一号", contact_phone="0000-2000001"))
    assert told(bring(row("B1", address="二号", contact_phone="", term_until="2030-01-01"))) == (0, 1, 0, 0)
    made = one("B1")
    assert (made.address, made.contact_phone, made.term_until, made.revision) == (
        "二号",
        "0000-2000001",
        date(2030, 1, 1),
        1,
    )
    event = made.history.get(kind="edit")
    assert (event.old["address"], event.new["address"]) == ("一号", "二号")


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"name": ""}, "缺少组织名称"),
        ({"code": ""}, "缺少组织代码"),
        ({"code": "甲一"}, "组织代码只能用字母、数字"),
        ({"code": "X" * 33}, "组织代码超过 32 个字"),
        ({"parent": ""}, "最上级组织已经有了"),
        ({"parent": "X"}, "上级组织代码就是它自己"),
        ({"parent": "NOWHERE"}, "找不到上级组织代码 NOWHERE"),
        ({"kind": "火星支部"}, "组织类别看不懂：火星支部"),
        ({"kind": "", "name": "柳河镇"}, "缺少组织类别，从名称也看不出来"),
        ({"kind": "党小组"}, "党小组不能设在党委下面"),
        ({"parent": "QS01-U1"}, "党支部不能设在单位下面"),
        ({"region_code": "12345"}, "行政区划代码应为 6、9 或 12 位数字"),
        ({"founded": "2999-01-01"}, "成立日期 2999-01-01 还没有到"),
        ({"founded": "去年"}, "成立日期看不懂：去年"),
        ({"term_from": "2024-06-01", "term_until": "2024-06-01"}, "届满日期不在本届开始以后"),
        ({"takes_letters": "也许"}, "承办群众留言请填“是”或“否”"),
        ({"address": "街" * 121}, "办公地址超过 120 个字"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(county: County, more: dict[str, str], word: str) -> None:
    outcome = bring(row("X") | more, row("B1"))
    assert told(outcome) == (1, 0, 0, 1)
    assert word in reason(outcome)
    assert outcome.refused[0].number == 2, "counted as the file counts, the headings are the first"


def test_every_reason_of_a_row_is_said_at_once(county: County) -> None:
    said = reason(bring(row("X", name="", region_code="1", founded="去年")))
    assert all(word in said for word in ("缺少组织名称", "行政区划", "成立日期"))


def test_the_day_of_today_is_no_day_to_come(county: County) -> None:
    from lianxin.foundation.spine import moment

    assert told(bring(row("B1", founded=moment.today().isoformat()))) == (1, 0, 0, 0)


def test_the_same_code_twice_names_the_first_row(county: County) -> None:
    assert "与第 2 行的组织代码相同" in reason(bring(row("B1"), row("B1", name="另一个党支部")))


def test_what_stands_below_a_refused_row_is_refused_and_says_where(county: County) -> None:
    outcome = bring(row("G1", "B1", "党小组"), row("B1", "Z1"), row("Z1", "QS01", "党总支", founded="去年"), row("B2"))
    assert told(outcome) == (1, 0, 0, 3)
    assert [bad.number for bad in outcome.refused] == [2, 3, 4]
    assert "上级组织（第 3 行）没有导入" in outcome.refused[0].reasons[0]
    assert "上级组织（第 4 行）没有导入" in outcome.refused[1].reasons[0]


def test_a_circle_is_refused(county: County) -> None:
    outcome = bring(
        row("A", "B", "党委"), row("B", "C", "党委"), row("C", "A", "党委"), row("D", "C", "党委"), row("B1")
    )
    assert told(outcome) == (1, 0, 0, 4)
    assert any("上下级绕成了一圈" in reason for bad in outcome.refused for reason in bad.reasons)


def test_kind_and_parent_of_what_is_there_are_not_changed_by_a_table(county: County) -> None:
    bring(row("B1"))
    assert "类别不能用表来改" in reason(bring(row("B1", kind="联合党支部")))
    assert "调整隶属请在组织页面办理" in reason(bring(row("B1", "QS02")))
    actions.close(actor=SYSTEM, organisation=one("B1"), on=FOUNDED)
    assert "已经撤销" in reason(bring(row("B1")))


def test_nothing_outside_the_scope_is_there(county: County) -> None:
    """P05: the administrator of a town founds below the town; what lies elsewhere is answered like nothing."""
    keeper = county.add("town_admin", "admin", "QS01")
    assert told(bring(row("B1"), actor=keeper)) == (1, 0, 0, 0)
    assert "找不到上级组织代码 QS02" in reason(bring(row("B2", "QS02"), actor=keeper))
    assert "缺少上级组织代码" in reason(bring(row("B2", ""), actor=keeper))
    assert "这个组织代码已经有别的组织用了" in reason(bring(row("QS02-U1", "QS02", "单位"), actor=keeper))
    assert "找不到上级" in reason(bring(row("B3"), actor=county.actor("secretary"))), "a secretary keeps no tree"


def test_a_dry_run_writes_nothing_and_says_the_same(county: County) -> None:
    rows = [row("B1"), row("B2", kind="火星支部"), row("QS01", "QS", "党委", name="中共柳河镇委员会", address="新街")]
    before, lines = Organisation.objects.count(), AuditLine.objects.unscoped("test").count()
    dry = bring(*rows, dry=True)
    assert told(dry) == (1, 1, 0, 1)
    assert (Organisation.objects.count(), AuditLine.objects.unscoped("test").count()) == (before, lines)
    assert [(n, verdict) for n, _, verdict, _ in dry.verdicts] == [(2, "将成立"), (3, "退回"), (4, "将变更")]
    assert [verdict for *_, verdict, _ in bring(*rows).verdicts] == ["已成立", "退回", "已变更"]


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("中共青山县委员会", "committee", "青山县委"), ("中共柳河镇委员会", "committee", "柳河镇党委"),
        ("中国共产党新桥村总支部委员会", "general_branch", "新桥村党总支"), ("中共新桥村支部委员会", "branch", "新桥村党支部"),
        ("柳河镇流动党员党支部", "mobile_branch", "柳河镇流动党员党支部"), ("新桥村第一党小组", "group", "新桥村第一党小组"),
        ("柳河镇水务站", "", "柳河镇水务站"),
    ],
)  # fmt: skip
def test_names_say_what_an_organisation_is(name: str, kind: str, short: str) -> None:
    assert (kind_of_name(name), short_of(name)) == (kind, short)


def test_a_file_that_is_no_table_is_refused_in_words() -> None:
    with pytest.raises(SheetError, match="没有找到表头：组织代码、上级组织代码"):
        run("组织名称,地址\n某支部,某街\n".encode(), actor=SYSTEM, dry=True)


def test_refused_rows_come_back_mended(county: County) -> None:
    """The file of refused rows has the headings of the table; mended, it goes in."""
    outcome = bring(row("B1", founded="去年", address="一号"), row("B2"))
    again = read(running.refused(outcome.refused), HEADINGS, NEEDED)
    assert [cells["address"] for _, cells in again.cells()] == ["一号"]
    assert "成立日期看不懂" in str(again.rows)
    assert read(running.template(), HEADINGS, NEEDED).rows == []


def test_the_command_answers_in_figures_and_exit_codes(county: County, tmp_path: Path, capsys: Any) -> None:
    path, rejects = tmp_path / "organisations.csv", tmp_path / "rejects.xlsx"
    path.write_bytes(table([row("B1"), row("B2", kind="火星支部")]))

    def call(*more: str) -> tuple[Any, dict[str, Any]]:
        with pytest.raises(SystemExit) as ended:
            call_command("import_organisations", str(path), "--json", *more)
        return ended.value.code, json.loads(capsys.readouterr().out.splitlines()[-1])

    assert call("--dry-run")[0] == 1
    assert not Organisation.objects.filter(code="B1").exists()
    code, figures = call("--rejects", str(rejects))
    assert (code, figures["imported"], figures["unchanged"]) == (1, 1, 0)
    assert [(r["row"], "火星支部" in r["reason"]) for r in figures["refused"]] == [(3, True)]
    assert "火星支部" in str(read(rejects.read_bytes(), HEADINGS, NEEDED).rows)
    path.write_bytes(table([row("B1")]))
    assert call() == (0, {"imported": 0, "unchanged": 1, "refused": []})
    with pytest.raises(SystemExit) as ended:
        call_command("import_organisations", str(tmp_path / "nothing.xlsx"))
    assert ended.value.code == 2

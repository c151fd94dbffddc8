"""Who sees the tables, as a page, as a file and by the command; where a finding leads (P05)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from python_calamine import CalamineWorkbook

from lianxin.membership.dossiers import views_desk
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.statistics import queries, reckoning
from lianxin.membership.statistics.policies import READ
from tests.factories import County

pytestmark = pytest.mark.django_db
ROOT = "/workbench/statistics/"
Put = Callable[..., Member]
Desk = Callable[[str], Client]


def test_every_table_of_the_own_organisation_in_one_click(keepers: County, desk: Desk, put: Put) -> None:
    put()
    put(sex="1", ethnicity="05", stage="probationary", joined_on=date(2026, 5, 1), full_since=None)
    text = desk("organiser").get(ROOT).text
    for words in (
        "柳河镇党委",
        "性别",
        "民族",
        "学历",
        "年龄",
        "入党时间",
        "职业",
        "党组织",
        "2026 年发展党员",
        "50.0%",
        "比 2025 年末净增 1 名，增长 100.0%",
        "大专及以上",
    ):
        assert words in text
    assert "1 个支部的正式党员不足 3 人" in text


def test_the_figures_end_at_the_scope(keepers: County, desk: Desk, put: Put) -> None:
    put(name="周禾苗", sex="")
    other = keepers.organisations["QS02"].pk
    for path in ("", "sheet.xlsx", "checks/no_sex/"):
        assert desk("organiser").get(f"{ROOT}{path}?org={other}").status_code == 404
        assert desk("handler").get(f"{ROOT}{path}").status_code == 403
        assert desk("author").get(f"{ROOT}{path}").status_code == 403
        assert Client().get(f"{ROOT}{path}").status_code == 302
    assert "周禾苗" not in desk("other_organiser").get(f"{ROOT}checks/no_sex/").text
    assert "党员" in desk("leader").get(f"{ROOT}?org={keepers.town.pk}").text


def test_a_finding_leads_to_its_files(keepers: County, desk: Desk, put: Put) -> None:
    wrong = put(name="吴春秋", born=date(2000, 1, 1), joined_on=date(2017, 5, 1))
    put()
    client = desk("organiser")
    text = client.get(ROOT).text
    assert "1 名党员入党时不满 18 周岁" in text
    assert f"{ROOT}checks/too_young/?org={keepers.town.pk}&amp;on=2026-11-27" in text
    listed = client.get(f"{ROOT}checks/too_young/?org={keepers.town.pk}&on=2026-11-27").text
    assert f"/workbench/members/{wrong.pk}/" in listed
    assert "周禾苗" not in listed
    assert "都已经改好了" in client.get(f"{ROOT}checks/no_sex/").text
    assert client.get(f"{ROOT}checks/nothing/").status_code == 404


def test_small_branches_lead_to_their_rosters(keepers: County, desk: Desk, put: Put) -> None:
    put()
    text = desk("organiser").get(f"{ROOT}checks/too_few/").text
    assert f"/workbench/members/?org={keepers.organisations['QS01-B1'].pk}" in text
    assert "党员 1 名，正式 1 名" in text


def test_unknown_occupations_lead_to_their_files(keepers: County, desk: Desk, put: Put) -> None:
    put(occupation="某某", name="吴春秋")
    put()
    text = desk("organiser").get(f"{ROOT}checks/strange/").text
    assert "吴春秋" in text
    assert "周禾苗" not in text


@pytest.mark.parametrize(
    ("typed", "word"), [("去年", "不是一个日期"), ("2026-11-28", "还没有到"), ("1900-01-01", "太早了")]
)
def test_a_day_that_cannot_be_is_told_and_kept(keepers: County, desk: Desk, put: Put, typed: str, word: str) -> None:
    put()
    answer = desk("organiser").get(ROOT, {"on": typed})
    assert answer.status_code == 422
    assert word in answer.text
    assert f'value="{typed}"' in answer.text


def test_old_days_are_sorted_by_the_first_version_of_a_rule(keepers: County, desk: Desk) -> None:
    assert desk("organiser").get(ROOT, {"on": "1950-01-01"}).status_code == 200


def test_where_there_are_very_many_the_way_down_is_offered(keepers: County, monkeypatch: Any) -> None:
    actor = keepers.actor("leader")
    names = [o.code for o in views_desk.choices(actor, READ, keepers.town)]
    assert names == ["QS", "QS01", "QS01-B1", "QS02"]
    monkeypatch.setattr(views_desk, "CHOICES", 3)
    assert [o.code for o in views_desk.choices(actor, READ, keepers.organisations["QS"])] == ["QS", "QS01", "QS02"]
    assert [o.code for o in views_desk.choices(actor, READ, keepers.organisations["QS01-B1"])] == [
        "QS",
        "QS01",
        "QS01-B1",
    ]
    assert "QS02" not in [o.code for o in views_desk.choices(keepers.actor("organiser"), READ, keepers.town)]


def test_nobody_yet_says_what_to_do(keepers: County, desk: Desk) -> None:
    text = desk("organiser").get(ROOT).text
    assert "这里还没有党员" in text
    assert "/workbench/members/" in text


def test_the_file_holds_the_tables_of_the_page(keepers: County, desk: Desk, put: Put) -> None:
    put()
    put(sex="1", born=None)
    answer = desk("organiser").get(f"{ROOT}sheet.xlsx?org={keepers.town.pk}&on=2026-11-27")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name("统计表").to_python()
    cells = {str(row[0]): row[1:3] for row in reversed(rows)}  # the first table with the word counts
    assert cells["女"] == [1, 0.5]
    assert "党员 2 名，其中正式党员 2 名" in str(rows[1])
    headings = [str(row[0]) for row in rows if row[2] == "占比"]
    made = queries.report(keepers.actor("organiser"), keepers.town, date(2026, 11, 27))
    assert headings == [table.title for table in made.sheet.tables]
    assert "1 名党员没有出生日期" in str(book.get_sheet_by_name("核对").to_python())


def test_the_command_answers_one_object(keepers: County, put: Put, tmp_path: Path, capsys: Any) -> None:
    put()
    put("QS02", sex="1")
    path = tmp_path / "sheet.xlsx"
    call_command("membership_statistics", "--org", "QS01", "--on", "2026-11-27", "--json", "--xlsx", str(path))
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["organisation"], found["on"], found["members"], found["full"]) == ("QS01", "2026-11-27", 1, 1)
    assert found["tables"]["sex"]["lines"][0] == {"label": "女", "n": 1, "share": 1.0}
    assert found["checks"] == {"too_few": 1}
    assert path.read_bytes()[:2] == b"PK"
    call_command("membership_statistics", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["members"] == 2, "the topmost organisation, today"


@pytest.mark.parametrize("wrong", [("--org", "NOWHERE"), ("--on", "去年"), ("--on", "2026-11-28")])
def test_the_command_refuses_what_is_not_there(keepers: County, wrong: tuple[str, str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("membership_statistics", *wrong)
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_a_hundred_members_cost_as_much_as_one(
    keepers: County, desk: Desk, put: Put, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        put(name=f"周{number}", occupation=f"第{number}种")
    client = desk("organiser")
    client.get(ROOT)
    with django_assert_max_num_queries(20):
        assert client.get(ROOT).status_code == 200


def test_what_is_slow_is_kept_for_a_while_and_counted_again_when_asked(
    keepers: County, desk: Desk, put: Put, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "SLOW_SECONDS", -1)
    put(sex="")
    client = desk("organiser")
    assert "1 名党员没有填性别" in client.get(ROOT).text
    noted(put(sex=""))
    kept = client.get(ROOT).text
    assert "1 名党员没有填性别" in kept
    assert "再统计一次" in kept
    assert "2 名党员没有填性别" in client.get(f"{ROOT}?fresh=1").text


def noted(member: Member) -> None:
    """As every change that the house makes is noted."""
    MemberEvent.objects.create(member=member, kind="enrolled", on=date(2026, 11, 27), text="建立档案")


def test_a_large_subtree_is_counted_once_while_nothing_changes(
    keepers: County, desk: Desk, put: Put, monkeypatch: Any
) -> None:
    """What is shown again is what would be counted: a change of any file, by whomever, is counted at once."""
    monkeypatch.setattr(queries, "LARGE", 0)
    noted(put(sex=""))
    desk("organiser").get(ROOT)
    counted: list[int] = []
    true = reckoning.tables
    monkeypatch.setattr(reckoning, "tables", lambda *given: counted.append(1) or true(*given))
    page = desk("organiser").get(ROOT).text
    assert (counted, "1 名党员没有填性别" in page, "再统计一次" in page) == ([], True, False)
    noted(put(sex=""))
    assert "2 名党员没有填性别" in desk("organiser").get(ROOT).text
    assert counted == [1]


def test_what_is_quick_is_counted_anew(keepers: County, desk: Desk, put: Put) -> None:
    put(sex="")
    desk("organiser").get(ROOT)
    put(sex="")
    assert "2 名党员没有填性别" in desk("organiser").get(ROOT).text


@pytest.mark.parametrize(
    ("asked", "status", "day"),
    [("", 200, ""), ("2024-12-31", 200, "&amp;on=2024-12-31"), ("2026-11-27", 200, "&amp;on=2026-11-27"), ("2026-11-28", 422, "")],
)  # fmt: skip
def test_the_chosen_day_goes_on_to_the_roll_ups(keepers: County, desk: Desk, asked: str, status: int, day: str) -> None:
    """Today's page leads to the end of last year, which is what is reported; a chosen day leads to that day."""
    office = keepers.town.pk
    page = desk("organiser").get(ROOT, {"org": office} | ({"on": asked} if asked else {}))
    assert page.status_code == status
    assert f'href="/workbench/statistics/rollups/?org={office}{day}"' in page.text
    if not day:
        assert 'value="2025-12-31"' in desk("organiser").get(f"{ROOT}rollups/?org={office}").text

"""A roster comes in whole by the row, once, and never tells what lies outside the scope (R021, P02, P05)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.audit.models import AuditLine
from lianxin.kernel.sheets import read
from lianxin.membership.dossiers.importing import waiting
from lianxin.membership.dossiers.importing.judging import HEADINGS, NEEDED
from lianxin.membership.dossiers.importing.running import Outcome, run
from lianxin.membership.dossiers.models import Member, MemberEvent
from tests.factories import County, appoint
from tests.membership.dossiers.rosters import book, number, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"


def files() -> Any:
    return Member.objects.unscoped("test")


def bring(county: County, rows: list[dict[str, Any]], who: str = "organiser", *, dry: bool = False) -> Outcome:
    return run(book(rows), actor=county.actor(who), dry=dry)


def told(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.fresh, outcome.changed, outcome.unchanged, len(outcome.refused)


def test_a_roster_becomes_files_with_sealed_numbers(keepers: County) -> None:
    outcome = bring(
        keepers, [person(1, phone="13800000000"), person(2, name="吴春秋", stage="预备党员", full_since="")]
    )
    assert told(outcome) == (2, 0, 0, 0)
    first = files().select_related("person").get(name="周禾苗")
    assert (first.organisation.code, first.stage, first.sex, first.pinyin) == ("QS01-B1", "member", "1", "zhouhemiao")
    assert (first.person.identity_number, first.person.phone) == (number(sequence=1), "13800000000")
    assert "由名册导入" in first.events.get().text
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, identity_number FROM accounts_person WHERE id = %s", [first.person_id])
        stored = "".join(cursor.fetchone())
    assert number(sequence=1) not in stored, "P02: sealed in the table"
    assert "13800000000" not in stored


def test_the_same_file_again_changes_nothing(keepers: County) -> None:
    rows = [person(1), person(2, name="吴春秋")]
    bring(keepers, rows)
    before = files().order_by("pk").values_list("pk", "revision"), MemberEvent.objects.count(), Person.objects.count()
    kept = (list(before[0]), *before[1:])
    assert told(bring(keepers, rows)) == (0, 0, 2, 0)
    assert (
        list(files().order_by("pk").values_list("pk", "revision")),
        MemberEvent.objects.count(),
        Person.objects.count(),
    ) == kept


def test_what_differs_is_corrected_and_what_is_empty_stays(keepers: County) -> None:
    bring(keepers, [person(1, work_unit="柳河小学")])
    assert told(bring(keepers, [person(1, work_unit="", education="硕士")])) == (0, 1, 0, 0)
    row = files().get()
    assert (row.get_education_display(), row.work_unit, row.revision) == ("硕士研究生毕业", "柳河小学", 1)
    assert "学历" in row.events.first().text


def test_what_would_not_hold_together_is_refused(keepers: County) -> None:
    """A cell that is empty leaves what is known, so a row can contradict a file although it does not contradict itself."""
    bring(keepers, [person(1)])
    for more, why in (({"stage": "预备党员", "full_since": ""}, "转正日期"), ({"joined_on": date(2011, 8, 1), "full_since": ""}, "早于入党"),
                      ({"stage": "入党积极分子", "joined_on": "", "full_since": ""}, "还没有入党")):  # fmt: skip
        outcome = bring(keepers, [person(1, **more)])
        assert told(outcome) == (0, 0, 0, 1)
        assert why in outcome.refused[0].reasons[0]
    assert files().get().revision == 0


def test_nobody_changes_their_own_file_by_a_roster(keepers: County) -> None:
    """B03, M04: as on the page; what agrees is no change."""
    bring(keepers, [person(1), person(2, name="吴春秋")])
    appoint(files().get(name="周禾苗").person, "secretary", keepers.organisations["QS01-B1"])
    own = actor_of(files().get(name="周禾苗").person)
    outcome = run(
        book([person(1, work_unit="柳河小学"), person(2, name="吴春秋", work_unit="柳河小学")]), actor=own, dry=False
    )
    assert told(outcome) == (0, 1, 0, 1)
    assert "由其他同志更正" in outcome.refused[0].reasons[0]
    assert told(run(book([person(1)]), actor=own, dry=False)) == (0, 0, 1, 0)


def test_a_dry_run_writes_nothing(keepers: County) -> None:
    lines = AuditLine.objects.unscoped("test").count()
    assert told(bring(keepers, [person(1), person(2, name="")], dry=True)) == (1, 0, 0, 1)
    assert files().count() == 0
    assert (AuditLine.objects.unscoped("test").count()) == lines


def test_bad_rows_are_refused_and_good_ones_come_in(keepers: County) -> None:
    outcome = bring(keepers, [person(1), person(2, stage="群众"), person(3, name="吴春秋")])
    assert told(outcome) == (2, 0, 0, 1)
    assert outcome.refused[0].number == 3


@pytest.mark.parametrize("word", ["柳河镇新桥村党支部", "新桥村支部", "QS01-B1"])
def test_a_branch_is_known_by_name_short_name_and_code(keepers: County, word: str) -> None:
    assert told(bring(keepers, [person(1, organisation=word)])) == (1, 0, 0, 0)


@pytest.mark.parametrize("word", ["中共松岭镇委员会", "QS02", "没有的支部", "柳河镇建设办"])
def test_outside_the_scope_and_outside_the_party_there_is_no_place(keepers: County, word: str) -> None:
    """P05: an organisation elsewhere is answered like one that does not exist; offices keep no files."""
    outcome = bring(keepers, [person(1, organisation=word)])
    assert told(outcome) == (0, 0, 0, 1)
    assert "您管理的范围里没有" in outcome.refused[0].reasons[0]


def test_a_name_of_two_branches_asks_for_the_code(keepers: County) -> None:
    from lianxin.foundation.organisations import actions
    from lianxin.kernel.actor import SYSTEM
    from tests.factories import FOUNDED

    actions.found(actor=SYSTEM, parent=keepers.town, name="柳河镇学校党支部", short_name="新桥村支部", kind="branch",
                  code="QS01-B2", on=FOUNDED)  # fmt: skip
    assert "请写组织代码" in bring(keepers, [person(1, organisation="新桥村支部")]).refused[0].reasons[0]


def test_somebody_on_another_roster_is_transferred_and_not_taken(keepers: County) -> None:
    """EDU-09: whoever changes the organisation is transferred; the answer does not say where the file is."""
    bring(keepers, [person(1)])
    outcome = bring(keepers, [person(1, organisation="中共松岭镇委员会")], "other_organiser")
    assert told(outcome) == (0, 0, 0, 1)
    assert "办理组织关系转接" in outcome.refused[0].reasons[0]
    assert "新桥" not in outcome.refused[0].reasons[0]


def test_a_verified_number_is_changed_by_its_person_only(keepers: County) -> None:
    from django.utils import timezone

    bring(keepers, [person(1, phone="13800000000")])
    Person.objects.filter(member__isnull=False).update(phone_verified_at=timezone.now())
    assert told(bring(keepers, [person(1, phone="13900000000")])) == (0, 0, 1, 0)


def test_a_person_who_has_an_account_already_gets_the_file(keepers: County) -> None:
    citizen = keepers.people["author"]
    citizen.identity_number = number(sequence=5)
    citizen.save()
    bring(keepers, [person(5)])
    assert files().get().person_id == citizen.pk


def test_the_export_comes_in_again_unchanged(keepers: County, desk: Callable[[str], Client]) -> None:
    """The shape in which a roster goes out is the shape in which it comes in."""
    bring(
        keepers,
        [
            person(1, phone="13800000000", work_unit="=1+1"),
            person(2, name="吴春秋", stage="入党积极分子", joined_on="", full_since=""),
        ],
    )
    answer = desk("organiser").get(f"{ROOT}export.xlsx?org={keepers.organisations['QS01-B1'].pk}")
    assert answer.status_code == 200
    rows = read(answer.content, HEADINGS, NEEDED)
    assert len(rows.rows) == 2
    assert told(run(answer.content, actor=keepers.actor("organiser"), dry=True)) == (0, 0, 2, 0)
    assert desk("organiser").get(f"{ROOT}export.xlsx?org={keepers.organisations['QS02'].pk}").status_code == 404
    assert desk("leader").get(f"{ROOT}export.xlsx?org={keepers.town.pk}").status_code == 403


def upload(client: Client, rows: list[dict[str, Any]]) -> Any:
    return client.post(f"{ROOT}import/", {"file": SimpleUploadedFile("名册.xlsx", book(rows))})


BASIS = {"basis": "全国系统 6 月导出"}


def token_in(answer: Any) -> str:
    found: str = answer.text.partition(f'action="{ROOT}import/')[2].partition("/")[0]
    assert found
    return found


def test_a_preview_shows_and_the_second_step_writes(
    keepers: County, desk: Callable[[str], Client], settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    client = desk("organiser")
    answer = upload(client, [person(1), person(2, name="吴春秋", ethnicity="火星族")])
    assert "还没有写入" in answer.text
    assert "火星族" in answer.text
    assert files().count() == 0
    token = token_in(answer)
    assert number(sequence=1).encode() not in b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    refused = client.get(f"{ROOT}import/{token}/rejects.xlsx")
    assert "火星族" in str(read(refused.content, HEADINGS, NEEDED).rows)
    assert desk("branch_secretary").post(f"{ROOT}import/{token}/").status_code == 303, (
        "a token of somebody else finds nothing"
    )
    assert files().count() == 0
    bare = client.post(f"{ROOT}import/{token}/")
    assert (bare.status_code, 'href="#id_basis"' in bare.text, files().count()) == (422, True, 0), (
        "LX-262: on what it rests"
    )
    done = client.post(f"{ROOT}import/{token}/", BASIS)
    assert "导入结果" in done.text
    assert files().count() == 1
    client.post(f"{ROOT}import/{token}/", BASIS)
    assert files().count() == 1, "pressed twice"


def test_a_waiting_roster_goes_after_its_import_or_a_day(keepers: County, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    token = waiting.keep(b"roster", 7)
    assert (waiting.fetch(token, 7), waiting.fetch(token, 8), waiting.fetch("../../x", 7)) == (b"roster", None, None)
    import time

    assert waiting.sweep(time.time() + waiting.KEPT_SECONDS + 5) == 1
    assert waiting.fetch(token, 7) is None


def test_a_file_that_is_no_roster_is_refused_at_its_field(keepers: County, desk: Callable[[str], Client]) -> None:
    answer = desk("organiser").post(f"{ROOT}import/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04rubbish")})
    assert (answer.status_code, "损坏" in answer.text) == (422, True)
    assert "请选择名册文件" in desk("organiser").post(f"{ROOT}import/").text


def test_the_command_answers_in_figures_and_exit_codes(keepers: County, tmp_path: Path, capsys: Any) -> None:
    path, rejects = tmp_path / "roster.xlsx", tmp_path / "rejects.xlsx"
    path.write_bytes(book([person(1), person(2, name="")]))
    with pytest.raises(SystemExit) as ended:
        call_command("import_members", str(path), "--json", "--rejects", str(rejects))
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (ended.value.code, figures["imported"], figures["unchanged"]) == (1, 1, 0)
    assert figures["refused"] == [{"row": 3, "reason": "缺少姓名"}]
    assert "缺少姓名" in str(read(rejects.read_bytes(), HEADINGS, NEEDED).rows)
    path.write_bytes(book([person(1)]))
    with pytest.raises(SystemExit) as ended:
        call_command("import_members", str(path))
    assert ended.value.code == 0
    with pytest.raises(SystemExit) as ended:
        call_command("import_members", str(tmp_path / "nothing.xlsx"))
    assert ended.value.code == 2

"""What the organisation writes at each step: days by the working calendar, figures of the vote, and nobody's numbers (DEV-26)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from docx import Document
from pypdf import PdfReader

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, paperwork
from lianxin.membership.development.models import Development
from lianxin.membership.development.steps import STEPS
from lianxin.membership.development.succession import follow
from lianxin.membership.dossiers.papers import Said, add
from tests.factories import County
from tests.membership.development.conftest import VOTE

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


@pytest.fixture
def written(branch: County) -> Callable[..., str]:
    def go(case: Development, code: str, who: str = "branch_secretary") -> str:
        fresh = Development.objects.unscoped("test").select_related("member__person", "organisation").get(pk=case.pk)
        return text_of(actions.hand_out(actor=branch.actor(who), case=fresh, form=paperwork.BY_CODE[code]))

    return go


def test_the_notice_says_until_when_and_where_to_object(walk: Any, written: Any, branch: County) -> None:
    """DEV-08: 26 September 2025 is a Friday; Sunday the 28th is worked, 1–8 October are free, the fifth day is the 10th."""
    Organisation.objects.filter(code="QS01-B1").update(contact_phone="0571-00000000", address="新桥村 1 号")
    text = written(walk("propose"), "notice")
    for words in ("关于拟列冯长河同志为发展对象的公示", "2025年9月28日至2025年10月10日，共 5 个工作日", "0571-00000000", "中共柳河镇委员会",
                  "周禾苗", "严格保密", "流入地和流出地同时公示"):  # fmt: skip
        assert words in text, words
    assert "1988年" in text


def test_who_is_away_is_shown_in_both_places(walk: Any, take: Any, written: Any) -> None:
    """DEV-08: the branch says where else the notice hangs, and the notice says so too."""
    case = walk("inspect")
    with pytest.raises(Refused) as caught:
        take(case, "propose", "2025-09-26", away=True, there=" ")
    assert (caught.value.denied.rule, caught.value.denied.field) == ("DEV-08", "there")
    text = written(take(case, "propose", "2025-09-26", away=True, there="深圳市湖边社区公示栏"), "notice")
    assert "流入地的深圳市湖边社区公示栏同时公示" in text


def test_papers_hold_no_number_of_anybody(walk: Any, take: Any, written: Any, member: Any) -> None:
    """P02: neither phone nor identity number, and of the birth only the month."""
    case = take(take(walk("ask_full"), "accept_full", "2026-11-06", **VOTE), "approve_full", "2026-11-16")
    person, born = member("冯长河").person, member("冯长河").born
    ready, aside = paperwork.ready(case), ("extend", "approve_extend", "cancel", "approve_cancel")
    assert [form.code for form in ready] == [form.code for form in paperwork.FORMS if form.after not in aside]
    for form in ready:
        text = written(case, form.code)
        assert person.identity_number not in text, form.code
        assert not person.phone or person.phone not in text, form.code
        assert f"{born.year}年{born.month}月{born.day}日" not in text, form.code


def test_the_resolution_has_the_six_parts(walk: Any, written: Any) -> None:
    """DEV-16, DEV-21."""
    text = written(walk("accept"), "resolution")
    for words in ("主要表现：表现好", "应到会有表决权的党员 10 名，实到 8 名", "赞成 7 票", "2025年11月5日", "党支部书记（签名）",
                  "预备期自2025年11月5日算起，到2026年11月5日满", "周禾苗、吴春秋"):  # fmt: skip
        assert words in text, words
    assert rule("DEV-16").items("parts") == ("主要表现", "应到人数", "实到人数", "表决结果", "通过日期", "书记签名")
    assert "会议记在纸上" not in text, "why figures were entered by hand is no matter of the resolution"


def test_the_committee_writes_back(walk: Any, take: Any, written: Any) -> None:
    """DEV-13, DEV-20: a month for the meeting, a month for the oath."""
    case = walk("approve")
    text = written(case, "pre-review")
    assert "2025年11月28日以前提交党员大会讨论" in text
    assert text.index("柳河镇新桥村党支部：") < text.index("中共柳河镇委员会")
    assert "在2025年12月14日以前举行入党宣誓" in written(case, "approval")
    assert "请示" in written(case, "ask-pre-review")


@pytest.mark.parametrize("longer", [0, 6])
def test_conversion_and_extension(longer: int, walk: Any, take: Any, written: Any) -> None:
    """DEV-22, DEV-24: membership counts from the end of the probation, also of the extended one."""
    case = walk("ask_full")
    if longer:
        case = take(case, "extend", "2026-11-06", months=longer, note="再看半年", **VOTE)
        text = written(case, "extended")
        assert "延长冯长河同志预备期 6 个月，自2026年11月5日至2027年5月5日" in text
        assert "再看半年" in text
        case = take(case, "approve_extend", "2026-11-18")
        assert "预备期延长到2027年5月5日" in written(case, "approval-extended")
        with time_machine.travel("2027-06-01T02:00:00+00:00", tick=False):
            case = take(take(case, "ask_full", "2027-05-06"), "accept_full", "2027-05-07", **VOTE)
            assert "延长的预备期满后转为中共正式党员，党龄自2027年5月5日算起" in written(case, "resolution-full")
    else:
        case = take(take(case, "accept_full", "2026-11-06", **VOTE), "approve_full", "2026-11-16")
        assert "按期转为中共正式党员，党龄自2026年11月5日算起" in written(case, "resolution-full")
        assert "党龄自2026年11月5日算起" in written(case, "approval-full")
        assert "入党志愿书" in written(case, "archive")


def test_the_table_holds_what_was_inspected(walk: Any, written: Any) -> None:
    """DEV-05: the days and words of the inspections, and room for a pen."""
    text = written(walk("propose"), "activist")
    assert "2024年9月10日" in text
    assert "表现稳定" in text


def test_the_branch_of_the_step_signs_after_a_move(walk: Any, take: Any, written: Any, branch: County) -> None:
    """DEV-06: the person went to another branch; the resolution stays that of the branch that met."""
    case = walk("accept")
    into = tree.found(actor=SYSTEM, parent=branch.town, name="柳河镇联合党支部", short_name="联合支部", kind="joint_branch",
                      code="QS01-B9", on=date(2020, 1, 1))  # fmt: skip
    follow(actor=SYSTEM, member=case.member, into=into)
    assert "柳河镇新桥村党支部" in written(case, "resolution", "organiser")
    assert "柳河镇联合党支部" not in written(case, "resolution", "organiser")


def test_handed_out_to_those_who_may_see_and_written_down(walk: Any, branch: County) -> None:
    """P02, P05: another town finds nothing; every file that leaves is a line; the person's own papers are others' work."""
    case = walk("propose")
    fresh = Development.objects.unscoped("test").select_related("member__person", "organisation").get(pk=case.pk)
    form = paperwork.BY_CODE["notice"]
    with pytest.raises(Refused, match="没有找到"):
        actions.hand_out(actor=branch.actor("other_organiser"), case=fresh, form=form)
    with pytest.raises(Refused, match="还没有走到"):
        actions.hand_out(actor=branch.actor("organiser"), case=fresh, form=paperwork.BY_CODE["approval"])
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    page = client.get(f"{ROOT}{case.pk}/papers/notice/")
    assert "共 5 个工作日" in page.text
    before = AuditLine.objects.unscoped("test").filter(code="development.hand_out").count()
    assert client.post(f"{ROOT}{case.pk}/papers/notice/").content[:2] == b"PK"
    printed = client.post(f"{ROOT}{case.pk}/papers/notice/", {"as": "pdf"})
    assert (printed.content[:5], printed["Content-Type"]) == (b"%PDF-", "application/pdf")
    words = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(printed.content)).pages)
    assert "共 5 个工作日" in words.replace("\n", "")
    assert AuditLine.objects.unscoped("test").filter(code="development.hand_out").count() == before + 2
    assert client.post(f"{ROOT}{case.pk}/papers/notice/", {"as": "exe"}).status_code == 404
    assert client.get(f"{ROOT}{case.pk}/papers/approval/").status_code == 404
    client.force_login(branch.account_of("other_organiser"))
    assert client.get(f"{ROOT}{case.pk}/papers/notice/").status_code == 404


def test_every_page_of_a_paper_shows_what_the_file_says(walk: Any, take: Any, branch: County) -> None:
    case = take(walk("ask_full"), "extend", "2026-11-06", months=6, note="再看半年", **VOTE)
    client = Client()
    client.force_login(branch.account_of("organiser"))
    for form in paperwork.ready(case):
        page = client.get(f"{ROOT}{case.pk}/papers/{form.code}/")
        assert page.status_code == 200, form.code
        assert f"{ROOT}{case.pk}/papers/{form.code}/" in client.get(f"{ROOT}{case.pk}/").text


def test_each_step_says_whether_the_file_holds_its_paper(walk: Any, branch: County, written: Any, member: Any) -> None:
    """DEV-26: what a step should have brought and the dossier does not hold is shown before the day of the archive."""
    case = walk("file_activist")
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    page = client.get(f"{ROOT}{case.pk}/").text
    assert page.count("档案里还没有") == 2, "application and register; later steps are not due yet"
    assert {step.paper for step in STEPS if step.paper} == set(rule("DEV-26").items("papers"))
    said = Said(kind="入党申请书", on_paper=True)
    add(actor=branch.actor("branch_secretary"), member=member("冯长河"), said=said)
    page = client.get(f"{ROOT}{case.pk}/").text
    assert (page.count("档案里还没有"), page.count("档案里有")) == (1, 1)
    cells = written(case, "archive").split("\n")
    assert cells[cells.index("入党申请书") + 1] == "有"
    assert cells[cells.index("入党志愿书") + 1] == ""


def test_dev_15_the_resolution_says_how_it_was_voted(walk: Any, branch: County) -> None:
    """The form of the vote is what was recorded; what older records do not say is not made up."""
    case = walk("accept")

    def words(how: str) -> str:
        case.facts["accept"]["how"] = how
        return str(paperwork.sheet_of(case, paperwork.BY_CODE["resolution"]).parts)

    assert "经现场无记名投票（纸质票），发出票 8 张，收回 8 张，监票人赵立冬、钱小雪，赞成 7 票" in words("paper")
    assert "经本平台无记名投票" in words("platform")
    old = words("unknown")
    assert "表决方式没有记录" in old
    assert "无记名" not in old


def test_older_records_say_that_the_form_was_not_recorded(walk: Any, branch: County) -> None:
    """The migration guesses nothing: a report of this platform was a secret vote, everything else is unknown."""
    from importlib import import_module

    from django.apps import apps

    case = walk("accept")
    for ballot, how in (("elections:7", "platform"), (None, "unknown")):
        fact = {name: value for name, value in case.facts["accept"].items() if name != "how"} | {"ballot": ballot}
        Development.objects.unscoped("test").filter(pk=case.pk).update(facts=case.facts | {"accept": fact})
        import_module("lianxin.membership.development.migrations.0006_form_of_vote").say(apps, None)
        assert Development.objects.unscoped("test").get(pk=case.pk).fact("accept")["how"] == how
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    assert "表决方式：没有记录（以前登记的）" in client.get(f"/workbench/development/{case.pk}/").text

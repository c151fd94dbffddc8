"""The paper path: print, sign, photograph; entered by one and confirmed by another (A02); the minutes as a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from PIL import Image
from pypdf import PdfReader

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files.intake import Prepared, prepare
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings import actions, minutes
from lianxin.membership.gatherings.models import Gathering, PaperList
from tests.factories import County, appoint
from tests.membership.gatherings.meetings import FULL, at, close, fresh, mark, row

pytestmark = pytest.mark.django_db
ROOT = "/workbench/gatherings/"
Make = Callable[..., Gathering]


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def upload(name: str = "qiandao.jpg") -> SimpleUploadedFile:
    raw = io.BytesIO()
    Image.new("RGB", (60, 80), (250, 245, 240)).save(raw, "JPEG")
    return SimpleUploadedFile(name, raw.getvalue(), "image/jpeg")


def photo() -> Prepared:
    return prepare(upload())


@pytest.fixture
def begun(branch: County, call: Make, clock: Any) -> Gathering:
    one = call()
    clock.move_to(at("2026-12-01 16:00"))
    return one


def enter(county: County, one: Gathering, who: str = "keeper", **more: Any) -> PaperList:
    one = fresh(one)
    values: dict[str, Any] = {
        "photos": [photo()], "marks": {row(one, name).pk: "present" for name in FULL[:3]}, "revision": one.revision,
    } | more  # fmt: skip
    return actions.enter_paper(actor=county.actor(who), gathering=one, **values)


def test_nothing_is_marked_before_somebody_else_confirms(branch: County, begun: Gathering) -> None:
    paper = enter(branch, begun)
    assert not begun.attendances.exclude(mark="").exists()
    with pytest.raises(Refused, match="录入的人不能自己核对"):
        actions.confirm_paper(actor=branch.actor("keeper"), paper=paper)
    assert actions.confirm_paper(actor=branch.actor("keeper2"), paper=paper) == 3
    assert set(begun.attendances.filter(mark="present").values_list("member__name", "way")) == {
        (n, "paper") for n in FULL[:3]
    }
    with pytest.raises(Refused, match="核对过"):
        actions.confirm_paper(actor=branch.actor("organiser"), paper=paper)


def test_a_sheet_that_does_not_agree_goes_back_with_a_reason(branch: County, begun: Gathering) -> None:
    paper = enter(branch, begun)
    with pytest.raises(Refused, match="哪里对不上"):
        actions.return_paper(actor=branch.actor("keeper2"), paper=paper, reason=" ")
    actions.return_paper(actor=branch.actor("keeper2"), paper=paper, reason="王平安也签了")
    assert not begun.attendances.exclude(mark="").exists()
    assert enter(branch, begun).pk != paper.pk, "entered anew"


def test_one_sheet_waits_at_a_time_and_needs_its_photograph(branch: County, begun: Gathering) -> None:
    with pytest.raises(Refused) as caught:
        enter(branch, begun, photos=[])
    assert caught.value.denied.field == "photos"
    with pytest.raises(Refused, match="还没有录入任何"):
        enter(branch, begun, marks={})
    enter(branch, begun)
    with pytest.raises(Refused, match="等核对"):
        enter(branch, begun, "keeper2")


def test_not_before_people_have_met_nor_from_outside(branch: County, call: Make) -> None:
    one = call()
    with pytest.raises(Refused, match="还没有到开始"):
        enter(branch, one)
    with pytest.raises(Refused, match="没有找到"):
        enter(branch, one, "other_organiser")


def test_in_the_browser_the_photograph_survives_a_failed_form(branch: County, begun: Gathering) -> None:
    first, second = Client(), Client()
    first.force_login(branch.account_of("keeper"))
    second.force_login(branch.account_of("keeper2"))
    url = f"{ROOT}{begun.pk}/paper/"
    assert "录入签好的签到表" in first.get(url).text
    wrong = first.post(url, {"revision": begun.revision, "photos": upload()})
    assert (wrong.status_code, "还没有录入任何一个人" in wrong.text, "已收下：" in wrong.text) == (422, True, True)
    kept = wrong.context["form"]["photos"].value()[0].token()
    marks = {f"mark-{row(begun, name).pk}": "present" for name in FULL}
    done = first.post(url, {"revision": begun.revision, "photos_kept": kept, **marks})
    assert done.status_code == 303
    page = done.headers["Location"]
    assert "录入的人不能自己核对" in first.get(page).text
    assert first.post(page, {"confirm": "1"}).status_code == 303
    assert not begun.attendances.exclude(mark="").exists()
    assert "和照片一致" in second.get(page).text
    assert second.post(page, {"confirm": "1"}).status_code == 303
    assert begun.attendances.filter(mark="present").count() == 4


@pytest.mark.parametrize(
    ("who", "paper", "picture"),
    [("keeper2", 200, 200), ("organiser", 200, 200), ("watcher", 404, 200), ("leader", 404, 200), ("m1", 404, 200),
     ("other_organiser", 404, 404), ("author", 404, 404), ("", 404, 404)],
)  # fmt: skip
def test_who_sees_photographs(
    who: str, paper: int, picture: int, branch: County, begun: Gathering, django_capture_on_commit_callbacks: Any
) -> None:
    """Signatures: those who write attendance down. Pictures of the day: those, those above, and who was called."""
    with django_capture_on_commit_callbacks(execute=True):
        sheet = enter(branch, begun)
        actions.add_photos(actor=branch.actor("keeper"), gathering=begun, photos=[photo()])
    client = Client()
    if who:
        client.force_login(branch.account_of(who))
    found = [
        client.get(files_of(subject)[0].get_absolute_url()).status_code for subject in (sheet.subject, begun.subject)
    ]
    assert found == [paper, picture]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("keeper", 200),
        ("organiser", 200),
        ("watcher", 403),
        ("leader", 403),
        ("other_organiser", 404),
        ("m0", 403),
        ("", 302),
    ],
)
def test_papers_by_role(who: str, status: int, branch: County, begun: Gathering) -> None:
    sheet = enter(branch, begun)
    client = Client()
    if who:
        client.force_login(branch.account_of(who))
    for url in (f"{ROOT}{begun.pk}/sheet/", f"{ROOT}{begun.pk}/paper/", f"{ROOT}papers/{sheet.pk}/"):
        assert client.get(url).status_code == status, url
    for ending in ("docx", "pdf"):
        answer = client.post(f"{ROOT}{begun.pk}/minutes.{ending}").status_code
        assert answer == (303 if status == 200 else status), "there are no minutes yet"
    assert client.post(f"{ROOT}{begun.pk}/minutes.exe").status_code == (404 if status == 200 else status)


def test_the_sheet_to_print(branch: County, begun: Gathering) -> None:
    client = Client()
    client.force_login(branch.account_of("keeper"))
    text = client.get(f"{ROOT}{begun.pk}/sheet/").text
    assert all(name in text for name in (*FULL, "陈新来", "签名"))
    assert "冯长河" not in text


def pdf_text(data: bytes) -> str:
    """What a PDF says, without the breaks of its lines."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace("\n", "")


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_minutes_as_a_file(branch: County, call: Make, clock: Any) -> None:
    one = call(agenda="宣读申请\n讨论表决")
    actions.ask_leave(actor=branch.actor("m3"), row=row(one, "王平安"), reason="带孩子看病")
    actions.answer_leave(actor=branch.actor("keeper"), row=row(one, "王平安"), grant=True)
    clock.move_to(at("2026-12-01 16:00"))
    one = mark(branch, one, FULL[:3])
    actions.mark(
        actor=branch.actor("keeper"), gathering=one, marks={row(one, "王平安").pk: "leave"}, revision=one.revision
    )
    actions.resolve(actor=branch.actor("keeper"), gathering=one, text="同意陈新来按期转正。", votes=(3, 0, 0), key="r")
    with pytest.raises(Refused, match="归档以后"):
        actions.hand_out(actor=branch.actor("keeper"), gathering=fresh(one))
    close(branch, one)
    text = text_of(actions.hand_out(actor=branch.actor("keeper"), gathering=fresh(one)))
    for words in (
        "党员大会记录", "四季度党员大会", "2026年12月01日 15:00", "村委会二楼", "周禾苗、郑明亮", "讨论表决", "大家同意。", "主持人（签名）",
        "1. 同意陈新来按期转正。（应到有表决权 4 人，到会 3 人，赞成 3 人，不赞成 0 人，弃权 0 人，通过）",
    ):  # fmt: skip
        assert words in text, words
    assert "看病" not in text, "why somebody was on leave does not travel"
    printed = pdf_text(actions.hand_out(actor=branch.actor("keeper"), gathering=fresh(one), ending="pdf"))
    for words in ("党员大会记录", "村委会二楼", "周禾苗、郑明亮", "1. 同意陈新来按期转正。", "主持人（签名）"):
        assert words in printed, words
    assert "看病" not in printed
    assert AuditLine.objects.unscoped("test").filter(code="gatherings.hand_out").count() == 2, (
        "every copy is a line of the ledger"
    )


def test_facts_of_the_minutes_name_each_person_once(branch: County, begun: Gathering) -> None:
    one = mark(branch, begun, FULL[:2])
    found = dict(minutes.facts(one, list(one.attendances.select_related("member"))))
    assert set(found["出席"].split("、")) == set(FULL[:2])
    assert set(found["缺席"].split("、")) == {*FULL[2:], "陈新来"}
    assert (found["请假"], found["列席"]) == ("无", "无")


def test_the_secretary_who_is_alone_asks_the_one_above(branch: County, begun: Gathering) -> None:
    """A branch with one person at the desk: the organiser of the town confirms."""
    appoint(branch.people["m0"], "secretary", branch.organisations["QS01-B1"])
    paper = enter(branch, begun, "m0")
    assert actions.confirm_paper(actor=branch.actor("organiser"), paper=paper) == 3

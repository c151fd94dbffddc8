"""材料: taken in, proposed, looked at with a line, removed; who may (P02, P03, P05, DEV-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import papers
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member, Paper
from tests.factories import County, appoint
from tests.membership.dossiers.pages import photo, prepared
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
ROOT, OWN = "/workbench/members/", "/me/dossier/"
Desk = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def member(keepers: County) -> Member:
    run(book([person(1)]), actor=keepers.actor("organiser"), dry=False)
    found = Member.objects.unscoped("test").select_related("person", "organisation").get()
    keepers.people["member"] = found.person
    return found


def add(county: County, member: Member, kind: str = "入党申请书", who: str = "branch_secretary", **more: Any) -> Paper:
    said = papers.Said(kind, **more)
    return papers.add(actor=county.actor(who), member=member, said=said, files=[prepared()])


def lines(code: str) -> int:
    return AuditLine.objects.unscoped("test").filter(code=code).count()


def test_a_paper_is_taken_in_and_seen_by_its_person(member: Member, keepers: County, desk: Desk) -> None:
    client = desk("branch_secretary")
    url = f"{ROOT}{member.pk}/papers/new/"
    said = {"kind": "入党申请书", "dated": "2009-01-05", "note": "两页", "pages": [photo("a.jpg"), photo("b.jpg")]}
    assert client.post(url, said).status_code == 303
    paper = Paper.objects.get()
    assert (paper.state, len(files_of(paper.subject))) == ("kept", 2)
    assert "材料入档：入党申请书" in client.get(f"{ROOT}{member.pk}/").text
    own = desk("member")
    assert "两页" in own.get(OWN).text
    key = files_of(paper.subject)[0].uuid
    assert own.get(f"{OWN}papers/{key}/").status_code == 200


def test_each_look_by_others_leaves_a_line_and_there_is_no_way_round(
    member: Member, keepers: County, desk: Desk
) -> None:
    """P02: the common address of files hands out nothing to those who keep the file; the room's own leaves a line."""
    paper = add(keepers, member)
    key = files_of(paper.subject)[0].uuid
    client, before = desk("organiser"), lines("dossiers.open_page")
    assert client.get(f"/files/{key}/").status_code == 404
    assert client.get(f"{ROOT}papers/{key}/").status_code == 200
    assert client.get(f"{ROOT}papers/{paper.pk}/").status_code == 200
    assert lines("dossiers.open_page") == before + 2
    desk("member").get(f"{OWN}papers/{key}/")
    assert lines("dossiers.open_page") == before + 2, "one's own file is no matter for a line"


@pytest.mark.parametrize(
    ("who", "page", "file", "new", "post"),
    [
        ("organiser", 200, 200, 200, 303), ("branch_secretary", 200, 200, 200, 303), ("leader", 200, 200, 403, 403),
        ("other_organiser", 404, 404, 404, 404), ("handler", 403, 403, 403, 403), ("author", 403, 403, 403, 403),
        ("", 302, 302, 302, 302),
    ],
)  # fmt: skip
def test_who_may_what_with_papers(
    who: str, page: int, file: int, new: int, post: int, member: Member, keepers: County, desk: Desk
) -> None:
    """P05."""
    paper = add(keepers, member)
    client = desk(who) if who else Client()
    key = files_of(paper.subject)[0].uuid
    said = {"kind": "其他材料", "pages": [photo()]}
    seen = [
        client.get(f"{ROOT}papers/{paper.pk}/").status_code, client.get(f"{ROOT}papers/{key}/").status_code,
        client.get(f"{ROOT}{member.pk}/papers/new/").status_code, client.post(f"{ROOT}{member.pk}/papers/new/", said).status_code,
    ]  # fmt: skip
    assert seen == [page, file, new, post]


def test_a_file_of_another_room_is_no_paper(member: Member, keepers: County, desk: Desk) -> None:
    from lianxin.foundation.files.actions import store
    from lianxin.kernel.actor import SYSTEM

    other = store(actor=SYSTEM, upload=prepared(), org_path=member.org_path, subject="letter:1")
    assert desk("organiser").get(f"{ROOT}papers/{other.uuid}/").status_code == 404


def test_what_a_member_brings_waits_and_is_taken_by_somebody_else(member: Member, keepers: County, desk: Desk) -> None:
    """P03; M04: who keeps files does not take in their own."""
    appoint(member.person, "organiser", keepers.town)
    own = desk("member")
    assert own.post(f"{OWN}papers/", {"kind": "学历证明", "pages": [photo()]}).status_code == 303
    paper = Paper.objects.get()
    assert paper.state == "proposed"
    with pytest.raises(Refused, match="其他同志"):
        papers.take(actor=keepers.actor("member"), paper=paper, revision=0)
    client = desk("branch_secretary")
    assert "学历证明" in client.get(f"{ROOT}papers/").text
    assert client.post(f"{ROOT}papers/{paper.pk}/", {"act": "take", "revision": 0}).status_code == 303
    paper.refresh_from_db()
    assert paper.state == "kept"
    late = client.post(f"{ROOT}papers/{paper.pk}/", {"act": "decline", "reason": "x", "revision": 0})
    assert (late.status_code, "已被别人处理过" in late.text) == (422, True), "the second of two is told"


def test_declined_with_a_reason_the_pages_go(member: Member, keepers: County, desk: Desk) -> None:
    desk("member").post(f"{OWN}papers/", {"kind": "奖励材料", "pages": [photo()]})
    paper, client = Paper.objects.get(), desk("branch_secretary")
    url = f"{ROOT}papers/{paper.pk}/"
    assert client.post(url, {"act": "decline", "reason": " ", "revision": 0}).status_code == 422
    assert client.post(url, {"act": "decline", "reason": "看不清，请重新拍", "revision": 0}).status_code == 303
    assert files_of(paper.subject) == []
    assert "看不清，请重新拍" in desk("member").get(OWN).text


def test_a_waiting_paper_is_taken_back_by_its_person_alone(member: Member, keepers: County, desk: Desk) -> None:
    own = desk("member")
    own.post(f"{OWN}papers/", {"kind": "奖励材料", "pages": [photo()]})
    paper = Paper.objects.get()
    with pytest.raises(Refused):
        papers.withdraw(actor=keepers.actor("organiser"), paper=paper)
    assert own.post(f"{OWN}papers/{paper.pk}/withdraw/").status_code == 303
    assert not Paper.objects.exists()
    kept = add(keepers, member)
    with pytest.raises(Refused, match="已经处理过"):
        papers.withdraw(actor=keepers.actor("member"), paper=kept)


def test_not_more_wait_than_somebody_can_look_at(member: Member, keepers: County) -> None:
    said = papers.Said("其他材料")
    for _ in range(papers.MOST_WAITING):
        papers.propose(actor=keepers.actor("member"), member=member, said=said, files=[prepared()])
    with pytest.raises(Refused, match="等审核"):
        papers.propose(actor=keepers.actor("member"), member=member, said=said, files=[prepared()])


def test_removed_with_a_reason_it_counts_no_more(member: Member, keepers: County, desk: Desk) -> None:
    paper = add(keepers, member)
    client = desk("organiser")
    assert (
        client.post(f"{ROOT}papers/{paper.pk}/", {"act": "remove", "reason": "放错了人", "revision": 0}).status_code
        == 303
    )
    paper.refresh_from_db()
    assert (paper.state, paper.answer, files_of(paper.subject)) == ("removed", "放错了人", [])
    assert "入党申请书</a>" in client.get(f"{ROOT}{member.pk}/").text, "asked again"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"kind": ""}, "请填写“材料种类”"), ({"kind": "情书"}, "请从列出的选项里选择"), ({"kind": "入党申请书", "pages": []}, "请选择文件"),
        ({"dated": "tomorrow"}, "看不懂"), ({"dated": "+1"}, "还没有到"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_files_are_kept(
    said: dict[str, Any], word: str, member: Member, desk: Desk
) -> None:
    if said.get("dated") == "+1":
        said = {"dated": str(timezone.localdate() + timedelta(days=1))}
    answer = desk("organiser").post(
        f"{ROOT}{member.pk}/papers/new/", {"kind": "其他材料", "pages": [photo("zheng.jpg")]} | said
    )
    assert (answer.status_code, word in answer.text) == (422, True)
    assert ("已收下：zheng.jpg" in answer.text) == ("pages" not in said), "no file is chosen twice"
    assert not Paper.objects.exists()


def test_the_day_itself_is_no_future_and_an_original_needs_no_file(member: Member, desk: Desk) -> None:
    said = {"kind": "入党志愿书", "dated": str(timezone.localdate()), "on_paper": "on"}
    assert desk("organiser").post(f"{ROOT}{member.pk}/papers/new/", said).status_code == 303
    assert Paper.objects.get().on_paper


def test_note_and_words_are_sealed(member: Member, keepers: County) -> None:
    add(keepers, member, note="政审时谈到家里")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM dossiers_paper")
        assert "政审" not in cursor.fetchone()[0]


def test_a_file_with_many_papers_costs_no_more_statements(
    member: Member, keepers: County, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    client = desk("organiser")

    def cost() -> int:
        client.get(f"{ROOT}{member.pk}/")  # what the frame remembers for a while is no matter of the file
        with django_assert_max_num_queries(60) as seen:
            client.get(f"{ROOT}{member.pk}/")
        return len(seen)

    for _ in range(3):
        add(keepers, member)
    few = cost()
    for _ in range(9):
        add(keepers, member, kind="其他材料")
    assert cost() == few


def test_what_waits_stands_in_the_work_of_today_of_those_who_may_take_it(
    member: Member, keepers: County, desk: Desk
) -> None:
    from lianxin.membership.dossiers.due import provide

    desk("member").post(f"{OWN}papers/", {"kind": "学历证明", "pages": [photo()]})
    now = timezone.now()
    (item,) = provide(keepers.actor("branch_secretary"), now).items
    assert desk("branch_secretary").get(item.url).status_code == 200
    for who in ("leader", "other_organiser", "handler", "member"):
        assert not provide(keepers.actor(who), now).items
    appoint(member.person, "organiser", keepers.town)
    assert not provide(keepers.actor("member"), now).items, "their own is somebody else's work"

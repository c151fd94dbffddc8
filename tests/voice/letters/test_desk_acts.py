"""The forms of the desk: the whole way of a letter in the browser, refusals that lose nothing, stale tabs."""

from __future__ import annotations

import re
from typing import Any

import desk_world
import pytest
from desk_world import World

from lianxin.foundation.audit.models import AuditLine
from lianxin.kernel.actor import Actor
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter, Party, Reply
from lianxin.voice.letters.words import WITHHOLD_REASONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return desk_world.build()


def do(world: World, who: str, letter: Letter, slug: str, **fields: Any) -> Any:
    data = {"revision": fresh(letter).revision} | fields
    return world.client(who).post(f"/workbench/letters/{letter.pk}/{slug}/", data)


def fresh(letter: Letter) -> Letter:
    return Letter.objects.unscoped("the test looks").get(pk=letter.pk)


def holder(letter: Letter) -> Actor:
    return Actor("citizen", holds=frozenset({f"letter:{letter.pk}"}))


def test_the_whole_way_through_the_desk(world: World) -> None:
    """R107: 审核 → 分派 → 签收 → 进展 → 答复 → 审签 → 差评 → 回访: each a form, each answered by 303 to the letter."""
    letter, unit = world.letter(), world.organisations["unit"]
    way = [
        ("reviewer", "review", {"decision": "public", "text": ""}, "accepted"),
        ("dispatcher", "assign", {"organisation": unit.pk, "handler": "", "note": "请抓紧"}, "assigned"),
        ("handler", "take", {}, "handling"),
        ("handler", "progress", {"text": "上午到现场，四盏灯线路进水。"}, "handling"),
        ("handler", "ask", {"text": "请告诉我们灯杆编号。"}, "waiting"),
        ("handler", "resume", {}, "handling"),
        ("handler", "reply", {"go": "submit", "result": "solved", "body": "六盏灯周五前修好，镇建设办负责。", "point_0": "周五前", "point_1": "镇建设办"}, "approving"),
        ("approver", "sign", {"decision": "return", "text": "请写明负责人。"}, "handling"),
        ("handler", "reply", {"go": "submit", "result": "solved", "body": "六盏灯周五前修好，镇建设办孙工负责。"}, "approving"),
        ("approver", "sign", {"decision": "send"}, "replied"),
    ]  # fmt: skip
    for who, slug, fields, state in way:
        answer = do(world, who, letter, slug, **fields)
        assert answer.status_code == 303, (slug, answer.context and answer.context["form"].errors)
        assert answer["Location"] == f"/workbench/letters/{letter.pk}/"
        assert fresh(letter).state == state
    actions.rate(actor=holder(letter), letter=fresh(letter), level=1, solved=False, text="没有修好")
    assert do(world, "caller", letter, "call_back", result="redo", note="还有两盏不亮").status_code == 303
    assert fresh(letter).state == "reworking"


def test_points_of_the_letter_are_answered_one_by_one(world: World) -> None:
    """R090: the questions stand as fields, and what is answered is kept with its question."""
    letter = world.letter("handling")
    page = world.client("handler").get(f"/workbench/letters/{letter.pk}/reply/")
    assert len(page.context["form"].point_fields()) == 2
    fields = {"go": "save", "body": "", "point_0": "周五前修好", "point_1": ""}
    assert do(world, "handler", letter, "reply", **fields).status_code == 303
    draft = Reply.objects.get(letter=letter)
    assert [p["answer"] for p in draft.points] == ["周五前修好"]
    again = world.client("handler").get(f"/workbench/letters/{letter.pk}/reply/")
    assert "周五前修好" in again.content.decode()


@pytest.mark.parametrize(
    ("state", "who", "slug", "fields", "kept", "wrong"),
    [
        ("submitted", "reviewer", "review", {"decision": "refuse", "reason": "", "text": "写得不清楚请补充"}, "写得不清楚请补充", "reason"),
        ("submitted", "reviewer", "review", {"decision": "private", "text": "涉及隐私的说明"}, "涉及隐私的说明", "withhold"),
        ("handling", "handler", "send_back", {"reason": "", "text": "属于民政办的事"}, "属于民政办的事", "reason"),
        ("approving", "approver", "sign", {"decision": "", "text": "请写明负责人"}, "请写明负责人", "decision"),
        ("accepted", "dispatcher", "merge", {"number": "LX-不存在"}, "LX-不存在", "number"),
        ("handling", "handler", "forward", {"to": ""}, "", "to"),
    ],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(
    world: World, state: str, who: str, slug: str, fields: dict[str, str], kept: str, wrong: str
) -> None:
    letter = world.letter(state)
    answer = do(world, who, letter, slug, **fields)
    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert wrong in answer.context["form"].errors
    assert fresh(letter).revision == letter.revision


def test_a_refusal_without_reason_names_the_rule(world: World) -> None:
    letter = world.letter()
    answer = do(world, "reviewer", letter, "review", decision="refuse", reason="", text="说明")
    assert "规定" in answer.content.decode() or "依据" in answer.content.decode()


def test_a_stale_tab_is_told_what_happened_and_can_send_again(world: World) -> None:
    """Somebody was faster: 409, their step is named, the typed text is there, and a second try works."""
    letter = world.letter("handling")
    old = letter.revision
    actions.progress(actor=world.actor("handler"), letter=letter, text="同事先记了一步", revision=old)
    client = world.client("handler")
    url = f"/workbench/letters/{letter.pk}/progress/"
    answer = client.post(url, {"revision": old, "text": "我也到现场看了"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "同事先记了一步" in page
    assert "我也到现场看了" in page
    assert fresh(letter).revision == old + 1
    assert (
        client.post(url, {"revision": answer.context["letter"].revision, "text": "我也到现场看了"}).status_code == 303
    )


def test_when_the_step_is_gone_the_words_can_still_be_copied(world: World) -> None:
    """Two approvers at once: one wins, the other is told and keeps the words."""
    letter = world.letter("approving")
    old = letter.revision
    actions.return_reply(actor=world.actor("leader"), letter=letter, text="请补充依据", revision=old)
    answer = world.client("approver").post(
        f"/workbench/letters/{letter.pk}/sign/", {"revision": old, "decision": "return", "text": "我的意见是写明日期"}
    )
    assert answer.status_code == 409
    assert "我的意见是写明日期" in answer.content.decode()
    assert "请补充依据" in answer.content.decode() or "退回修改" in answer.content.decode()


def test_asking_the_citizen_can_be_undone_by_one_tap(world: World) -> None:
    letter = world.letter("handling")
    client = world.client("handler")
    url = f"/workbench/letters/{letter.pk}/"
    client.post(f"{url}ask/", {"revision": letter.revision, "text": "请补充时间"})
    addresses = re.findall(r'action="([^"]+)"', client.get(url).content.decode())
    undo = next(a.replace("&amp;", "&") for a in addresses if "revision=" in a)
    assert client.post(undo).status_code == 303
    assert fresh(letter).state == "handling"


def test_criticism_is_said_to_be_no_reason(world: World) -> None:
    """M03: the sentence stands on the page, and no reason code says it."""
    page = world.client("reviewer").get(f"/workbench/letters/{world.letter().pk}/review/").content.decode()
    assert "批评意见不是不公开或不受理的理由" in page


def test_personal_data_in_the_letter_is_marked_for_the_reviewer(world: World) -> None:
    letter = world.letter(body="请打 139 0000 1234 找我。")
    answer = world.client("reviewer").get(f"/workbench/letters/{letter.pk}/review/")
    assert answer.context["found_labels"] == ["手机号"]
    assert '<mark class="private" title="手机号">139 0000 1234' in answer.content.decode()


def test_marked_text_is_escaped(world: World) -> None:
    letter = world.letter(body="<script>alert(1)</script> 电话 13900001234")
    page = world.client("reviewer").get(f"/workbench/letters/{letter.pk}/review/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_who_refused_does_not_decide_the_appeal(world: World) -> None:
    """M02: the page of the first reviewer explains, the other one's has the form."""
    letter = world.letter()
    actions.refuse(
        actor=world.actor("reviewer"), letter=letter, reason="unclear", text="请补充", revision=letter.revision
    )
    actions.appeal(actor=holder(letter), letter=fresh(letter), text="已经写清楚了")
    url = f"/workbench/letters/{letter.pk}/appeal/"
    assert "原审核人不能复核" in world.client("reviewer").get(url).content.decode()
    page = world.client("reviewer2").get(url)
    assert "已经写清楚了" in page.content.decode()
    assert do(world, "reviewer2", letter, "appeal", decision="overturn", text="事实清楚").status_code == 303
    assert fresh(letter).state == "accepted"


def test_extension_says_the_new_date_before_anybody_confirms(world: World) -> None:
    """PET-04."""
    letter = world.letter("handling", kind="complain")
    page = world.client("leader").get(f"/workbench/letters/{letter.pk}/extend/")
    new, old = page.context["new_due"], page.context["old_due"]
    assert new > old
    assert do(world, "leader", letter, "extend", reason="需要省里鉴定").status_code == 303
    assert fresh(letter).due_at == new


def test_an_excluded_person_is_registered(world: World) -> None:
    """PET-06."""
    letter = world.letter("accepted")
    person = world.people["approver"]
    assert do(world, "dispatcher", letter, "exclude", organisation="", person=person.pk).status_code == 303
    assert Party.objects.get(letter=letter).person_id == person.pk
    assert do(world, "dispatcher", letter, "exclude", organisation="", person="").status_code == 422


def test_merging_by_number(world: World) -> None:
    """R081: the same matter twice is handled once."""
    main, letter = world.letter("handling"), world.letter("accepted")
    assert do(world, "dispatcher", letter, "merge", number=main.number).status_code == 303
    assert fresh(letter).merged_into_id == main.pk


def test_hints_preview_and_autosave_keep_nothing_unasked(world: World) -> None:
    """Live hints and the preview write nothing; autosave keeps a draft and says so."""
    letter = world.letter("handling")
    client, url = world.client("handler"), f"/workbench/letters/{letter.pk}/"
    hints = client.post(f"{url}hints/", {"body": "您的来信收悉，已转交相关部门处理。"})
    assert "转交" in hints.content.decode()
    preview = client.post(f"{url}preview/", {"body": "周五前修好"})
    assert "周五前修好" in preview.content.decode()
    assert not Reply.objects.exists()
    assert client.post(f"{url}draft/", {"body": "写了一半", "revision": letter.revision}).json()["saved"] is True
    assert Reply.objects.get().body == "写了一半"
    assert client.post(f"{url}draft/", {"body": "字" * 6000, "revision": letter.revision}).status_code == 422


def test_a_colleagues_draft_is_not_written_over_unseen(world: World) -> None:
    """Two of one office write at one time: the later one is told, reads what is kept, and may then decide."""
    letter = world.letter("handling")
    client, url = world.client("colleague"), f"/workbench/letters/{letter.pk}/"
    opened = client.get(f"{url}reply/").content.decode()
    assert 'name="seen" value="0"' in opened
    assert do(world, "handler", letter, "reply", body="周五前修好", result="explained", go="save").status_code == 303
    sent = {"body": "等经费到位再修", "result": "explained", "go": "save", "revision": letter.revision, "seen": "0"}
    late = client.post(f"{url}draft/", sent)
    assert (late.status_code, late.json()["saved"]) == (409, False)
    for go in ("save", "submit"):
        page = client.post(f"{url}reply/", sent | {"go": go})
        assert page.status_code == 409
        assert "等经费到位再修" in page.content.decode()
        assert "周五前修好" in page.content.decode()
        assert 'name="seen" value="1"' in page.content.decode()
    assert Reply.objects.get().body == "周五前修好"
    assert client.post(f"{url}reply/", sent | {"seen": "1"}).status_code == 303
    assert Reply.objects.get().body == "等经费到位再修"


def test_the_approver_sees_hints_and_what_changed(world: World) -> None:
    letter = world.letter("replied")
    actions.ask_again(actor=holder(letter), letter=letter, text="到底哪天修好？")
    handler = world.actor("handler")
    actions.draft_reply(actor=handler, letter=fresh(letter), body="六盏路灯本周六前修好，由镇建设办负责。")
    actions.submit_reply(actor=handler, letter=fresh(letter), revision=fresh(letter).revision)
    page = world.client("approver").get(f"/workbench/letters/{letter.pk}/sign/")
    signs = [sign for sign, _ in page.context["changes"]]
    assert "+" in signs
    assert "-" in signs
    assert "<ins>" in page.content.decode()


def test_later_words_are_reviewed_before_anybody_reads_them(world: World) -> None:
    """M01: a follow-up and a rating's text."""
    letter = world.letter("callback")
    rating = letter.ratings.get()
    url = f"/workbench/letters/{letter.pk}/rating/{rating.pk}/"
    assert world.client("handler").post(url, {"decision": "public"}).status_code == 403
    assert world.client("reviewer").post(url, {"decision": "public"}).status_code == 303
    rating.refresh_from_db()
    assert rating.publication == "public"
    other = world.letter("callback")
    wrong = f"/workbench/letters/{other.pk}/rating/{rating.pk}/"
    assert world.client("reviewer").post(wrong, {"decision": "public"}).status_code == 404


def test_later_words_are_not_kept_back_without_a_reason_that_their_author_reads(world: World) -> None:
    """M02: not silently, and not because they are critical."""
    letter = world.letter("callback")
    rating, reviewer = letter.ratings.get(), world.client("reviewer")
    url = f"/workbench/letters/{letter.pk}/rating/{rating.pk}/"
    for reason, text, wrong in (
        ("", "说到了邻居", "reason"),
        ("critical", "说到了邻居", "reason"),
        ("privacy", " ", "text"),
    ):
        answer = reviewer.post(url, {"decision": "withheld", "reason": reason, "text": text})
        assert (answer.status_code, f"rating-{rating.pk}-{wrong}" in answer.text) == (422, True)
        assert text in answer.text
        rating.refresh_from_db()
        assert rating.publication == "pending"
    reviewer.post(url, {"decision": "withheld", "reason": "third_party", "text": "说到了邻居"})
    rating.refresh_from_db()
    assert (rating.publication, rating.withheld) == ("withheld", "third_party")
    page = reviewer.get(f"/workbench/letters/{letter.pk}/").text
    assert f"不公开：{WITHHOLD_REASONS['third_party']}" in page
    assert "改为公开" in page
    reviewer.post(url, {"decision": "public"})
    rating.refresh_from_db()
    assert (rating.publication, rating.withheld) == ("public", "")


def test_of_two_who_look_at_one_time_the_second_is_told(world: World) -> None:
    """Kept back by one, shown by the other from an older page: what was typed is there, nothing was overwritten."""
    letter = world.letter("callback")
    rating = letter.ratings.get()
    url = f"/workbench/letters/{letter.pk}/rating/{rating.pk}/"
    kept = {"decision": "withheld", "reason": "privacy", "text": "写了门牌", "seen": "pending"}
    assert world.client("reviewer").post(url, kept).status_code == 303
    late = world.client("reviewer2").post(url, {"decision": "public", "text": "我看可以", "seen": "pending"})
    rating.refresh_from_db()
    assert (late.status_code, rating.publication) == (409, "withheld")
    assert "另一位审核员已经审核过" in late.text
    assert "我看可以" in late.text


def test_contact_details_are_masked_until_a_reason_is_given(world: World) -> None:
    """P02: masked by default, clear text once with a reason that stays in the ledger."""
    letter = world.letter("handling", contact_phone="13900001234", contact_name="赵某某")
    client, url = world.client("handler"), f"/workbench/letters/{letter.pk}/contact/"
    assert "13900001234" not in client.get(f"/workbench/letters/{letter.pk}/").content.decode()
    page = client.get(url).content.decode()
    assert "13900001234" not in page
    assert "139****1234" in page
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "核实情况，需要电话联系"})
    assert "13900001234" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    lines = AuditLine.objects.unscoped("the test reads the ledger").filter(code="privacy.reveal")
    assert lines.count() == 2
    assert all("13900001234" not in line.data for line in lines)


def test_unknown_forms_are_not_found(world: World) -> None:
    assert world.client("handler").get(f"/workbench/letters/{world.letter('handling').pk}/dance/").status_code == 404

"""R036: written on whatever device, sent, answered with a reason, taken with a notice, and on to the portal's own review."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from lianxin.democracy.essays import actions, columns, drafts
from lianxin.democracy.essays.drafts import Words
from lianxin.democracy.essays.models import Call, Work
from lianxin.democracy.essays.words import REASONS
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from tests.democracy.essays.conftest import BODY, asked, fresh, fresh_call, office

pytestmark = pytest.mark.django_db
Who, Browser = Callable[[str], Actor], Callable[[str], Client]
MakeCall, MakeWork = Callable[..., Call], Callable[..., Work]
FORM = {
    "title": "赶早市",
    "body": BODY,
    "front": "pen",
    "pen_name": "月亮湾",
    "consent": "on",
    "key": "form1",
    "revision": "0",
}


def code(run: Callable[[], object]) -> str:
    try:
        run()
    except Refused as refused:
        return refused.denied.code
    return "ok"


def test_written_here_and_gone_on_with_there(call: MakeCall, browser: Browser, who: Who) -> None:
    """Autosave begins one draft, a second device meets it and is told; the ledger knows nothing of the saving (B01)."""
    one = call(kind="standing")
    phone, desk = browser("citizen"), browser("citizen")
    saved = phone.post(f"/me/essays/write/{one.pk}/save/", {**FORM, "body": "豆腐先到"}).json()
    assert (
        phone.post(
            f"/me/essays/write/{one.pk}/save/", {**FORM, "body": "豆腐先到，菜后到", "revision": saved["revision"]}
        ).status_code
        == 200
    )
    made = Work.objects.unscoped("t").get()
    before = AuditLine.objects.unscoped("t").count()
    late = desk.post(f"/me/essays/{made.pk}/edit/", {**FORM, "body": "另一台上写的", "revision": "0", "act": "save"})
    assert late.status_code == 422
    assert "另一台上写的" in late.text
    assert "豆腐先到，菜后到" in late.text, "both are there to compare"
    assert phone.post(f"/me/essays/{made.pk}/save/", {**FORM, "body": "三次", "revision": "0"}).status_code == 409
    assert fresh(made).body == "豆腐先到，菜后到"
    assert AuditLine.objects.unscoped("t").count() == before
    assert code(lambda: drafts.mine(who("author"), made.pk)) == "out_of_scope"


def test_read_out_of_a_file_and_looked_at_before_it_goes(call: MakeCall, browser: Browser) -> None:
    """.docx and .txt of either coding; the file is not kept, nothing is sent unread, what is no text is told and costs nothing."""
    one = call(kind="standing")
    client = browser("citizen")
    paper: Any = Document()
    paper.add_paragraph("四点半，豆腐先到。")
    held = io.BytesIO()
    paper.save(held)
    files = {"docx": held.getvalue(), "txt": "人最后到。".encode("gb18030"), "gif": b"GIF89a" + b"\x00" * 40}
    for kind, body, status in (("docx", "四点半，豆腐先到。", 303), ("txt", "人最后到。", 303), ("gif", "", 422)):
        upload = SimpleUploadedFile(f"稿.{kind}", files[kind])
        sent = client.post(
            f"/me/essays/write/{one.pk}/", {**FORM, "key": kind, "body": "先写一句", "act": "send", "file": upload}
        )
        assert sent.status_code == status, kind
        if status == 303:
            made = Work.objects.unscoped("t").get(key=kind)
            assert made.state == "draft"
            assert made.body == f"先写一句\n{body}"
        else:
            assert "先写一句" in sent.text
            assert "读不出这个文件" in sent.text


def test_what_is_wrong_is_said_and_nothing_is_lost(call: MakeCall, browser: Browser, who: Who) -> None:
    """Empty, too short, without consent, unchecked, under a name that the house does not know, a name inside a blind work."""
    column, theme = call(kind="standing"), call(key="k2", words_least=5, words_most=40)
    client = browser("citizen")
    for change, says in (
        ({"title": ""}, "请填写“题目”"), ({"body": "字" * 501}, "正文要 0 到 500 个字"), ({"pen_name": ""}, "请填写“笔名”"),
        ({"consent": ""}, "请勾选同意发表"), ({"body": ""}, "正文要"),
    ):  # fmt: skip
        sent = client.post(f"/me/essays/write/{column.pk}/", {**FORM, **change, "key": says, "act": "send"})
        assert sent.status_code == 422, change
        assert says in sent.text, change
        assert all(
            value in sent.text for name, value in {**FORM, **change}.items() if name in ("title", "body", "pen_name")
        )
    named = browser("author").post(
        f"/me/essays/write/{theme.pk}/", {**FORM, "front": "name", "body": "我叫周禾苗，修过桥。", "act": "send"}
    )
    assert named.status_code == 422
    assert "文中写了您的姓名" in named.text
    assert "LX-196" in named.text
    unchecked = browser("handler").post(f"/me/essays/write/{theme.pk}/", {**FORM, "act": "send"})
    assert unchecked.status_code == 422
    assert "核验手机号" in unchecked.text
    sent = {w.state for w in Work.objects.unscoped("t").all()}
    assert sent == {"draft"}


def test_who_may_write_and_until_when(call: MakeCall, who: Who) -> None:
    """The audience and the clock; so many works of one person, drafts counted."""
    inner = call(audience="members")
    words = Words("题", "正文几个字", "pen", "笔", True)
    begin = lambda name, one, key: drafts.keep(actor=who(name), call=one, key=key, words=words, revision=0)  # noqa: E731 - asked several times
    assert code(lambda: begin("citizen", inner, "a")) == "not_meant"
    assert code(lambda: begin("anonymous", inner, "a")) == "anonymous"
    for n in range(3):
        assert code(lambda n=n: begin("author", inner, f"b{n}")) == "ok"  # type: ignore[misc]  # bound at once
    assert code(lambda: begin("author", inner, "b9")) == "too_many"
    gone = call(key="k3", kind="standing")
    actions.close(actor=who("editor"), call=gone, text="", revision=fresh_call(gone).revision)
    assert code(lambda: begin("author", fresh_call(gone), "c")) == "not_open"


def test_sent_back_revised_and_taken(call: MakeCall, work: MakeWork, who: Who, browser: Browser) -> None:
    """Every answer carries its reason to the author; a stale tab decides nothing; the notice can be printed."""
    one = call(kind="standing")
    made = work(one)
    assert fresh(made).due_at is not None, "LX-197 runs"
    back = actions.send_back(actor=who("editor"), work=made, text="写写是哪一年", revision=made.revision)
    assert fresh(made).due_at is None
    assert code(lambda: actions.accept(actor=who("editor"), work=made, text="", revision=made.revision)) == "stale"
    author = browser("author")
    assert "写写是哪一年" in author.get(f"/me/essays/{made.pk}/edit/").text
    again = author.post(
        f"/me/essays/{made.pk}/edit/", {**FORM, "body": f"九八年。{BODY}", "revision": back.revision, "act": "send"}
    )
    assert again.status_code == 303
    sent = fresh(made)
    assert (sent.state, sent.rounds, sent.signed) == ("sent", 1, "月亮湾")
    desk = browser("editor")
    assert (
        desk.post(
            f"/workbench/essays/works/{made.pk}/accept/", {"text": "下期用", "revision": sent.revision}
        ).status_code
        == 303
    )
    told = Notice.objects.filter(person_id=who("author").person_id).values_list("title", flat=True)
    assert "用稿通知：《赶早市》" in told
    paper = author.get(f"/me/essays/{made.pk}/notice/").text
    assert "用稿通知" in paper
    assert "月亮湾：" in paper
    assert "下期用" in paper
    assert browser("same").get(f"/me/essays/{made.pk}/notice/").status_code == 404


def test_refused_for_a_reason_and_appealed_once(call: MakeCall, work: MakeWork, who: Who, browser: Browser) -> None:
    """M02–M04: a code and words, criticism is none of them; another one looks; nobody decides on their own."""
    one = call(kind="standing")
    own = work(one, by="superior", key="own")
    assert code(lambda: actions.accept(actor=who("superior"), work=own, text="", revision=own.revision)) == "own_work"
    made = work(one)
    desk = browser("editor")
    for data, says in (({"reason": "", "text": "散"}, "理由"), ({"reason": "weak", "text": ""}, "具体情况")):
        sent = desk.post(f"/workbench/essays/works/{made.pk}/refuse/", {**data, "revision": made.revision})
        assert sent.status_code == 422
        assert says in sent.text
    assert not [word for word in REASONS.values() if "批评" in word]
    assert (
        desk.post(
            f"/workbench/essays/works/{made.pk}/refuse/",
            {"reason": "weak", "text": "没有写到人", "revision": made.revision},
        ).status_code
        == 303
    )
    author = browser("author")
    page = author.get(f"/me/essays/{made.pk}/").text
    assert "内容还不够充实" in page
    assert "没有写到人" in page
    assert author.post(f"/me/essays/{made.pk}/", {"text": "写了三个人"}).status_code == 303
    look = lambda by: actions.decide_appeal(  # noqa: E731 - asked several times
        actor=who(by), work=fresh(made), overturn=True, text="再看", revision=fresh(made).revision
    )
    assert code(lambda: look("editor")) == "same_reviewer"
    assert look("superior").state == "sent"
    assert fresh(made).due_at is not None, "the clock of the review runs again"
    again = actions.refuse(
        actor=who("editor"), work=fresh(made), reason="weak", text="还是没有", revision=fresh(made).revision
    )
    assert code(lambda: actions.appeal(actor=who("author"), work=again, text="再申诉")) == "once"


class Portal:
    """Another room: notes what was handed to it."""

    def __init__(self) -> None:
        self.got: list[columns.Text] = []

    def columns(self, actor: Actor) -> list[tuple[str, str]]:
        return [("7", "镇站 · 乡村")] if actor.name == "editor" else []

    def draft(self, actor: Actor, column: str, text: columns.Text) -> int:
        self.got.append(text)
        return 41

    def shown(self, pages: Any) -> dict[int, str]:
        return {}

    def desk(self, page: int) -> str:
        return f"/desk/{page}/"


def test_handed_over_once_by_somebody_of_that_site(
    call: MakeCall, work: MakeWork, who: Who, browser: Browser, monkeypatch: Any
) -> None:
    """With author and source; by an editor of the site alone, with the author's consent, and only once."""
    portal = Portal()
    monkeypatch.setattr(columns, "_ports", [portal])
    one = call(kind="standing")
    made = work(one, "accepted")
    hand = lambda by, column="7": actions.hand(  # noqa: E731 - asked several times
        actor=who(by), work=fresh(made), column=column, revision=fresh(made).revision
    )
    assert code(lambda: hand("superior")) == "choice"
    assert code(lambda: hand("editor", "8")) == "choice"
    assert fresh(made).state == "accepted"
    assert code(lambda: hand("editor")) == "ok"
    assert code(lambda: hand("editor")) == "wrong_state"
    (text,) = portal.got
    assert (text.signed, text.source, text.writer) == ("桥头人", "柳河镇党委征稿", who("author").person_id)
    assert fresh(made).page == 41
    assert "/desk/41/" in browser("editor").get(f"/workbench/essays/works/{made.pk}/").text
    assert code(lambda: actions.withdraw(actor=who("author"), work=made)) == "wrong_state"
    assert "还没有发表的" in browser("anonymous").get(f"/essays/{one.pk}/").text, (
        "shown is what the portal shows, nothing else"
    )


def test_withdrawn_its_words_are_gone(call: MakeCall, work: MakeWork, who: Who) -> None:
    one = call(kind="standing")
    made = work(one, "accepted")
    gone = actions.withdraw(actor=who("author"), work=made)
    assert (gone.body, gone.signed, gone.consent) == ("", "", False)
    draft = work(one, "draft", key="d")
    actions.discard(actor=who("author"), work=draft)
    assert not Work.objects.unscoped("t").filter(pk=draft.pk).exists()


def test_a_call_is_released_by_another_hand_and_says_what_is_wrong(call: MakeCall, who: Who, browser: Browser) -> None:
    """M04; the figures of LX-196; the form comes back with everything typed."""
    own = actions.draft(actor=who("superior"), organisation=office(), said=asked(), key="own")
    assert code(lambda: actions.release(actor=who("superior"), call=own, revision=own.revision)) == "own_work"
    for more, word in (
        ({"judges_wanted": 1}, "judges"), ({"criteria": ()}, "empty"), ({"criteria": ("真",) * 2}, "too_many"),
        ({"words_least": 9, "words_most": 3}, "words"), ({"audience": "branch"}, "choice"), ({"title": "长" * 61}, "too_long"),
        ({"closes_at": asked().opens_at}, "span"),
    ):  # fmt: skip
        assert (
            code(
                lambda more=more: actions.draft(
                    actor=who("editor"), organisation=office(), said=asked(**more), key=str(more)
                )
            )
            == word
        ), more  # type: ignore[misc]  # bound at once
    typed = {"title": "家门口的变化", "about": "写一处", "audience": "public", "exhibit": "public", "opens_at": "2026-12-01T09:00",
             "closes_at": "2026-12-03T09:00", "words_least": "0", "words_most": "800", "judges_wanted": "2", "criteria": "真",
             "awards": "", "key": "f1", "kind": "theme"}  # fmt: skip
    sent = browser("editor").post("/workbench/essays/new/", typed)
    assert sent.status_code == 422
    assert "至少 7 天" in sent.text
    assert "家门口的变化" in sent.text
    for _ in range(2):
        assert (
            browser("editor").post("/workbench/essays/new/", {**typed, "closes_at": "2026-12-20T09:00"}).status_code
            == 303
        )
    assert Call.objects.unscoped("t").filter(title="家门口的变化").count() == 1, "the same form twice is one call"

"""Writing, saving, sending and taking back (R040); no line of the ledger tells when somebody sat over a draft (B01)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.learning.notes import commenting, drafts, publishing
from lianxin.learning.notes.drafts import Words
from lianxin.learning.notes.models import Note
from lianxin.membership.dossiers.models import Member
from tests.factories import County, appoint
from tests.learning.notes.conftest import ABOUT, BODY, SOURCE, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Note]


def typed(**more: Any) -> dict[str, Any]:
    """What the form sends."""
    return {"title": TITLE, "body": BODY, "about": ABOUT, "source": SOURCE, "audience": "branch", "key": "k1",
            "revision": 0, **more}  # fmt: skip


def test_it_is_kept_while_it_is_written_and_on_the_next_device(browser: Browser) -> None:
    client = browser("author")
    first = client.post("/me/notes/save/", typed(title="", source="")).json()
    assert "已自动存为草稿" in first["said"]
    again = client.post("/me/notes/save/", typed(revision=first["revision"])).json()
    assert again["revision"] == first["revision"] + 1
    page = client.get(again["url"]).text
    assert all(word in page for word in (TITLE, BODY, ABOUT, SOURCE))
    stale = client.post("/me/notes/save/", typed(revision=first["revision"], body="另一台写的"))
    assert (stale.status_code, stale.json()["stale"]) == (409, True)
    shown = client.post(again["url"], typed(revision=first["revision"], body="另一台写的"))
    assert shown.status_code == 422
    assert "另一处保存的那一份" in shown.text
    assert "另一台写的" in shown.text
    lines = AuditLine.objects.unscoped("test").filter(code__startswith="notes.")
    assert list(lines.values_list("code", flat=True)) == ["notes.begin"]


def test_every_refusal_keeps_what_was_typed(browser: Browser) -> None:
    client = browser("author")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"title": ""}, "请填写“题目”"), ({"body": ""}, "请填写“正文”"), ({"about": ""}, "请写学的是什么"),
        ({"source": ""}, "请写出处"), ({"title": "长" * 61}, "最多 60 个字"), ({"body": "长" * 10001}, "最多 10000 个字"),
        ({"audience": "world"}, "谁能看"), ({"about": "a" * 301}, "太长了"), ({"about": "/portal/nix/"}, "没有找到已经发布的"),
    ]  # fmt: skip
    for n, (change, words) in enumerate(cases):
        said = typed(act="send", key=f"bad{n}") | change
        answer = client.post("/me/notes/new/", said)
        assert answer.status_code == 422, change
        assert words in answer.text, change
        kept = said["body"][:50] or said["title"]
        assert kept in answer.text, change
    assert not Note.objects.unscoped("test").filter(state="sent").exists()
    nothing = client.post("/me/notes/new/", typed(title="", body="", about="", source=""))
    assert "还没有写什么" in nothing.text
    assert client.get("/me/notes/new/", {"about": "\x00" + "x" * 500}).status_code == 200


def test_who_may_write(browser: Browser, member: Callable[[str], Member]) -> None:
    """Members and those on the way; not who has no file here, not whose file is closed."""
    assert browser("applicant").post("/me/notes/new/", typed(act="send")).status_code == 303
    assert "请联系所在支部建立档案" in browser("citizen").post("/me/notes/new/", typed()).text
    gone = member("far")
    gone.standing = "left"
    gone.save()
    assert "不能再写心得" in browser("far").post("/me/notes/new/", typed()).text
    assert browser("anonymous").post("/me/notes/new/", typed()).status_code == 302


def test_nobody_is_told_to_read(write: Write) -> None:
    """B02: reading is no duty, so sending makes no notice and no work."""
    write("sent", audience="members")
    assert not Notice.objects.filter(code__startswith="notes.").exists()


def test_withdrawn_reworked_and_deleted(browser: Browser, write: Write) -> None:
    note = write("sent")
    client, root = browser("author"), f"/me/notes/{note.pk}/"
    assert "请先撤回" in client.post(f"{root}rework/", follow=True).text
    client.post(f"{root}withdraw/")
    assert "已经撤回" in client.get(root).text
    client.post(f"{root}rework/")
    assert client.get(f"{root}edit/").status_code == 200
    client.post(f"{root}edit/", typed(act="send", title="改过的", revision=fresh(note).revision))
    assert fresh(note).title == "改过的"
    client.post(f"{root}discard/")
    assert fresh(note).state == "sent", "what is with others is withdrawn first"
    client.post(f"{root}withdraw/")
    assert client.post(f"{root}discard/").status_code == 303
    assert not Note.objects.unscoped("test").filter(pk=note.pk).exists()
    assert client.post(f"{root}nix/").status_code == 404


def test_the_copy_is_masked_confirmed_and_let_out_by_somebody_else(
    browser: Browser, write: Write, who: Who, member: Callable[[str], Member], cast: County
) -> None:
    """M04; what is stored is what the author saw."""
    note = write("sent", audience="public")
    client, path = browser("author"), f"/me/notes/{note.pk}/copy/"
    assert "已经隐去：手机号" in client.get(path).text
    said = {"title": TITLE, "body": BODY, "revision": note.revision}
    seen = client.post(path, {**said, "act": "look"}).text
    assert "13800000000" not in seen
    blank = client.post(path, {**said, "title": "", "act": "confirm"})
    assert blank.status_code == 422
    assert client.post(path, {**said, "act": "confirm"}).status_code == 303
    appoint(member("author").person, "secretary", cast.organisations["QS01-B1"])
    desk = f"/workbench/notes/{note.pk}/copy/"
    assert browser("author").post(desk, {"act": "out", "revision": fresh(note).revision}).status_code == 404
    for word in ("same", "worker_here", "secretary_there", "foreign", "citizen"):
        assert browser(word).post(desk, {"act": "out", "revision": fresh(note).revision}).status_code in (403, 404), (
            word
        )
    stale = browser("superior").post(desk, {"act": "out", "revision": 1})
    assert "已被别人处理过" in stale.text
    empty = browser("superior").post(desk, {"act": "hold", "comment": "", "revision": fresh(note).revision})
    assert "请填写“原因”" in empty.text
    assert browser("superior").post(desk, {"act": "out", "revision": fresh(note).revision}).status_code == 303
    assert fresh(note).copy == "out"
    narrow = write("sent", key="k2")
    refused = browser("author").get(f"/me/notes/{narrow.pk}/copy/")
    assert "要先选“群众也能看”" in refused.text


def test_the_ledger_knows_that_and_never_what(write: Write, who: Who) -> None:
    note = write("out")
    commenting.comment(actor=who("same"), note=note, text="一句评论", key="k")
    publishing.hold(actor=who("superior"), note=note, reason="有人名", revision=fresh(note).revision)
    kept = json.dumps(
        list(AuditLine.objects.unscoped("test").filter(code__startswith="notes.").values("code", "data")),
        ensure_ascii=False,
    )
    assert not [word for word in (TITLE, BODY, ABOUT, "一句评论", "有人名") if word in kept]


def test_the_key_of_somebody_elses_draft_begins_ones_own(write: Write, who: Who) -> None:
    note = write("draft")
    drafts.keep(actor=who("same"), key="k1", words=Words("我的", "别人的钥匙"), revision=0)
    assert fresh(note).body == BODY
    assert Note.objects.unscoped("test").filter(key="k1").count() == 2

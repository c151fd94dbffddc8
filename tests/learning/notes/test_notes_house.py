"""The room in the house: mergers, joined files, one's own export, the demonstration."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.learning.notes import commenting, export, recommending
from lianxin.learning.notes.demo import load
from lianxin.learning.notes.models import Note
from lianxin.membership.dossiers.models import Member
from tests.factories import County, appoint
from tests.learning.notes.conftest import ABOUT, BODY, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Note]


def test_a_merger_carries_notes_and_what_the_branch_recommended(
    write: Write, who: Who, cast: County, browser: Browser, member: Callable[[str], Member]
) -> None:
    note = write("sent", audience="members")
    old, new = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    appoint(member("far").person, "committee_member", new)
    for word, office in (("secretary_here", old), ("far", new)):
        recommending.recommend(actor=who(word), note=note, organisation=office, reason="好")
    organisations.merge(actor=SYSTEM, organisation=old, into=new, on=date(2026, 11, 27), basis="镇党委决定")
    assert fresh(note).org_path == new.path
    assert note.recommendations.get().organisation_id == new.pk
    assert SearchDocument.objects.get(kind="note", object_id=note.pk).org_path == new.path
    assert browser("secretary_there").get(f"/me/notes/{note.pk}/").status_code == 200


def test_what_waits_stands_in_the_way_of_closing(write: Write, who: Who, cast: County) -> None:
    note = write("out")
    here = cast.organisations["QS01-B1"]
    assert "评论" not in "".join(map(str, left_at(here)))
    commenting.comment(actor=who("citizen"), note=note, text="一句", key="k", openly=True)
    write("asked", key="k2")
    said = [str(part) for part in left_at(here)]
    assert "1 条等待审核的评论" in said
    assert "1 份等待放行的学习心得公开稿" in said


def test_one_takes_along_what_one_wrote(write: Write, who: Who) -> None:
    """P03: drafts too; nothing of anybody else."""
    note = write("sent", audience="members")
    write("draft", key="k2", title="草稿一篇")
    commenting.comment(actor=who("far"), note=note, text="别人的评论", key="k")
    mine, theirs = export.own(note.member.person_id), export.own(who("far").person_id or 0)
    assert [row["题目"] for row in mine["学习心得"]] == [note.title, "草稿一篇"]
    assert (mine["学习心得"][0]["学的"], mine["学习心得"][0]["正文"]) == (ABOUT, BODY)
    assert mine["对学习心得的评论"] == theirs["学习心得"] == []
    assert theirs["对学习心得的评论"][0]["内容"] == "别人的评论"


def test_the_demonstration_fills_the_room_within_a_second(cast: County, browser: Browser) -> None:
    started = time.monotonic()
    made = load(today=date(2026, 11, 27))
    assert time.monotonic() - started < 1
    rows = Note.objects.unscoped("test")
    assert made == rows.filter(state="sent").count() >= 2
    assert not [row for row in rows if "13800000000" in row.public_body]
    assert "收到一封信，先回一句话" in browser("anonymous").get("/learning/notes/").text

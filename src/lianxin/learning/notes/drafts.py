"""Keeping what is being written. A draft is nobody's business but its writer's.

As with thought reports (`reports.drafts`) saving again is no action and leaves no line: a line for every pause would be
a record of a person's hours (B01).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Decision, Denied, Refused, all_of
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports.drafts import STALE

from . import policies
from .limits import fits
from .models import Note
from .words import AUDIENCES

_TWICE = Denied("这篇草稿刚刚已经存好了。", code="stale", remedy="请再按一次保存。")
#: characters of an address that somebody pastes; words are shorter (LX-205) and that is asked when the note is sent
ADDRESS = 300


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the form. Everything may be empty while it is a draft."""

    title: str = ""
    body: str = ""
    audience: str = "branch"
    about: str = ""
    source: str = ""

    def columns(self) -> dict[str, str]:
        """The same under the names of the columns."""
        return {"title": self.title, "body": self.body, "audience": self.audience, "about": self.about,
                "about_source": self.source}  # fmt: skip


def keep(*, actor: Actor, key: str, words: Words, revision: int) -> Note:
    """保存草稿. key: of the form; a note begun with it is saved again, else it is begun.

    revision: what the form was opened with. Raises `Refused`: no file, nothing written, too long, or saved elsewhere
    meanwhile.
    """
    member = dossiers.own(actor.person_id)
    require(policies.may_write(member))
    require(check(words))
    known = Note.objects.unscoped("one's own").filter(member=member, key=key).first()
    if known is None:
        if not (words.title or words.body.strip()):
            raise Refused(Denied("还没有写什么。", code="empty", field="body"))
        return begin(actor=actor, member=member, key=key, words=words)  # type: ignore[arg-type]  # may_write knows it
    return save(actor=actor, note=known, words=words, revision=revision)


@action("notes.begin")
def begin(*, actor: Actor, member: Member, key: str, words: Words) -> Note:
    """开始写. Opened to the branch in which the file of the author is."""
    if not key or len(key) > 40:
        raise Refused(Denied("页面放得太久了，请重新打开再写。", code="key"))
    with or_refuse(_TWICE):
        note = Note.objects.create(
            member=member, organisation=member.organisation, org_path=member.org_path, key=key, **words.columns()
        )
    record("notes.begin", actor=actor, subject=note)
    return note


@transaction.atomic
def save(*, actor: Actor, note: Note, words: Words, revision: int) -> Note:
    """Save a draft again. Nothing changed: nothing happens, so a press of the button after the autosave is no conflict."""
    note = lock(note)
    require(policies.is_author(actor, note))
    require(all_of(policies.in_state(note, "draft"), check(words)))
    columns = words.columns()
    if all(getattr(note, name) == value for name, value in columns.items()):
        return note
    if note.revision != revision:
        raise Refused(STALE)
    for name, value in columns.items():
        setattr(note, name, value)
    note.revision += 1
    note.save()
    return note


def check(words: Words) -> Decision:
    """What even a draft may not be."""
    if words.audience not in AUDIENCES:
        return Denied("请选择谁能看。", code="empty", field="audience")
    if len(words.about) > ADDRESS:
        return Denied("“学的是什么”太长了，请只写题目，或者只粘一个网址。", code="too_long", field="about")
    return all_of(
        fits(words.title, "title", "题目", needed=False),
        fits(words.body, "body", "正文", needed=False),
        fits(words.source, "source", "出处", needed=False),
    )


def mine(actor: Actor, pk: int) -> Note:
    """A note of the person who asks; anybody else's is 404."""
    found = Note.objects.unscoped("one's own").select_related("member", "organisation").filter(pk=pk).first()
    if found is None or not policies.is_author(actor, found):
        raise Refused(OUT_OF_SCOPE)
    return found

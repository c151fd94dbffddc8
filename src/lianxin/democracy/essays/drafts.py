"""Keeping what is being written, for its writer alone, on whatever device they go on.

The ledger learns that a work was begun and that it was sent, not when and how often somebody sat over it (B01). That is why
saving again is no action.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lianxin.foundation.accounts.queries import person_by_id
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.dossiers import queries as dossiers

from . import policies
from .flow import WORK_FLOW
from .limits import fits
from .models import Call, Work
from .words import FRONTS

STALE = Denied(
    "这篇在别的页面或别的设备上改过，这一次没有存上。", code="stale",
    remedy="您写的都还在下面；另一份也没有丢。对照以后再按一次保存，就以这一份为准。",
)  # fmt: skip
_TWICE = Denied("这篇刚刚已经存好了。", code="stale", remedy="请再按一次保存。")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the form. Everything may be empty while it is a draft."""

    title: str = ""
    body: str = ""
    front: str = "name"
    pen_name: str = ""
    consent: bool = False


def keep(*, actor: Actor, call: Call, key: str, words: Words, revision: int) -> Work:
    """保存. key: of the form; a work begun with it is saved again, else it is begun. Raises `Refused`."""
    known = Work.objects.unscoped("one's own").filter(call=call, author_id=actor.person_id or 0, key=key).first()
    if known is not None:
        return save(actor=actor, work=known, words=words, revision=revision)
    if not (words.title or words.body.strip()):
        raise Refused(Denied("还没有写什么。", code="empty", field="body"))
    return begin(actor=actor, call=call, key=key, words=words)


@action("essays.begin")
def begin(*, actor: Actor, call: Call, key: str, words: Words) -> Work:
    """开始写."""
    if not key or len(key) > 40:
        raise Refused(Denied("页面放得太久了，请重新打开再写。", code="key"))
    require(all_of(policies.may_write(actor, call), check(words)))
    call = lock(call)  # the bound holds against two tabs
    require(_not_too_many(actor, call))
    with or_refuse(_TWICE):
        work = Work.objects.create(
            call=call, author_id=actor.person_id or 0, key=key, state=WORK_FLOW.lifecycle.initial,
            organisation_id=call.organisation_id, org_path=call.org_path, opened_at=moment.now(), title=words.title,
            body=words.body, front=words.front, pen_name=words.pen_name, consent=words.consent,
        )  # fmt: skip
    work.number = f"{'ZW' if call.is_theme else 'TG'}{work.pk:06d}"
    work.save(update_fields=["number"])
    record("essays.begin", actor=actor, subject=work, call=call.pk)
    return work


def _not_too_many(actor: Actor, call: Call) -> Decision:
    """A bound against floods: so many works of one author for a theme, so many texts that wait at a column."""
    rows = Work.objects.unscoped("one's own").filter(call=call, author_id=actor.person_id or 0)
    if call.is_theme:
        most = rule("LX-196").count("each")
        if rows.exclude(state="withdrawn").count() >= most:
            return Denied(f"每人最多 {most} 篇，您已经有这么多了，草稿也算。", rule="LX-196", code="too_many")
        return Allowed()
    most = rule("LX-197").count("waiting")
    if rows.filter(state__in=("draft", "sent", "returned", "appealed")).count() >= most:
        return Denied(f"您有 {most} 篇还没有回音，草稿也算，请等一等再写新的。", rule="LX-197", code="too_many")
    return Allowed()


@transaction.atomic
def save(*, actor: Actor, work: Work, words: Words, revision: int) -> Work:
    """Save again. Nothing changed: nothing happens, so a press of the button after the autosave is no conflict."""
    work = lock(work)
    if not policies.is_author(actor, work):
        raise Refused(OUT_OF_SCOPE)
    if not work.writable:
        raise Refused(Denied(f"这篇现在是“{work.state_label}”，不能改了。", code="wrong_state"))
    require(check(words))
    names = ("title", "body", "front", "pen_name", "consent")
    if all(getattr(work, name) == getattr(words, name) for name in names):
        return work
    if work.revision != revision:
        raise Refused(STALE)
    for name in names:
        setattr(work, name, getattr(words, name))
    work.revision += 1
    work.save()
    return work


def check(words: Words) -> Decision:
    """What even a draft may not be."""
    if words.front not in FRONTS:
        return Denied("请选择怎么署名。", code="choice", field="front")
    return all_of(
        fits(words.title, "题目", "title", figure="work_title", needed=False),
        fits(words.body, "正文", "body", figure="words", needed=False),
        fits(words.pen_name, "笔名", "pen_name", figure="pen_name", needed=False),
    )


def names_of(person_id: int | None) -> tuple[str, str]:
    """(real name as the house knows it, or "", nickname) of a writer."""
    person = person_by_id(person_id or 0)
    if person is None:
        return "", ""
    member = dossiers.own(person.pk)
    return (member.name if member is not None else person.name) or "", person.nickname


def complete(work: Work) -> Decision:
    """What a work needs when it is sent."""
    call, real = work.call, names_of(work.author_id)[0]
    if not work.title.strip():
        return Denied("请填写“题目”。", code="empty", field="title")
    if not call.words_least <= work.length <= call.words_most or not work.length:
        return Denied(f"正文要 {call.words_least} 到 {call.words_most} 个字，现在是 {work.length} 个字。", code="length", field="body",
                      remedy="空格和换行不算字数。")  # fmt: skip
    if work.front == "pen" and not work.pen_name.strip():
        return Denied("请填写“笔名”。", code="empty", field="pen_name")
    if work.front == "name" and not real:
        return Denied("系统里没有您的真实姓名，请用笔名。", code="no_name", field="front")
    if not call.is_theme and not work.consent:
        return Denied("请勾选同意发表；不同意发表的不用投稿。", rule="LX-197", code="no_consent", field="consent")
    if call.is_theme and real and real in f"{work.title}{work.body}":
        return Denied("文中写了您的姓名，评委就知道是谁写的了。", rule="LX-196", code="named", field="body",
                      remedy="请改成“我”或者别的称呼；入选以后照您选的署名展示。")  # fmt: skip
    return Allowed()


def signature(work: Work) -> str:
    """The name that readers will see."""
    return work.pen_name.strip() if work.front == "pen" else names_of(work.author_id)[0]


def mine(actor: Actor, pk: int) -> Work:
    """A work of the person who asks; anybody else's is 404."""
    rows = Work.objects.unscoped("one's own").select_related("call", "organisation")
    found = rows.filter(pk=pk, author_id=actor.person_id or 0).first()
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found

"""What a keeper writes before another one releases it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lianxin.democracy.speaking.words import AUDIENCES
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import announcing, plans, policies
from ..lifecycle import MANAGE
from ..models import Topic
from .proposing import create, fits, known


@dataclass(frozen=True, slots=True)
class Words:
    """What a topic is about and when. keeper, deputy: person ids (F01); link: a path of this site, or empty."""

    title: str
    question: str
    background: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    keeper: int
    deputy: int
    link: str = ""


@action("forum.draft")
def draft(*, actor: Actor, organisation: Organisation, words: Words, key: str, planned: int | None = None) -> Topic:
    """准备 a topic of the organisation's own; another one releases it. planned: number of the plan it comes from (R112)."""
    hashed, found = known(actor, key)
    if found is not None:
        record("forum.draft_again", actor=actor, subject=found)
        return found
    if not actor.may(MANAGE, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    made, fresh = create(
        actor, organisation, hashed, "draft", prepared_by_id=actor.person_id,
        planned=plans.taken(actor, planned, organisation), **_columns(organisation, words),
    )  # fmt: skip
    if fresh:
        announcing.arrived(made)
    record("forum.draft", actor=actor, subject=made, audience=made.audience)
    return made


@action("forum.take_up")
def take_up(*, actor: Actor, topic: Topic, words: Words, revision: int) -> Topic:
    """采纳 a proposal: with background, time and keepers it waits to be released."""
    case = lock(topic, revision=revision)
    return advance(
        case, "take_up", actor=actor, changes={**_columns(case.organisation, words), "prepared_by_id": actor.person_id}
    )


@action("forum.edit")
def edit(*, actor: Actor, topic: Topic, words: Words, revision: int) -> Topic:
    """修改 before it is released; whoever wrote last does not release it."""
    case = lock(topic, revision=revision)
    return advance(
        case, "edit", actor=actor, changes={**_columns(case.organisation, words), "prepared_by_id": actor.person_id}
    )


def _columns(organisation: Organisation, words: Words) -> dict[str, Any]:
    require(fits(words.title, "title", "话题", "title"))
    require(fits(words.question, "question", "想听什么", "question"))
    require(fits(words.background, "text", "背景", "background"))
    if words.audience not in AUDIENCES or (words.audience == "branch" and organisation.kind not in ("branch", "group")):
        raise Refused(Denied("请选择谁来议；只有支部能选“本支部”。", code="choice", field="audience"))
    span(words.opens_at, words.closes_at)
    path_of(words.link, "link")
    keepers_fit(organisation, words.keeper, words.deputy)
    return {
        "title": words.title.strip(), "question": words.question.strip(), "background": words.background.strip(),
        "audience": words.audience, "opens_at": words.opens_at, "closes_at": words.closes_at, "link": words.link.strip(),
        "keeper_id": words.keeper, "deputy_id": words.deputy,
    }  # fmt: skip


def span(opens_at: datetime, closes_at: datetime) -> None:
    """Raises `Refused` unless it is open as long as LX-132 says, and still lies ahead."""
    found = rule("LX-132")
    days = closes_at - opens_at
    if closes_at <= moment.now():
        raise Refused(Denied("结束时间已经过了。", code="past", field="closes_at"))
    if not timedelta(days=found.count("shortest")) <= days <= timedelta(days=found.count("longest")):
        raise Refused(
            Denied(f"从开始到结束要有 {found.count('shortest')} 到 {found.count('longest')} 天。", rule="LX-132", code="span",
                   field="closes_at")
        )  # fmt: skip


def path_of(text: str, field: str) -> str:
    """A path of this site, or empty. Raises `Refused`."""
    text = text.strip()
    if text and (not text.startswith("/") or text.startswith(("//", "/\\")) or any(sign.isspace() for sign in text)):
        raise Refused(Denied("请填本站页面的地址，以 / 开头。", code="link", field=field))
    return text


def keepers_fit(organisation: Organisation, keeper: int, deputy: int) -> None:
    """F01: two different people with the duty there. Raises `Refused`."""
    offered = {pk for pk, _ in policies.keepers_at(organisation)}
    for field, person in (("keeper", keeper), ("deputy", deputy)):
        if person not in offered:
            raise Refused(Denied("请从列出的同志里选。", code="choice", field=field))
    if keeper == deputy:
        raise Refused(Denied("主持人和副主持人不能是同一个人。", code="same", field="deputy"))

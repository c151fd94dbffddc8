"""Who asks, who answers, who reads. A name that was not given cannot be asked for: no verb opens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from lianxin.foundation.accounts.joining import former_ids
from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import ANONYMOUS, Actor, posts_with
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member

from .lifecycle import ANSWER
from .models import Question

#: held at exactly that organisation; those above read nothing of a branch's threads
POSTS = dict.fromkeys(("secretary", "deputy_secretary", "committee_member", "discipline", "organiser"), (ANSWER,))
#: organisations offered to somebody who asks, the nearest first
OFFERED = 3


def owner_index(person_id: int) -> str:
    """By which an author finds threads without a name: keyed, and derived for nothing else."""
    return blind_index(f"asking without a name {person_id}")


def owner_indexes(person_id: int) -> list[str]:
    """Those of a person and of the double entries that were joined into them: a mark cannot be written anew."""
    return [owner_index(pk) for pk in (person_id, *former_ids(person_id))]


def owned(person_id: int | None) -> Q:
    """The threads of a person, signed or not."""
    if person_id is None:
        return Q(pk__in=[])
    return Q(person_id=person_id) | Q(owner_index__in=owner_indexes(person_id))


def veiled(actor: Actor, question: Question) -> Actor:
    """The author as steps and ledger may know them: nobody, where no name was given."""
    if not question.hidden or not is_author(actor, question):
        return actor
    return replace(ANONYMOUS, name="不署名", holds=frozenset({f"question:{question.pk}"}))


def is_author(actor: Actor, question: Question) -> bool:
    """By the account, by the keyed hash, or as whom `veiled` made of them."""
    if question.hidden:
        held = f"question:{question.pk}" in actor.holds
        return held or (actor.person_id is not None and question.owner_index in owner_indexes(actor.person_id))
    return actor.is_person(question.person_id)


def may_ask(member: Member | None) -> Decision:
    """Members, and those on the way, as long as their file is kept."""
    if member is None:
        return Denied("这里还没有您的档案，所以不知道该问哪个支部。", code="no_file", remedy="请联系所在支部建立档案。")
    if member.standing != "active":
        return Denied(f"您的档案{member.get_standing_display()}，不能再提问。", code="closed")
    return Allowed()


def not_too_many(person_id: int) -> Decision:
    """LX-121: a bound against floods, signed and not signed counted together."""
    found, now = rule("LX-121"), moment.now()
    rows = Question.objects.unscoped("one's own").filter(owned(person_id))
    if rows.filter(state="open").count() >= found.count("waiting"):
        return Denied(f"您有 {found.count('waiting')} 个提问还等着答复。", rule="LX-121", code="too_many",
                      remedy="等有了答复再问，或者撤回一个。急事请打电话或者当面说。")  # fmt: skip
    if rows.filter(opened_at__gt=now - timedelta(days=found.count("span"))).count() >= found.count("most"):
        return Denied(f"{found.count('span')} 天里最多提 {found.count('most')} 个问题。", rule="LX-121", code="too_many",
                      remedy="请过几天再问。急事请打电话或者当面说。")  # fmt: skip
    return Allowed()


def askable(member: Member) -> list[Organisation]:
    """Whom a member may ask: the own organisation and those above at which somebody answers, the nearest first."""
    rows = in_force().filter(post__in=posts_with(ANSWER), org_path__in=ancestors_of(member.org_path))
    found = {row.org_path: row.organisation for row in rows.select_related("organisation")}
    return [found[path] for path in sorted(found, key=len, reverse=True)][:OFFERED]


def readable(actor: Actor) -> Q:
    """Own threads; those asked of exactly the own organisation; and what members were let see, below it."""
    condition = owned(actor.person_id) | Q(org_path__in=actor.places_for(ANSWER)) & ~Q(state="withdrawn")
    return condition | shown_to(dossiers.own(actor.person_id))


def shown_to(member: Member | None) -> Q:
    """What the members of an organisation were let see."""
    if member is None or not member.in_party:
        return Q(pk__in=[])
    return Q(shown_at__isnull=False, willing=True, org_path__in=ancestors_of(member.org_path))


def answers_here(actor: Actor, question: Question) -> Decision:
    """At exactly the organisation that was asked, and never the own question (M04)."""
    if actor.kind == "system":
        return Allowed()
    if question.org_path not in actor.places_for(ANSWER):
        return OUT_OF_SCOPE
    if is_author(actor, question):
        return Denied("自己的提问由另一位同志答复。", code="own_work")
    return Allowed()


def may_show(actor: Actor, question: Question) -> Decision:
    """Looked through by who answers, and only with the author's will."""
    if not (here := answers_here(actor, question)):
        return here
    if not question.willing:
        return Denied("提问的同志没有同意让其他党员看到。", rule="PIP-02", code="unwilling")
    return Denied("已经给党员看了。", code="twice") if question.shown_at else Allowed()


def may_enter(actor: Actor, organisation: Organisation) -> Decision:
    """代录 (A02): those who answer at exactly the organisation to which the paper was handed."""
    return Allowed() if organisation.path in actor.places_for(ANSWER) else OUT_OF_SCOPE


def may_enter_more(actor: Actor, question: Question) -> Decision:
    if not (here := answers_here(actor, question)):
        return here
    if not question.on_paper:
        return Denied("这个提问是网上提的，由提问的同志自己再问。", code="online")
    return Allowed()


def may_hand_back(actor: Actor, question: Question) -> Decision:
    if not (here := answers_here(actor, question)):
        return here
    return Allowed() if question.to_hand_back else Denied("没有等着送出的纸上答复。", code="wrong_state")


def may_unshow(actor: Actor, question: Question) -> Decision:
    if not (here := answers_here(actor, question)):
        return here
    return Allowed() if question.shown_at else Denied("还没有给党员看。", code="wrong_state")

"""Questions about the cards and the address book of a branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.privacy.consents import consenting
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import plus_months
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import policies
from .models import ContactCard
from .words import NAMED_POSTS, OFFICES, SHOWABLE, STANDS


def offices(actor: Actor) -> QuerySet[Organisation]:
    """Organisations whose cards the actor's duties reach, in the order of the tree."""
    return below(actor.paths_for(policies.READ)).filter(kind__in=OFFICES).select_related("contact_card")


def office(actor: Actor, pk: int) -> Organisation | None:
    """One of them; its keeper reaches it without a duty there."""
    rows = Organisation.objects.filter(kind__in=OFFICES, closed_on=None).select_related("contact_card__keeper")
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    return found if actor.may(policies.READ, found.path) or policies.is_keeper(actor, card_of(found)) else None


def card_of(organisation: Organisation) -> ContactCard | None:
    """The card that came along with the organisation; its organisation is this very object."""
    card: ContactCard | None = getattr(organisation, "contact_card", None)
    if card is not None:
        card.organisation = organisation
    return card


def stand_of(card: ContactCard | None, today: date) -> str:
    """Key of `STANDS`."""
    if card is None or (card.confirmed_on is None and not card.proposed):
        return "none"
    if card.proposed:
        return "waiting"
    confirmed = card.confirmed_on
    return "due" if confirmed is not None and today >= policies.reminded_from(confirmed) else "good"


def standing(rows: QuerySet[Organisation], stand: str, today: date) -> QuerySet[Organisation]:
    """Those organisations whose card stands so; the same answer as `stand_of` gives one by one."""
    nothing, last = Q(contact_card__proposed={}), _last_due(today)
    conditions = {
        "none": Q(contact_card=None) | (Q(contact_card__confirmed_on=None) & nothing),
        "waiting": Q(contact_card__isnull=False) & ~nothing,
        "due": nothing & Q(contact_card__confirmed_on__lte=last),
        "good": nothing & Q(contact_card__confirmed_on__gt=last),
    }
    return rows.filter(conditions[stand])


def _last_due(today: date) -> date:
    """The latest day of a confirmation that is reminded today."""
    found = rule("LX-120", on=today)
    day = plus_months(today + timedelta(days=found.count("ahead")), -found.period("confirm").amount)
    # months differ in length: step to the last day that the rule itself calls due
    while policies.reminded_from(day + timedelta(days=1)) <= today:
        day += timedelta(days=1)
    while policies.reminded_from(day) > today:
        day -= timedelta(days=1)
    return day


def counts(actor: Actor, today: date) -> dict[str, int]:
    """How many cards stand how, inside the scope."""
    return {stand: standing(offices(actor), stand, today).count() for stand in STANDS}


def public(text: str = "") -> QuerySet[ContactCard]:
    """Cards for everybody, in the order of the tree; text: part of a name."""
    rows = ContactCard.objects.unscoped("for everybody").filter(
        confirmed_on__isnull=False, organisation__closed_on=None
    )
    if text:
        rows = rows.filter(Q(organisation__name__contains=text) | Q(organisation__short_name__contains=text))
    return rows.select_related("organisation").order_by("org_path")


def public_one(code: str) -> ContactCard | None:
    return public().filter(organisation__code=code).first()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the address book: who it is, what for, and what the person chose to show."""

    name: str
    post: str
    shown: tuple[tuple[str, str], ...]


def book_of(member: Member) -> list[Entry]:
    """通讯录 of the member's own branch: name and post of everybody, the rest as each of them allowed (P06).

    The same number of statements however many they are. Sealed words are opened of those alone who allow it.
    """
    rows = Member.objects.unscoped("the address book of one's own branch").select_related("person")
    people = list(
        rows.filter(organisation_id=member.organisation_id, stage__in=IN_PARTY, standing="active").order_by(
            "pinyin", "pk"
        )
    )
    ids = {one.person_id for one in people}
    allowed = {key: consenting(ids, key) for key in SHOWABLE}
    posts = posts_at(member.organisation_id)
    lines = [Entry(one.name, "、".join(posts.get(one.person_id, [])), tuple(_shown(one, allowed))) for one in people]
    return sorted(lines, key=lambda line: not line.post)


def _shown(one: Member, allowed: dict[str, set[int]]) -> list[tuple[str, str]]:
    texts = {
        "branch_phone": lambda: one.person.phone,
        "branch_email": lambda: one.person.email,
        "branch_work": lambda: " ".join(part for part in (one.work_unit, one.occupation) if part),
    }
    found = [(SHOWABLE[key][1], str(texts[key]())) for key in SHOWABLE if one.person_id in allowed[key]]
    return [(label, text) for label, text in found if text]


def posts_at(organisation_id: int) -> dict[int, list[str]]:
    """person -> words of the posts that they hold at exactly this organisation."""
    rows = in_force().filter(organisation_id=organisation_id, post__in=NAMED_POSTS)
    found: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda row: NAMED_POSTS.index(row.post)):
        found.setdefault(row.person_id, []).append(row.get_post_display())
    return found


def leading_at(organisation_id: int) -> list[tuple[str, str]]:
    """(post, name) of those who work for an organisation, for its own people."""
    rows = in_force().filter(organisation_id=organisation_id, post__in=NAMED_POSTS).select_related("person")
    ordered = sorted(rows, key=lambda row: (NAMED_POSTS.index(row.post), row.pk))
    return [(row.get_post_display(), row.person.name or row.person.nickname) for row in ordered]

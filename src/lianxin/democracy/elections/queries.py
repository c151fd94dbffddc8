"""Questions about elections; each is narrowed by the one policy before it is read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lianxin.democracy.cards import Card
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.names import spelled

from . import policies
from .lifecycle import APPROVE, READ, RELEASE
from .models import Election, Round, Voter
from .words import LANES

#: states that a member sees as running
RUNNING = ("announced", "meeting", "voting", "closed")


def _rows(condition: Q) -> QuerySet[Election]:
    rows = Election.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation")


def at_desk(actor: Actor) -> QuerySet[Election]:
    return _rows(subtree("org_path", actor.paths_for(READ)))


def lane(actor: Actor, slug: str) -> QuerySet[Election]:
    """One of `LANES`, the next meeting in front, what is over the newest first."""
    rows = at_desk(actor).filter(state__in=LANES[slug][1])
    return rows.order_by("meeting_at", "pk") if slug == "going" else rows.order_by("-meeting_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane."""
    return {slug: at_desk(actor).filter(state__in=states).count() for slug, (_, states) in LANES.items()}


def readable(actor: Actor) -> QuerySet[Election]:
    """What was announced and concerns the reader, the newest first."""
    return _rows(policies.readable(actor)).exclude(state="cancelled").order_by("-meeting_at", "-pk")


def one(actor: Actor, pk: int) -> Election | None:
    return _rows(policies.readable(actor)).filter(pk=pk).first()


def round_by(uuid: str) -> Round | None:
    """A round that was opened, by its name: whoever has the address may check it."""
    return Round.objects.select_related("election__organisation").filter(uuid=uuid).exclude(text="").first()


def waiting(actor: Actor) -> list[tuple[Election, str]]:
    """(election, what has to be done) for 今天要办: to look through in front, then to approve. One statement."""
    release, approve = (subtree("org_path", actor.paths_for(verb)) for verb in (RELEASE, APPROVE))
    read = subtree("org_path", actor.paths_for(READ))
    rows = list(_rows(Q(state="waiting") & read & release | Q(state="reported") & approve))
    found = [(row, "等您审核") for row in rows if row.state == "waiting"]
    return found + [(row, "等批准") for row in rows if row.state == "reported" and policies.may_approve(actor, row)]


def open_cards(actor: Actor, limit: int) -> list[Card]:
    """What the member may come to, or is being held; the next in front."""
    rows = readable(actor).filter(state__in=RUNNING).order_by("meeting_at", "pk")[:limit]
    return [
        Card("elections", row.title, row.get_absolute_url(), row.organisation.short_name, row.meeting_at, None,
             row.state_label, None, "", "branch")
        for row in rows
    ]  # fmt: skip


#: which of the roll are shown at the sign-in -> (word, condition)
SHOWN = {
    "all": ("全部", Q()), "away": ("还没到", Q(without="", here=False)), "here": ("到会", Q(here=True)),
}  # fmt: skip


def on_the_roll(case: Election, words: str = "", shown: str = "all") -> list[Voter]:
    """Lines of the roll in its order. words: a part of the name, the beginning of its pinyin or initials, or the number."""
    rows = case.voters.filter(SHOWN[shown][1])
    words = "".join(words.split()).lower()
    if words.isdigit():
        return list(rows.filter(number=int(words[:9])))
    return [one for one in rows if not words or words in one.name or _sounds(one.name, words)]


def _sounds(name: str, words: str) -> bool:
    return words.isascii() and any(one.startswith(words) for one in spelled(name))


def voter_of(actor: Actor, case: Election) -> Voter | None:
    """The reader's own line on the roll."""
    return case.voters.filter(person_id=actor.person_id).first() if actor.person_id else None

"""What the workbench asks: letters inside the actor's scope, by what has to be done."""

from __future__ import annotations

import re

from django.db.models import F, Q, QuerySet

from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..lifecycle import TO_SEND_ON
from ..models import Letter, Party

#: the page of one letter, whatever stands behind
PAGE = re.compile(r"/workbench/letters/(\d+)/")
#: queue -> (label, states, verb that makes it one's work)
QUEUES = {
    "review": ("待审核", ("submitted",), "letters.review"),
    "appeals": ("申诉复核", ("appealed",), "letters.review"),
    "dispatch": ("待分派", ("accepted",), "letters.dispatch"),
    "take": ("待签收", ("assigned",), "letters.handle"),
    "handle": ("办理中", ("handling", "reworking"), "letters.handle"),
    "waiting": ("等待补充", ("waiting",), "letters.handle"),
    "sign": ("待审签", ("approving",), "letters.approve"),
    "callback": ("待回访", ("callback",), "letters.call_back"),
    "replied": ("待评价", ("replied",), "letters.read"),
    "done": ("已办结", ("solved", "closed", "merged"), "letters.read"),
}

#: queues that no state makes: name -> (label, verb). Letters in them need a look for another reason
BESIDE = {
    "held_up": ("回避待改派", "letters.dispatch"),
    "helping": ("协办", "letters.read"),
    "words": ("待审文字", "letters.review"),
    "publication": ("申请公开", "letters.review"),
    "adoption": ("采纳待确认", "letters.approve"),
    "promises": ("承诺待落实", "letters.handle"),
    "ordered": ("批示待反馈", "letters.handle"),
    "reported": ("反馈待阅", "letters.instruct"),
}

LISTED = (
    "pk", "number", "kind", "state", "title", "opened_at", "due_at", "due_clock", "org_path", "round", "urges",
    "level", "publication", "handler__nickname", "organisation__short_name", "revision",
)  # fmt: skip


def label_of(name: str) -> str:
    """The word of a queue of either kind."""
    return QUEUES[name][0] if name in QUEUES else BESIDE[name][0]


def in_scope(actor: Actor, verb: str = "letters.read") -> QuerySet[Letter]:
    """Letters that the actor may see at the desk, without those it must keep away from (PET-06)."""
    return without_conflicts(actor, Letter.objects.visible_to(actor, verb))


def without_conflicts(actor: Actor, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Without the letters that the actor must keep away from (PET-06)."""
    if actor.person_id is None:
        return rows
    return rows.exclude(pk__in=_conflicts(actor).values("letter_id"))


def conflicts_of(actor: Actor) -> QuerySet[Party, int]:
    """Numbers of the letters that the actor must keep away from, as a part of another statement."""
    rows = _conflicts(actor) if actor.person_id is not None else Party.objects.none()
    return rows.values_list("letter_id", flat=True)


def has_conflicts(actor: Actor) -> bool:
    """Whether there is any letter that the actor must keep away from."""
    return actor.person_id is not None and _conflicts(actor).exists()


def _conflicts(actor: Actor) -> QuerySet[Party]:
    away = Q(person_id=actor.person_id)
    organisations = [d.organisation_id for d in actor.duties]
    if organisations:
        away |= Q(organisation_id__in=organisations)
    return Party.objects.filter(away, role="conflict")


def to_confirm(actor: Actor) -> QuerySet[Letter]:
    """Letters whose 采纳登记 waits for a second person (R099)."""
    return in_scope(actor, "letters.approve").filter(adoption__proposed_at__isnull=False).exclude(state="withdrawn")


def promised(actor: Actor) -> QuerySet[Letter]:
    """Letters with something promised in public and not yet carried out (R099)."""
    kept = {"adoption__until__isnull": False, "adoption__done_on": None, "adoption__shown_at__isnull": False}
    return in_scope(actor, "letters.handle").filter(**kept).exclude(state="withdrawn")


def held_up(actor: Actor) -> QuerySet[Letter]:
    """Letters whose office keeps away and that somebody has to send on (PET-06)."""
    return in_scope(actor, "letters.dispatch").filter(held_up_at__isnull=False, state__in=TO_SEND_ON)


def helping(actor: Actor) -> QuerySet[Letter]:
    """Letters outside the actor's scope in which an office of the actor helps (协办).

    What lies inside the scope stands in the ordinary queues, so no letter waits twice.
    """
    paths = actor.paths_for("letters.read")
    helped = Party.objects.filter(subtree("organisation__path", paths), role="cohandler").values("letter_id")
    rows = Letter.objects.unscoped("co-handled from outside the scope").filter(pk__in=helped)
    return without_conflicts(actor, rows.exclude(subtree("org_path", paths)))


def listed(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """With what a work list shows, most urgent first."""
    return rows.select_related("organisation", "handler").only(*LISTED).order_by(F("due_at").asc(nulls_last=True), "pk")


def still_open(actor: Actor, addresses: set[str]) -> set[str]:
    """Those addresses of the desk that the actor may open now; two statements for all letters among them."""
    numbers = {address: int(found[1]) for address in addresses if (found := PAGE.match(address))}
    rows = (in_scope(actor), helping(actor)) if actor.has("letters.read") else ()
    may = {pk for some in rows for pk in some.filter(pk__in=numbers.values()).values_list("pk", flat=True)}
    return {address for address in addresses if address not in numbers or numbers[address] in may}


def one(actor: Actor, pk: int) -> Letter | None:
    """A letter in scope with everything a desk page shows, or None (answered with 404, P05)."""
    return _with_all(in_scope(actor)).filter(pk=pk).first() or _helped(actor, pk)


def _helped(actor: Actor, pk: int) -> Letter | None:
    """A letter outside the scope in which an office of the actor helps (协办)."""
    return _with_all(helping(actor)).filter(pk=pk).first() if actor.has("letters.read") else None


def _with_all(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    rows = rows.select_related("topic", "organisation", "received_by", "handler", "author", "merged_into", "adoption")
    return rows.prefetch_related(
        "steps",
        "clocks",
        "replies",
        "messages",
        "ratings",
        "reviews",
        "callbacks",
        "parties__organisation",
    )


def mine(person_id: int) -> QuerySet[Letter]:
    """Letters that a signed-in person wrote or had entered."""
    rows = Letter.objects.unscoped("a person's own letters").filter(author_id=person_id)
    return rows.select_related("organisation").order_by("-opened_at")

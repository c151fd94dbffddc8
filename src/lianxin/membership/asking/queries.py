"""Questions about questions; each is narrowed by the one policy before it is read."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member

from . import policies
from .lifecycle import ANSWER
from .models import Question, QuestionLine
from .words import LANES


def _rows(condition: Q) -> QuerySet[Question]:
    rows = Question.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation", "person", "entered_by")


def one(actor: Actor, pk: int) -> Question | None:
    """A thread that the actor may read, or None, which is answered with 404."""
    return _rows(policies.readable(actor)).filter(pk=pk).first()


def own(actor: Actor) -> QuerySet[Question]:
    """One's own threads, the newest first."""
    return _rows(policies.owned(actor.person_id)).order_by("-opened_at", "-pk")


def shown(member: Member | None) -> QuerySet[Question]:
    """What the members were let see, the newest first."""
    return _rows(policies.shown_to(member)).order_by("-shown_at", "-pk")


def at_desk(actor: Actor) -> QuerySet[Question]:
    """What was asked of exactly the actor's organisations."""
    return _rows(Q(org_path__in=actor.places_for(ANSWER)))


def lane(actor: Actor, slug: str) -> QuerySet[Question]:
    """One of `LANES`, those that wait longest in front."""
    rows = at_desk(actor).filter(state__in=LANES[slug][1])
    return rows.order_by("due_at", "pk") if slug == "open" else rows.order_by("-opened_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in LANES.items()}


def to_hand_back(actor: Actor) -> QuerySet[Question]:
    """Answers that still have to go out on paper, the oldest first."""
    rows = at_desk(actor).filter(paper_back=True, given_on=None, state__in=("answered", "closed"))
    return rows.order_by("opened_at", "pk")


def offices(actor: Actor) -> list[Organisation]:
    """Organisations for which the actor answers, the lowest first."""
    rows = Organisation.objects.filter(path__in=actor.places_for(ANSWER), closed_on=None)
    return sorted(rows, key=lambda one: (-len(one.path), one.path))


def writers(organisation: Organisation) -> QuerySet[Member]:
    """Who may have handed a paper to an organisation: those of it and below it whose file is kept."""
    rows = Member.objects.unscoped("named on a paper").filter(
        subtree("org_path", [organisation.path]), standing="active"
    )
    return rows.select_related("person", "organisation").order_by("name", "pk")


def answering(actor: Actor, pk: int) -> Question | None:
    return at_desk(actor).filter(pk=pk).first()


def said(question: Question) -> list[QuestionLine]:
    """The lines of a thread in their order."""
    return list(question.lines.select_related("by"))

"""What the desk sees: calls and works in the scope of the duties."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..lifecycle import MANAGE, RELEASE, SENT
from ..models import Call, Judge, Judgement, Recusal, Work
from ..words import LANES, WORK_LANES

#: most offices among which a new call's is chosen
OFFICES = 300


def offices(actor: Actor) -> list[Organisation]:
    rows = Organisation.objects.filter(subtree("path", actor.paths_for(MANAGE)), closed_on=None)
    return list(rows.exclude(kind__in=("unit", "site")).order_by("path")[:OFFICES])


def _paths(actor: Actor) -> tuple[str, ...]:
    return (*actor.paths_for(MANAGE), *actor.paths_for(RELEASE))


def calls(actor: Actor) -> QuerySet[Call]:
    """What lies in the scope of either duty."""
    if actor.kind == "system":
        return Call.objects.unscoped("system")
    rows = Call.objects.unscoped("narrowed by the two duties").filter(subtree("org_path", _paths(actor)))
    return rows.select_related("organisation", "prepared_by")


def works(actor: Actor) -> QuerySet[Work]:
    """Whatever was sent in the scope; drafts are nobody's business but their writers'."""
    if actor.kind == "system":
        return Work.objects.unscoped("system")
    rows = Work.objects.unscoped("narrowed by the two duties").filter(
        subtree("org_path", _paths(actor)), state__in=SENT
    )
    return rows.select_related("call", "organisation", "author")


def lane(actor: Actor, slug: str) -> QuerySet[Call]:
    """One of `LANES`, with how many works came; what waits longest in front."""
    sent = Work.objects.unscoped("counted only").filter(call=OuterRef("pk"), state__in=SENT).order_by()
    many = sent.values("call").annotate(n=Count("pk")).values("n")
    rows = calls(actor).filter(state__in=LANES[slug][1]).annotate(sent=Subquery(many))
    return rows.order_by("-opened_at", "-pk") if slug == "over" else rows.order_by("due_at", "closes_at", "pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many calls stand in each lane; one statement."""
    return (
        calls(actor)
        .order_by()
        .aggregate(**{slug: Count("pk", filter=Q(state__in=states)) for slug, (_, states) in LANES.items()})
    )


def work_lane(rows: QuerySet[Work], slug: str) -> QuerySet[Work]:
    """One of `WORK_LANES` among the works given."""
    return rows.filter(state__in=WORK_LANES[slug][1]).defer("body", "appeal_text").order_by("due_at", "pk")


def work_counts(rows: QuerySet[Work]) -> dict[str, int]:
    return rows.order_by().aggregate(
        **{slug: Count("pk", filter=Q(state__in=states)) for slug, (_, states) in WORK_LANES.items()}
    )


def of_call(actor: Actor, call: Call) -> QuerySet[Work]:
    """The works of a call with how many opinions are in."""
    return works(actor).filter(call=call).annotate(opinions=Count("judgements"))


def may_count(actor: Actor, work: Work) -> bool:
    """Whoever judges a call sees no opinions on a work before their own on it is in, and none at all on a work that is kept
    from them until the result is public."""
    judge = Judge.objects.filter(call=work.call_id, person_id=actor.person_id or 0).first()
    if judge is None or work.call.state == "announced":
        return True
    return Judgement.objects.filter(judge=judge, work=work).exists()


def opinions(work: Work) -> list[Judgement]:
    """What was handed in, in the order of arrival; the desk numbers the judges."""
    return list(Judgement.objects.filter(work=work).select_related("judge__person").order_by("handed_at", "pk"))


def judges(call: Call) -> list[Judge]:
    """The judges of a call, with how many opinions each handed in and from whom they stand aside."""
    rows = call.judges.select_related("person").annotate(done=Count("judgements")).order_by("pk")
    return list(rows.prefetch_related("recusals__author", "recusals__work"))


def waiting_calls(actor: Actor) -> QuerySet[Call]:
    """Calls and results that another one wrote; themes whose judging is going on."""
    condition = Q(pk__in=[])
    if actor.has(RELEASE):
        condition |= Q(state="drafting") & ~Q(prepared_by_id=actor.person_id or 0)
        condition |= Q(state="deciding") & ~Q(decided_by_id=actor.person_id or 0)
    if actor.has(MANAGE):
        condition |= Q(state="judging")
    return calls(actor).filter(condition).order_by("due_at", "pk")


def waiting_works(actor: Actor) -> QuerySet[Work]:
    """Texts of a 征稿 to be answered, appeals against somebody else's decision."""
    if not actor.has(MANAGE):
        return works(actor).none()
    me = actor.person_id or 0
    condition = Q(state="sent", call__kind="standing") & ~Q(author_id=me)
    condition |= Q(state="appealed") & ~Q(decided_by_id=me) & ~Q(author_id=me)
    return works(actor).filter(condition).defer("body").order_by("due_at", "pk")


def to_judge(person_id: int | None) -> QuerySet[Judge]:
    """Calls that a person judges, what is being judged in front."""
    return (
        Judge.objects.filter(person_id=person_id or 0)
        .select_related("call__organisation")
        .order_by("-call__state", "-pk")
    )


def given_to(judge: Judge) -> QuerySet[Work]:
    """The works that a judge was given to read, whatever became of them; their own and those that they stand aside from are
    not there."""
    aside = Recusal.objects.filter(judge=judge)
    rows = Work.objects.unscoped("a judge reads what they were asked to judge").filter(call=judge.call_id)
    rows = rows.exclude(state__in=("draft", "withdrawn")).exclude(author_id=judge.person_id)
    rows = rows.exclude(author_id__in=aside.filter(author__isnull=False).values("author"))
    return rows.exclude(pk__in=aside.filter(work__isnull=False).values("work"))


def for_judge(judge: Judge) -> QuerySet[Work]:
    """The works that a judge reads now, without their authors."""
    rows = given_to(judge).filter(state="sent")
    done = Judgement.objects.filter(judge=judge, work=OuterRef("pk"))
    names = ("number", "title", "call_id", "state", "organisation_id", "org_path")
    return rows.annotate(done=Exists(done)).only(*names).order_by("done", "pk")


def left_judging(work: Work) -> datetime | None:
    """Since when a work is no longer judged, because its call left the judging or it did itself; None when it never was."""
    began = work.call.steps.filter(target="judging").order_by("at", "pk").first()
    if began is None:
        return None
    steps, state = (work.steps, "sent") if work.call.state == "judging" else (work.call.steps, "judging")
    last = steps.filter(source=state, at__gte=began.at).exclude(target=state).order_by("-at", "-pk").first()
    return last.at if last is not None else None

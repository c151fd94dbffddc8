"""Questions about dues."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Max, Q, QuerySet, Sum, When

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import inside, lineage
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import policies, reckoning, totals
from .models import Assessment, Posting, Remittance, Total
from .reckoning import yuan
from .words import ACCOUNTS

ZERO = Decimal("0.00")


def assessment(member: Member, month: date) -> Assessment | None:
    """What holds in a month: the last one that began by then."""
    rows = Assessment.objects.unscoped("of one member").filter(member=member, since__lte=month)
    return rows.order_by("-since", "-pk").first()


def payers(organisation: Organisation, month: date) -> list[tuple[Member, Assessment]]:
    """Members of the Party below an organisation with what holds for them in a month. Two statements."""
    people = {
        member.pk: member
        for member in Member.objects.unscoped("of one organisation")
        .filter(subtree("org_path", [organisation.path]), stage__in=IN_PARTY, standing="active")
        .select_related("organisation")
    }
    held: dict[int, Assessment] = {}
    rows = Assessment.objects.unscoped("of one organisation").filter(member__in=people, since__lte=month)
    for row in rows.order_by("since", "pk"):
        held[row.member_id] = row
    return [(people[pk], row) for pk, row in sorted(held.items())]


def balances(rows: QuerySet[Posting] | QuerySet[Total]) -> dict[str, Decimal]:
    """Debit less credit of every account, of lines or of their totals; the sum over all accounts is nothing, always."""
    found = dict.fromkeys(ACCOUNTS, ZERO)
    # both sides in one walk through the lines
    for debit, credit, total in rows.order_by().values_list("debit", "credit").annotate(total=Sum("fen")):
        found[debit] += yuan(total)
        found[credit] -= yuan(total)
    return found


def owed(member: Member) -> dict[date, Decimal]:
    """Month -> what is still owed for it, the oldest first; settled months are left out."""
    return {month: yuan(fen) for month, fen in owing([member.pk]).get(member.pk, {}).items()}


def owing(members: Collection[int]) -> dict[int, dict[date, int]]:
    """Of each member month -> fen still owed, the oldest first; settled months are left out. Two statements.

    What they owe goes with them, also where the line stands at a branch that was merged into another.
    """
    lines = Posting.objects.unscoped("of the members named").filter(member__in=members, month__isnull=False)
    found: dict[int, dict[date, int]] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = lines.filter(**{side: "receivable"}).order_by().values_list("member", "month").annotate(t=Sum("fen"))
        for pk, month, total in rows:
            months = found.setdefault(pk, {})
            months[month] = months.get(month, 0) + sign * total
    return {pk: {month: months[month] for month in sorted(months) if months[month] > 0} for pk, months in found.items()}


def charges(members: Collection[Member], months: Collection[date]) -> dict[tuple[int, date], tuple[int, bool]]:
    """(member, month) -> (how often it was charged, whether one of them still stands). One statement."""
    rows = Posting.objects.unscoped("of the members named").filter(
        member__in=members, month__in=months, debit="receivable", credit="income", reverses=None
    )
    found: dict[tuple[int, date], tuple[int, bool]] = {}
    for pk, month, undone in rows.order_by().values_list("member", "month", "reversed_by"):
        if month is None:
            continue
        times, stands = found.get((pk, month), (0, False))
        found[pk, month] = times + 1, stands or undone is None
    return found


def open_months(member: Member, on: date) -> list[tuple[date, Decimal]]:
    """What a payment is used for: owed months that FEE-06 still lets be made up for, the oldest first."""
    oldest = reckoning.oldest_arrears(on)
    return [(month, left) for month, left in owed(member).items() if month >= oldest]


@dataclass(frozen=True, slots=True)
class Line:
    """A member on the page of a branch. owed: in all; months: how many months that is."""

    member: Member
    payable: Decimal | None
    owed: Decimal
    months: int
    paid: Decimal


def sheet(actor: Actor, organisation: Organisation, month: date) -> list[Line]:
    """The members of one organisation with what they owe and what they paid for the month; four statements."""
    rows = Member.objects.visible_to(actor, policies.READ).filter(
        organisation=organisation, stage__in=IN_PARTY, standing="active"
    )
    people = list(rows.order_by("name", "pk"))
    held = {member.pk: row for member, row in payers(organisation, month)}
    owing_ = owing([member.pk for member in people])
    lines = Posting.objects.unscoped("of the members above").filter(member__in=people, month=month)
    paid = dict(
        lines.order_by().values_list("member")
        .annotate(t=Sum("fen", filter=Q(debit="bank", credit="receivable"), default=0)
                  - Sum("fen", filter=Q(debit="receivable", credit="bank"), default=0))
    )  # fmt: skip
    made = []
    for member in people:
        open_, row = owing_.get(member.pk, {}), held.get(member.pk)
        payable = row.payable if row else None
        made.append(Line(member, payable, yuan(sum(open_.values())), len(open_), yuan(paid.get(member.pk, 0))))
    return made


def ledger(actor: Actor, office: Organisation, *, wide: bool = False) -> QuerySet[Posting, int]:
    """Keys of the lines of an organisation and below, the newest first.

    wide: the lines are walked through by their day until a page is full, instead of those of the office being sorted.
    """
    paths = totals.seen(actor, office)
    rows = Posting.alone("inside the scope, by the paths")
    narrowed = rows.filter(inside(paths) if wide else subtree("organisation__path", paths))
    return narrowed.order_by("-on", "-pk").values_list("pk", flat=True)


def is_wide(lines: int, wanted: int) -> bool:
    """Whether walking by the day meets the wanted lines sooner than the lines of an office are sorted."""
    last = Posting.alone("how many there can be").aggregate(last=Max("pk"))["last"] or 0
    return lines * lines > wanted * int(last)


def lines_of(keys: Iterable[int]) -> list[Posting]:
    """The lines of a page in the order of their keys."""
    rows = Posting.objects.unscoped("keys of lines in scope").select_related("member", "organisation")
    wanted = list(keys)
    found = {row.pk: row for row in rows.filter(pk__in=wanted)}
    return [found[pk] for pk in wanted]


def own(member: Member) -> QuerySet[Posting]:
    """One's own payments and charges."""
    return Posting.objects.unscoped("one's own").filter(member=member).order_by("-on", "-pk")


def undoable(lines: Collection[Posting]) -> set[int]:
    """Of these lines the charges and remissions that can be undone by themselves."""
    single = [row.pk for row in lines if not row.receipt and row.reverses_id is None]
    gone = Posting.objects.unscoped("of the lines given").filter(reverses__in=single).values_list("reverses", flat=True)
    return set(single) - set(gone)


def of_receipt(actor: Actor, number: str) -> QuerySet[Posting]:
    """The lines of a receipt inside the scope, reversals too."""
    rows = Posting.objects.visible_to(actor, policies.READ).filter(receipt=number)
    return rows.select_related("member", "organisation").order_by("pk")


def held(organisation: Organisation) -> dict[str, int]:
    """Fen on the account of an organisation itself and of those merged into it, and gifts that still have to go up
    whole (FEE-07); what is on the way up is in neither."""
    found = balances(Total.objects.filter(organisation__path__in=lineage(organisation)))
    gifts = -found["central"] - found["gift_way"]
    return {"bank": reckoning.fen_of(found["bank"]), "central": reckoning.fen_of(gifts)}


def written_at(number: str) -> str:
    """Path of the organisation that wrote the first line of a number; it alone may undo it."""
    rows = Posting.objects.unscoped("asked for one right").filter(receipt=number, reverses=None).order_by("pk")
    return rows.values_list("organisation__path", flat=True).first() or ""


def remittances(actor: Actor) -> QuerySet[Remittance]:
    """What was handed up to or from organisations inside the scope, the newest first."""
    paths = actor.paths_for(policies.READ)
    rows = Remittance.objects.unscoped("narrowed to both ends")
    if actor.kind != "system":
        rows = rows.filter(subtree("org_path", paths) | subtree("above_path", paths))
    return rows.select_related("organisation", "above").order_by("-pk")


def to_confirm(actor: Actor) -> QuerySet[Remittance]:
    """What waits for the actor's organisation to say what arrived."""
    rows = remittances(actor).filter(subtree("above_path", actor.paths_for(policies.KEEP)), standing="on_way")
    return rows.exclude(by__isnull=False, by=actor.person_id)


def to_settle(actor: Actor) -> QuerySet[Remittance]:
    """What arrived differently and waits for the actor's organisation to put it right."""
    rows = remittances(actor).filter(subtree("org_path", actor.paths_for(policies.KEEP)), standing="differs")
    return rows.exclude(taken_by__isnull=False, taken_by=actor.person_id)


def waiting_first(rows: QuerySet[Remittance]) -> QuerySet[Remittance]:
    """What nobody confirmed yet, then what is different, then the rest, the newest first."""
    return rows.order_by(Case(When(standing="on_way", then=0), When(standing="differs", then=1), default=2), "-pk")

"""Letters of an organisation that ends: what is open goes on at the successor, what is done stays where it was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from lianxin.foundation.accounts.queries import holders, nearest_holders
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import heir
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.search.actions import drop
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import indexing
from ..announcing import tell_author
from ..lifecycle import ALIVE
from ..models import Instruction, Letter, LetterGroup, Party, ReplyText, Rise, Route

#: a refused letter waits for nobody, but its appeal must find a desk
WAITING = tuple(state for state in ALIVE if state != "refused")
#: how many numbers a refusal names
NAMED = 3
CONTINUES = "收到或承办您留言的单位合并了，以后由新单位负责；编号和期限不变。"


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Open letters that this organisation handles or has to dispatch."""
    count = _of(organisation).filter(state__in=WAITING).count()
    url = f"/workbench/letters/?queue=all&organisation={organisation.pk}"
    promises = _of(organisation).filter(promised(organisation)).count()
    return [
        Remainder(count, "件", "没有办结的留言", url, "letters.read", "留言请分派员在“群众留言”里改派，或者办结。"),
        Remainder(promises, "项", "没有落实的采纳承诺或批示", "/workbench/letters/?queue=promises", "letters.read",
                  "请登记落实情况、更正采纳登记，或者请领导阅结批示。"),
    ]  # fmt: skip


def promised(organisation: Organisation) -> Q:
    """Finished letters of which a promise in public is still to be kept, or an instruction runs (R099)."""
    kept = {"adoption__until__isnull": False, "adoption__done_on": None, "adoption__shown_at__isnull": False}
    asked = Instruction.objects.filter(closed_at=None).values("letter_id")
    return Q(organisation=organisation, state__in=("solved", "closed")) & (Q(**kept) | Q(pk__in=asked))


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed_all(actor=handover.actor, handover=handover)


@action("letters.succeed_all")
def succeed_all(*, actor: Actor, handover: Handover) -> int:
    """Every open letter of the old organisation goes on at the new one; answers how many.

    Refused when the successor takes no letters, or is barred from one of them (PET-06): then the
    dispatcher has to find another office first. Routes and co-handling follow; the clocks do not stir.
    """
    old, into = handover.organisation, handover.into
    rows = list(_of(old).filter(Q(state__in=ALIVE) | promised(old)).order_by("pk"))
    _require_fit(rows, old, into)
    with indexing.together():
        for letter in rows:
            succeed(letter=letter, old=old, into=into, basis=handover.basis)
        _carry_parties(old, into)
    _carry_routes(old, into)
    _carry_instructions(old, into)
    _carry_texts(old, into)
    record("letters.succeed_all", actor=actor, subject=old, letters=len(rows), into=into.pk)
    _tell_office(old, into, sum(letter.state in WAITING for letter in rows))
    return len(rows)


@action("letters.succeed")
def succeed(*, letter: Letter, old: Organisation, into: Organisation, basis: str = "", actor: Actor = SYSTEM) -> Letter:
    """One letter: its office, its receiver or both are replaced; who no longer works there no longer handles it."""
    letter = lock(letter)
    changes: dict[str, Any] = {}
    if letter.received_by_id == old.pk:
        changes["received_by"] = into
    if letter.organisation_id == old.pk:
        changes["organisation"] = into
        if letter.handler_id and letter.handler_id not in holders("letters.handle", into.org_path):
            changes["handler_id"] = None
    letter = advance(
        letter, "succeed", actor=actor, changes=changes, note=basis, public_note=into.name,
        data={"from": old.pk, "to": into.pk},
    )  # fmt: skip
    if letter.state in WAITING and not moment.replaying():
        tell_author(letter, CONTINUES, f"letters:{letter.pk}:succeed:{letter.revision}")
    return letter


def in_being(letter: Letter) -> dict[str, Any]:
    """What changes when a letter goes on whose office has ended meanwhile: its heir takes it up."""
    changes: dict[str, Any] = {}
    if letter.organisation.closed_on:
        changes |= {"organisation": heir(letter.organisation), "handler_id": None}
    if letter.received_by.closed_on:
        changes["received_by"] = heir(letter.received_by)
    return changes


def _of(organisation: Organisation) -> QuerySet[Letter]:
    rows = Letter.objects.unscoped("all letters of one organisation that ends")
    return rows.filter(Q(organisation=organisation) | Q(received_by=organisation))


def _require_fit(rows: Sequence[Letter], old: Organisation, into: Organisation) -> None:
    waiting = sum(letter.state in WAITING for letter in rows)
    if waiting and not into.takes_letters:
        raise Refused(Denied(
            f"“{old}”还有 {waiting} 件没有办结的留言，“{into}”不承办群众留言，接不过来。", code="not_receiving",
            field="target", remedy=f"请先在“{into}”的“变更信息”里打开“承办群众留言”，或者选别的组织。",
        ))  # fmt: skip
    between = Q(organisation=into, letter__organisation=old) | Q(organisation=old, letter__organisation=into)
    barred = Party.objects.filter(between, role="conflict", letter__state__in=WAITING)
    numbers = sorted({str(number) for number in barred.values_list("letter__number", flat=True)})
    if numbers:
        named = "、".join(numbers[:NAMED]) + ("等" if len(numbers) > NAMED else "")
        raise Refused(Denied(
            f"有 {len(numbers)} 件留言登记了“{old}”或“{into}”回避（{named}），合并后没有单位能办。",
            rule="PET-06", code="conflict", field="target", remedy="请分派员先把这些留言改派给别的单位。",
        ))  # fmt: skip


def _carry_parties(old: Organisation, into: Organisation) -> None:
    """The successor helps where the old one helped, and keeps away where it kept away (PET-06)."""
    rows = Party.objects.filter(organisation=old, person=None)
    known = set(Party.objects.filter(organisation=into, person=None).values_list("letter_id", "role"))
    for row in rows.filter(role="conflict"):  # the old name stays beside: what it had to do with it is a fact
        if (row.letter_id, "conflict") not in known:
            Party.objects.create(letter_id=row.letter_id, role="conflict", organisation=into)
    for row in rows.filter(role="cohandler", letter__state__in=ALIVE).select_related("letter"):
        if (row.letter_id, "cohandler") in known or row.letter.organisation_id == into.pk:
            drop(indexing.HELPED, row.pk)
            row.delete()
        else:
            row.organisation = into
            row.save(update_fields=["organisation"])
            indexing.index(row.letter)


def _carry_instructions(old: Organisation, into: Organisation) -> None:
    """What a leader asked of the old office is reported by the new one."""
    Instruction.objects.filter(to=old, closed_at=None).update(to=into)
    for model in (LetterGroup, Rise):
        rows = model.objects.unscoped("matters of the old area").filter(organisation=old)
        rows.update(organisation=into, org_path=into.org_path)


def _carry_routes(old: Organisation, into: Organisation) -> None:
    """Rules of dispatch lead to the successor; those for the old area hold for it where it has none of its own."""
    Route.objects.filter(organisation=old).update(organisation=into)
    own = Route.objects.filter(area_path=into.org_path).values("topic")
    Route.objects.filter(area_path=old.org_path, topic__in=own).delete()
    Route.objects.filter(area_path=old.org_path).update(area_path=into.org_path)


def _tell_office(old: Organisation, into: Organisation, count: int) -> None:
    if not count or moment.replaying():
        return
    people = {
        *nearest_holders("letters.handle", into.org_path), *nearest_holders("letters.dispatch", into.org_path),
        *nearest_holders("letters.review", into.org_path),
    }  # fmt: skip
    send_many(
        to=people, code="letters.succeed", title=f"“{old}”并入“{into}”，转来 {count} 件留言",
        body="编号、承办人和期限不变；原承办人没有转过来的，要重新确定承办人。", url="/workbench/letters/",
        key=f"letters:succession:{old.pk}:{into.pk}", working=True, org_path=into.org_path,
    )  # fmt: skip


def _carry_texts(old: Organisation, into: Organisation) -> None:
    """参考用语 follow; one whose name the successor uses already is named after where it came from."""
    taken = set(ReplyText.objects.unscoped("names in use").filter(organisation=into).values_list("name", flat=True))
    for text in ReplyText.objects.unscoped("of an organisation that ends").filter(organisation=old):
        if text.name in taken:
            text.name = f"{text.name[:18]}（{old.short_name[:10]}）"
        text.organisation = into
        text.save(update_fields=["organisation", "name"])

"""Keeping the catalogue: single lines, and a template that is given to all below in one action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import announcing
from ..flow import ENTRY_FLOW
from ..lifecycle import AT_LISTING
from ..models import Entry, Template
from ..words import GIVEN_TO, PERIODIC
from .words import need

VERB = "disclosure.catalogue"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of a catalogue says; the names of the columns."""

    code: str
    matter: str
    basis: str
    scope: str
    frequency: str
    form: str = "web"
    content: str = ""
    basis_rule: str = ""


@action("disclosure.add_line")
def add_line(
    *, actor: Actor, organisation: Organisation, line: Line, keeper: Person | None = None, deputy: Person | None = None
) -> Entry:
    """列入目录. A periodic line must be renewed in time from this day on (DIS-02)."""
    may_keep(actor, organisation.org_path)
    check(line)
    known = Entry.objects.unscoped("the code is unique in one organisation")
    if known.filter(organisation=organisation, code=line.code).exists():
        raise Refused(Denied(f"目录编号 {line.code} 已经有了。", code="twice", field="code"))
    two(keeper, deputy)
    entry = listed(organisation, line, keeper, deputy=deputy)
    record("disclosure.add_line", actor=actor, subject=entry, code=line.code, matter=line.matter)
    return entry


@action("disclosure.edit_line")
def edit_line(
    *, actor: Actor, entry: Entry, line: Line, keeper: Person | None, revision: int, deputy: Person | None = None
) -> Entry:
    """Change what a line says, or who keeps it. A new rhythm is counted from now on."""
    entry = lock(entry, revision=revision)
    check(line)
    two(keeper, deputy)
    values = {**asdict(line), "handler": keeper, "deputy": deputy}
    if line.frequency == entry.frequency:
        return advance(entry, "edit", actor=actor, changes=values)
    entry = advance(entry, "edit_rhythm", actor=actor, changes=values)
    return advance(entry, "start_rhythm", actor=SYSTEM) if entry.periodic else entry


@action("disclosure.retire_line")
def retire_line(*, actor: Actor, entry: Entry, note: str, revision: int) -> Entry:
    """停用. What was shown under it stays where it is."""
    entry = lock(entry, revision=revision)
    return advance(entry, "retire", actor=actor, note=need(note, "停用原因", "note"))


@action("disclosure.remind")
def remind(*, actor: Actor, entry: Entry) -> int:
    """督促: keeper and deputy of a late line are reminded once more, at most once a day; answers how many."""
    entry = lock(entry)
    may_keep(actor, entry.org_path)
    if entry.state != "listed" or entry.due_at is None or entry.due_at > moment.now():
        raise Refused(Denied("这一项没有到期，不用督促。", rule="DIS-02", code="not_late"))
    people = announcing.remind(entry)
    record("disclosure.remind", actor=actor, subject=entry, people=people)
    return people


@action("disclosure.retire_all")
def retire_all(*, actor: Actor, organisation: Organisation, note: str) -> int:
    """停用 every line of an organisation, before it is closed; answers how many."""
    may_keep(actor, organisation.org_path)
    note = need(note, "停用原因", "note")
    rows = Entry.objects.unscoped("the lines of one organisation").filter(organisation=organisation, state="listed")
    lines = [advance(lock(entry), "retire", actor=actor, note=note) for entry in rows.order_by("pk")]
    record("disclosure.retire_all", actor=actor, subject=organisation, lines=len(lines))
    return len(lines)


@action("disclosure.add_template")
def add_template(*, actor: Actor, organisation: Organisation, line: Line, given_to: Sequence[str]) -> Template:
    """A line of the template catalogue of an organisation."""
    may_keep(actor, organisation.org_path)
    check(line)
    kinds = [kind for kind in GIVEN_TO if kind in given_to]
    if not kinds:
        raise Refused(Denied("请选择发给哪些组织。", code="empty", field="given_to"))
    known = Template.objects.unscoped("the code is unique in one organisation")
    if known.filter(organisation=organisation, code=line.code).exists():
        raise Refused(Denied(f"模板编号 {line.code} 已经有了。", code="twice", field="code"))
    made = Template.objects.create(
        organisation=organisation, org_path=organisation.org_path, given_to=kinds, **asdict(line)
    )
    record("disclosure.add_template", actor=actor, subject=made, code=line.code, matter=line.matter)
    return made


@action("disclosure.give")
def give(*, actor: Actor, organisation: Organisation) -> int:
    """Give the whole template to every organisation below that lacks a line of it; answers how many lines.

    Again gives nothing twice, and leaves alone what an organisation has changed since.
    """
    may_keep(actor, organisation.org_path)
    rows = Template.objects.unscoped("the organisation's own template").filter(organisation=organisation)
    templates = list(rows.order_by("code"))
    if not templates:
        raise Refused(Denied("模板里还没有事项，请先添加。", code="empty"))
    offices = [o for o in below([organisation.path]) if o.pk != organisation.pk]
    entries = Entry.objects.unscoped("lines that are there already").filter(organisation__in=offices)
    there = set(entries.values_list("organisation_id", "code"))
    made = 0
    for office in offices:
        for template in templates:
            if office.kind in template.given_to and (office.pk, template.code) not in there:
                listed(office, _line_of(template), None, template=template)
                made += 1
    record("disclosure.give", actor=actor, subject=organisation, org_path=organisation.org_path, lines=made)
    return made


def listed(
    office: Organisation, line: Line, keeper: Person | None, *, deputy: Person | None = None,
    template: Template | None = None,
) -> Entry:  # fmt: skip
    """A new line; its rhythm is counted from now on."""
    now = moment.now()
    entry = Entry.objects.create(
        organisation=office, org_path=office.org_path, state=ENTRY_FLOW.lifecycle.initial, handler=keeper,
        deputy=deputy, opened_at=now, template=template, **asdict(line),
    )  # fmt: skip
    if line.frequency in PERIODIC:
        timers.move(ENTRY_FLOW, entry, AT_LISTING, now)
        entry.save(update_fields=["due_at", "due_clock"])
    return entry


def _line_of(template: Template) -> Line:
    return Line(**{name: getattr(template, name) for name in Line.__dataclass_fields__})


def may_keep(actor: Actor, org_path: str) -> None:
    """Raise `Refused` unless the actor keeps the catalogue there."""
    if not actor.may(VERB, org_path):
        raise Refused(OUT_OF_SCOPE if actor.has(VERB) else Denied("您的岗位不能管理目录。", code="no_right"))


def check(line: Line) -> None:
    """Raise `Refused` when a line does not say what it must."""
    need(line.code, "目录编号", "code", "title")
    need(line.matter, "公开事项", "matter", "title")
    if not line.basis.strip():
        raise Refused(Denied("请写明公开依据。", rule="DIS-02", code="empty", field="basis"))


def two(keeper: Person | None, deputy: Person | None) -> None:
    """F01: the deputy is somebody else. Raises `Refused`."""
    if keeper is not None and keeper == deputy:
        raise Refused(Denied("责任人和副责任人要是两位同志。", code="same_person", field="deputy"))

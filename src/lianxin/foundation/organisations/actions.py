"""Every change of the tree, with its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.scope import OrgPathField, subtree
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from . import founding, policies
from .founding import Founding
from .models import Organisation, OrganisationEvent, Region
from .queries import forget_lineage
from .succession import Handover, hand_over, left_at

EDITABLE = (
    "name",
    "short_name",
    "region_code",
    "contact_phone",
    "address",
    "term_from",
    "term_until",
    "takes_letters",
    "approves_members",
)


@action("organisations.found")
def found(
    *,
    actor: Actor,
    parent: Organisation | None,
    name: str,
    short_name: str,
    kind: str,
    code: str,
    on: date,
    basis: str = "",
    **more: Any,
) -> Organisation:
    """成立. Puts a new organisation below `parent`; the root of the tree has none (system only)."""
    require(policies.code_is_free(code))
    if parent is None:
        if actor.kind != "system":
            raise Refused(Denied("只有安装程序可以建立最上级组织。", code="root"))
        with or_refuse(policies.CODE_TAKEN):
            node = Organisation.add_root(name=name, short_name=short_name, kind=kind, code=code, **more)
    else:
        parent = lock(parent)
        require(policies.may_edit(actor, parent))
        require(policies.may_stand_below(kind, parent))
        with or_refuse(policies.CODE_TAKEN):
            node = parent.add_child(name=name, short_name=short_name, kind=kind, code=code, **more)
    _remember(node, "found", on, {}, {"name": name, "code": code}, basis)
    record("organisations.found", actor=actor, subject=node, organisation_code=code)
    return node


@action("organisations.found_many")
def found_many(*, actor: Actor, foundings: Sequence[Founding]) -> list[Organisation]:
    """成立, many at once, parents before their children: the policies, history and audit lines of `found` for each,
    in few statements. Refused as a whole when one of them is."""
    parents = founding.locked(foundings)
    for parent in parents.values():
        require(policies.may_edit(actor, parent))
    if len({one.code for one in foundings}) < len(foundings) or founding.taken(one.code for one in foundings):
        raise Refused(policies.CODE_TAKEN)
    kinds: dict[str, Organisation] = {}
    for one in foundings:
        above = parents[one.parent.pk] if isinstance(one.parent, Organisation) else kinds[one.parent]
        require(policies.may_stand_below(one.kind, above))
        kinds[one.code] = Organisation(kind=one.kind, short_name=one.short_name)
    nodes = founding.placed(foundings, parents)
    with or_refuse(policies.CODE_TAKEN):
        founding.written(nodes, foundings)
    for node in nodes:
        record("organisations.found", actor=actor, subject=node, organisation_code=node.code)
    return nodes


@action("organisations.edit")
def edit(*, actor: Actor, organisation: Organisation, revision: int, on: date, **values: Any) -> Organisation:
    """变更. Changes editable fields; keeps old and new value in the history."""
    organisation = lock(organisation, revision=revision)
    require(policies.may_edit(actor, organisation))
    changed = {k: v for k, v in values.items() if k in EDITABLE and getattr(organisation, k) != v}
    old = {k: _plain(getattr(organisation, k)) for k in changed}
    for key, value in changed.items():
        setattr(organisation, key, value)
    organisation.revision += 1
    organisation.save()
    _remember(organisation, "edit", on, old, {k: _plain(v) for k, v in changed.items()})
    record("organisations.edit", actor=actor, subject=organisation, fields=sorted(changed))
    return organisation


@action("organisations.move")
def move(*, actor: Actor, organisation: Organisation, parent: Organisation, on: date, basis: str = "") -> Organisation:
    """调整隶属. Moves a subtree and every row that is scoped by its path."""
    organisation, parent = lock(organisation), lock(parent)
    require(policies.may_edit(actor, organisation))
    require(policies.may_edit(actor, parent))
    require(policies.may_stand_below(organisation.kind, parent))
    if parent.path.startswith(organisation.path):
        raise Refused(Denied("不能把组织调整到自己的下级。", code="cycle", field="parent"))
    old_path = organisation.org_path
    organisation.move(parent, "last-child")
    organisation.refresh_from_db()
    _repath(old_path, organisation.org_path)
    _remember(organisation, "move", on, {"path": old_path}, {"path": organisation.org_path}, basis)
    record("organisations.move", actor=actor, subject=organisation, old_path=old_path)
    return organisation


@action("organisations.merge")
def merge(*, actor: Actor, organisation: Organisation, into: Organisation, on: date, basis: str = "") -> Organisation:
    """合并. Children move to `into`, the organisation is closed and points to its successor.

    What other rooms keep at the organisation goes along (`succession.hand_over`), in this transaction.
    """
    organisation, into = lock(organisation), lock(into)
    require(policies.may_edit(actor, organisation))
    require(policies.may_edit(actor, into))
    require(policies.may_end(organisation, on))
    if organisation.pk == into.pk or into.closed_on or into.path.startswith(organisation.path):
        raise Refused(Denied("请选择另一个在设的组织作为合并后的组织。", code="wrong_target", field="target"))
    for child in organisation.get_children().filter(closed_on=None):
        move(actor=actor, organisation=child, parent=into, on=on, basis=basis)
    organisation.refresh_from_db()
    organisation.closed_on, organisation.merged_into = on, into
    organisation.save()
    _remember(organisation, "merge", on, {}, {"into": into.code}, basis)
    record("organisations.merge", actor=actor, subject=organisation, into=into.pk)
    hand_over(Handover(actor, organisation, into, on, basis))
    forget_lineage(into)
    return organisation


@action("organisations.close")
def close(*, actor: Actor, organisation: Organisation, on: date, basis: str = "") -> Organisation:
    """撤销, without a successor. Refused while an organisation below is in being, or anything still runs here."""
    organisation = lock(organisation)
    require(policies.may_edit(actor, organisation))
    require(policies.may_end(organisation, on))
    if organisation.get_descendants().filter(closed_on=None).exists():
        raise Refused(Denied("下面还有在设的组织，请先合并或撤销它们。", code="has_children"))
    require(policies.nothing_left(left_at(organisation)))
    organisation.closed_on = on
    organisation.save()
    _remember(organisation, "close", on, {}, {}, basis)
    record("organisations.close", actor=actor, subject=organisation)
    return organisation


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _remember(node: Organisation, kind: str, on: date, old: dict, new: dict, basis: str = "") -> None:
    OrganisationEvent.objects.create(organisation=node, kind=kind, on=on, old=old, new=new, basis=basis)


def _repath(old: str, new: str) -> None:
    """Carry every scoped row of the moved subtree along; found by field class, so no room is forgotten."""
    for model in apps.get_models():
        if model is Organisation or getattr(model, "paths_are_history", False):
            continue  # treebeard moved the tree itself; what happened at a place stays noted there
        for field in model._meta.concrete_fields:
            if isinstance(field, OrgPathField) and not model._meta.proxy:
                rows = model._base_manager.filter(subtree(field.attname, [old]))
                tail = Substr(F(field.attname), len(old) + 1)
                rows.update(**{field.attname: Concat(Value(new), tail)})


@action("organisations.import_regions")
def import_regions(*, rows: list[tuple[str, str, str]], actor: Actor = SYSTEM) -> tuple[int, int]:
    """(new or changed, unchanged) divisions of `rows` = (code, name, level)."""
    known = {r.code: (r.name, r.level) for r in Region.objects.all()}
    changed = [Region(code=c, name=n, level=lv) for c, n, lv in rows if known.get(c) != (n, lv)]
    Region.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=["name", "level"]
    )
    record("organisations.import_regions", actor=actor, total=len(changed))
    return len(changed), len(rows) - len(changed)

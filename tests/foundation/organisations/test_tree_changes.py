"""The tree changes and everything that hangs on it goes along: move, merge, close, with history."""

from __future__ import annotations

from datetime import date

import pytest

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.organisations import actions, queries
from lianxin.foundation.organisations.models import KINDS, MAY_HOLD, Organisation, OrganisationEvent
from lianxin.foundation.spine.scope import after
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.voice.letters.models import Letter
from tests.factories import County, Moves, submit

DAY = date(2025, 9, 1)


def fresh(organisation: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def test_a_moved_office_takes_its_letters_people_and_files_along(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take")
    elsewhere = moves.accept_public(submit(county))
    actions.move(
        actor=county.actor("admin"), organisation=county.office, parent=county.organisations["QS02"], on=DAY,
        basis="青组发〔2025〕3号",
    )  # fmt: skip
    office = fresh(county.office)
    assert office.path.startswith(fresh(county.organisations["QS02"]).path)
    assert Letter.objects.unscoped("test").get(pk=letter.pk).org_path == office.path
    assert Letter.objects.unscoped("test").get(pk=elsewhere.pk).org_path == fresh(county.town).path
    assert Appointment.objects.get(pk=county.posts["handler"].pk).org_path == office.path
    handler = county.actor("handler")
    assert Letter.objects.visible_to(handler, "letters.handle").get().pk == letter.pk
    assert handler.may("letters.handle", office.org_path)
    assert not Letter.objects.visible_to(county.actor("dispatcher"), "letters.dispatch").filter(pk=letter.pk).exists()
    assert Letter.objects.visible_to(county.actor("foreign_dispatcher"), "letters.dispatch").get().pk == letter.pk


def test_a_move_is_remembered_with_old_and_new_place_and_its_basis(county: County) -> None:
    old = county.office.path
    actions.move(
        actor=county.actor("admin"), organisation=county.office, parent=county.organisations["QS"], on=DAY, basis="文件"
    )
    event = OrganisationEvent.objects.get(organisation=county.office, kind="move")
    assert (event.on, event.old["path"], event.new["path"], event.basis) == (
        DAY,
        old,
        fresh(county.office).path,
        "文件",
    )


def test_a_move_does_not_rewrite_the_ledger(county: County) -> None:
    """What happened at a place stays noted at that place; the ledger refuses changes anyway."""
    from lianxin.foundation.audit.models import AuditLine

    lines = AuditLine.objects.unscoped("test").filter(subject=f"organisation:{county.office.pk}")
    before = list(lines.values_list("pk", "org_path"))
    assert before
    actions.move(actor=SYSTEM, organisation=county.office, parent=county.organisations["QS02"], on=DAY)
    assert list(lines.filter(pk__in=[pk for pk, _ in before]).values_list("pk", "org_path")) == before


def test_a_whole_town_moves_with_all_below(county: County) -> None:
    below = [o.pk for o in queries.below([county.town.path])]
    actions.move(actor=SYSTEM, organisation=county.organisations["QS01"], parent=county.organisations["QS02"], on=DAY)
    assert [o.pk for o in queries.below([fresh(county.town).path])] == below
    assert Organisation.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("parent", ["QS01", "QS01-U1"])
def test_nothing_is_moved_below_itself(county: County, parent: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.move(actor=SYSTEM, organisation=county.town, parent=county.organisations[parent], on=DAY)
    assert refused.value.denied.code in ("cycle", "wrong_parent")


def test_a_merged_town_hands_its_branches_over_and_points_to_its_successor(county: County) -> None:
    into = county.organisations["QS02"]
    actions.merge(actor=county.actor("admin"), organisation=county.town, into=into, on=DAY, basis="合并")
    town = fresh(county.town)
    assert (town.closed_on, town.merged_into_id) == (DAY, into.pk)
    assert not town.get_children().filter(closed_on=None).exists()
    assert fresh(county.office).path.startswith(fresh(into).path)
    assert OrganisationEvent.objects.get(organisation=town, kind="merge").new == {"into": "QS02"}
    for bad in (county.town, into):
        with pytest.raises(Refused):
            actions.merge(actor=SYSTEM, organisation=into, into=bad, on=DAY)


def test_an_office_with_others_below_it_is_not_closed(county: County) -> None:
    with pytest.raises(Refused) as refused:
        actions.close(actor=SYSTEM, organisation=county.town, on=DAY)
    assert refused.value.denied.code == "has_children"
    branch = county.organisations["QS01-B1"]
    closed = actions.close(actor=SYSTEM, organisation=branch, on=DAY)
    assert closed.closed_on == DAY
    assert branch.pk not in {o.pk for o in queries.below([county.town.path])}
    with pytest.raises(Refused):
        actions.found(actor=SYSTEM, parent=closed, name="新", short_name="新", kind="site", code="X", on=DAY)


def test_an_edit_keeps_old_and_new_and_refuses_a_stale_page(county: County) -> None:
    admin, office = county.actor("admin"), county.office
    changed = actions.edit(actor=admin, organisation=office, revision=0, on=DAY, short_name="建设办公室", path="0009")
    assert (changed.short_name, changed.path, changed.revision) == ("建设办公室", office.path, 1)
    event = OrganisationEvent.objects.get(organisation=office, kind="edit")
    assert (event.old, event.new) == ({"short_name": "柳河建设办"}, {"short_name": "建设办公室"})
    with pytest.raises(Refused) as refused:
        actions.edit(actor=admin, organisation=office, revision=0, on=DAY, short_name="别的")
    assert refused.value.denied.code == "stale"


@pytest.mark.parametrize("name", ["reviewer", "secretary", "leader", "handler", "author", "anonymous", "dispatcher"])
def test_only_an_administrator_above_changes_the_tree(county: County, name: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.close(actor=county.actor(name), organisation=county.office, on=DAY)
    assert refused.value.denied.code == "out_of_scope"


def test_an_administrator_of_another_town_finds_nothing(county: County) -> None:
    other = county.add("other_admin", "admin", "QS02")
    for act in (
        lambda: actions.close(actor=other, organisation=county.office, on=DAY),
        lambda: actions.move(actor=other, organisation=county.office, parent=county.organisations["QS02"], on=DAY),
        lambda: actions.edit(actor=other, organisation=county.office, revision=0, on=DAY, name="新名"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.denied.code == "out_of_scope"


#: written down from the Party's organisation rules: what may stand below what
BELOW = {
    "committee": {"committee", "general_branch", "branch", "joint_branch", "temporary_branch", "mobile_branch", "unit", "site"},
    "general_branch": {"branch", "joint_branch", "temporary_branch", "mobile_branch", "unit", "site"},
    "branch": {"group", "unit", "site"},
    "joint_branch": {"group", "unit", "site"},
    "temporary_branch": {"group"},
    "mobile_branch": {"group"},
    "group": set(),
    "unit": {"unit", "site"},
    "site": set(),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_stand_below_what(county: County, kind: str) -> None:
    """Every pair of kinds, founded through the action."""
    assert set(MAY_HOLD[kind]) == BELOW[kind]
    parent = Organisation.objects.get(pk=county.organisations["QS"].pk).add_child(
        name="上级", short_name="上级", kind=kind, code=f"P-{kind}"
    )
    for child in KINDS:
        names = {"name": "下级", "short_name": "下级", "kind": child, "code": f"{kind}-{child}"}
        if child in BELOW[kind]:
            assert actions.found(actor=SYSTEM, parent=parent, on=DAY, **names).kind == child
            continue
        with pytest.raises(Refused) as refused:
            actions.found(actor=SYSTEM, parent=parent, on=DAY, **names)
        assert (refused.value.denied.code, refused.value.denied.field) == ("wrong_parent", "parent")


def test_only_the_installation_founds_a_root(county: County) -> None:
    with pytest.raises(Refused):
        actions.found(
            actor=county.actor("admin"),
            parent=None,
            name="又一个",
            short_name="又",
            kind="committee",
            code="R2",
            on=DAY,
        )


def test_a_subtree_ends_where_the_next_one_begins(county: County) -> None:
    """Also for the 36th child, whose path ends in Z; a locale would sort the sign after Z elsewhere."""
    town = Organisation.objects.get(pk=county.town.pk)
    made = [
        actions.found(actor=SYSTEM, parent=town, name=f"点{n}", short_name=f"点{n}", kind="site", code=f"S{n}", on=DAY)
        for n in range(36)
    ]
    last = next(o for o in made if o.path.endswith("Z"))
    assert after(last.path) == f"{last.path[:-1]}["
    assert [o.pk for o in queries.below([last.path])] == [last.pk]
    assert len(queries.below([county.town.path])) == 40
    assert not set(queries.below([county.organisations["QS02"].path])) & set(made)

"""Keepers are chosen by name among those with a duty there; nobody outside the scope is offered or found (P05, R016)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.foundation.accounts import picking
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.picking import NameInput, Picker
from lianxin.kernel.decision import Refused
from tests.factories import County, appoint

pytestmark = pytest.mark.django_db
VERB = "portal.site"


@pytest.fixture
def town(county: County) -> Picker:
    """The county's administrator, naming somebody for the town."""
    return Picker(county.actor("admin"), county.town, VERB)


def test_people_of_the_organisation_come_first_then_above_then_below(town: Picker, county: County) -> None:
    labels = list(town.offered())
    assert labels[0].startswith("reviewer（柳河镇党委 ")
    places = [label.partition("（")[2].partition(" ")[0] for label in labels]
    first = [places.index(name) for name in ("柳河镇党委", "青山县委", "柳河建设办")]
    assert first == sorted(first)
    assert not [label for label in labels if label.startswith("foreign")]
    assert not [label for label in labels if label.startswith(("author", "neighbour"))], "people without a duty"


def test_a_label_a_name_and_a_part_of_it_find_the_person(town: Picker, county: County) -> None:
    label = town.label_of(county.people["secretary"])
    assert town.named(label, "keeper") == county.people["secretary"]
    assert town.named("secretary", "keeper") == county.people["secretary"]
    assert town.named("secre", "keeper") == county.people["secretary"]
    assert town.named("reviewer", "keeper") == county.people["reviewer"], "a whole name before names that begin so"
    assert town.named(county.account_of("handler").username, "keeper") == county.people["handler"]
    assert town.named("  ", "keeper") is None


@pytest.mark.parametrize("text", ["foreign_reviewer", "author", "u-author", "nobody", "%", "u-foreign"])
def test_others_are_not_found(town: Picker, county: County, text: str) -> None:
    for name in ("foreign_reviewer", "author"):
        county.account_of(name)
    with pytest.raises(Refused) as refused:
        town.named(text, "keeper")
    assert refused.value.denied.field == "keeper"
    assert "foreign" not in refused.value.denied.reason


def test_a_neighbour_is_named_by_the_full_user_name_inside_the_scope(town: Picker, county: County) -> None:
    name = county.account_of("foreign_reviewer").username
    assert town.named(name, "deputy") == county.people["foreign_reviewer"]
    county.add("town_admin", "admin", "QS01")
    with pytest.raises(Refused, match="没有找到"):
        Picker(county.actor("town_admin"), county.town, VERB).named(name, "deputy")


def test_an_actor_reaches_no_further_than_the_own_scope(county: County) -> None:
    """The town's administrator names people of the town; the county above is not his to list."""
    county.add("town_admin", "admin", "QS01")
    picker = Picker(county.actor("town_admin"), county.town, VERB)
    assert not [label for label in picker.offered() if "青山县委" in label]
    with pytest.raises(Refused, match="没有找到"):
        picker.named("leader", "keeper")
    assert not Picker(county.actor("town_admin"), county.organisations["QS02"], VERB).offered()


def test_a_duty_that_ended_is_none(town: Picker, county: County) -> None:
    row = county.posts["secretary"]
    row.until = timezone.localdate() - timedelta(days=1)
    row.save()
    with pytest.raises(Refused, match="没有找到"):
        town.named("secretary", "keeper")
    person = county.people["secretary"]
    assert town.named(town.label_of(person), "keeper", present=person) == person, "who stands there may stay"


def test_two_of_the_same_name_are_told_apart(town: Picker, county: County) -> None:
    for _ in range(2):
        appoint(Person.objects.create(nickname="王同"), "editor", county.town)
    with pytest.raises(Refused, match="有 2 位"):
        town.named("王同", "keeper")
    labels = [label for label in town.offered() if label.startswith("王同")]
    assert len(labels) == 2
    assert {town.named(label, "keeper") for label in labels} == set(Person.objects.filter(nickname="王同"))


def test_many_below_are_found_by_name_though_they_are_not_all_offered(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picking, "OFFERED", 3)
    picker = Picker(county.actor("admin"), county.organisations["QS"], VERB)
    assert len(picker.offered()) == 3
    assert picker.named("foreign_handler", "keeper") == county.people["foreign_handler"]


def test_the_field_offers_names_and_escapes_them() -> None:
    made = NameInput(("王“<b>”（镇党委 编辑）",)).render("keeper", "", {"id": "id_keeper"})
    assert 'list="id_keeper_people"' in made
    assert '<datalist id="id_keeper_people">' in made
    assert "<b>" not in made

"""A merger carries the catalogue, open items and requests; what was shown stays where it was shown."""

from __future__ import annotations

import pytest

from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.models import Item
from lianxin.publicity.disclosure.queries import reading
from lianxin.publicity.disclosure.queries.reading import Filters
from tests.factories import County
from tests.publicity.disclosure.world import Way, asked, fresh, line, people


@pytest.fixture
def here(county: County) -> County:
    return people(county)


def merge(county: County) -> None:
    """The town QS01 goes into its neighbour QS02."""
    old, into = county.organisations["QS01"], county.organisations["QS02"]
    organisations.merge(
        actor=county.actor("admin"), organisation=old, into=into, on=moment.today(), basis="青编〔2025〕8号"
    )


def test_open_items_lines_and_requests_go_on_with_their_clocks(here: County) -> None:
    entry = line(here, number="D1", frequency="monthly")
    item = Way(here, number="D2").to("reviewed")
    request, _ = asked(here)
    before = [x.due_at for x in (fresh(entry), fresh(item), fresh(request))]
    merge(here)
    after = [fresh(entry), fresh(item), fresh(request)]
    assert [x.organisation.code for x in after] == ["QS02"] * 3
    assert [x.due_at for x in after] == before
    assert after[1].entry.organisation.code == "QS02"
    assert after[1].number == item.number


def test_a_line_that_the_successor_has_too_is_folded_into_its_own(here: County) -> None:
    old = line(here, number="D1", frequency="monthly")
    own = line(here, number="D1", frequency="monthly", code="QS02")
    item = Way(here, entry=old).item
    merge(here)
    assert (fresh(old).state, fresh(own).state) == ("retired", "listed")
    assert fresh(old).due_at is None, "what nobody keeps any more is never late"
    assert fresh(item).entry_id == own.pk


def test_a_code_that_is_taken_for_something_else_gets_a_number(here: County) -> None:
    old = line(here, number="D1")
    other = line(here, number="D1", code="QS02")
    other.matter = "别的事项"
    other.save(update_fields=["matter"])
    merge(here)
    assert (fresh(old).state, fresh(old).code) == ("listed", "D1-2")


def test_what_was_shown_stays_and_is_found_under_the_successor(here: County) -> None:
    item = Way(here).to("public")
    merge(here)
    assert fresh(item).organisation.code == "QS01"
    found = reading.listing(here.actor("author"), Filters(here.organisations["QS02"]))
    assert [x.pk for x in found] == [item.pk]


def test_an_organisation_is_not_closed_over_open_work(here: County) -> None:
    Way(here)
    asked(here)
    said = [str(part) for part in left_at(here.town)]
    assert "1 件没有办完的公开事项" in said
    assert "1 份没有答复的公开申请" in said
    assert "1 项没有停用的公开目录" in said


def test_all_lines_are_retired_in_one_action_before_it_is_closed(here: County) -> None:
    line(here, frequency="monthly")
    line(here)
    with pytest.raises(Refused):
        actions.retire_all(actor=here.actor("keeper"), organisation=here.town, note="撤销")
    assert actions.retire_all(actor=here.actor("leader"), organisation=here.town, note="组织撤销") == 2
    assert left_at(here.town) == [part for part in left_at(here.town) if "公开目录" not in part.label]
    assert not Item.objects.unscoped("test").exists()

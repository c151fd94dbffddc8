"""What holds for every test, and the invented county that many of them play in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.factories import County, Moves

# what a property needs is not a matter of time: a busy machine fails no test
settings.register_profile("house", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_finish() -> None:
    from lianxin.kernel.collecting import calm

    calm()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The tables are copied from those made before, so that no migration is left to run."""
    import os

    from django.db import connection

    from tests.prepared import tables_in_memory, tables_on_server

    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = tables_on_server(os.environ["DATABASE_URL"])
        yield
        return
    with tables_in_memory(f"file:memorydb_{connection.alias}?mode=memory&cache=shared"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _tables_are_copied_anew() -> Iterator[None]:
    """Transactional tests leave what the migrations made, not empty tables."""
    from tests.restored import copied_anew

    with copied_anew():
        yield


@pytest.fixture(autouse=True)
def _memory_of_one_test() -> Iterator[None]:
    """What a process keeps for seconds of the real clock is asked anew in each test and does not age inside one.

    Else a page costs a statement more whenever a slow machine lets the seconds run out between two looks at it, and
    what one test imported and rolled back is remembered in the next.
    """
    from lianxin.foundation.calendars import queries
    from lianxin.foundation.rules import anchors

    queries.KEEP = anchors.KEEP = 3600.0
    for memory in (queries, anchors):
        memory.forget()
    yield
    for memory in (queries, anchors):
        memory.forget()


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database for a whole module in one transaction, which is rolled back in the end.

    For modules that look at one county from many sides; each of their tests stands on a savepoint
    inside it. Not for modules with transactional tests.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def county_of_module(module_db: None) -> County:
    """The invented county, made once for a module. Tests take `county`."""
    from tests import factories

    return factories.build_county()


@pytest.fixture
def county(county_of_module: County, db: None, settings: Any) -> Iterator[County]:
    """The invented county (`tests.factories`); what a test does to it is undone afterwards."""
    from django.core.cache import cache

    from tests.factories import County

    settings.CODE_HASH_MEMORY_KIB = 8  # the slowness of the query code is another test's matter
    cache.clear()
    made = county_of_module
    yield County(dict(made.organisations), dict(made.people), dict(made.posts))
    cache.clear()


@pytest.fixture
def moves(county: County) -> Moves:
    """Every event of a letter as one call."""
    from tests.factories import Moves

    return Moves(county)


@pytest.fixture
def letter_in(county: County) -> Callable[..., Any]:
    """``letter_in("handling", kind="consult")``: a letter in any state of the lifecycle."""
    from functools import partial

    from tests import factories

    return partial(factories.letter_in, county)

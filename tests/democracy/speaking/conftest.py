"""Four places to speak at, on a floor that only the tests have: a branch, members, everybody, and one that has closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest
from django.utils import timezone

from lianxin.democracy.speaking import actions
from lianxin.democracy.speaking.models import Contribution
from lianxin.democracy.speaking.registry import FLOORS, Floor, Place, register_floor
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import Actor
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
BRANCH, MEMBERS, PUBLIC, CLOSED, UNSEEN = 1, 2, 3, 4, 5
KIND, TEXT = "square", "村口的路灯坏了三个月，报了两次没人来修，这件事办得不好。"


@pytest.fixture
def square(cast: County) -> Iterator[None]:
    """The floor: branch QS01-B1, the others at the town's committee QS01."""
    branch, town = cast.organisations["QS01-B1"], cast.organisations["QS01"]

    def places(pks: Iterable[int]) -> Mapping[int, Place]:
        every = {
            BRANCH: Place(BRANCH, "支部里议", "/speaking/rules/", branch, "branch", True),
            MEMBERS: Place(MEMBERS, "党员议", "/speaking/rules/", town, "members", True),
            PUBLIC: Place(
                PUBLIC, "大家议", "/speaking/rules/", town, "public", True, parts={"1": "第一段", "2": "第二段"}
            ),
            CLOSED: Place(CLOSED, "议完了", "/speaking/rules/", town, "public", False, "讨论已经结束。"),
            UNSEEN: Place(UNSEEN, "还没开", "/speaking/rules/", town, "public", True, visible=False),
        }
        return {pk: every[pk] for pk in pks if pk in every}

    register_floor(KIND, Floor("议一议", places))
    now = timezone.now()
    Person.objects.filter(pk__in=[cast.people["author"].pk, cast.people["neighbour"].pk]).update(phone_verified_at=now)
    yield
    del FLOORS[KIND]


@pytest.fixture
def said(square: None, cast: County, who: Callable[[str], Actor]) -> Callable[..., Contribution]:
    """``said(by="author", place=BRANCH, state="published")``, decided by the secretary of the branch or of the town."""

    def go(*, by: str = "author", place: int = BRANCH, key: str = "k1", state: str = "waiting", text: str = TEXT,
           reply_to: int | None = None) -> Contribution:  # fmt: skip
        one = actions.say(actor=who(by), kind=KIND, place=place, text=text, key=key, reply_to=reply_to)
        judge = who("secretary_here" if place == BRANCH else "superior")
        if state in ("published", "hidden", "contested"):
            one = actions.publish(actor=judge, contribution=one, revision=one.revision)
        if state in ("refused", "appealed", "refused_again"):
            one = actions.refuse(
                actor=judge, contribution=one, reason="privacy", text="写了邻居的名字", revision=one.revision
            )
        if state in ("hidden", "contested"):
            one = actions.hide(
                actor=judge, contribution=one, reason="privacy", text="写了邻居的名字", revision=one.revision
            )
        if state in ("appealed", "contested", "refused_again"):
            one = actions.appeal(actor=who(by), contribution=one, text="那是我自己的名字")
        if state == "refused_again":
            one = actions.decide_appeal(
                actor=who("county_reviewer"), contribution=one, overturn=False, text="确是邻居", revision=one.revision
            )
        if state == "withdrawn":
            one = actions.withdraw(actor=who(by), contribution=one)
        return one

    return go


def fresh(one: Contribution) -> Contribution:
    """The row as it stands now."""
    return Contribution.objects.unscoped("test").get(pk=one.pk)

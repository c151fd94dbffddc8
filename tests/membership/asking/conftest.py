"""The same branches and people as beside the reports, and a question of the author."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.asking import actions
from lianxin.membership.asking.models import Question
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
TITLE, TEXT, REPLY = "评议能不能说真话", "一团和气，我心里别扭。", "下次先请老同志带头。"


@pytest.fixture
def ask(cast: County, member: Callable[[str], Member], who: Callable[[str], Actor]) -> Callable[..., Question]:
    """``ask(hidden=True)``: a question to the branch; ``state="answered"`` with its answer, ``shown=True`` let see."""

    def go(*, by: str = "author", hidden: bool = False, willing: bool = True, key: str = "k1", state: str = "open",
           shown: bool = False, code: str = "QS01-B1") -> Question:  # fmt: skip
        office = Organisation.objects.get(pk=cast.organisations[code].pk)
        case = actions.ask(actor=who(by), member=member(by), organisation=office, title=TITLE, text=TEXT, hidden=hidden,
                           willing=willing, key=key)  # fmt: skip
        if state == "answered":
            case = actions.answer(
                actor=who("secretary_here"), question=case, text=REPLY, key="a1", revision=case.revision
            )
        if shown:
            case = actions.show(actor=who("secretary_here"), question=case, shown=True, revision=case.revision)
        return case

    return go


def fresh(question: Question) -> Question:
    """The row as it stands now."""
    return Question.objects.unscoped("test").get(pk=question.pk)

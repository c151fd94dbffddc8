"""The same branches and people as beside the reports, with a discipline commissioner; the matter is about 周禾苗."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.oversight import actions
from lianxin.membership.oversight.models import Matter
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
FACTS, TODAY = "连着三次没有请假，也没有来。", date(2026, 11, 27)


@pytest.fixture
def matter(cast: County, member: Callable[[str], Member], who: Callable[[str], Actor]) -> Callable[..., Matter]:
    """``matter("correct", until=...)``: entered by the discipline commissioner of the branch."""
    cast.add("discipline_here", "discipline", "QS01-B1")
    cast.add("discipline_above", "discipline", "QS01")

    def go(kind: str = "remind", *, until: date | None = None, began: date = TODAY, key: str = "k1", about: str = "author",
           by: str = "discipline_here", text: str = FACTS) -> Matter:  # fmt: skip
        said: dict[str, Any] = {"kind": kind, "text": text, "began": began, "until": until, "key": key}
        return actions.open_matter(actor=who(by), member=member(about), **said)

    return go


def fresh(case: Matter) -> Matter:
    """The row as it stands now."""
    return Matter.objects.unscoped("test").select_related("member").get(pk=case.pk)

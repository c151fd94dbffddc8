"""The same branches and people as beside the reports; 周禾苗 is helped, 吴春秋 helps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.helping import actions
from lianxin.membership.helping.actions import Facts
from lianxin.membership.helping.models import Help
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
WHO, NEED, DID = "新桥村周家", "老人看病没人陪", "陪着去了县医院"
TODAY = date(2026, 11, 27)


@pytest.fixture
def help_(cast: County, member: Callable[[str], Member], who: Callable[[str], Actor]) -> Callable[..., Help]:
    """``help_("helping")``: one in a state; ``own=True``: the helped person is the author, a member."""

    def go(state: str = "registered", *, own: bool = True, key: str = "k1", code: str = "QS01-B1", **more: Any) -> Help:
        office = Organisation.objects.get(pk=cast.organisations[code].pk)
        manager = who("secretary_here" if code == "QS01-B1" else "superior")
        said = {"who": WHO, "kind": "illness", "need": NEED, "consent": "spoken", "consent_on": TODAY, "witness": "村会计",
                "phone": "13800000021", "address": "新桥村 9 号", "member": member("author") if own else None} | more  # fmt: skip
        case = actions.register(actor=manager, organisation=office, facts=Facts(**said), key=key)
        if state == "registered":
            return case
        case = actions.assign(actor=manager, case=case, helper=member("same"), revision=case.revision)
        if state == "helping":
            return case
        case = actions.deed(actor=who("same"), case=case, on=TODAY, text=DID, key="d1")
        case = actions.done(actor=who("same"), case=case, revision=case.revision)
        if state == "confirming":
            return case
        return actions.say_result(
            actor=who("author"), case=case, result="solved", text="好多了", on=TODAY, revision=case.revision
        )

    return go


def fresh(case: Help) -> Help:
    """The row as it stands now."""
    return Help.objects.unscoped("test").select_related("member").get(pk=case.pk)

"""What the ticker does for the room."""

from __future__ import annotations

from lianxin.foundation.jobs import job, periodic
from lianxin.foundation.spine import moment

from . import actions

BATCH = 500


@periodic("disclosure.alerts", "*/10 * * * *")
def alerts() -> None:
    """Remind of what runs out: renewals (DIS-02), steps, requests (DIS-03)."""
    while actions.give_alerts(now=moment.now()) >= BATCH:
        pass
    actions.alert_questions(now=moment.now())


@periodic("disclosure.unkept", "20 9 * * *")
def unkept() -> None:
    """Every morning, heard once a week: lines of the catalogue that nobody keeps (F01)."""
    actions.warn_unkept()


@job
def convey(item: int) -> None:
    """传达 (R024, R077): tell the members of the organisation and of those below what is shown inside now."""
    actions.convey(item=item)

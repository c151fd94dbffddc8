"""What the ticker does for the room."""

from __future__ import annotations

from lianxin.foundation.jobs.schedule import periodic

from . import scheduling
from .desk import emergency


@periodic("portal.emergencies", "*/10 * * * *")
def emergencies() -> None:
    """Those above are told of an emergency that was not reviewed in time (LX-62)."""
    emergency.alarm()


@periodic("portal.scheduled", "* * * * *")
def publish_scheduled() -> None:
    """The item of the day in the morning; whatever else was signed for a later moment."""
    scheduling.publish_due()
    scheduling.withdraw_expired()


@periodic("portal.related", "*/10 * * * *")
def related() -> None:
    """Alike items beside each item."""
    scheduling.find_related()

"""传达 (R024, R077): the members hear of what is shown inside. Deliveries are counted, readers are not (B02)."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import people_below, without_account
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.queries import people_below as members_below

from ..lifecycle import SHOWN
from ..models import Item, Telling


@action("disclosure.convey")
def convey(*, item: int, actor: Actor = SYSTEM) -> int:
    """Send one notice to every member, and everybody with an appointment, in the organisation or below; answers to how many.

    Idempotent: a person gets one line for one item, ever. What was withdrawn meanwhile is not told of. Who has no
    account reads no notice: they are counted apart, to be told in person or on paper (A02).
    """
    found = Item.objects.unscoped("the job carries the number of the item").filter(pk=item).first()
    if found is None or found.state not in SHOWN:
        record("disclosure.convey", actor=actor, subject=found or f"disclosure:{item}", people=0)
        return 0
    people = sorted({*people_below(found.org_path), *members_below(found.org_path)})
    send_many(
        to=people, code="disclosure.convey", title=f"党内公开：{found.title}"[:120], body=found.organisation.short_name,
        url=found.get_absolute_url(), key=key_of(found), working=True, org_path=found.org_path,
    )  # fmt: skip
    offline = without_account(people)
    reached = len(people) - offline
    Telling.objects.get_or_create(item=found, defaults={"people": reached, "offline": offline, "at": moment.now()})
    record("disclosure.convey", actor=actor, subject=found, people=reached)
    return reached


def key_of(item: Item) -> str:
    """The key of the notice, by which its deliveries are counted."""
    return f"disclosure:{item.pk}:convey"

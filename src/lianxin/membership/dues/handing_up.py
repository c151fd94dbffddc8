"""上缴: what an organisation hands on to the one above. It is on the way until that one confirms it (`confirming`)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import policies, queries
from .models import Posting, Remittance
from .posting import Entry, next_number, post
from .reckoning import fen_of, to_fen, yuan
from .words import PARTS

#: what is handed up -> (account that it is for, account of what is on the way)
ACCOUNTS_OF = {"share": ("upward", "on_way"), "central": ("central", "gift_way")}


@action("dues.hand_up")
def hand_up(*, actor: Actor, organisation: Organisation, part: str, amount: Decimal, on: date, key: str) -> Posting:
    """登记上缴. part: the share of the dues, or large gifts, which go up whole (FEE-07).

    Not more than the account holds, nor more gifts than were given. The organisation above has nothing in its ledger
    before it confirms what arrived; where none is above on this platform, the money has left with the entry.
    key: of the form; twice is once.
    """
    organisation = lock(organisation)
    if not actor.may(policies.KEEP, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    known = Posting.objects.unscoped("the same form").filter(key=f"up:{organisation.pk}:{key}").first()
    if known is not None:
        record("dues.hand_up_again", actor=actor, subject=organisation, org_path=organisation.path)
        return known
    if part not in PARTS:
        raise Refused(Denied("请选择上缴的是哪一种。", code="empty", field="part"))
    if amount <= 0 or amount != to_fen(amount):
        raise Refused(Denied("金额要大于 0，最多两位小数。", code="number", field="amount"))
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    fen = fen_of(amount)
    there_is(organisation, part, fen)
    above = above_of(organisation)
    account, way = ACCOUNTS_OF[part]
    number = next_number(organisation, on.year, "SJ")
    made = post(
        actor, Entry(account if above is None else way, "bank", fen, f"上缴上级：{PARTS[part]}", f"up:{organisation.pk}:{key}",
                     on=on, receipt=number, organisation=organisation),
    )  # fmt: skip
    if above is not None:
        Remittance.objects.create(
            organisation=organisation, org_path=organisation.path, above=above, above_path=above.path, part=part, fen=fen, on=on,
            voucher=number, by_id=actor.person_id,
        )  # fmt: skip
    record("dues.hand_up", actor=actor, subject=organisation, org_path=organisation.path, voucher=number)
    return made


def there_is(organisation: Organisation, part: str, fen: int) -> None:
    """Raise `Refused` unless the account holds so much for this purpose. The organisation is locked by the caller."""
    held = queries.held(organisation)
    if part == "central" and fen > held["central"]:
        raise Refused(
            Denied(f"要全额上缴中央的还有 {yuan(held['central'])} 元。", rule="FEE-07", code="number", field="amount")
        )
    # gifts that must go up whole are not there for anything else
    free = held["bank"] - (held["central"] if part == "share" else 0)
    if fen > free:
        raise Refused(Denied(f"账上能上缴的只有 {yuan(max(free, 0))} 元。", code="number", field="amount"))


def above_of(organisation: Organisation) -> Organisation | None:
    """The nearest Party organisation above that is in being."""
    above = Organisation.objects.filter(
        path__in=ancestors_of(organisation.path)[1:], kind__in=PARTY_KINDS, closed_on=None
    )
    return above.order_by("-path").first()

"""责任人 (F01): a line that nobody keeps is told every week to those who look after the catalogue, and given somebody at once."""

from __future__ import annotations

from collections import defaultdict

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import holders
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import announcing
from ..queries.work import unkept
from .catalogue import may_keep, two


@action("disclosure.set_keepers")
def set_keepers(*, actor: Actor, organisation: Organisation, keeper: Person | None, deputy: Person | None) -> int:
    """指定责任人 for every line of an organisation that has none; answers how many. Lines that are kept stay as they are."""
    may_keep(actor, organisation.path)
    allowed = set(holders("disclosure.propose", organisation.path))
    if keeper is None:
        raise Refused(Denied("请选择责任人。", code="empty", field="keeper"))
    for field, person in (("keeper", keeper), ("deputy", deputy)):
        if person is not None and person.pk not in allowed:
            raise Refused(Denied("请从列出的同志里选。", code="choice", field=field))
    two(keeper, deputy)
    rows = list(unkept().filter(organisation=organisation).order_by("pk"))
    for row in rows:
        entry = lock(row)
        second = deputy or (entry.deputy if entry.deputy_id != keeper.pk else None)
        advance(entry, "edit", actor=actor, changes={"handler": keeper, "deputy": second})
    record("disclosure.set_keepers", actor=actor, subject=organisation, lines=len(rows))
    return len(rows)


@action("disclosure.warn_unkept")
def warn_unkept(*, actor: Actor = SYSTEM) -> int:
    """Tell those who look after the catalogues, one notice a week for each of them; answers how many lines nobody keeps."""
    counts: dict[str, int] = defaultdict(int)
    for org_path in unkept().values_list("org_path", flat=True):
        counts[org_path] += 1
    announcing.warn_unkept(counts)
    record("disclosure.warn_unkept", actor=actor, lines=sum(counts.values()))
    return sum(counts.values())

"""Two persons that are one: what points to the one moves to the other, and the way back is written down.

The row of the first stays, empty, so that audit lines and old addresses still mean somebody. Whoever asks
for this has looked at both (`membership.dossiers`); here is the part of the accounts.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import Q

from lianxin.foundation.spine import joining, moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.joining import Move, Stay, declare, moving, register_objection
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .models import Joining, Person
from .policies import PHONE_TAKEN

#: what the first row gives to the second where that has nothing: column -> when it was verified
_GIVES = {"identity_number": "identity_verified_at", "phone": "phone_verified_at", "email": "", "name": ""}
_EMPTIED = ("identity_number", "phone", "email")

declare({
    "accounts.Account.person": Move(once=((),)),
    "accounts.Appointment.person": Move(once=(("post", "organisation"),), where=Q(until=None),
                                        refuse="两份都在任同一个岗位，请先结束其中一个任职。"),
    **moving("accounts.Keeping.keeper", "accounts.Keeping.deputy", "accounts.Joining.kept", "accounts.Joining.by",
             "accounts.Joining.undone_by"),
    "accounts.Joining.gone": Stay("it says which row was emptied"),
})  # fmt: skip


def _object(gone: Person, kept: Person) -> list[str]:
    found = []
    if gone.identity_index and kept.identity_index and gone.identity_index != kept.identity_index:
        found.append("两份的身份证号不同。是同一个人的话，请先更正写错的那一个。")
    if gone.phone_verified_at and kept.phone_verified_at and gone.phone_index != kept.phone_index:
        found.append("两份各有一个本人核验过的手机号，请本人说明用哪一个，先改成一致。")
    theirs, ours = (getattr(person, "account", None) for person in (gone, kept))
    if theirs is not None and ours is not None and theirs.is_active:
        found.append("两份各有一个登录账号，请本人说明用哪一个，由管理员停用另一个，并保留用着账号的那一份。")
    return found


register_objection("accounts", "accounts.Person", _object)


@action("accounts.join")
def join(*, actor: Actor, gone: Person, kept: Person, reason: str) -> Joining:
    """合并人员. Raises `Refused` with everything that people must decide first."""
    if gone.pk == kept.pk:
        raise Refused(Denied("这是同一份。", code="same"))
    first, second = sorted((gone, kept), key=lambda person: person.pk)  # two at once take the locks in one order
    rows = {row.pk: row for row in (lock(first), lock(second))}
    gone, kept = rows[gone.pk], rows[kept.pk]
    if Joining.objects.filter(gone__in=rows, undone_at=None).exists():
        raise Refused(Denied("其中一份已经合并过了。", code="stale", remedy="请刷新页面查看。"))
    if found := joining.objections(gone, kept):
        raise Refused(Denied("还不能合并：" + "".join(found), code="conflict"))
    moved = joining.move(gone, kept)
    before: dict[str, Any] = {name: getattr(gone, name) for name in _GIVES}
    before |= {name: _iso(getattr(gone, name)) for name in ("phone_verified_at", "identity_verified_at")}
    filled = _give(gone, kept)
    made = Joining.objects.create(
        gone=gone, kept=kept, by_id=actor.person_id, at=moment.now(), reason=reason.strip(), moved=moved,
        before=json.dumps({"gone": before, "filled": filled}, ensure_ascii=False),
    )  # fmt: skip
    record(
        "accounts.join", actor=actor, subject=kept, gone=gone.pk, keys=sorted(moved), rows=sum(map(len, moved.values()))
    )
    return made


def _give(gone: Person, kept: Person) -> list[str]:
    """What only the first one knows goes to the second; the first is emptied, so that nobody finds it any more."""
    filled = []
    said = {name: getattr(gone, name) for name in (*_GIVES, "phone_verified_at", "identity_verified_at")}
    for name in _EMPTIED:
        setattr(gone, name, "")
    gone.phone_verified_at = gone.identity_verified_at = None
    gone.save()
    for name, verified in _GIVES.items():
        if said[name] and not getattr(kept, name):
            setattr(kept, name, said[name])
            filled.append(name)
        if verified and said[verified] and not getattr(kept, verified) and getattr(kept, name) == said[name]:
            setattr(kept, verified, said[verified])
            filled.append(verified)
    with or_refuse(PHONE_TAKEN):
        kept.save()
    return filled


@action("accounts.part")
def part(*, actor: Actor, made: Joining, reason: str) -> Joining:
    """拆开: what moved goes back as far as it is still there; what came since stays."""
    made = lock(made)
    if made.undone_at is not None:
        raise Refused(Denied("已经拆开过了。", code="stale"))
    first, second = sorted((made.gone, made.kept), key=lambda person: person.pk)
    rows = {row.pk: row for row in (lock(first), lock(second))}
    gone, kept = rows[made.gone_id], rows[made.kept_id]
    told = json.loads(made.before)
    values = {name: _of_iso(value) if name.endswith("_at") else value for name, value in told["gone"].items()}
    for name in told["filled"]:
        if getattr(kept, name) == values[name]:  # what was changed since is theirs
            setattr(kept, name, None if name.endswith("_at") else "")
    kept.save()
    for name, value in values.items():
        setattr(gone, name, value)
    with or_refuse(PHONE_TAKEN):
        gone.save()
    joining.move_back(gone, kept, made.moved)
    made.undone_at, made.undone_by_id, made.undone_for = moment.now(), actor.person_id, reason.strip()
    made.save()
    record("accounts.part", actor=actor, subject=kept, gone=gone.pk)
    return made


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _of_iso(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def former_ids(person_id: int) -> list[int]:
    """Keys under which a person was known before a joining; what the ledger keeps under them is theirs too."""
    return list(Joining.objects.filter(kept_id=person_id, undone_at=None).values_list("gone_id", flat=True))


def now_of(person_id: int) -> int:
    """The key under which a person is known now."""
    row = Joining.objects.filter(gone_id=person_id, undone_at=None).values_list("kept_id", flat=True).first()
    return row if row is not None else person_id

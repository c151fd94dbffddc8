"""Once a day: what has come due is said to people, and what a rule asks to look at is put before them. Nothing else."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import announcing, reckoning
from ..grounds import findings, gone
from ..models import Absence, Matter
from .caring import let_go
from .matters import propose


@action("mobility.look")
def look(*, actor: Actor = SYSTEM) -> int:
    """Proposals for what a rule asks to look at (EDU-06, EDU-07, EDU-11), once for a fact; those whose reason is gone end.

    Answers how many are new. No file is touched: `tests/membership/mobility/test_nothing_by_itself.py`.
    """
    today = moment.today()
    ended = 0
    rows = Matter.objects.unscoped("looked at by the days").filter(closed_at=None).select_related("member")
    for member_id in {case.member_id for case in rows if gone(case, today)}:
        ended += let_go(member_id)
    found = list(findings(today))
    known = Matter.objects.unscoped("looked at by the days").filter(member_id__in=[f.member.pk for f in found])
    seen = {(row.member_id, row.ground, row.since) for row in known}
    busy = {row.member_id for row in known if row.closed_at is None}
    fresh = 0
    for one in found:
        if (one.member.pk, one.ground, one.since) in seen or one.member.pk in busy:
            continue
        propose(actor=actor, member=one.member, ground=one.ground, since=one.since)
        busy.add(one.member.pk)
        fresh += 1
    record("mobility.look", actor=actor, fresh=fresh, ended=ended)
    return fresh


@action("mobility.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Who should be contacted (EDU-13, LX-86), whose relation should follow them (EDU-08), whose time runs out (EDU-13).

    Each is said once for each day that it is about. Answers how many registrations were spoken of.
    """
    today = moment.today()
    soon = today + reckoning.ahead(today)
    rows = (
        Absence.objects.unscoped("reminders").filter(state="open", member__standing="active").select_related("member")
    )
    told = sum(_contact(row, today) for row in rows.filter(next_contact_on__lte=soon).order_by("pk"))
    told += sum(_transfer(row) for row in rows.filter(transfer_due_on__lte=today).order_by("pk"))
    told += sum(_kept(row, today) for row in rows.filter(keep_until__lte=soon).order_by("pk"))
    told += sum(_back(row) for row in rows.filter(until__lt=today).order_by("pk"))
    record("mobility.remind", actor=actor, registrations=told)
    return told


def _contact(row: Absence, today: date) -> int:
    """Before the last day, and once more after it."""
    late = row.late_contact(today)
    title = "有在外党员超过规定时间没有联系" if late else "有在外党员快到该联系的日子"
    key = f"absence:{row.pk}:contact:{row.next_contact_on}:{'late' if late else 'soon'}"
    return bool(announcing.tell(row, announcing.keepers(row, row.org_path), "contact", title, key=key))


def _transfer(row: Absence) -> int:
    """EDU-08: the member and both secretaries; the transfer itself is begun by somebody."""
    key = f"absence:{row.pk}:transfer:{row.transfer_due_on}"
    title = "在外的时间已到，应当把组织关系转过去"
    people = announcing.keepers(row, row.org_path)
    told = announcing.tell(row, people, "transfer", title, key=key)
    told += announcing.tell(row, [row.member.person_id], "transfer", title, key=f"{key}:own", own=True)
    if row.host_state == "noted":
        told += announcing.tell(row, announcing.keepers(row, row.host_path), "transfer", title, key=f"{key}:host", org_path=row.host_path)  # fmt: skip
    return bool(told)


def _kept(row: Absence, today: date) -> int:
    """EDU-13: before the two years are over, and after them."""
    over = row.keep_until is not None and today > row.keep_until
    title = "毕业生的组织关系保留期已满，请转出" if over else "毕业生的组织关系保留期快满了"
    key = f"absence:{row.pk}:keep:{row.keep_until}:{'over' if over else 'soon'}"
    told = announcing.tell(row, announcing.keepers(row, row.org_path), "keep", title, key=key)
    told += announcing.tell(row, [row.member.person_id], "keep", "您的组织关系保留期快满了，请联系转出" if not over else "您的组织关系保留期已满，请联系转出", key=f"{key}:own", own=True)  # fmt: skip
    return bool(told)


def _back(row: Absence) -> int:
    """The day on which somebody was expected back has passed: is it still as it was?"""
    key = f"absence:{row.pk}:until:{row.until}"
    title = "预计返回的日子过了，请更新外出登记"
    told = announcing.tell(row, announcing.keepers(row, row.org_path), "until", title, key=key)
    return bool(told + announcing.tell(row, [row.member.person_id], "until", title, key=f"{key}:own", own=True))

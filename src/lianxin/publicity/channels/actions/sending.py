"""Handing a text over, taking it back, and following what happens to it at its origin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies, queries
from ..adapters.base import ADAPTERS
from ..models import Dispatch, Parcel, PublicAccount
from ..text import Text, text_from

#: how far ahead something may be planned
AHEAD = timedelta(days=60)


def send(*, actor: Actor, text: Text, accounts: Iterable[int], at: datetime | None = None) -> list[Dispatch]:
    """Hand one published text to accounts, in the caller's transaction; it leaves within seconds, or `at` a moment.

    accounts: primary keys. The same text (by its key) goes out once by each, however often this is
    called; a call that adds nothing changes nothing. Raises `Refused` for an account that may not
    speak this text (C01), for two accounts of one organisation on one platform (ECO-01), for a moment that is past.
    """
    rows = PublicAccount.objects.unscoped("each is checked below").filter(pk__in=set(accounts))
    chosen = list(rows.select_related("organisation").order_by("pk"))
    for account in chosen:
        require(policies.may_send(actor, account, text))
    require(policies.one_voice(chosen, queries.spoken_by(text)))
    _check_moment(at)
    known = {dispatch.account_id: dispatch for dispatch in queries.sent_of(text.key)}
    fresh = [account for account in chosen if account.pk not in known]
    made = {d.account_id: d for d in _send(actor=actor, text=text, accounts=fresh, at=at)} if fresh else {}
    return [made.get(account.pk) or known[account.pk] for account in chosen]


def _check_moment(at: datetime | None) -> None:
    now = timezone.now()
    if at is not None and not now - timedelta(minutes=1) < at < now + AHEAD:
        raise Refused(Denied("请填今后 60 天以内的时间。", code="moment", field="at"))


@action("channels.send")
def _send(*, actor: Actor, text: Text, accounts: list[PublicAccount], at: datetime | None = None) -> list[Dispatch]:
    parcel = _parcel(text)
    made = []
    for account in accounts:
        values = {"org_path": account.org_path, "planned_at": at, "next_try_at": at or timezone.now()}
        # two at once: the unique row decides, and both come home with the same one
        dispatch, fresh = Dispatch.objects.unscoped("found again by its unique row").get_or_create(
            account=account, parcel=parcel, purpose="publish", defaults=values
        )
        if not fresh and dispatch.state == "cancelled":
            _again(dispatch, at)
        made.append(dispatch)
        record("channels.send", actor=actor, subject=dispatch, account=str(account), title=text.title)
    return made


def _parcel(text: Text) -> Parcel:
    defaults = {"content": text.as_json(), "thing": text.thing}
    return Parcel.objects.get_or_create(key=text.key, defaults=defaults)[0]


def _again(dispatch: Dispatch, at: datetime | None) -> None:
    now = timezone.now()
    dispatch.state, dispatch.attempts, dispatch.last_error = "waiting", 0, ""
    dispatch.created_at, dispatch.planned_at, dispatch.next_try_at = now, at, at or now
    dispatch.save(update_fields=["state", "attempts", "last_error", "created_at", "planned_at", "next_try_at"])


@action("channels.retry")
def retry(*, actor: Actor, dispatch: Dispatch) -> Dispatch:
    """Try something again that was given up; what its steps reached is not repeated.

    Of an answer whose arrival was unclear a person has looked meanwhile, so it is asked for again.
    """
    dispatch = lock(dispatch)
    require(policies.may_retry(actor, dispatch))
    if dispatch.purpose == "answer":
        dispatch.steps.pop("asked", None)
        dispatch.save(update_fields=["steps"])
    _again(dispatch, None)
    record("channels.retry", actor=actor, subject=dispatch, account=str(dispatch.account))
    return dispatch


@action("channels.cancel")
def cancel(*, actor: Actor, dispatch: Dispatch) -> Dispatch:
    """Take something back that still waits."""
    dispatch = lock(dispatch)
    require(policies.may_cancel(actor, dispatch))
    dispatch.state, dispatch.claim = "cancelled", ""
    dispatch.save(update_fields=["state", "claim"])
    record("channels.cancel", actor=actor, subject=dispatch, account=str(dispatch.account))
    return dispatch


@action("channels.withdraw")
def withdraw(*, actor: Actor, dispatch: Dispatch) -> Dispatch | None:
    """Take back what is out, where the platform can; None where it cannot. Twice is as good as once."""
    dispatch = lock(dispatch)
    require(policies.may_withdraw(actor, dispatch))
    if ADAPTERS[dispatch.account.kind].withdraw is None:
        record("channels.withdraw", actor=actor, subject=dispatch, account=str(dispatch.account), possible=False)
        return None
    back, _ = Dispatch.objects.unscoped("found again by its unique row").get_or_create(
        account=dispatch.account, parcel=dispatch.parcel, purpose="withdraw", defaults={"org_path": dispatch.org_path}
    )
    record("channels.withdraw", actor=actor, subject=dispatch, account=str(dispatch.account), possible=True)
    return back


def taken_down(thing: str) -> None:
    """The thing is not published any more: nothing of it leaves, and what is out is taken back where that is possible.

    A row that a worker has in its hands is left to it: it asks again when it is done (`delivery`).
    """
    if queries.of_thing(thing).exists():
        _taken_down(actor=SYSTEM, thing=thing)


@action("channels.taken_down")
def _taken_down(*, actor: Actor, thing: str) -> None:
    rows = queries.of_thing(thing)
    for row in rows.filter(purpose="publish", state="waiting", claim=""):
        if not row.steps.get("asked"):
            _stop(row, "原文已撤下，没有送出")
    for row in rows.filter(purpose="publish", state="sent"):
        withdraw(actor=actor, dispatch=row)
    record("channels.taken_down", actor=actor, subject=thing)


def _stop(row: Dispatch, why: str) -> None:
    waiting = Dispatch.objects.unscoped("its text is gone").filter(pk=row.pk, state="waiting", claim="")
    waiting.update(state="cancelled", last_error=why)


def published(text: Text) -> None:
    """A version came out: what still waits takes it, and a correction follows wherever the mistake went (M06)."""
    earlier = queries.of_thing(text.thing).filter(purpose="publish").exclude(parcel__key=text.key)
    if earlier.filter(state__in=("waiting", "sent")).exists():
        _published(actor=SYSTEM, text=text)


@action("channels.follow")
def _published(*, actor: Actor, text: Text) -> None:
    rows = queries.of_thing(text.thing).filter(purpose="publish").exclude(parcel__key=text.key)
    for row in rows.filter(state="waiting", claim=""):
        if not row.steps.get("asked"):
            _stop(row, "已由新的版本代替")
            _in_its_place(actor, row, text)
    latest: dict[int, Dispatch] = {}
    for row in rows.filter(state="sent", account__state="active"):  # the newest first
        latest.setdefault(row.account_id, row)
    for row in latest.values():
        if text.correction and text_from(row.parcel.content).correction != text.correction:
            withdraw(actor=actor, dispatch=row)
            _send(actor=actor, text=text, accounts=[row.account])
    record("channels.follow", actor=actor, subject=text.thing)


@action("channels.replace")
def _replace(*, actor: Actor, dispatch: Dispatch, text: Text) -> None:
    _in_its_place(actor, dispatch, text)


def replace(*, dispatch: Dispatch, text: Text) -> None:
    """A newer version of the text takes the place of one that has not left yet."""
    _replace(actor=SYSTEM, dispatch=dispatch, text=text)


def _in_its_place(actor: Actor, row: Dispatch, text: Text) -> None:
    later = row.planned_at if row.planned_at and row.planned_at > timezone.now() else None
    _send(actor=actor, text=text, accounts=[row.account], at=later)

"""Questions about accounts and what they sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import ScopedQuerySet, subtree
from lianxin.kernel.actor import Actor

from .adapters.base import ADAPTERS
from .models import LISTED, Dispatch, ListedChannel, Parcel, PublicAccount, Talk
from .text import Text

#: in which order readers are offered them
ORDER = ("push", "newsletter", "wechat", "weibo")


def accounts(actor: Actor) -> ScopedQuerySet[Any]:
    """Accounts in the actor's duty, with the number of confirmed subscribers as ``subscribed``."""
    rows = PublicAccount.objects.visible_to(actor, "channels.read").select_related("organisation")
    confirmed = Count("subscribers", filter=Q(subscribers__confirmed_at__isnull=False))
    return rows.annotate(subscribed=confirmed).order_by("org_path", "kind", "id")


def account_of(actor: Actor, pk: int) -> PublicAccount | None:
    """One of them; None when it is out of the actor's sight."""
    return accounts(actor).filter(pk=pk).first()


def dispatches(actor: Actor) -> ScopedQuerySet[Dispatch]:
    """What went or should go out from there, the newest first; without the contents."""
    rows = Dispatch.objects.visible_to(actor, "channels.read")
    return rows.select_related("account__organisation", "parcel").order_by("-id")


def counts(actor: Actor, days: int = 30) -> dict[str, int]:
    """How many of the last days are in each state (texts are counted, readers are not: B02)."""
    since = timezone.now() - timedelta(days=days)
    rows = Dispatch.objects.visible_to(actor, "channels.read").filter(created_at__gte=since)
    found = {row["state"]: row["n"] for row in rows.order_by().values("state").annotate(n=Count("pk"))}
    return {state: found.get(state, 0) for state, _ in Dispatch.STATES}


def usable(org_path: str) -> list[PublicAccount]:
    """Accounts in use of exactly this organisation, for the page where a text is handed over."""
    rows = PublicAccount.objects.unscoped("accounts in use stand on every page of their organisation")
    return list(rows.filter(org_path=org_path, state="active").select_related("organisation").order_by("kind", "id"))


def sent_of(key: str) -> list[Dispatch]:
    """Where a text stands, by its key, account by account."""
    rows = Dispatch.objects.unscoped("shown beside the text that was handed over")
    rows = rows.filter(parcel__key=key, purpose="publish").exclude(state="cancelled")
    return list(rows.select_related("account__organisation").order_by("account_id"))


def of_thing(thing: str) -> ScopedQuerySet[Dispatch]:
    """Everything that went out or waits of a thing, in all its versions, the newest first."""
    rows = Dispatch.objects.unscoped("shown beside the thing, and followed when it changes")
    rows = rows.filter(parcel__thing=thing) if thing else rows.none()
    return rows.select_related("account__organisation", "parcel").order_by("-id")


def spoken_by(text: Text) -> list[PublicAccount]:
    """Accounts by which some version of the thing went out or is about to."""
    rows = of_thing(text.thing).filter(purpose="publish", state__in=("waiting", "sent"))
    return list({row.account_id: row.account for row in rows}.values())


def handed_over(things: Iterable[str]) -> dict[str, int]:
    """How many accounts have each of the things already, things without any left out."""
    rows = Dispatch.objects.unscoped("numbers beside a list of things").order_by()
    rows = rows.filter(parcel__thing__in=list(things), purpose="publish", state__in=("waiting", "sent", "failed"))
    return dict(rows.values_list("parcel__thing").annotate(n=Count("account", distinct=True)))


def open_talks() -> dict[str, datetime]:
    """Every open matter that began on a platform, and when its sender last wrote."""
    return dict(Talk.objects.values_list("thing", "heard_at"))


def has_key(key: str) -> bool:
    """Whether a text was handed over already."""
    return Parcel.objects.filter(key=key).exists()


def is_waiting(thing: str) -> bool:
    """Whether an answer to an open matter is still on its way, or was given up and may be tried again."""
    talks = list(Talk.objects.filter(thing=thing).values_list("pk", flat=True))
    rows = Dispatch.objects.unscoped("answers on their way").filter(purpose="answer", state="waiting")
    return rows.filter(steps__talk__in=talks).exists()


def watched(since: datetime) -> list[str]:
    """Things that wait, or are out where they can be taken back and have not been."""
    able = [kind for kind, adapter in ADAPTERS.items() if adapter.withdraw is not None]
    rows = Dispatch.objects.unscoped("looked after for every organisation").filter(purpose="publish")
    back = rows.model._base_manager.filter(purpose="withdraw", account=OuterRef("account"), parcel=OuterRef("parcel"))
    out = Q(state="sent", account__kind__in=able, sent_at__gte=since) & ~Exists(back)
    rows = rows.filter(Q(state="waiting") | out).exclude(parcel__thing="")
    return list(rows.order_by().values_list("parcel__thing", flat=True).distinct())


def talk_of(thing: str) -> Talk | None:
    """The open matter behind a thing."""
    return Talk.objects.filter(thing=thing).select_related("account__organisation").first()


def speakers(org_path: str) -> list[PublicAccount]:
    """Accounts in use that may speak for an organisation: its own, then those above it, nearest first."""
    rows = PublicAccount.objects.unscoped("accounts in use stand on every page of their organisation")
    rows = rows.filter(org_path__in=ancestors_of(org_path), state="active").select_related("organisation")
    return sorted(rows, key=lambda account: (-len(account.org_path), account.kind, account.pk))


def in_use(pk: int, *kinds: str) -> PublicAccount | None:
    """An account in use of one of these kinds, for the outside world."""
    rows = PublicAccount.objects.unscoped("public accounts are public")
    return rows.filter(pk=pk, kind__in=kinds, state="active").select_related("organisation").first()


def listed(actor: Actor, kind: str = "") -> ScopedQuerySet[ListedChannel]:
    """The register in the actor's duty, in the order of the tree. kind: one of `LISTED`, or ``"named"``."""
    rows = ListedChannel.objects.visible_to(actor, "channels.read").filter(struck_at=None)
    if kind == "named":
        rows = rows.exclude(holder="")
    elif kind in dict(LISTED):
        rows = rows.filter(kind=kind)
    return rows.select_related("organisation").order_by("org_path", "kind", "name", "pk")


def to_confirm(actor: Actor) -> ScopedQuerySet[ListedChannel]:
    """Lines that somebody else wants everybody to read, the oldest first."""
    paths = (*actor.paths_for("channels.send"), *actor.paths_for("channels.manage"))
    rows = ListedChannel.objects.unscoped("narrowed to where the actor may confirm").filter(subtree("org_path", paths))
    rows = rows.filter(proposed_at__isnull=False, struck_at=None).exclude(proposed_by=actor.person_id)
    return rows.select_related("organisation").order_by("proposed_at", "pk")


def links_of(org_path: str) -> list[tuple[str, str, str]]:
    """(kind, name, address) of the channels that an organisation shows on its pages; remembered for a minute."""
    key = f"channels.links:{org_path}"
    found: list[tuple[str, str, str]] | None = cache.get(key)
    if found is None:
        rows = ListedChannel.objects.unscoped("shown to everybody").filter(
            org_path=org_path, shown=True, struck_at=None
        )
        found = [(row.get_kind_display(), row.name, row.url) for row in rows.order_by("kind", "name")[:12]]
        cache.set(key, found, 60)
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """One account as readers are told of it."""

    pk: int
    kind: str
    label: str
    name: str
    organisation: str


def ways_to_follow(org_path: str) -> list[Way]:
    """Accounts in use of the organisation, else of the nearest above that has some; remembered for a minute."""
    key = f"channels.ways:{org_path}"
    found: list[Way] | None = cache.get(key)
    if found is None:
        accounts = speakers(org_path) if org_path else []
        nearest = accounts[0].org_path if accounts else ""
        rows = sorted((a for a in accounts if a.org_path == nearest), key=lambda a: (ORDER.index(a.kind), a.pk))
        found = [Way(a.pk, a.kind, a.get_kind_display(), a.name, a.organisation.short_name) for a in rows]
        cache.set(key, found, 60)
    return found


def account_by_number(number: str) -> PublicAccount | None:
    """An account by its number, whatever its state, to name it beside what came from it."""
    rows = PublicAccount.objects.unscoped("names of public accounts are public")
    return rows.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None


def registered(paths: Iterable[str]) -> list[tuple[PublicAccount, datetime | None]]:
    """All registered accounts of some subtrees, each with the moment of its last delivery; for the matrix (R012)."""
    rows = PublicAccount.objects.unscoped("the caller narrowed the paths").filter(subtree("org_path", paths))
    last = dict(
        Dispatch.objects.unscoped("only the moment").filter(account__in=rows, state="sent").order_by()
        .values_list("account").annotate(at=Max("sent_at"))
    )  # fmt: skip
    return [(account, last.get(account.pk)) for account in rows.order_by("org_path", "kind", "id")]

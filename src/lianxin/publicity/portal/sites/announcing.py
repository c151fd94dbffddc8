"""Who is told what when something moves. Notices go to the outbox in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from ..models import Relay, Reshape
from .words import SITE_KEEPING

#: event -> what the one who recommended or reprinted the item reads
TO_PROPOSER = {
    "refuse": "推荐的内容没有被采用",
    "pass": "内容已在对方站点显示",
    "return": "内容没有通过审核",
    "take_out": "内容已从对方站点撤下",
    "call_back": "内容已由原站点撤回",
}


def relay_moved(relay: Relay, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """After every transition of a reference."""
    announce_relay(relay, row.event, actor)


def announce_relay(relay: Relay, event: str, actor: Actor) -> None:
    """Queue the notices of one step."""
    if moment.replaying():
        return
    key = f"portal_relay:{relay.pk}:{event}:{relay.revision}"
    away = {p for p in (relay.proposed_by_id, actor.person_id) if p}
    if event == "propose":
        _tell(
            nearest_holders("portal.write", relay.org_path, exclude=away),
            "下级推荐了一篇内容，请看是否采用",
            relay,
            key,
        )
    if event in ("accept", "reprint"):
        _tell(nearest_holders("portal.review", relay.org_path, exclude=away), "有一篇转载内容待审核", relay, key)
    if event in TO_PROPOSER and not actor.is_person(relay.proposed_by_id):
        _tell([relay.proposed_by_id], TO_PROPOSER[event], relay, key)


def relay_alert(relay: Relay, clock: ClockBase, overdue: bool) -> None:
    """A recommendation waits for its answer (LX-42)."""
    people = nearest_holders("portal.write", relay.org_path, exclude={relay.proposed_by_id})
    title = "推荐的内容答复逾期" if overdue else "推荐的内容快到答复期限"
    _tell(people, title, relay, f"portal_relay:{relay.pk}:alert:{clock.pk}:{int(overdue)}")


def _tell(people: Iterable[int], title: str, relay: Relay, key: str) -> None:
    send_many(
        to=people, code="portal.relay", title=title, body=f"《{relay.article.title}》 {relay.reason}".strip(),
        url=f"/workbench/sites/relays/{relay.pk}/", key=key, working=True, org_path=relay.org_path,
    )  # fmt: skip


def keepers_of(organisation_id: int) -> set[int]:
    """Keepers and deputies of a site and its columns."""
    rows = Keeping.objects.filter(organisation=organisation_id, column__startswith=SITE_KEEPING)
    return {p for pair in rows.values_list("keeper_id", "deputy_id") for p in pair if p}


def reshape_moved(reshape: Reshape, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """After every transition of a proposal."""
    announce_reshape(reshape, row.event, actor)


def announce_reshape(reshape: Reshape, event: str, actor: Actor) -> None:
    """Queue the notices of one step."""
    if moment.replaying():
        return
    key = f"portal_reshape:{reshape.pk}:{event}:{reshape.revision}"
    keepers = keepers_of(reshape.organisation_id)
    if event == "propose":
        _tell_of(keepers, f"上级提议{reshape.get_kind_display()}：请答复", reshape, key)
    if event == "answer":
        _tell_of(_deciders(reshape), "站点责任人已答复，请决定", reshape, key)
    if event in ("carry_out", "keep", "drop"):
        said = {"carry_out": "已决定并执行", "keep": "已决定保留站点", "drop": "提议已撤回"}[event]
        _tell_of(keepers | {reshape.proposed_by_id}, f"站点合并、关停：{said}", reshape, key)


def reshape_alert(reshape: Reshape, clock: ClockBase, overdue: bool) -> None:
    """The keeper's time runs out; after it somebody may decide, and nothing happens by itself (B05)."""
    key = f"portal_reshape:{reshape.pk}:alert:{clock.pk}:{int(overdue)}"
    if overdue:
        _tell_of(_deciders(reshape), "站点责任人期满没有答复，请决定", reshape, key)
    else:
        _tell_of(keepers_of(reshape.organisation_id), "合并、关停提议快到答复期限", reshape, key)


def _deciders(reshape: Reshape) -> set[int]:
    above = reshape.org_path[: -len_of_step()]
    return set(nearest_holders("portal.decide_site", above, exclude={reshape.proposed_by_id}))


def len_of_step() -> int:
    """Characters of one level in a path."""
    from lianxin.foundation.organisations.models import Organisation

    return int(Organisation.steplen)


def _tell_of(people: Iterable[int], title: str, reshape: Reshape, key: str) -> None:
    send_many(
        to=people, code="portal.reshape", title=title, body=f"{reshape.site.title}：{reshape.reason}"[:200],
        url=f"/workbench/sites/reshapes/{reshape.pk}/", key=key, working=True, org_path=reshape.org_path,
    )  # fmt: skip

"""推荐 and 转载: one text, entered once, shown by several sites. Nothing is copied; the reference points to the origin."""

from __future__ import annotations

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import ArticlePage, ColumnPage, Relay, RelayStep, SitePage
from . import announcing, policies
from .flow import RELAY_FLOW
from .life import sign_of_life
from .lifecycle import AT_PROPOSAL

TWICE = Denied("这一条已经推荐或转载到这个站点了。", code="twice", field="column")


def site_of(page: ArticlePage | ColumnPage) -> SitePage:
    """The site to which an item or a column belongs."""
    found = SitePage.objects.ancestor_of(page).select_related("organisation", "face").order_by("-depth").first()
    if found is None or found.organisation is None:
        raise Refused(Denied("这一条不属于任何站点。", code="no_site"))
    return found


@action("portal.recommend")
def recommend(*, actor: Actor, article: ArticlePage, column: ColumnPage, words: str = "") -> Relay:
    """推荐 an item of one's own site to a column of a superior's site; their editor decides (LX-42)."""
    origin, site = site_of(article), site_of(column)
    require(policies.may_write(actor, policies.path_of(origin)))
    if not policies.path_of(origin).startswith(policies.path_of(site)) or origin.pk == site.pk:
        raise Refused(Denied("只能向上级的站点推荐。", code="not_above", field="column"))
    relay = _open(actor, article, column, origin, site, "up", "proposed", words)
    timers.move(RELAY_FLOW, relay, AT_PROPOSAL, moment.now())
    relay.save(update_fields=["due_at", "due_clock"])
    record("portal.recommend", actor=actor, subject=relay, article=article.pk, column=column.pk)
    announcing.announce_relay(relay, "propose", actor)
    return relay


@action("portal.reprint")
def reprint(*, actor: Actor, article: ArticlePage, column: ColumnPage) -> Relay:
    """转载 a published item of another site into a column of one's own; it waits for the own reviewer."""
    origin, site = site_of(article), site_of(column)
    require(policies.may_write(actor, policies.path_of(site)))
    relay = _open(actor, article, column, origin, site, "down", "accepted", "")
    record("portal.reprint", actor=actor, subject=relay, article=article.pk, column=column.pk)
    announcing.announce_relay(relay, "reprint", actor)
    return relay


def _open(
    actor: Actor, article: ArticlePage, column: ColumnPage, origin: SitePage, site: SitePage, way: str, state: str,
    words: str,
) -> Relay:  # fmt: skip
    require(policies.may_show(article, column, site, origin))
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Refused(Denied("推荐和转载要由一位同志提出。", code="no_person"))
    organisation = site.organisation
    assert organisation is not None
    now = moment.now()
    with or_refuse(TWICE):
        relay = Relay.objects.create(
            organisation=organisation, org_path=organisation.path, state=state, opened_at=now, article=article,
            site=site, column=column, way=way, origin_path=policies.path_of(origin), words=words.strip()[:200],
            proposed_by=person,
        )  # fmt: skip
    relay.number = f"TJ{relay.pk:06d}"
    relay.save(update_fields=["number"])
    RelayStep.objects.create(
        case=relay, event="propose", label=relay.get_way_display(), source="", target=state, at=now,
        actor_kind=actor.kind, person_id=actor.person_id, note=words.strip()[:200],
    )  # fmt: skip
    return relay


@action("portal.accept_relay")
def accept(*, actor: Actor, relay: Relay, revision: int, column: ColumnPage | None = None) -> Relay:
    """采用: the receiving editor takes it, perhaps into another column; the reviewer is next."""
    relay = lock(relay, revision=revision)
    changes: dict[str, object] = {"accepted_by_id": actor.person_id}
    if column is not None and column.pk != relay.column_id:
        if site_of(column).pk != relay.site_id or not column.live:
            raise Refused(Denied("请选择本站的栏目。", code="wrong_column", field="column"))
        changes["column"] = column
    return advance(relay, "accept", actor=actor, changes=changes)


@action("portal.refuse_relay")
def refuse(*, actor: Actor, relay: Relay, reason: str, revision: int) -> Relay:
    """不采用 or 审核不通过, with a reason that the other site reads."""
    relay = lock(relay, revision=revision)
    event = "return" if relay.state == "accepted" else "refuse"
    return advance(relay, event, actor=actor, changes={"reason": _reason(reason)})


@action("portal.pass_relay")
def let_pass(*, actor: Actor, relay: Relay, revision: int) -> Relay:
    """审核通过: from this commit on the receiving site shows the reference."""
    relay = lock(relay, revision=revision)
    relay = advance(relay, "pass", actor=actor, changes={"shown_at": moment.now()})
    sign_of_life(relay.organisation_id, relay.column.code)
    return relay


@action("portal.take_out_relay")
def take_out(*, actor: Actor, relay: Relay, reason: str, revision: int) -> Relay:
    """撤下 by the site that shows it; the text at its origin stays."""
    relay = lock(relay, revision=revision)
    return advance(relay, "take_out", actor=actor, changes={"reason": _reason(reason)})


@action("portal.call_back_relay")
def call_back(*, actor: Actor, relay: Relay, reason: str, revision: int) -> Relay:
    """撤回 by the site that wrote it; gone from the other site with this commit."""
    relay = lock(relay, revision=revision)
    return advance(relay, "call_back", actor=actor, changes={"reason": _reason(reason)})


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(Denied("请写明理由，对方会看到。", code="empty", field="reason"))
    if len(text) > 200:
        raise Refused(Denied("理由最多 200 个字。", code="too_long", field="reason"))
    return text

"""Who may do what with sites, references and proposals, beyond state and scope."""

from __future__ import annotations

from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.casework.second_look import may_settle
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from ..models import ArticlePage, ColumnPage, Relay, Reshape, ReshapeClock, SiteFace, SitePage
from ..words_desk import ISSUE
from .words import SITE_KEEPING

SITES, FOUND, WRITE, REVIEW = "portal.sites", "portal.site", "portal.write", "portal.review"
RESHAPE, DECIDE = "portal.reshape", "portal.decide_site"
OWN = Denied("不能审核自己写的、推荐的或采用的内容，请由另一位同志办理。", code="own_work")
GONE = Denied("原文已经撤下，不能再采用。", code="gone", remedy="请和原站点联系。")
ENDED = Denied("这个站点已经结束，不再增加内容。", code="ended")


def path_of(site: SitePage) -> str:
    """Path of the organisation whose site it is; "" for none."""
    return str(site.organisation.path) if site.organisation else ""


def is_open(site: SitePage) -> bool:
    """Whether a site still takes items."""
    face = getattr(site, "face", None)
    return face is None or face.state == "open"


def may_shape(actor: Actor, site: SitePage) -> Decision:
    """Theme, title, columns and keepers: whoever runs the platform for the organisation."""
    if not actor.may(FOUND, path_of(site)):
        return OUT_OF_SCOPE
    return Allowed() if is_open(site) else ENDED


def may_settle_words(actor: Actor, site: SitePage, face: SiteFace) -> Decision:
    """先审后发: whoever signs what the site publishes or runs it, and did not propose the words (M04)."""
    if not actor.may(ISSUE, path_of(site)) and not actor.may(FOUND, path_of(site)):
        return OUT_OF_SCOPE
    return may_settle(actor, face)


def may_write(actor: Actor, org_path: str) -> Decision:
    """Editors of the organisation; elsewhere it does not exist for them."""
    if not actor.has(WRITE):
        return Denied("只有编辑可以推荐和转载内容。", code="no_right")
    return Allowed() if actor.may(WRITE, org_path) else OUT_OF_SCOPE


# -- references


def writes_at_origin(actor: Actor, relay: Relay) -> bool:
    """Editors of the site where the text was written may call it back."""
    return actor.may(WRITE, relay.origin_path)


def may_accept(actor: Actor, relay: Relay) -> Decision:
    """The receiving editor is not the one who recommended it."""
    if actor.is_person(relay.proposed_by_id):
        return OWN
    return still_there(relay)


def may_pass(actor: Actor, relay: Relay) -> Decision:
    """One stage, by somebody who neither wrote, recommended nor accepted it (M04)."""
    return all_of(may_return(actor, relay), still_there(relay))


def may_return(actor: Actor, relay: Relay) -> Decision:
    return OWN if actor.person_id in hands(relay) else Allowed()


def still_there(relay: Relay) -> Decision:
    """The origin is published and the receiving site takes items."""
    if not relay.article.live:
        return GONE
    return Allowed() if is_open(relay.site) else ENDED


def hands(relay: Relay) -> set[int]:
    """Persons who wrote the text or brought it here."""
    article = relay.article
    people = {relay.proposed_by_id, relay.accepted_by_id}
    if article.owner_id:
        people.add(article.owner.person_id)
    people |= set(article.revisions.filter(user__isnull=False).values_list("user__person_id", flat=True))
    return {person for person in people if person}


def may_show(article: ArticlePage, column: ColumnPage, site: SitePage, origin: SitePage) -> Decision:
    """Whether an item could be shown there at all."""
    if not article.live:
        return Denied("只有已经发布的内容才能推荐或转载。", code="not_live", field="article")
    if origin.pk == site.pk:
        return Denied("这一条本来就在这个站点。", code="same_site", field="column")
    if not column.live or not is_open(site):
        return ENDED
    return Allowed()


# -- proposals about sites


def keeps_site(actor: Actor, reshape: Reshape) -> bool:
    """Keeper or deputy of the site or of one of its columns."""
    kept = Keeping.objects.filter(organisation=reshape.organisation_id, column__startswith=SITE_KEEPING)
    people = {p for pair in kept.values_list("keeper_id", "deputy_id") for p in pair}
    return actor.person_id is not None and actor.person_id in people


def sits_above(actor: Actor, verb: str, org_path: str) -> bool:
    """Whether one of the duties with the verb is held at an organisation above, not at the one itself."""
    return any(len(path) < len(org_path) and org_path.startswith(path) for path in actor.paths_for(verb))


def may_propose(actor: Actor, site: SitePage) -> Decision:
    """合并、关停 is proposed from above, for a site that is open and not the home of all."""
    path = path_of(site)
    if not actor.has(RESHAPE):
        return Denied("您的岗位不能提议合并或关停站点。", code="no_right")
    if not actor.may(RESHAPE, path):
        return OUT_OF_SCOPE
    if not sits_above(actor, RESHAPE, path):
        return Denied("合并、关停由上级提出，不能提议自己的站点。", code="own_site")
    return Allowed() if is_open(site) else Denied("这个站点已经结束。", code="ended")


def may_drop(actor: Actor, reshape: Reshape) -> Decision:
    if actor.is_person(reshape.proposed_by_id):
        return Allowed()
    return Denied("提议由提出的人撤回。", code="not_author")


def may_decide_reshape(actor: Actor, reshape: Reshape) -> Decision:
    """Another person than the proposer, above the site, after the keeper was heard or had the time (LX-43)."""
    if actor.is_person(reshape.proposed_by_id):
        return Denied("提议由另一位同志决定。", rule="LX-43", code="own_work")
    if not sits_above(actor, DECIDE, reshape.org_path):
        return Denied("合并、关停由上级决定。", rule="LX-43", code="own_site")
    if not is_open(reshape.site):
        return Denied("这个站点已经结束。", code="ended")
    return Allowed() if reshape.state == "answered" else _time_is_over(reshape)


def _time_is_over(reshape: Reshape) -> Decision:
    clock = ReshapeClock.objects.filter(case=reshape, name="answer", state=ReshapeClock.RUNNING).last()
    if clock is None or moment.now() > clock.due_at:
        return Allowed()
    return Denied(
        f"先听责任人的意见：答复时间到{clock.due_at:%m月%d日}为止。", rule="LX-43", code="too_early",
        remedy="责任人答复以后，或者期满以后再决定。",
    )  # fmt: skip

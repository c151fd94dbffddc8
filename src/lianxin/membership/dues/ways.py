"""收款方式: how members pay to the organisation's own account. The platform takes no money and imitates no gateway.

A way is proposed by one person and confirmed by another, so that nobody alone can lead the members' money elsewhere;
stopping it needs nobody else. Members are told of every change.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils import timezone

from lianxin.foundation.files import actions as files
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.scope import subtree
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import policies
from .models import PayWay

MINE = "/me/dues/"
_ODD = re.compile(r"[\s\\\x00-\x1f<>\"'`]")
_HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_TWICE = Denied("刚才有人已经启用了另一个收款方式。", code="stale", remedy="请刷新页面，看看现在用的是哪一个。")


def sound_link(text: str) -> str | Denied:
    """A payment page as it may be shown to members: https, a name as its host, nothing hidden before it."""
    wrong = Denied("付款链接要以 https:// 开头，照付款平台给的原样复制。", code="link", field="link")
    if _ODD.search(text) or len(text) > 300:
        return wrong
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return wrong
    if parts.scheme != "https" or parts.username is not None or parts.password is not None or port not in (None, 443):
        return wrong
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return text if _HOST.fullmatch(host) else wrong
    return wrong


def host_of(way: PayWay) -> str:
    """The host of the link, for people to compare."""
    return urlsplit(way.link).hostname or ""


@action("dues.propose_way")
def propose(
    *,
    actor: Actor,
    organisation: Organisation,
    payee: str,
    link: str = "",
    picture: Prepared | None = None,
    note: str = "",
) -> PayWay:
    """提出收款方式. Nothing is shown to members before a second person confirms it."""
    organisation = lock(organisation)
    _may(actor, organisation.path)
    payee, link = payee.strip(), link.strip()
    if not payee:
        raise Refused(Denied("请填写付款时会看到的收款方名称。", code="empty", field="payee"))
    if not link and picture is None:
        raise Refused(Denied("付款链接和收款码图片至少要有一个。", code="empty", field="link"))
    if link:
        answer = sound_link(link)
        if isinstance(answer, Denied):
            raise Refused(answer)
    if (
        PayWay.objects.unscoped("of the locked organisation")
        .filter(organisation=organisation, standing="proposed")
        .exists()
    ):
        raise Refused(Denied("已经有一个收款方式等着核对，先核对或撤回它。", code="waiting"))
    way = PayWay.objects.create(
        organisation=organisation,
        org_path=organisation.path,
        payee=payee[:60],
        link=link,
        note=note.strip()[:120],
        proposed_by_id=actor.person_id,
    )
    if picture is not None:
        files.store(actor=actor, upload=picture, org_path=organisation.path, subject=subject_of(way))
    record("dues.propose_way", actor=actor, subject=way)
    return way


@action("dues.confirm_way")
def confirm(*, actor: Actor, way: PayWay, revision: int) -> PayWay:
    """核对无误，启用. Somebody else than who proposed it; the way that was in force ends with it."""
    way = _proposed(actor, way, revision)
    if actor.person_id is None or way.proposed_by_id == actor.person_id:
        raise Refused(Denied("提出的人不能自己启用，要由另一位同志核对。", code="own_work"))
    lock(way.organisation)
    for old in _in_force(way.organisation):
        end(old, "ended")
    way.standing, way.decided_by_id, way.decided_at = "in_force", actor.person_id, timezone.now()
    way.revision += 1
    with or_refuse(_TWICE):
        way.save()
    told = _tell(
        way,
        "党费收款方式有变动",
        f"{way.organisation.short_name}的党费收款方式换了，收款方是“{way.payee}”。付款前请核对收款方名称，有疑问先问支部。",
    )
    record("dues.confirm_way", actor=actor, subject=way, people=told)
    return way


@action("dues.refuse_way")
def refuse(*, actor: Actor, way: PayWay, revision: int) -> PayWay:
    """不启用: refused by another, or taken back by who proposed it."""
    way = _proposed(actor, way, revision)
    end(way, "refused")
    way.decided_by_id, way.decided_at = actor.person_id, timezone.now()
    way.save(update_fields=["decided_by", "decided_at"])
    record("dues.refuse_way", actor=actor, subject=way)
    return way


@action("dues.stop_way")
def stop(*, actor: Actor, way: PayWay, revision: int) -> PayWay:
    """停用, at once and by one person: when something is wrong nobody should have to wait for a second."""
    _may(actor, way.org_path)
    way = lock(way, revision=revision)
    if way.standing != "in_force":
        raise Refused(Denied("这个收款方式现在没有在用。", code="stale"))
    end(way, "ended")
    told = _tell(
        way,
        "党费收款方式已停用",
        f"{way.organisation.short_name}原来的党费收款方式（收款方“{way.payee}”）已停用，请先不要往那里付款。",
    )
    record("dues.stop_way", actor=actor, subject=way, people=told)
    return way


def subject_of(way: PayWay) -> str:
    """Under which the picture is kept."""
    return f"payway:{way.pk}"


def picture_of(way: PayWay) -> StoredFile | None:
    found = files_of(subject_of(way))
    return found[0] if found else None


def way_for(member: Member) -> PayWay | None:
    """The way of the member's organisation, else of the nearest above that has one. One statement."""
    rows = PayWay.objects.unscoped("shown to the member whose organisation it is").filter(
        org_path__in=ancestors_of(member.org_path), standing="in_force"
    )
    return rows.select_related("organisation").order_by("-org_path").first()


def ways(actor: Actor, office: Organisation) -> Sequence[PayWay]:
    """What was proposed and decided for an organisation, the newest first."""
    rows = PayWay.objects.visible_to(actor, policies.READ).filter(organisation=office)
    return list(rows.select_related("proposed_by", "decided_by", "organisation").order_by("-pk")[:20])


def may_see(actor: Actor, stored: StoredFile) -> Decision:
    """The picture of a way: those who read the dues of the organisation; members to whom it applies once it is in force."""
    way = PayWay.objects.unscoped("asked for one right").filter(pk=int(stored.subject.partition(":")[2])).first()
    if way is None:
        return OUT_OF_SCOPE
    if actor.may(policies.READ, way.org_path):
        return Allowed()
    mine = Member.objects.unscoped("one's own file").filter(person_id=actor.person_id or 0, standing="active").first()
    applies = mine is not None and way.standing == "in_force" and mine.org_path.startswith(way.org_path)
    return Allowed() if applies else OUT_OF_SCOPE


def _may(actor: Actor, path: str) -> None:
    if not actor.may(policies.READ, path):
        raise Refused(OUT_OF_SCOPE)
    if not actor.may(policies.KEEP, path):
        raise Refused(Denied("您的岗位只能查看党费。", code="no_right"))


def _proposed(actor: Actor, way: PayWay, revision: int) -> PayWay:
    _may(actor, way.org_path)
    way = lock(way, revision=revision)
    if way.standing != "proposed":
        raise Refused(Denied("这个收款方式已经有人办过了。", code="stale", remedy="请刷新页面看看。"))
    return way


def _in_force(organisation: Organisation) -> Sequence[PayWay]:
    return list(
        PayWay.objects.unscoped("of the locked organisation").filter(organisation=organisation, standing="in_force")
    )


def end(way: PayWay, standing: str) -> None:
    """Take a way out of use. Only actions call it."""
    way.standing, way.ended_at = standing, timezone.now()
    way.revision += 1
    way.save(update_fields=["standing", "ended_at", "revision"])


def _tell(way: PayWay, title: str, body: str) -> int:
    """Tell the members to whom the way applies: below the organisation, but not where a nearer one has its own."""
    nearer = (
        PayWay.objects.unscoped("who is told")
        .filter(subtree("org_path", [way.org_path]), standing="in_force")
        .exclude(org_path=way.org_path)
    )
    own = subtree("org_path", list(nearer.values_list("org_path", flat=True)))
    people = (
        Member.objects.unscoped("who is told")
        .filter(subtree("org_path", [way.org_path]), stage__in=IN_PARTY, standing="active")
        .exclude(own)
    )
    # the moment belongs to the key: stopping and taking up again are two matters
    return send_many(to=people.values_list("person_id", flat=True), code="dues.way", title=title, body=body, url=MINE,
                     key=f"dues.way:{way.pk}:{way.revision}", urgent=True, org_path=way.org_path)  # fmt: skip

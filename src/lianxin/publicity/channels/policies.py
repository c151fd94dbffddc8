"""Who registers accounts, and who may speak by them (C01)."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.casework.second_look import may_settle
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

from .models import Dispatch, ListedChannel, PublicAccount
from .text import Text

#: platforms where everybody sees who speaks; a newsletter and push go to those who asked for just that one
OPEN_PLATFORMS = ("wechat", "weibo")
NO_RIGHT = Denied("您的岗位没有查看对外账号的权限。", code="no_right", remedy="如工作需要，请联系本单位的系统管理员。")


def may_read(actor: Actor) -> Decision:
    """Any duty with the verb; which rows appear follows from its organisation."""
    return Allowed() if actor.has("channels.read") else NO_RIGHT


def may_register(actor: Actor, organisation: Organisation) -> Decision:
    """The administrator of the organisation or of one above it."""
    if not actor.may("channels.manage", organisation.org_path):
        return Denied(
            "您不能为这个组织登记对外账号。", code="no_right", remedy="请联系该组织的系统管理员。", field="organisation"
        )
    if organisation.closed_on is not None:
        return Denied("这个组织已撤销，不能登记对外账号。", code="closed", field="organisation")
    return Allowed()


def may_manage(actor: Actor, account: PublicAccount) -> Decision:
    """The same right on an account that exists."""
    if not actor.may("channels.manage", account.org_path):
        return Denied("您不能管理这个对外账号。", code="no_right", remedy="请联系该组织的系统管理员。")
    return Allowed()


def may_list(actor: Actor, row: ListedChannel) -> Decision:
    """Whoever manages the accounts of the organisation keeps its register as well."""
    if not actor.may("channels.manage", row.org_path):
        return Denied("您不能修改这个组织的渠道登记。", code="no_right", remedy="请联系该组织的系统管理员。")
    if row.struck_at is not None:
        return Denied("这一条已经注销。", code="struck", remedy="如需再用，请重新登记。")
    return Allowed()


def may_confirm_listing(actor: Actor, row: ListedChannel) -> Decision:
    """先审后发: whoever speaks outward for the organisation or keeps its register, and did not propose it (M04)."""
    if not actor.may("channels.send", row.org_path) and not actor.may("channels.manage", row.org_path):
        return Denied("您的岗位不能确认渠道登记。", code="no_right", remedy="请联系该组织的书记或审签人。")
    return may_settle(actor, row)


def may_send(actor: Actor, account: PublicAccount, text: Text) -> Decision:
    """An account speaks for its own organisation, for those below it, and repeats what those above it say."""
    if not actor.may("channels.send", account.org_path):
        return Denied("您的岗位没有用这个账号对外发布的权限。", code="no_right", remedy="请联系该组织的书记或审签人。")
    if account.state != "active":
        return Denied("这个账号没有在使用，不能发布。", code="not_active", remedy="请先在“对外账号”里恢复使用。")
    ours, theirs = account.org_path, text.org_path
    if not (theirs.startswith(ours) or ours.startswith(theirs)):
        return Denied("这篇内容属于别的组织，不能用这个账号发布。", code="foreign", remedy="可以先转载到本组织的站点。")
    return Allowed()


def one_voice(chosen: Sequence[PublicAccount], spoken: Sequence[PublicAccount]) -> Decision:
    """One text, one account of an organisation on each open platform: nobody seems to be many (ECO-01)."""
    seen: dict[tuple[str, int], int] = {}
    for account in (*spoken, *chosen):
        if account.kind not in OPEN_PLATFORMS:
            continue
        first = seen.setdefault((account.kind, account.organisation_id), account.pk)
        if first != account.pk:
            return Denied(
                f"同一篇内容，同一个组织在{account.get_kind_display()}上只用一个账号发。",
                rule="ECO-01", code="one_voice", field="accounts",
            )  # fmt: skip
    return Allowed()


def may_withdraw(actor: Actor, dispatch: Dispatch) -> Decision:
    """Only what is out."""
    if not actor.may("channels.send", dispatch.org_path):
        return Denied("您的岗位没有撤回的权限。", code="no_right", remedy="请联系该组织的书记或审签人。")
    if dispatch.state != "sent" or dispatch.purpose != "publish":
        return Denied("这条内容没有送出，不需要撤回。", code="wrong_state")
    return Allowed()


def may_retry(actor: Actor, dispatch: Dispatch) -> Decision:
    """Only what was given up."""
    if not actor.may("channels.retry", dispatch.org_path):
        return Denied("您的岗位没有重新发送的权限。", code="no_right", remedy="请联系本单位的系统管理员。")
    if dispatch.state != "failed":
        return Denied("这条内容不在“未能送出”状态，不需要重新发送。", code="wrong_state")
    return Allowed()


def may_cancel(actor: Actor, dispatch: Dispatch) -> Decision:
    """Only what still waits; what is out is corrected at its origin."""
    if not actor.may("channels.send", dispatch.org_path):
        return Denied("您的岗位没有取消发送的权限。", code="no_right", remedy="请联系该组织的书记或审签人。")
    if dispatch.state != "waiting":
        return Denied("这条内容已不在等待发送。", code="wrong_state")
    if dispatch.claim or dispatch.steps.get("asked"):
        return Denied("平台正在处理这条内容，不能取消。", code="under_way", remedy="送出以后可以撤回。")
    return Allowed()

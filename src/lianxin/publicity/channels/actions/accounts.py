"""Registering accounts and what belongs to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import httpx

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..adapters import wechat
from ..adapters.base import ADAPTERS, GivenUp, Later
from ..adapters.wechat_api import WeChatError
from ..models import Dispatch, PublicAccount
from ..push_crypto import new_key


@action("channels.register")
def register_account(
    *, actor: Actor, organisation: Organisation, kind: str, name: str, app_id: str = "",
    secrets: Mapping[str, str] | None = None,
) -> PublicAccount:  # fmt: skip
    """Register a public account of an organisation. Refused when the platform's number is registered already."""
    require(policies.may_register(actor, organisation))
    if app_id and PublicAccount.objects.unscoped("one account once").filter(kind=kind, app_id=app_id).exists():
        raise Refused(
            Denied(
                "这个平台编号已经登记过。", code="known", field="app_id", remedy="请核对编号，或在列表里找到原有账号。"
            )
        )
    account = PublicAccount.objects.create(
        organisation=organisation, org_path=organisation.org_path, kind=kind, name=name, app_id=app_id,
        secrets=_secrets(kind, secrets or {}, {}),
    )  # fmt: skip
    record("channels.register", actor=actor, subject=account, channel=ADAPTERS[kind].label, account=name)
    return account


def _secrets(kind: str, given: Mapping[str, str], old: Mapping[str, str]) -> str:
    """The known secrets of a kind; those left empty stay what they were."""
    values = {key: given.get(key) or old.get(key, "") for key in ADAPTERS[kind].secrets}
    if kind == "push":
        values["vapid"] = old.get("vapid") or new_key()
    return json.dumps(values) if values else ""


@action("channels.edit")
def edit_account(
    *, actor: Actor, account: PublicAccount, name: str, secrets: Mapping[str, str], revision: int
) -> PublicAccount:
    """Change the name, or secrets that were typed anew. The sealed token is thrown away with them."""
    account = lock(account, revision=revision)
    require(policies.may_manage(actor, account))
    changed = sorted(label for key, label in ADAPTERS[account.kind].secrets.items() if secrets.get(key))
    account.secrets = _secrets(account.kind, secrets, json.loads(account.secrets or "{}"))
    account.name, account.token, account.token_until = name, "", None
    account.revision += 1
    account.save()
    record("channels.edit", actor=actor, subject=account, account=name, changed=changed or ["账号名称"])
    return account


@action("channels.state")
def set_state(*, actor: Actor, account: PublicAccount, state: str, revision: int) -> PublicAccount:
    """Pause, resume or close an account. A closed one gives its secrets and subscribers up for good."""
    account = lock(account, revision=revision)
    require(policies.may_manage(actor, account))
    if account.state == "closed":
        raise Refused(Denied("这个账号已停用，不能再改变状态。", code="closed", remedy="如需再用，请重新登记。"))
    if state not in dict(PublicAccount.STATES):
        raise ValueError(f"no state {state}")
    account.state = state
    if state == "closed":
        account.secrets, account.token, account.token_until, account.app_id = "", "", None, ""
        account.subscribers.all().delete()
        account.talks.all().delete()
        waiting = Dispatch.objects.unscoped("all of this account").filter(account=account, state="waiting")
        waiting.update(state="cancelled", claim="")
    account.revision += 1
    account.save()
    record("channels.state", actor=actor, subject=account, account=account.name, state=account.get_state_display())
    return account


def set_menu(*, actor: Actor, account: PublicAccount, buttons: Sequence[tuple[str, str]]) -> None:
    """Put the menu under an official account; the platform is asked first, outside any transaction."""
    require(policies.may_manage(actor, account))
    try:
        wechat.set_menu(account, buttons)
    except (GivenUp, Later, WeChatError) as problem:
        raise Refused(Denied(f"菜单没有更新：{problem}。", code="platform", remedy="请核对账号设置后再试。")) from None
    except httpx.HTTPError:
        raise _unreachable() from None
    _note_menu(actor=actor, account=account)


def _unreachable() -> Refused:
    return Refused(Denied("菜单没有更新：连不上平台。", code="platform", remedy="请稍后再试。"))


@action("channels.menu")
def _note_menu(*, actor: Actor, account: PublicAccount) -> None:
    record("channels.menu", actor=actor, subject=account, account=account.name)

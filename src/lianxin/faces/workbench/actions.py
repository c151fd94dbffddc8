"""What a person changes about the own workbench."""

from __future__ import annotations

import secrets

from lianxin.foundation.accounts.actions import open_or_close, reset_password, reset_second_factor
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.notices.actions import send
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .models import SavedView

HELP = {
    "password": "重置密码", "factor": "重置第二步验证", "both": "重置密码和第二步验证", "close": "停用账号", "open": "恢复账号",
}  # fmt: skip
#: more would be a list that nobody reads; a wish of the page
MOST_VIEWS = 12


@action("workbench.help_sign_in")
def help_sign_in(*, actor: Actor, account: Account, what: str, reason: str) -> str:
    """Give somebody a way in again, or shut it; answers the one-time password, empty when no password was reset.

    what: one of `HELP`. The person is told, so that nothing happens in secret.
    """
    if what not in HELP:
        raise Refused(Denied("请选择要重置什么。", code="choose", field="what"))
    password = ""
    if what in ("factor", "both"):
        reset_second_factor(actor=actor, account=account, reason=reason)
    if what in ("close", "open"):
        open_or_close(actor=actor, account=account, active=what == "open", reason=reason)
    if what in ("password", "both"):
        password = reset_password(actor=actor, account=account, reason=reason)
    send(
        to=account.person_id, code="accounts.help", title=f"管理员为您办理了：{HELP[what]}",
        body="如果不是您本人要求的，请马上联系上级单位的系统管理员。", url="/me/password/",
        key=f"accounts.help:{account.pk}:{secrets.token_hex(8)}", urgent=True,
    )  # fmt: skip
    return password


@action("workbench.save_view")
def save_view(*, actor: Actor, name: str, query: str, page: str = "letters") -> SavedView:
    """Keep a list under a name; the same name again replaces it."""
    if actor.person_id is None:
        raise Refused(OUT_OF_SCOPE)
    name = name.strip()
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise Refused(Denied(f"请取一个 {longest} 字以内的名称。", code="bad_name", field="name"))
    own = SavedView.objects.filter(person_id=actor.person_id, page=page)
    if own.count() >= MOST_VIEWS and not own.filter(name=name).exists():
        raise Refused(Denied(f"最多存 {MOST_VIEWS} 个视图，请先删除不用的。", code="too_many"))
    row, _ = SavedView.objects.update_or_create(
        person_id=actor.person_id, page=page, name=name, defaults={"query": query[:600]}
    )
    record("workbench.save_view", actor=actor, subject=row)
    return row


@action("workbench.drop_view")
def drop_view(*, actor: Actor, pk: int) -> None:
    """Forget one of one's own lists."""
    row = SavedView.objects.filter(pk=pk).first()
    if row is None or not actor.is_person(row.person_id):
        raise Refused(OUT_OF_SCOPE)
    record("workbench.drop_view", actor=actor, subject=row)
    row.delete()

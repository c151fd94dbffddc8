"""Accounts of the demonstration. Those of real platforms are paused: nothing of it ever reaches one."""

from __future__ import annotations

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .actions import register_account, set_state

#: kind, name behind the name of the place, number on the platform, paused
COUNTY = (
    ("newsletter", "每周简报", "", False),
    ("push", "网页提醒", "", False),
    ("wechat", "发布", "wxdemo0000000000", True),
    ("weibo", "发布", "10000001", True),
)


@action("channels.demo")
def load(*, actor: Actor = SYSTEM) -> int:
    """Four accounts of the county and a newsletter of its first town."""
    county = Organisation.objects.filter(depth=1).order_by("path").first()
    if county is None:
        return 0
    for kind, name, app_id, paused in COUNTY:
        _register(actor, county, kind, name, app_id, paused)
    town = Organisation.objects.filter(kind="committee", depth=2).order_by("path").first()
    if town is not None:
        _register(actor, town, "newsletter", "村居简报", "", False)
    record("channels.demo", actor=actor)
    return len(COUNTY) + 1


def _register(actor: Actor, organisation: Organisation, kind: str, name: str, app_id: str, paused: bool) -> None:
    secrets = {"secret": "invented", "token": "invented", "access_token": "invented"} if app_id else {}
    account = register_account(
        actor=actor, organisation=organisation, kind=kind, name=f"{organisation.short_name}{name}"[:60], app_id=app_id,
        secrets=secrets,
    )  # fmt: skip
    if paused:
        set_state(actor=actor, account=account, state="paused", revision=account.revision)

"""``lianxin setup``: the first administrator of an installation without demonstration data."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM


class Command(BaseCommand):
    """Makes the root organisation and one administrator with a one-time password, only in an empty database."""

    help = "首次安装：建立最上级组织和一名系统管理员，显示一次性密码（首次登录必须更换）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", default="本单位党委", help="最上级组织的全称，以后可改")
        parser.add_argument("--username", default="admin", help="管理员的用户名")
        parser.add_argument("--is-empty", action="store_true", help="只查看：还没有任何账号时退出码为 0，否则为 1")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, **options: Any) -> None:
        empty = not Account.objects.exists()
        if options["is_empty"]:
            sys.exit(0 if empty else 1)
        if not empty:
            self.stderr.write("已经有账号了，没有改动任何内容。")
            sys.exit(1)
        password = first_administrator(options["organisation"], options["username"])
        if options["json"]:
            self.stdout.write(json.dumps({"username": options["username"], "password": password}))
            return
        self.stdout.write(f"管理员：{options['username']}\n一次性密码：{password}\n只显示这一次；首次登录时必须更换。")


@transaction.atomic
def first_administrator(organisation: str, username: str) -> str:
    """Root organisation, person, account and appointment together; returns the one-time password."""
    today = timezone.localdate()
    root = Organisation.objects.filter(depth=1).first() or organisations.found(
        actor=SYSTEM,
        parent=None,
        name=organisation,
        short_name=organisation,
        kind="committee",
        code="ROOT",
        on=today,
        takes_letters=True,
    )
    account, password = accounts.open_for_staff(actor=SYSTEM, username=username, name="", nickname="系统管理员")
    accounts.appoint(
        actor=SYSTEM, person=account.person, post="admin", organisation=root, since=today, basis="首次安装"
    )
    return password

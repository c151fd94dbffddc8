"""Registered accounts for the matrix of sites (R012): the portal asks, the channels know."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.membership.upkeep import accounts_port as branches
from lianxin.publicity.channels.queries import registered
from lianxin.publicity.portal.sites.accounts_port import Account, register_accounts


def accounts(paths: Iterable[str]) -> list[Account]:
    """Every registered account of the subtrees, in words for people."""
    return [
        Account(
            row.organisation_id, row.get_kind_display(), row.name, row.get_state_display(), row.state == "active", last
        )
        for row, last in registered(paths)
    ]


def in_use(path: str) -> list[branches.PublicAccount]:
    """The accounts of exactly one organisation that speak for it now (R023)."""
    rows = [row for row, _ in registered([path]) if row.org_path == path and row.state == "active"]
    return [branches.PublicAccount(row.get_kind_display(), row.name) for row in rows]


def connect() -> None:
    """Plug the one into the other."""
    register_accounts(accounts)
    branches.register_accounts(in_use)

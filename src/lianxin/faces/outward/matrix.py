"""Registered accounts for the matrix of sites (R012): the portal asks, the channels know."""

from __future__ import annotations

from collections.abc import Iterable

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


def connect() -> None:
    """Plug the one into the other."""
    register_accounts(accounts)

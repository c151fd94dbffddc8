"""The same branches and people as beside the reports: a branch with its secretary, another, those above, those elsewhere."""

from __future__ import annotations

from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]

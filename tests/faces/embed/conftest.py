"""The portal of a county."""

from __future__ import annotations

from tests.faces.outward.conftest import publish
from tests.publicity.portal.conftest import draft, sites, sites_of_module

__all__ = ["draft", "publish", "sites", "sites_of_module"]

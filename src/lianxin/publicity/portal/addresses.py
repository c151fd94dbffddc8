"""Where a page of the tree stands on the public site, without asking Wagtail for each of them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Site

#: where the pages of the tree are mounted (config.urls)
MOUNT = "/portal/"


def root_path() -> str:
    """``url_path`` of the home of all sites, from Wagtail's cache; "" while there is none."""
    roots = Site.get_site_root_paths()
    return str(roots[0].root_path) if roots else ""


def url_path_of(path: str) -> str:
    """What stands in the tree at the address ``/portal/<path>``; "" for none."""
    root = root_path()
    return f"{root}{path.strip('/')}/" if root and path.strip("/") else root


def address(url_path: str, root: str = "") -> str:
    """``/portal/<…>/`` of a page by its ``url_path``. root: of `root_path`, when many are asked for."""
    root = root or root_path()
    return MOUNT + url_path.removeprefix(root) if root and url_path.startswith(root) else ""


def with_addresses(items: list[Any]) -> list[Any]:
    """The same items, each with its ``href``."""
    root = root_path()
    for item in items:
        item.href = address(item.url_path, root)
    return items

"""The parts of the room, as chips above its pages."""

from __future__ import annotations


def parts(here: str) -> list[tuple[str, str, bool, None]]:
    """(word, address, whether it is this one, no count)."""
    found = {
        "cards": ("支部联系", "/workbench/upkeep/"), "rules": ("制度落实", "/workbench/upkeep/rules/"),
        "groups": ("领导机构", "/workbench/upkeep/groups/"), "posts": ("专职兼职", "/workbench/upkeep/posts/"),
    }  # fmt: skip
    return [(word, url, name == here, None) for name, (word, url) in found.items()]

"""Words of sites: templates with fitting columns, and the colour themes as swaps of tokens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """Which columns a new site begins with."""

    label: str
    hint: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """The three tokens that a theme replaces (`portal/themes.css`); white on `red` and `red` on paper are readable."""

    label: str
    red: str
    red_deep: str
    red_wash: str


TEMPLATES = {
    "county": Template("县级站点", "栏目最全，适合县委和县直机关", ("news", "notice", "policy", "theory", "history", "people", "topic")),
    "town": Template("乡镇站点", "以办事和动态为主，适合乡镇街道", ("news", "notice", "policy", "theory", "people")),
    "branch": Template("支部站点", "栏目最少，一两个人就顾得过来", ("news", "notice", "people")),
}  # fmt: skip

THEMES = {
    "red": Theme("朱红", "#9b1313", "#7a0e0e", "#fbf0ee"),
    "blue": Theme("青蓝", "#174f78", "#103a59", "#eef4fa"),
    "green": Theme("松绿", "#23573a", "#18412b", "#edf5ee"),
    "ochre": Theme("赭石", "#7a3e12", "#5c2d0b", "#fbf1e8"),
    "slate": Theme("黛灰", "#3b4159", "#2a2f43", "#f0f1f6"),
}

#: kind of organisation -> the template that the form proposes
FITTING = {"committee": "town", "general_branch": "branch", "branch": "branch"}

#: a column of the portal among the keepings of an organisation; the site itself is "portal"
SITE_KEEPING = "portal"


def keeping_of(code: str) -> str:
    """Name of a column's keeping: ``"portal-news"``."""
    return f"{SITE_KEEPING}-{code}"[:40]

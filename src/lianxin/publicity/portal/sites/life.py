"""Signs of life: what ends the silence of a column and of its site (R017)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lianxin.foundation.accounts.actions import touch_column
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment

from ..models import ArticlePage, ColumnPage, SitePage
from .words import SITE_KEEPING, keeping_of


def sign_of_life(organisation_id: int, code: str) -> None:
    """Something new in a column of an organisation's site."""
    now = moment.now()
    touch_column(organisation_id, keeping_of(code), now)
    touch_column(organisation_id, SITE_KEEPING, now)


def alive(article: ArticlePage) -> None:
    """An item was published: its column and its site are alive."""
    places = [article.path[: -n * article.steplen] for n in (1, 2)]
    code = ColumnPage.objects.filter(path=places[0]).values_list("code", flat=True).first()
    owner = SitePage.objects.filter(path=places[1]).values_list("organisation_id", flat=True).first()
    if code and owner:
        sign_of_life(owner, code)


def limits(on: date | None = None) -> dict[str, int]:
    """Days of silence after which a column is called silent, by the name of its keeping (LX-41)."""
    return {str(row["column"]): int(row["days"]) for row in rule("LX-41", on=on).rows("silence")}


def pages_of(organisations: Iterable[int]) -> dict[int, str]:
    """Desk page of the site of each organisation that has one; what an alarm about a column leads to."""
    rows = SitePage.objects.filter(organisation__in=set(organisations)).values_list("organisation_id", "pk")
    return {organisation: f"/workbench/sites/{pk}/" for organisation, pk in rows if organisation}


def escalation(on: date | None = None) -> int:
    """Days after the limit before those above are told (LX-41)."""
    return rule("LX-41", on=on).count("escalate")

"""Faces and keepers of the demonstration's sites, and items on their way between them."""

from __future__ import annotations

from datetime import timedelta

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of, appointments_at, holders, in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import posts_with

from ..models import ArticlePage, ColumnPage
from . import queries, relaying
from .founding import Design
from .words import THEMES

#: how long the sites have stood
FOUNDED = timedelta(days=20)
#: one town has no deputy, so that the matrix has something to say
VACANT = "HC08"


def design_of(organisation: Organisation, number: int) -> Design:
    """A theme each, and keepers from the organisation's own staff."""
    people = _staff(organisation)
    themes = list(THEMES)
    return Design(
        template="county", theme="red" if number == 0 else themes[number % len(themes)],
        title="" if number == 0 else f"{organisation.short_name.removesuffix('党委')}党建", operator="党建办公室",
        responsible="党建办主任", keeper=people[0] if people else None,
        deputy=people[1] if len(people) > 1 and organisation.code != VACANT else None,
    )  # fmt: skip


def _staff(organisation: Organisation) -> list[Person]:
    found: dict[int, Person] = {}
    for verb in ("portal.write", "portal.review", "portal.issue"):
        for row in appointments_at(organisation.pk, verb).order_by("pk"):
            found.setdefault(row.person_id, row.person)
    return list(found.values())


def reprint_one() -> bool:
    """An item of another site stands in the site of the first organisation that has an editor and a reviewer."""
    for writer in (
        in_force().filter(post__in=posts_with("portal.write")).select_related("person").order_by("org_path", "pk")
    ):
        reviewers = holders("portal.review", writer.org_path, exclude=[writer.person_id])
        items = ArticlePage.objects.live().exclude(org_path=writer.org_path).order_by("first_published_at", "pk")
        for item in items if reviewers else ():
            code = ColumnPage.objects.filter(path=item.path[: -item.steplen]).values_list("code", flat=True).first()
            column = next((c for c in queries.own_columns(actor_of(writer.person)) if c.code == code), None)
            if column is not None:
                relay = relaying.reprint(actor=actor_of(writer.person), article=item, column=column)
                relaying.let_pass(
                    actor=actor_of(Person.objects.get(pk=reviewers[0])), relay=relay, revision=relay.revision
                )
                return True
    return False

"""Groups and hints as the desk reads them: inside the scope, without what one must keep away from (PET-06)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..models import Grouped, Letter, LetterGroup, Rise
from . import desk

SORT = "letters.sort"
#: letters that nobody reads beside others
ASIDE = ("withdrawn", "refused", "appealed")
_COUNTED = ~Q(members__letter__state__in=ASIDE)


def without_merged(actor: Actor, verb: str = "letters.read") -> QuerySet[LetterGroup]:
    """Groups in scope, without those that hold a letter from which the actor keeps away."""
    rows = LetterGroup.objects.visible_to(actor, verb).exclude(mark="merged")
    away = Grouped.objects.filter(letter_id__in=desk.conflicts_of(actor))
    return rows.exclude(pk__in=away.values("group_id"))


def counted(rows: QuerySet[LetterGroup]) -> QuerySet[Any]:
    """With n (letters) and sources (letters under one and the same title count once)."""
    return rows.annotate(
        n=Count("members", filter=_COUNTED), sources=Count("members__letter__title", filter=_COUNTED, distinct=True)
    )


def groups(actor: Actor, mark: str) -> QuerySet[Any]:
    """Groups of one mark, the latest first."""
    rows = counted(without_merged(actor).filter(mark=mark)).filter(n__gt=1)
    return rows.select_related("organisation", "topic").order_by("-last_at", "-pk")


def letters_of(actor: Actor, group: LetterGroup) -> QuerySet[Letter]:
    """The letters of a group that the actor may read, the newest first."""
    rows = desk.in_scope(actor).filter(grouped__group=group).exclude(state__in=ASIDE)
    return rows.select_related("organisation", "topic").order_by("-opened_at", "-pk")


def rises(actor: Actor, mark: str) -> QuerySet[Rise]:
    """Hints of one mark, the latest week first: in scope, and those that were passed on to an office of the actor."""
    rows = Rise.objects.unscoped("narrowed in this line").filter(
        subtree("org_path", actor.paths_for(SORT)) | subtree("passed_to__path", actor.paths_for("letters.handle"))
    )
    rows = rows.filter(mark=mark)
    away = Grouped.objects.filter(letter_id__in=desk.conflicts_of(actor)).values("group_id")
    rows = rows.exclude(group__isnull=False, group__in=away)
    return rows.select_related("organisation", "topic", "group", "passed_to").order_by("-week", "chance", "pk")


def letters_behind(actor: Actor, rise: Rise) -> QuerySet[Letter]:
    """The letters of the week that raised a hint, as far as the actor may read them (O04)."""
    from ..actions.grouping import moments

    since, until = moments(rise.week)
    rows = desk.in_scope(actor).filter(opened_at__gte=since, opened_at__lt=until, received_by=rise.organisation_id)
    rows = rows.filter(grouped__group=rise.group_id) if rise.group_id else rows.filter(_below(rise))
    return rows.exclude(state__in=ASIDE).select_related("organisation").order_by("-opened_at", "-pk")


def _below(rise: Rise) -> Q:
    path = rise.topic.path if rise.topic else ""
    return Q(topic=rise.topic_id) | Q(topic__path__startswith=f"{path}/")

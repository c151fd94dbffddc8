"""整改 in a paper for a committee: how many, and what each that is shown came to."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.ui.words import number
from lianxin.voice.letters.queries.tally import midnight

from .lifecycle import OPEN
from .models import Improvement
from .ports import Fact, Line, Section

#: closed problems that the table names; the list of everybody has all of them
NAMED = 20


def mended(organisation: Organisation, since: date, until: date) -> Section:
    """Two statements. The table names only what everybody may read."""
    rows = Improvement.objects.unscoped("figures of a subtree").filter(subtree("org_path", [organisation.path]))
    rows = rows.exclude(state="dropped")
    first, last = midnight(since), midnight(until)
    closed = Q(state="closed", closed_at__gte=first, closed_at__lt=last)
    n = rows.aggregate(
        entered=Count("pk", filter=Q(opened_at__gte=first, opened_at__lt=last)), closed=Count("pk", filter=closed),
        open=Count("pk", filter=Q(state__in=OPEN)), reopened=Count("pk", filter=Q(round__gt=1, state__in=OPEN)),
    )  # fmt: skip
    where = f"/improvements/figures/?org={organisation.code}"
    facts = (
        Fact("这一期列入", n["entered"], "件", where), Fact("这一期销号", n["closed"], "件", where),
        Fact("现在在改", n["open"], "件", where), Fact("其中重新整改", n["reopened"], "件", where),
    )  # fmt: skip
    shown = (
        rows.filter(closed, publication="public").select_related("organisation").order_by("org_path", "closed_at", "pk")
    )
    lines = tuple(
        Line(
            (x.title, x.organisation.short_name, f"{number(x.before)}{x.shown_unit}", f"{number(x.goal)}{x.shown_unit}",
             f"{number(x.after)}{x.shown_unit}" if x.after is not None else "—"),
            x.get_absolute_url(),
        )
        for x in shown[:NAMED]
    )  # fmt: skip
    return Section(
        "mended", "整改", "列入、销号按日期数；在改的是生成这一天的件数。表里是已经公开、这一期销号的。", facts,
        ("问题", "单位", "整改前", "目标", "整改后"), lines,
    )  # fmt: skip

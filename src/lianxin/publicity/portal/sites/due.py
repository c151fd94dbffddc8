"""What sites add to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries

SHOWN = 15
RELAYS, RESHAPES = "/workbench/sites/relays/", "/workbench/sites/reshapes/"


def provide(actor: Actor, now: datetime) -> Work:
    """References that wait for the actor, and proposals about sites to answer or to decide."""
    found = [
        DueItem(
            "转载", relay.article.title, f"{RELAYS}{relay.pk}/", "去审核" if relay.state == "accepted" else "看看是否采用",
            due=relay.due_at, clock="答复推荐", note=f"{relay.state_label} · 到“{relay.site.title}·{relay.column.title}”",
        )
        for relay in queries.relays_to_do(actor)[:SHOWN]
    ]  # fmt: skip
    found += [
        DueItem(
            "站点", f"{reshape.get_kind_display()}：{reshape.site.title}", f"{RESHAPES}{reshape.pk}/", word,
            due=reshape.due_at, clock="责任人答复", note=reshape.reason[:60],
        )
        for word, reshape in queries.reshapes_to_do(actor)[:SHOWN]
    ]  # fmt: skip
    found += [
        DueItem("站点", f"改的文字等您确认：{face.site.title}", f"/workbench/sites/{face.site_id}/words/", "去看看")
        for face in queries.words_to_confirm(actor)[:SHOWN]
    ]
    return Work(found)

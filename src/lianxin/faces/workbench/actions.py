"""What a person changes about the own workbench."""

from __future__ import annotations

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .models import SavedView

#: more would be a list that nobody reads; a wish of the page
MOST_VIEWS = 12


@action("workbench.save_view")
def save_view(*, actor: Actor, name: str, query: str, page: str = "letters") -> SavedView:
    """Keep a list under a name; the same name again replaces it."""
    if actor.person_id is None:
        raise Refused(OUT_OF_SCOPE)
    name = name.strip()
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise Refused(Denied(f"请取一个 {longest} 字以内的名称。", code="bad_name", field="name"))
    own = SavedView.objects.filter(person_id=actor.person_id, page=page)
    if own.count() >= MOST_VIEWS and not own.filter(name=name).exists():
        raise Refused(Denied(f"最多存 {MOST_VIEWS} 个视图，请先删除不用的。", code="too_many"))
    row, _ = SavedView.objects.update_or_create(
        person_id=actor.person_id, page=page, name=name, defaults={"query": query[:600]}
    )
    record("workbench.save_view", actor=actor, subject=row)
    return row


@action("workbench.drop_view")
def drop_view(*, actor: Actor, pk: int) -> None:
    """Forget one of one's own lists."""
    row = SavedView.objects.filter(pk=pk).first()
    if row is None or not actor.is_person(row.person_id):
        raise Refused(OUT_OF_SCOPE)
    record("workbench.drop_view", actor=actor, subject=row)
    row.delete()

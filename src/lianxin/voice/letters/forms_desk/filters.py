"""What a person may choose above the list of letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.queries import by_id, receiving
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor, posts_with

from ..models import Topic
from ..queries import desk
from ..queries.worklist import Wanted
from ..words import KINDS

#: queues beside those of the lifecycle
MORE_QUEUES = desk.BESIDE | {"all": ("全部", "letters.read")}
KEPT = ("queue", "kind", "topic", "organisation", "handler", "overdue", "mine", "q")


class FilterForm(forms.Form):
    """Drawn only when the panel is open; reading the query needs no form and no statement."""

    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部类型"), *KINDS.items()])
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False).order_by("path"), label="事项", required=False, empty_label="全部事项"
    )
    organisation = forms.ChoiceField(label="责任组织", required=False)
    handler = forms.ChoiceField(label="承办人", required=False)
    overdue = forms.BooleanField(label="只看已逾期", required=False)
    mine = forms.BooleanField(label="只看我承办的", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = actor.paths_for("letters.read")
        offices = [(str(o.pk), o.short_name) for o in receiving(paths)]
        self.fields["organisation"].choices = [("", "全部组织"), *offices]  # type: ignore[attr-defined]
        rows = in_force().filter(subtree("org_path", paths), post__in=posts_with("letters.handle"))
        people = {
            str(a.person_id): f"{a.person} · {a.organisation}" for a in rows.select_related("person", "organisation")
        }
        self.fields["handler"].choices = [("", "全部承办人"), *people.items()]  # type: ignore[attr-defined]


def wanted_of(query: QueryDict) -> Wanted:
    """The filters in a query string. Unknown values count as not chosen."""
    topic, organisation, handler = (_number(query.get(name)) for name in ("topic", "organisation", "handler"))
    return Wanted(
        kind=query.get("kind", "") if query.get("kind") in KINDS else "",
        topic=Topic.objects.filter(pk=topic).first() if topic else None,
        organisation=by_id(organisation) if organisation else None,
        handler=handler,
        overdue=bool(query.get("overdue")),
        mine=bool(query.get("mine")),
    )


def queue_of(actor: Actor, query: QueryDict, first: str) -> str:
    """The queue in the query string if the actor has its verb, else the one to begin with."""
    name = query.get("queue", "")
    verb = desk.QUEUES[name][2] if name in desk.QUEUES else MORE_QUEUES.get(name, ("", ""))[1]
    return name if verb and actor.has(verb) else first


def kept_query(query: QueryDict) -> str:
    """The query string of a list without page and panel, for saved views."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if value := query.get(name, "").strip():
            kept[name] = value[:100]
    return kept.urlencode()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None

"""How a topic is spoken at (`speaking.registry`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils import timezone

from lianxin.democracy.speaking.models import Contribution
from lianxin.democracy.speaking.registry import Floor, Place
from lianxin.foundation.accounts.actions import touch_column
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor

from .models import Topic
from .words import KIND

MINUTES = 3


def place_of(topic: Topic) -> Place:
    """The topic as a place, now."""
    phase = topic.phase
    words = "讨论已经结束，说过的话都还在。"
    if phase == "coming" and topic.opens_at is not None:
        day = timezone.localtime(topic.opens_at)
        words = f"{day.month}月{day.day}日{day.hour}点{day.minute:02d}分开始，到时可以发言。"
    return Place(
        pk=topic.pk, title=topic.title, url=topic.get_absolute_url(), organisation=topic.organisation,
        audience=topic.audience, open=phase == "running", closed_words=words, visible=topic.visible, minutes=MINUTES,
    )  # fmt: skip


def places(pks: Iterable[int]) -> Mapping[int, Place]:
    """Keys -> places; one statement. What was never released is no place."""
    rows = Topic.objects.unscoped("speaking asks the audience itself").filter(pk__in=set(pks))
    return {one.pk: place_of(one) for one in rows.select_related("organisation")}


def after(contribution: Contribution, event: str, actor: Actor) -> None:
    """An official answer is activity of the column (F01)."""
    if contribution.voice == "office" and event == "publish":
        touch_column(contribution.organisation_id, KIND, moment.now())


def keeps(actor: Actor, place: Place) -> bool:
    """Keeper and deputy of the topic answer in it."""
    rows = Topic.objects.unscoped("whether the actor keeps it").filter(pk=place.pk)
    return (
        actor.person_id is not None
        and rows.filter(Q(keeper_id=actor.person_id) | Q(deputy_id=actor.person_id)).exists()
    )


FLOOR = Floor(label="议事", places=places, answers=keeps, signs=lambda actor, place: "主持人", after=after)

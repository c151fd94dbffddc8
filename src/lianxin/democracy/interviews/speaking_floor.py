"""How people speak at an interview: what `democracy.speaking` has to know about its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lianxin.democracy.speaking.models import Contribution
from lianxin.democracy.speaking.registry import Floor, Place, register_floor
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor

from .indexing import index_talk
from .models import Answer, Interview
from .words import SHOWN_TALKS

KIND = "talk"
ASKING = ("announced", "live")
_CLOSED = {"postponed": "访谈推迟了，定了时间再问。", "cancelled": "访谈取消了。"}


def places(keys: Iterable[int]) -> Mapping[int, Place]:
    """Interviews as places, in one statement."""
    rows = (
        Interview.objects.unscoped("speaking asks for its place")
        .filter(pk__in=list(keys))
        .select_related("organisation")
    )
    length = rule("LX-160").count("question")
    return {row.pk: _place(row, length) for row in rows}


def _place(talk: Interview, length: int) -> Place:
    now = moment.now()
    # the host finishes it; one that nobody finished takes no questions on the next day
    going = talk.state in ASKING and (talk.state == "live" or talk.ends_at > now)
    return Place(
        pk=talk.pk, title=talk.subject, url=talk.get_absolute_url(), organisation=talk.organisation, audience=talk.audience,
        open=going, closed_words=_CLOSED.get(talk.state, "访谈已经结束，没有答到的问题会后答复。"),
        visible=talk.state in SHOWN_TALKS, length=length, minutes=1, replies=False,
    )  # fmt: skip


def changed(contribution: Contribution, event: str, actor: Actor) -> None:
    """Something was said, shown or taken down: the board is another one, and an answer is found no longer than its question."""
    from .actions.board import bump

    bump(contribution.place)
    if Answer.objects.filter(question__said=contribution, released_at__isnull=False).exists():
        index_talk(Interview.objects.unscoped("the place of what was said").get(pk=contribution.place))


def connect() -> None:
    """Make interviews a place of speaking."""
    register_floor(KIND, Floor(label="在线访谈", places=places, after=changed))

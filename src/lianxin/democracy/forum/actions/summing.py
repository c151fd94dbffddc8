"""小结: what was heard, what follows and where; never who spoke best (B01)."""

from __future__ import annotations

from lianxin.foundation.accounts.actions import touch_column
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor

from ..models import Topic
from ..words import KIND
from .proposing import fits
from .writing import path_of


@action("forum.summarise")
def summarise(*, actor: Actor, topic: Topic, heard: str, follows: str, follow_url: str, revision: int) -> Topic:
    """写小结; another one releases it."""
    case = lock(topic, revision=revision)
    require(fits(heard, "text", "听到了什么", "heard"))
    require(fits(follows, "text", "接下来怎么办", "follows"))
    changes = {
        "heard": heard.strip(), "follows": follows.strip(), "follow_url": path_of(follow_url, "follow_url"),
        "summed_by_id": actor.person_id,
    }  # fmt: skip
    return advance(case, "summarise", actor=actor, changes=changes)


@action("forum.return_summary")
def return_summary(*, actor: Actor, topic: Topic, text: str, revision: int) -> Topic:
    """退回小结 with words for whoever wrote it."""
    case = lock(topic, revision=revision)
    require(fits(text, "reason", "退回的理由", "text"))
    return advance(case, "return_summary", actor=actor, note=text.strip())


@action("forum.release_summary")
def release_summary(*, actor: Actor, topic: Topic, revision: int) -> Topic:
    """放行小结: whoever spoke or follows is told."""
    case = advance(lock(topic, revision=revision), "release_summary", actor=actor, changes={"summed_at": moment.now()})
    touch_column(case.organisation_id, KIND, moment.now())
    return case

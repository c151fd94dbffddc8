"""选题策划 meets the forum: a topic on the planning table is put to people to talk about, with its words (R112)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lianxin.democracy.forum import queries as forum
from lianxin.democracy.forum.lifecycle import MANAGE
from lianxin.democracy.forum.plans import Plan
from lianxin.democracy.forum.words import TONES
from lianxin.kernel.actor import Actor
from lianxin.publicity.portal.models import PlannedTopic
from lianxin.publicity.portal.planning import queries as planning
from lianxin.publicity.portal.planning.talks import Talk

BEGIN = "/workbench/forum/new/"


class Talks:
    """The port of `lianxin.publicity.portal.planning.talks`."""

    def start(self, actor: Actor, topic: PlannedTopic) -> str:
        """The form of a new topic, for those who prepare topics there."""
        may = actor.may(MANAGE, topic.org_path)
        return f"{BEGIN}?org={topic.organisation_id}&plan={topic.pk}" if may else ""

    def about(self, actor: Actor, numbers: Iterable[int]) -> Mapping[int, list[Talk]]:
        """Topics that the actor may see at the desk or as a reader."""
        found: dict[int, list[Talk]] = {}
        for one, desk in forum.of_plans(actor, numbers):
            url = f"/workbench/forum/{one.pk}/" if desk else one.get_absolute_url()
            state = one.phase_words if one.state == "released" else one.state_label
            found.setdefault(one.planned or 0, []).append(Talk(one.title, url, state, TONES[one.state]))
        return found


class Plans:
    """The port of `lianxin.democracy.forum.plans`."""

    def plan(self, actor: Actor, number: int) -> Plan | None:
        """A topic of the table in the actor's scope; what was given up is none."""
        one = planning.one(actor, number)
        if one is None or one.state == "dropped":
            return None
        return Plan(one.pk, one.title, one.angle, one.organisation_id, one.org_path, one.url)

    def items(self, numbers: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """What readers see of them."""
        return planning.items(numbers)

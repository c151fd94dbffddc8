"""Problems of the demonstration, one in each state that people meet, and one paper. All texts are invented."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.voice.letters.models import Letter, Topic

from . import actions
from .actions import Facts, Plan, advising
from .demo_texts import PROPOSALS, STORIES, Story
from .models import Improvement

#: letters that a problem of the demonstration names
FROM = 3


@dataclass(frozen=True)
class Cast:
    """A committee and one office of it, with the people whose work it is."""

    above: Organisation
    office: Organisation
    sets: Actor
    mends: Actor
    verifies: Actor
    releases: Actor


@action("improving.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first town with its offices; nothing where the demonstration has no letters."""
    town = Organisation.objects.filter(kind="committee", depth=2).order_by("path").first()
    made = 0
    if town is not None and Topic.objects.exists():
        for story in STORIES:
            cast = _cast(town.get_parent() if story.office.startswith("县") else town, story.office)
            if cast is not None:
                _play(story, cast, today)
                made += 1
        _paper(town, today)
    record("improving.demo", actor=actor, cases=made)
    return made


def _cast(above: Organisation, ending: str) -> Cast | None:
    office = above.get_children().filter(kind="unit", short_name__endswith=ending).order_by("path").first()
    found = [_who(above, "dispatcher"), _who(office, "handler"), _who(above, "approver"), _who(above, "reviewer")]
    sets, mends, verifies, releases = found
    if office is None or sets is None or mends is None or verifies is None or releases is None:
        return None
    return Cast(above, office, sets, mends, verifies, releases)


def _who(office: Organisation | None, post: str) -> Actor | None:
    row = Appointment.objects.filter(organisation=office, post=post).select_related("person").order_by("pk").first()
    return actor_of(row.person) if row else None


def _play(story: Story, cast: Cast, today: date) -> None:
    """Enter it some days ago, then one step after another, each on its day."""
    day = today - timedelta(days=story.ago)
    topic = Topic.objects.filter(path=story.topic).first() if story.topic else None
    with _on(day):
        case = actions.enter(actor=cast.sets, facts=_facts(story, cast, topic, day), key=f"demo-{story.title}")
    for ago, event in story.way:
        with _on(today - timedelta(days=ago), case.revision):
            case = _step(event, story, cast, case, today)


def _on(day: date, minutes: int = 0) -> AbstractContextManager[None]:
    return moment.at(timezone.make_aware(datetime.combine(day, time(9, min(minutes, 59)))))


def _facts(story: Story, cast: Cast, topic: Topic | None, day: date) -> Facts:
    letters: list[Letter] = []
    if topic is not None:
        reach = subtree("org_path", [cast.above.path])
        rows = Letter.objects.unscoped("the demonstration").filter(reach, topic=topic, opened_at__date__lt=day)
        letters = list(rows.exclude(state="withdrawn").order_by("-publication", "-opened_at", "pk")[:FROM])
    computed = story.metric != "typed"
    return Facts(
        organisation=cast.office, set_by=cast.above, origin="letters" if letters else "inspection", kind=story.kind, title=story.title,
        problem=story.problem, cause=story.cause, wanted=story.wanted, due_on=day + timedelta(days=story.days), metric=story.metric,
        goal=story.goal, unit=story.unit, before=None if computed else story.before, figure_source=story.source, topic=topic,
        area=cast.above, since=day - timedelta(days=story.span) if computed else None, until=day if computed else None, letters=letters,
        plan=Plan(story.measure, "handler", day + timedelta(days=story.days)),
    )  # fmt: skip


def _step(event: str, story: Story, cast: Cast, case: Improvement, today: date) -> Improvement:
    """One step by the person whose work it is."""
    r = case.revision
    match event:
        case "accept":
            return actions.accept(actor=cast.mends, case=case, revision=r)
        case "object":
            return actions.object_to(actor=cast.mends, case=case, text=story.word, revision=r)
        case "drop":
            return actions.decide(actor=cast.verifies, case=case, keep=False, text=story.word, revision=r)
        case "progress":
            return actions.progress(actor=cast.mends, case=case, text=story.progress, outside=True, revision=r)
        case "measured":
            first = case.measures.get()
            return actions.finish_measure(
                actor=cast.mends, case=case, measure=first.pk, on=moment.today(), text=story.progress, revision=r
            )
        case "report":
            after = story.after if story.metric == "typed" else None
            return actions.report(actor=cast.mends, case=case, text=story.result, after=after, revision=r)
        case "send_back":
            return actions.send_back(actor=cast.verifies, case=case, text=story.word, revision=r)
        case "close":
            return actions.close(actor=cast.verifies, case=case, text="到现场看过，也问了附近的群众。", revision=r)
        case _:
            return _shown(event, story, cast, case, today)


def _shown(event: str, story: Story, cast: Cast, case: Improvement, today: date) -> Improvement:
    """What has to do with everybody reading it."""
    r = case.revision
    match event:
        case "ask":
            return actions.ask_show(actor=cast.sets, case=case, revision=r)
        case "answer":
            return actions.answer_show(actor=cast.mends, case=case, text=story.answer, revision=r)
        case "show":
            return actions.show(actor=cast.releases, case=case, revision=r)
        case "take_down":
            return actions.take_down(actor=cast.releases, case=case, text=story.word, revision=r)
        case "extend":
            later = today + timedelta(days=20)
            return actions.extend(actor=cast.verifies, case=case, due_on=later, text=story.word, revision=r)
        case "look_again":
            actions.look_again()
            return Improvement.objects.unscoped("the demonstration").get(pk=case.pk)
        case _:
            raise ValueError(event)


def _paper(town: Organisation, today: date) -> None:
    """One signed by the one who signs, and a newer draft."""
    signer = _who(town, "approver")
    if signer is None:
        return
    for back, signed in ((31, True), (0, False)):
        until = today - timedelta(days=back)
        with _on(until):
            advice = advising.advise(
                actor=signer,
                organisation=town,
                since=until - timedelta(days=rule("LX-172").count("back")),
                until=until,
                key=f"demo-{back}",
            )
            if signed:
                advice = advising.edit(
                    actor=signer, advice=advice, summary=advice.summary, proposals=PROPOSALS, revision=0
                )
                advising.sign(actor=signer, advice=advice, revision=advice.revision)

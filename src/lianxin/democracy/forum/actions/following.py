"""关注, the digest for those who follow, and the alarm when nobody answers (F01)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.notices.actions import send
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused

from .. import announcing, policies
from ..lifecycle import VISIBLE
from ..models import Follow, Topic
from ..words import KIND


@action("forum.follow")
def follow(*, actor: Actor, topic: Topic) -> None:
    """关注 a topic that one may read; twice is once."""
    if actor.person_id is None or not policies.may_read(actor, topic):
        raise Refused(OUT_OF_SCOPE)
    Follow.objects.get_or_create(topic=topic, person_id=actor.person_id, defaults={"told_at": moment.now()})
    record("forum.follow", actor=actor, subject=topic)


@action("forum.unfollow")
def unfollow(*, actor: Actor, topic: Topic) -> None:
    """不再关注."""
    Follow.objects.filter(topic=topic, person_id=actor.person_id or 0).delete()
    record("forum.unfollow", actor=actor, subject=topic)


@action("forum.tell_followers")
def tell_followers(*, actor: Actor = SYSTEM) -> int:
    """One line a day and topic for each follower, when something new is shown; the number, no words. Answers how many."""
    now, told = moment.now(), 0
    rows = Topic.objects.unscoped("followed and seen").filter(state__in=VISIBLE, followers__isnull=False).distinct()
    latest = speaking.latest(KIND, rows.values_list("pk", flat=True))
    for topic in rows.filter(pk__in=list(latest)).order_by("pk"):
        for one in Follow.objects.filter(topic=topic, told_at__lt=latest[topic.pk]):
            new = speaking.shown_since(KIND, topic.pk, one.told_at, one.person_id)
            if new:
                send(to=one.person_id, code="topic.news", title=f"您关注的话题有 {new} 条新发言", body=topic.title,
                     url=topic.get_absolute_url(), key=f"topic:{topic.pk}:news:{latest[topic.pk]:%Y%m%d%H%M%S}",
                     org_path=topic.org_path)  # fmt: skip
                told += 1
        Follow.objects.filter(topic=topic).update(told_at=now)
    record("forum.tell_followers", actor=actor, told=told)
    return told


@action("forum.tell_silent")
def tell_silent(*, actor: Actor = SYSTEM) -> int:
    """F01: something was said and the organisation has been silent for the days of LX-132; keeper and deputy are told,
    again after as many days. Answers how many topics."""
    now = moment.now()
    limit = now - timedelta(days=rule("LX-132").count("silence"))
    rows = Topic.objects.unscoped("topics in which the organisation is silent").filter(
        Q(silence_told_at=None) | Q(silence_told_at__lte=limit),
        state="released",
        opens_at__lte=limit,
        closes_at__gt=now,
    )
    rows = rows.order_by("pk")
    said = speaking.first_unanswered(KIND, [topic.pk for topic in rows])
    made = 0
    for topic in rows:
        since = said.get(topic.pk)
        if since is None or since > limit:
            continue
        announcing.tell(
            topic,
            announcing.keepers_of(topic),
            "话题里有人说话，组织还没有回应",
            f"topic:{topic.pk}:silent:{now:%Y%m%d}",
        )
        Topic.objects.unscoped("told").filter(pk=topic.pk).update(silence_told_at=now)
        made += 1
    record("forum.tell_silent", actor=actor, topics=made)
    return made

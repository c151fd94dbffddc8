"""Windows, deciders and markers of real threads on a real database, in a process of their own; prints what came as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM
from lianxin.learning.contests import actions
from lianxin.learning.contests.actions import Plan, RoundPlan
from lianxin.learning.contests.models import Attempt, Contest, Entry, Objection, Pooled, Round
from lianxin.learning.questions import actions as bank
from lianxin.learning.questions.actions import Written
from tests.factories import County, build_county
from tests.learning.conftest import COUNTS, POINTS, perfect, text
from tests.voice.letters.racing import built, race

Call = Callable[[], object]


def main(what: str) -> None:
    """build: the county and a bank; run: all races."""
    if what == "build":
        build(build_county())
        return
    county, told = built(), {}  # type: County, dict[str, object]
    found = released(county)
    told["released"] = found.pop("came")
    told["begun"], told["kept"], told["sent"] = sitting(county)
    told["marked"] = marked(county)
    told["struck"] = struck(county)
    sys.stdout.write(json.dumps(told))


def build(county: County) -> None:
    for kind, n in ((kind, n) for kind in COUNTS for n in (1, 2, 3)):
        case = bank.write(actor=SYSTEM, organisation=county.town, written=Written(text(kind, n)), key=f"{kind}{n}")
        case = bank.submit(actor=SYSTEM, question=case, revision=case.revision)
        bank.approve(actor=SYSTEM, question=case, revision=case.revision)


def released(county: County) -> dict[str, object]:
    """A contest that has been open for a day, let out from four pages at once."""
    now = timezone.now()
    with moment.at(now - timedelta(days=2)):
        case = actions.draw_up(
            actor=SYSTEM, organisation=county.town, plan=Plan("竞赛", audience="public", list_passed=True), key="k"
        )
        span = RoundPlan(now - timedelta(days=1), now + timedelta(days=1), 20, COUNTS, POINTS)
        actions.put_round(actor=SYSTEM, contest=case, plan=span, revision=case.revision)
        case = actions.submit(actor=SYSTEM, contest=fresh(), revision=fresh().revision)
    came = race(*[lambda: actions.release(actor=SYSTEM, contest=case, revision=case.revision)] * 4)
    return {"came": [sorted(came), Pooled.objects.count()]}


def fresh() -> Contest:
    return Contest.objects.unscoped("race").get()


def the_round() -> Round:
    return Round.objects.select_related("contest__organisation").get()


def sitting(county: County) -> tuple[object, object, object]:
    """One person in four windows: begins, answers a place in each, hands in from all of them."""
    who, found = county.actor("author"), the_round()
    begun = race(*[lambda: actions.start(actor=who, round_=found)] * 4)
    attempt = Attempt.objects.get()
    right = perfect(attempt)
    one_each: list[Call] = [
        lambda at=at: actions.keep(actor=who, attempt=attempt.pk, sent={at: right[at]}) for at in range(4)
    ]
    kept = race(*one_each)
    there = sorted(Attempt.objects.get().said)
    last: list[Call] = [
        lambda at=at: actions.hand_in(actor=who, attempt=attempt, sent={4: (["甲", "乙"][at % 2 : at % 2 + 1], 0)})
        for at in range(2)
    ]
    late: list[Call] = [lambda: actions.keep(actor=who, attempt=attempt.pk, sent={0: ([], 0)})] * 2
    sent = race(*last, *late)
    said = Attempt.objects.get().said
    return (
        [sorted(begun), Entry.objects.count(), Attempt.objects.count()], [sorted(kept), there],
        [sent[:2], sent[2:], said[4], said[0] in ([], list(right[0][0]))],
    )  # fmt: skip


def marked(county: County) -> object:
    """A second person presses at the last second while two workers mark: what was kept counts, once."""
    who = county.actor("neighbour")
    attempt = actions.start(actor=who, round_=the_round())
    actions.keep(actor=who, attempt=attempt.pk, sent=perfect(attempt))
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=1, seconds=1))
    Contest.objects.unscoped("race").update(closes_at=timezone.now() - timedelta(minutes=1, seconds=1))
    Attempt.objects.filter(pk=attempt.pk).update(ends_at=the_round().closes_at)
    came = race(
        *[lambda: actions.mark_round(actor=SYSTEM, round_=the_round())] * 2,
        *[lambda: actions.hand_in(actor=who, attempt=attempt, sent={0: ([], 0)})] * 2,
    )
    done = Attempt.objects.get(pk=attempt.pk)
    assert done.marked is not None
    told = Notice.objects.filter(code="contest.marked").count()
    return [sorted(came), done.marked.cents, done.passed, bool(done.sent_at), told]


def struck(county: County) -> object:
    """Both say that one question is wrong; two people at the desk uphold both at once."""
    papers = list(Attempt.objects.select_related("round__contest", "entry").order_by("pk"))
    shared = {place.version for place in papers[0].places} & {place.version for place in papers[1].places}
    version, rows = min(shared), []
    for name, paper in zip(("author", "neighbour"), papers, strict=True):
        rows.append(actions.object_to(actor=county.actor(name), attempt=paper, version=version, text="答案不对"))
    decide: list[Call] = [
        lambda row=row: actions.decide(actor=SYSTEM, objection=row, upheld=True, answer="写错了") for row in rows
    ]
    came = race(*decide, *decide)
    each = [sum(one is None for one in paper.marked.each) for paper in Attempt.objects.all() if paper.marked]
    steps = fresh().steps.filter(event="strike").count()
    return [sorted(came), each, steps, Objection.objects.filter(verdict="upheld").count()]

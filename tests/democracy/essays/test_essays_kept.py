"""R035, R036: promises that run out are told, a merger takes calls and works along, a person exports what they wrote (P03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lianxin.democracy.essays import actions
from lianxin.democracy.essays.export import own
from lianxin.democracy.essays.models import Call, Work
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.actor import SYSTEM, Actor
from tests.democracy.essays.conftest import BODY, fresh, fresh_call
from tests.factories import County

pytestmark = pytest.mark.django_db
Who = Callable[[str], Actor]
MakeCall, MakeWork = Callable[..., Call], Callable[..., Work]


def test_an_answer_that_is_overdue_is_told_to_those_above(call: MakeCall, work: MakeWork, who: Who) -> None:
    """LX-197: the desk learns once that it is due, once that it is overdue; the author is told neither time."""
    one = call(kind="standing")
    made = work(one)
    due = fresh(made).due_at
    assert due is not None
    for days, times in ((1, 2), (2, 2)):
        with time_machine.travel(due + timedelta(days=days), tick=False):
            actions.remind()
        rows = Notice.objects.filter(title__startswith="稿件：审稿")
        assert not rows.filter(person_id=who("author").person_id).exists()
        assert rows.filter(person_id=who("editor").person_id).count() <= times
    late = Notice.objects.filter(title="稿件：审稿超过了期限").values_list("person_id", flat=True)
    assert len(late) == len(set(late))
    assert who("editor").person_id in late
    assert who("deputy_above").person_id in late


def test_at_a_merger_the_successor_goes_on(call: MakeCall, work: MakeWork, cast: County, who: Who) -> None:
    """What runs is named before, then it goes on there with what was sent; it stays its author's."""
    one = call("released", "public", code="QS01-B1")
    made = work(one)
    branch, other = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    assert any("没有结束的征文" in str(line) for line in left_at(branch))
    organisations.merge(actor=SYSTEM, organisation=branch, into=other, on=timezone.localdate())
    assert fresh_call(one).organisation_id == other.pk
    assert fresh(made).org_path == other.path
    (mine,) = own(who("author").person_id or 0)["征文与征稿的稿件"]
    assert (mine["正文"], mine["署名"]) == (BODY, "桥头人")

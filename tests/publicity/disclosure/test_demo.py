"""The demonstration has every state, and the same dice give the same county."""

from __future__ import annotations

import random
from collections import Counter

from django.utils import timezone

from lianxin.publicity.disclosure.demo import load
from lianxin.publicity.disclosure.models import Item, Question, Request
from tests.factories import County
from tests.publicity.disclosure.world import ROADS, people


def test_every_state_is_there(county: County) -> None:
    people(county)
    made = load(random.Random(7), timezone.now())
    items = Item.objects.unscoped("test")
    assert items.count() == made >= 40
    assert set(Counter(items.values_list("state", flat=True))) == set(ROADS)
    assert set(Request.objects.unscoped("test").values_list("state", flat=True)) == {"received", "granted", "refused"}
    assert Question.objects.exists()

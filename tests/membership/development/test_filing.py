"""材料归档 and the file of the person: asked once (B03), refused with the clause while something lacks (DEV-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Refused
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers import completeness
from lianxin.membership.dossiers.models import Paper
from tests.factories import County
from tests.membership.development.conftest import VOTE

pytestmark = pytest.mark.django_db
Take = Callable[..., Development]


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def full(walk: Any, take: Take) -> Development:
    """Full membership is approved, the papers are to be filed."""
    case = take(walk("ask_full"), "accept_full", "2026-11-06", **VOTE)
    return take(case, "approve_full", "2026-11-16")


def words() -> list[str]:
    return list(rule("DEV-26", date(2026, 11, 20)).items("papers"))


def test_what_the_file_holds_is_not_asked_again_and_what_lacks_is_named(full: Development, take: Take) -> None:
    for word in words()[:4]:
        Paper.objects.create(member=full.member, kind=word, on_paper=True)
    with pytest.raises(Refused) as caught:
        take(full, "archive", "2026-11-20", papers=words()[4:5])
    assert caught.value.denied.rule == "DEV-26"
    assert words()[5] in caught.value.denied.reason
    assert words()[0] not in caught.value.denied.reason
    assert take(full, "archive", "2026-11-20", papers=words()[4:]).state == "archived"


def test_originals_that_were_ticked_stand_in_the_file_once(full: Development, take: Take) -> None:
    Paper.objects.create(member=full.member, kind=words()[0], on_paper=False)
    take(full, "archive", "2026-11-20", papers=words())
    assert completeness.missing(full.member) == []
    assert sorted(Paper.objects.values_list("kind", flat=True)) == sorted(words())
    assert Paper.objects.filter(on_paper=True).count() == len(words()) - 1
    told = [event.text for event in full.member.events.all()]
    assert any(text.startswith("纸质原件归档") for text in told)


@pytest.mark.parametrize("state", ["proposed", "removed", "declined"])
def test_what_nobody_took_into_the_file_does_not_count(state: str, full: Development, take: Take) -> None:
    Paper.objects.create(member=full.member, kind=words()[0], on_paper=True, state=state)
    with pytest.raises(Refused, match=words()[0]):
        take(full, "archive", "2026-11-20", papers=words()[1:])


def test_the_form_shows_what_is_there_and_asks_the_rest(full: Development, branch: County) -> None:
    Paper.objects.create(member=full.member, kind=words()[0], on_paper=True)
    client: Any = Client()
    client.force_login(branch.account_of("branch_secretary"))
    text = client.get(f"/workbench/development/{full.pk}/archive/").text
    assert f"电子档案里已有：{words()[0]}。" in text
    assert f'value="{words()[0]}"' not in text
    assert f'value="{words()[1]}"' in text

"""The pages for 合并 and 撤销: they say beforehand what hangs on the organisation, and lose nothing that was typed."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parents[2] / "voice" / "letters"))
import desk_world
from desk_world import SINCE, World

from lianxin.foundation.accounts.models import Appointment
from lianxin.voice.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return desk_world.build()


def test_closing_names_what_still_runs_with_links_for_those_who_may_follow_them(world: World) -> None:
    world.letter("handling")
    unit, today = world.organisations["unit"], timezone.localdate()
    url = f"/workbench/organisations/{unit.pk}/close/"
    page = world.client("admin").get(url).content.decode()
    assert "2 个任职" in page  # of the handler and a colleague
    assert "1 件没有办结的留言" in page
    assert f'href="/workbench/accounts/?org={unit.pk}"' in page
    assert "/workbench/letters/?queue=all" not in page  # an administrator reads no letters
    answer = world.client("admin").post(url, {"on": today, "basis": "县编办批复"})
    assert answer.status_code == 422
    assert "不能撤销" in answer.content.decode()
    assert "县编办批复" in answer.content.decode()
    town = world.organisations["town"]
    Appointment.objects.create(
        person=world.people["admin"], post="reviewer", organisation=town, org_path=town.org_path, since=SINCE
    )
    assert (
        f"/workbench/letters/?queue=all&amp;organisation={unit.pk}" in world.client("admin").get(url).content.decode()
    )


def test_merging_by_the_form_carries_letters_and_people(world: World) -> None:
    letter = world.letter("handling")
    unit, other = world.organisations["unit"], world.organisations["other"]
    url = f"/workbench/organisations/{unit.pk}/merge/"
    assert "1 件没有办结的留言" in world.client("admin").get(url).content.decode()
    tomorrow = timezone.localdate() + timedelta(days=1)
    early = world.client("admin").post(url, {"target": other.pk, "on": tomorrow})
    assert early.status_code == 422
    assert "on" in early.context["form"].errors
    assert world.client("admin").post(url, {"target": other.pk, "on": timezone.localdate()}).status_code == 303
    after = Letter.objects.unscoped("test").get(pk=letter.pk)
    assert (after.organisation_id, after.handler_id) == (other.pk, letter.handler_id)
    assert world.client("handler").get(f"/workbench/letters/{letter.pk}/").status_code == 200
    assert world.client("handler2").get(f"/workbench/letters/{letter.pk}/").status_code == 200

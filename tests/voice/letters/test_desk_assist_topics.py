"""代录 (A02), 分派建议, 事项与分派规则, 审核统计 (M05)."""

from __future__ import annotations

from datetime import date
from typing import Any

import desk_world
import pytest
from desk_world import World
from django.utils import timezone

from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions, codes, routing
from lianxin.voice.letters.actions import topics
from lianxin.voice.letters.models import Letter, Route, Topic
from lianxin.voice.letters.queries.moderation import by_quarter, quarters

pytestmark = pytest.mark.django_db
ASSIST = "/workbench/letters/assist/"


@pytest.fixture
def world() -> World:
    return desk_world.build()


def told(world: World, **more: Any) -> dict[str, Any]:
    return {
        "key": "assisted-key-0000000001", "mode": "visit", "received_by": world.organisations["town"].pk, "kind": "help",
        "title": "低保补贴没有到账", "body": "两个月没有收到，请帮忙查一查。", "contact_phone": "13900001234", "read_back": "on",
    } | more  # fmt: skip


def only() -> Letter:
    return Letter.objects.unscoped("the test looks").get()


def test_an_assistant_writes_down_what_was_said(world: World) -> None:
    """The assistant stands on record, the citizen is nobody's account, the slip carries the code once."""
    answer = world.client("assistant").post(ASSIST, told(world))
    letter, page = only(), answer.content.decode()
    assert answer.status_code == 200
    assert letter.assisted_by_id == world.people["assistant"].pk
    assert letter.author_id is None
    assert letter.assist_mode == "visit"
    assert letter.number in page
    assert "某assistant" in page
    assert codes.slow_hash(answer.context["code"]) == letter.code_hash
    assert "13900001234" not in page
    assert answer["Cache-Control"] == "no-store"


def test_sending_the_same_form_again_gives_the_same_slip(world: World) -> None:
    client = world.client("assistant")
    first, second = client.post(ASSIST, told(world)), client.post(ASSIST, told(world))
    assert first.context["code"] == second.context["code"]
    assert only().pk == first.context["letter"].pk


def test_a_refused_entry_loses_nothing(world: World) -> None:
    answer = world.client("assistant").post(ASSIST, told(world, read_back="", title="太长" * 40))
    assert answer.status_code == 422
    assert {"read_back", "title"} <= set(answer.context["form"].errors)
    assert "两个月没有收到" in answer.content.decode()
    assert not Letter.objects.unscoped("test").exists()


def test_an_assistant_enters_only_for_the_own_place(world: World) -> None:
    answer = world.client("assistant").post(ASSIST, told(world, received_by=world.organisations["away"].pk))
    assert answer.status_code == 422
    assert "received_by" in answer.context["form"].errors


def test_a_service_site_writes_to_the_town_above_it(world: World) -> None:
    """The site itself takes no letters; the nearest office above it is chosen beforehand."""
    from lianxin.foundation.accounts.models import Appointment
    from lianxin.foundation.organisations import actions as tree
    from lianxin.kernel.actor import SYSTEM

    town = world.organisations["town"]
    site = tree.found(
        actor=SYSTEM,
        parent=town,
        name="渡口服务站",
        short_name="渡口服务站",
        kind="site",
        code="T01S",
        on=desk_world.SINCE,
    )
    person = world.people["citizen"]
    Appointment.objects.create(
        person=person, post="assistant", organisation=site, org_path=site.org_path, since=desk_world.SINCE
    )
    client = world.client("citizen")
    form = client.get(ASSIST).context["form"]
    assert form.initial["received_by"] == town.pk
    assert client.post(ASSIST, told(world)).status_code == 200


def test_whoever_entered_a_letter_does_not_review_it(world: World) -> None:
    """M04."""
    from lianxin.foundation.accounts.models import Appointment

    town = world.organisations["town"]
    Appointment.objects.create(
        person=world.people["assistant"],
        post="reviewer",
        organisation=town,
        org_path=town.org_path,
        since=desk_world.SINCE,
    )
    world.client("assistant").post(ASSIST, told(world))
    page = world.client("assistant").get(f"/workbench/letters/{only().pk}/review/")
    assert page.context["form"] is None
    assert "不能处理自己写的或代录的留言" in page.content.decode()


def test_the_deepest_route_wins(world: World) -> None:
    """The special topic before the general one, the small area before the large one."""
    orgs, top = world.organisations, world.actor("county_dispatcher")
    light = desk_world.topic()
    general = light.parent
    assert general is not None
    letter = world.letter("accepted", topic=light)
    assert routing.suggest(letter) is None
    topics.set_route(actor=top, topic=general, area=orgs["town"], organisation=orgs["other"])
    assert routing.suggest(letter).organisation == orgs["other"]  # type: ignore[union-attr]
    topics.set_route(actor=top, topic=light, area=orgs["county"], organisation=orgs["away"])
    assert routing.suggest(letter).organisation == orgs["away"]  # type: ignore[union-attr]
    topics.set_route(actor=top, topic=light, area=orgs["town"], organisation=orgs["unit"])
    assert routing.suggest(letter).organisation == orgs["unit"]  # type: ignore[union-attr]


def test_an_office_that_must_keep_away_is_not_suggested(world: World) -> None:
    """PET-06."""
    orgs, light = world.organisations, desk_world.topic()
    topics.set_route(actor=world.actor("dispatcher"), topic=light, area=orgs["town"], organisation=orgs["unit"])
    letter = world.letter("accepted", topic=light)
    actions.exclude(actor=world.actor("dispatcher"), letter=letter, organisation=orgs["unit"], revision=letter.revision)
    assert routing.suggest(letter) is None


def test_a_place_name_in_the_letter_narrows_the_area(world: World) -> None:
    """A letter to the county about 青禾镇 is routed like one to the town."""
    orgs, light = world.organisations, desk_world.topic()
    topics.set_route(actor=world.actor("dispatcher"), topic=light, area=orgs["town"], organisation=orgs["unit"])
    letter = world.letter("submitted", topic=light, received_by=orgs["county"], place="青禾镇渡口村三组")
    assert routing.suggest(letter).organisation == orgs["unit"]  # type: ignore[union-attr]
    elsewhere = world.letter("submitted", topic=light, received_by=orgs["county"], place="柳湾镇街上")
    assert routing.suggest(elsewhere) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [("青禾镇党委", "青禾镇"), ("渡口村党支部", "渡口村"), ("中共青禾镇委员会", "青禾镇"), ("党委", "")],
)
def test_place_words(name: str, word: str) -> None:
    assert routing.place_word(name) == word


def test_offices_that_had_similar_letters_are_offered_with_their_load(world: World) -> None:
    world.letter("handling")
    page = world.client("dispatcher").get(f"/workbench/letters/{world.letter('accepted').pk}/assign/")
    suggestion, load = page.context["suggestions"][0]
    assert suggestion.organisation == world.organisations["unit"]
    assert "类似留言" in suggestion.why
    assert load.open == 1


def test_one_tap_assigns_to_the_suggested_office(world: World) -> None:
    world.letter("handling")
    letter = world.letter("accepted")
    client, url = world.client("dispatcher"), f"/workbench/letters/{letter.pk}/assign/"
    unit = world.organisations["unit"]
    assert client.post(url, {"revision": letter.revision, "pick": unit.pk}).status_code == 303
    assert Letter.objects.unscoped("test").get(pk=letter.pk).organisation_id == unit.pk


def test_the_people_of_an_office_are_fetched_for_the_form(world: World) -> None:
    letter = world.letter("accepted")
    url = f"/workbench/letters/{letter.pk}/people/?organisation={world.organisations['unit'].pk}"
    assert "某handler" in world.client("dispatcher").get(url).content.decode()
    assert world.client("handler").get(url).status_code == 403


def test_only_the_topmost_dispatcher_edits_the_taxonomy(world: World) -> None:
    """The taxonomy is one for all; local routes are set locally."""
    light = desk_world.topic()
    url = "/workbench/letters/topics/"
    assert world.client("dispatcher").post(f"{url}add/", {"name": "供水"}).status_code == 403
    county = world.client("county_dispatcher")
    assert county.post(f"{url}add/", {"name": "供水", "parent": light.parent_id}).status_code == 303
    assert Topic.objects.get(name="供水").path == "城乡建设/市政设施/供水"
    assert county.post(f"{url}add/", {"name": "供水", "parent": light.parent_id}).status_code == 422
    assert county.post(f"{url}add/", {"name": "更深", "parent": light.pk}).status_code == 422
    town = world.organisations["town"]
    route = {"area": town.pk, "organisation": world.organisations["unit"].pk}
    assert world.client("dispatcher").post(f"{url}{light.pk}/route/", route).status_code == 303
    outside = {"area": world.organisations["away"].pk, "organisation": world.organisations["unit"].pk}
    assert world.client("dispatcher").post(f"{url}{light.pk}/route/", outside).status_code == 422
    assert Route.objects.get().area_path == town.org_path


def test_retiring_a_topic_takes_it_off_the_form_and_can_be_undone(world: World) -> None:
    light, county = desk_world.topic(), world.client("county_dispatcher")
    parent = light.parent
    assert parent is not None
    assert county.post(f"/workbench/letters/topics/{parent.pk}/retire/", {"retired": "1"}).status_code == 303
    light.refresh_from_db()
    assert light.retired
    with pytest.raises(Refused):
        topics.retire_topic(actor=world.actor("county_dispatcher"), topic=light, retired=False)
    assert county.post(f"/workbench/letters/topics/{parent.pk}/retire/?retired=0").status_code == 303
    parent.refresh_from_db()
    assert not parent.retired


def test_renaming_a_topic_takes_those_below_along(world: World) -> None:
    light = desk_world.topic()
    top = light.parent.parent  # type: ignore[union-attr]
    topics.rename_topic(actor=world.actor("county_dispatcher"), topic=top, name="城市管理")  # type: ignore[arg-type]
    light.refresh_from_db()
    assert light.path == "城市管理/市政设施/路灯照明"


def test_a_route_of_another_topic_is_not_dropped(world: World) -> None:
    light, orgs = desk_world.topic(), world.organisations
    other = desk_world.topic("教育/学校/入学")
    row = topics.set_route(actor=world.actor("dispatcher"), topic=light, area=orgs["town"], organisation=orgs["unit"])
    client = world.client("dispatcher")
    assert client.post(f"/workbench/letters/topics/{other.pk}/route/{row.pk}/drop/").status_code == 404
    assert client.post(f"/workbench/letters/topics/{light.pk}/route/{row.pk}/drop/").status_code == 303
    assert not Route.objects.exists()


def test_moderation_counts_decisions_by_reason_and_quarter(world: World) -> None:
    """M05: counts and rates, of the own scope only, appeals apart."""
    for reason in ("unclear", "unclear", "court"):
        letter = world.letter()
        actions.refuse(
            actor=world.actor("reviewer"), letter=letter, reason=reason, text="请补充", revision=letter.revision
        )
    world.letter("accepted")
    town = world.organisations["town"].org_path
    this, before = by_quarter([town], timezone.localdate(), 2)
    found = this.letters
    assert (found.decided, found.refuse, found.public) == (4, 3, 1)
    assert found.refusal_rate == 0.75
    assert dict(found.refused)["内容不完整，无法判断要办的事"] == 2
    assert not before.decided
    assert before.letters.refusal_rate is None
    assert not by_quarter([world.organisations["away"].org_path], timezone.localdate(), 1)[0].decided
    assert "75%" in world.client("reviewer").get("/workbench/letters/moderation/").content.decode()


def test_quarters_go_back_over_the_year() -> None:
    assert quarters(date(2026, 2, 1), 3) == [(2026, 1), (2025, 4), (2025, 3)]

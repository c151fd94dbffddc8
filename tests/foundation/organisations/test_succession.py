"""When an organisation ends, its people, columns and open letters go on somewhere; nothing stays with nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts.models import Appointment, Keeping
from lianxin.foundation.accounts.queries import in_force, vacant_or_silent
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions, queries, succession
from lianxin.foundation.organisations.models import Organisation, OrganisationEvent
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions as letters
from lianxin.voice.letters.models import Letter, Party, Route, Topic
from lianxin.voice.letters.queries import public, worklist
from lianxin.voice.letters.queries.public import Filters
from lianxin.voice.letters.queries.worklist import Wanted
from tests.factories import WAY_TO, County, Moves, appoint, submit


def fresh(thing: Letter | Organisation) -> object:
    if isinstance(thing, Letter):
        return Letter.objects.unscoped("test").get(pk=thing.pk)
    return Organisation.objects.get(pk=thing.pk)


def merge(county: County, old: Organisation, into: Organisation, name: str = "admin") -> None:
    actions.merge(actor=county.actor(name), organisation=old, into=into, on=moment.today(), basis="青编〔2025〕8号")


def posts(county: County, name: str) -> set[tuple[str, str]]:
    rows = in_force().filter(person=county.people[name])
    return {(row.post, row.organisation.code) for row in rows.select_related("organisation")}


# -- people ---------------------------------------------------------------------------------------


def test_working_posts_go_on_at_the_successor_with_their_history(county: County) -> None:
    merge(county, county.office, county.other_office)
    assert posts(county, "handler") == {("handler", "QS01-U2")}
    old = Appointment.objects.get(pk=county.posts["handler"].pk)
    assert (old.organisation, old.until) == (county.office, moment.today() - timedelta(days=1))
    new = in_force().get(person=county.people["handler"])
    assert (new.since, new.basis, new.org_path) == (moment.today(), "青编〔2025〕8号", county.other_office.path)
    assert county.actor("handler").may("letters.handle", county.other_office.path)
    assert not county.actor("handler").may("letters.handle", county.office.path)


def test_leading_posts_end_with_their_body(county: County) -> None:
    """The secretary of a dissolved committee does not become a second secretary of the next one."""
    merge(county, county.town, county.organisations["QS02"])
    assert posts(county, "secretary") == set()
    assert posts(county, "reviewer") == {("reviewer", "QS02")}


def test_nobody_gains_a_post_by_a_merger_of_the_own_making(county: County) -> None:
    """P04: the administrator who is a handler of the office has to be appointed by somebody else."""
    appoint(county.people["admin"], "handler", county.office)
    merge(county, county.office, county.town)
    assert posts(county, "admin") == {("admin", "QS")}


def test_a_post_held_twice_is_held_once_and_a_term_keeps_its_end(county: County) -> None:
    end = moment.today() + timedelta(days=100)
    appoint(county.people["handler"], "handler", county.other_office)
    county.add("deputy", "handler", "QS01-U1", until=end)
    county.add("next_year", "handler", "QS01-U1", since=end)
    merge(county, county.office, county.other_office)
    rows = Appointment.objects.filter(person=county.people["handler"], organisation=county.other_office)
    assert rows.count() == 1
    assert in_force().get(person=county.people["deputy"]).until == end
    coming = Appointment.objects.get(person=county.people["next_year"])
    assert (coming.organisation, coming.since) == (county.other_office, end)


def test_columns_follow_and_a_vacant_one_is_noticed(county: County) -> None:
    """F01: a keeper whose post ended is no keeper; the morning's alarm names the column."""
    secretary, handler = county.people["secretary"], county.people["handler"]
    other, town = county.organisations["QS02"], county.town
    for column, keeper in (("letters", secretary), ("guide", handler)):
        accounts.set_keeper(actor=SYSTEM, organisation=town, column=column, label=column, keeper=keeper, deputy=None)
    accounts.set_keeper(actor=SYSTEM, organisation=other, column="guide", label="指南", keeper=None, deputy=None)
    accounts.touch_column(town.pk, "letters", moment.now())
    merge(county, town, other)
    assert not Keeping.objects.filter(organisation=town).exists()
    assert Keeping.objects.get(organisation=other, column="guide").keeper == handler
    vacant = vacant_or_silent([other.path], 30).filter(keeper=None)
    assert [(row.column, row.organisation_id) for row in vacant] == [("letters", other.pk)]


def test_a_closed_organisation_raises_no_alarm_for_its_columns(county: County) -> None:
    site = county.organisations["QS01-B1"]
    accounts.set_keeper(actor=SYSTEM, organisation=site, column="guide", label="指南", keeper=None, deputy=None)
    assert vacant_or_silent([site.path], 30).exists()
    actions.close(actor=SYSTEM, organisation=site, on=moment.today())
    assert not vacant_or_silent([site.path], 30).exists()


# -- letters --------------------------------------------------------------------------------------

OPEN_STATES = [s for s in WAY_TO if s not in ("solved", "closed", "merged", "withdrawn")]
AT_OFFICE = ("assigned", "handling", "waiting", "approving", "replied", "callback", "reworking")


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_letter_goes_on_at_the_successor_as_it_stood(county: County, moves: Moves, state: str) -> None:
    """State, handler, number and promises stay; the time line, the ledger and the author are told."""
    letter = moves.play(submit(county), WAY_TO[state])
    old, into = (
        (county.office, county.other_office) if state in AT_OFFICE else (county.town, county.organisations["QS02"])
    )
    clocks = list(letter.clocks.order_by("pk").values_list("name", "state", "due_at"))
    Notice.objects.all().delete()
    merge(county, old, into)
    after = fresh(letter)
    assert isinstance(after, Letter)
    assert (after.organisation_id, after.org_path) == (into.pk, into.path)
    assert (after.state, after.number, after.handler_id, after.due_at) == (
        letter.state, letter.number, letter.handler_id, letter.due_at,
    )  # fmt: skip
    assert list(after.clocks.order_by("pk").values_list("name", "state", "due_at")) == clocks
    step = after.steps.order_by("pk").last()
    assert (step.event, step.public_note, step.data) == ("succeed", into.name, {"from": old.pk, "to": into.pk})
    line = AuditLine.objects.unscoped("test").filter(subject=f"letter:{letter.pk}").latest("pk")
    assert line.code == "letters.succeed"
    told = Notice.objects.filter(person=county.people["author"], code="letters.progress").count()
    assert told == (0 if state == "refused" else 1)


def test_the_next_steps_are_taken_at_the_new_desk(county: County, moves: Moves) -> None:
    """A letter in the middle of its way is answered by those who came along, and returned to the new receiver."""
    letter = moves.play(submit(county), WAY_TO["handling"])
    back = moves.play(submit(county), WAY_TO["assigned"])
    merge(county, county.town, county.organisations["QS02"])
    letter, back = fresh(letter), fresh(back)  # type: ignore[assignment]
    assert letter.received_by.code == "QS02"
    assert letter.organisation.code == "QS01-U1"  # the office below moved with its letters
    county.organisations["QS01-U1"] = fresh(county.office)  # type: ignore[assignment]  # it moved
    letter = moves.submit_reply(letter)
    back = moves.send_back(back)
    assert (back.state, back.organisation.code) == ("accepted", "QS02")
    assert moves.assign(back, "foreign_dispatcher").state == "assigned"


def test_the_new_office_is_told_once_and_finds_the_letters(county: County, moves: Moves) -> None:
    rows = [moves.play(submit(county), WAY_TO["handling"]) for _ in range(3)]
    merge(county, county.office, county.other_office)
    notice = Notice.objects.get(person=county.people["other_handler"], code="letters.succeed")
    assert "转来 3 件留言" in notice.title
    rows_now = worklist.listing(county.actor("other_handler"), "handle", Wanted(), moment.now())
    seen = set(rows_now.values_list("pk", flat=True))
    assert seen == {row.pk for row in rows}


def test_a_handler_who_does_not_come_along_no_longer_handles(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), WAY_TO["handling"])
    accounts.end_appointment(
        actor=county.actor("admin"), appointment=county.posts["handler"], until=moment.today() - timedelta(days=1)
    )
    merge(county, county.office, county.other_office)
    assert fresh(letter).handler_id is None  # type: ignore[union-attr]


def test_done_letters_stay_where_they_were_done_and_the_successor_lists_them(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), WAY_TO["solved"])
    merge(county, county.office, county.other_office)
    after = fresh(letter)
    assert isinstance(after, Letter)
    assert after.organisation_id == county.office.pk
    for organisation in (county.office, county.other_office):
        shown = public.listing(Filters(organisation=Organisation.objects.get(pk=organisation.pk)))
        assert [x.pk for x in shown] == [letter.pk]
    page = Client().get(f"/letters/?org={county.other_office.code}").content.decode()
    assert letter.title in page
    found = Client().get(f"/letters/?org={county.other_office.code}&q=路灯").content.decode()
    assert f"/letters/{letter.pk}/" in found


def test_a_reopened_letter_of_a_vanished_office_goes_to_its_heir(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), WAY_TO["solved"])
    merge(county, county.office, county.other_office)
    again = moves.reopen(fresh(letter))  # type: ignore[arg-type]
    assert (again.state, again.organisation.code, again.handler_id) == ("reworking", "QS01-U2", None)
    assert county.actor("other_handler").may("letters.handle", again.org_path)


def test_co_handling_routes_and_keeping_away_pass_on(county: County, moves: Moves) -> None:
    helped = moves.play(submit(county), "accept_public assign")  # at the office
    other = county.other_office
    letters.add_cohandler(actor=county.actor("dispatcher"), letter=helped, organisation=other, revision=helped.revision)
    shy = moves.play(submit(county), "accept_public assign")
    letters.exclude(actor=county.actor("dispatcher"), letter=shy, organisation=other, revision=shy.revision)
    topic = Topic.objects.create(code="t-light", name="路灯", path="路灯", level=1)
    Route.objects.create(topic=topic, area_path=county.town.path, organisation=other)
    Route.objects.create(topic=topic, area_path=other.path, organisation=other)
    into = county.organisations["QS02-U1"]
    merge(county, other, into)
    assert Party.objects.get(letter=helped, role="cohandler").organisation_id == into.pk
    away = Party.objects.filter(letter=shy, role="conflict").values_list("organisation__code", flat=True)
    assert set(away) == {"QS01-U2", "QS02-U1"}
    routes = set(Route.objects.values_list("area_path", "organisation_id"))
    assert routes == {(county.town.path, into.pk), (into.path, into.pk)}


# -- refusals -------------------------------------------------------------------------------------


def refusal_of(call: object) -> Denied:
    with pytest.raises(Refused) as refused:
        call()  # type: ignore[operator]
    return refused.value.denied


def test_a_letter_whose_office_would_be_barred_stops_the_merger(county: County, moves: Moves) -> None:
    """PET-06."""
    letter = moves.play(submit(county), WAY_TO["handling"])
    letter = letters.exclude(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.other_office, revision=letter.revision
    )
    denied = refusal_of(lambda: merge(county, county.office, county.other_office))
    assert (denied.code, denied.rule) == ("conflict", "PET-06")
    assert letter.number in denied.reason
    assert fresh(county.office).closed_on is None  # type: ignore[union-attr]
    assert posts(county, "handler") == {("handler", "QS01-U1")}


def test_a_successor_that_takes_no_letters_cannot_take_these(county: County, moves: Moves) -> None:
    moves.play(submit(county), WAY_TO["handling"])
    denied = refusal_of(lambda: merge(county, county.office, county.organisations["QS01-B1"]))
    assert denied.code == "not_receiving"
    assert "1 件" in denied.reason


def test_closing_is_refused_while_anything_runs_and_says_where_to_go(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), WAY_TO["handling"])
    admin, today = county.actor("admin"), moment.today()
    denied = refusal_of(lambda: actions.close(actor=admin, organisation=county.office, on=today))
    assert denied.code == "not_empty"
    assert "2 个任职" in denied.reason
    assert "1 件没有办结的留言" in denied.reason
    assert "账号与任职" in denied.remedy
    assert "群众留言" in denied.remedy
    moves.transfer(letter)
    for name in ("handler", "colleague"):
        accounts.end_appointment(actor=admin, appointment=county.posts[name], until=today)
    assert actions.close(actor=admin, organisation=county.office, on=today).closed_on == today


def test_an_organisation_ends_once_and_not_tomorrow(county: County) -> None:
    branch, tomorrow = county.organisations["QS01-B1"], moment.today() + timedelta(days=1)
    for call in (
        lambda: actions.close(actor=SYSTEM, organisation=branch, on=tomorrow),
        lambda: actions.merge(actor=SYSTEM, organisation=branch, into=county.office, on=tomorrow),
    ):
        assert refusal_of(call).code == "too_early"
    actions.close(actor=SYSTEM, organisation=branch, on=moment.today())
    assert refusal_of(lambda: actions.close(actor=SYSTEM, organisation=branch, on=moment.today())).code == "closed"


def test_heirs_are_followed_to_the_last(county: County) -> None:
    u1, u2, into = county.office, county.other_office, county.organisations["QS02-U1"]
    merge(county, u1, u2)
    merge(county, u2, into)
    assert queries.heir(fresh(u1)).pk == into.pk  # type: ignore[arg-type]
    assert set(queries.lineage(fresh(into))) == {into.path, u1.path, u2.path}  # type: ignore[arg-type]
    actions.close(actor=SYSTEM, organisation=county.organisations["QS01-B1"], on=moment.today())
    assert queries.heir(fresh(county.organisations["QS01-B1"])).pk == county.town.pk  # type: ignore[arg-type]


# -- the hook itself ------------------------------------------------------------------------------


@pytest.fixture
def guest_room() -> Iterator[list[succession.Handover]]:
    heard: list[succession.Handover] = []
    succession.register_successor("guest", left=lambda _: [], carry=heard.append)
    yield heard
    succession._rooms.pop("guest")


def test_a_room_that_registers_takes_part(county: County, guest_room: list[succession.Handover]) -> None:
    merge(county, county.office, county.other_office)
    (heard,) = guest_room
    assert (heard.organisation.pk, heard.into.pk, heard.basis) == (
        county.office.pk,
        county.other_office.pk,
        "青编〔2025〕8号",
    )


def test_a_room_that_refuses_stops_everything(county: County, moves: Moves, guest_room: list[object]) -> None:
    """All or nothing: the rooms before it are undone as well."""
    letter = moves.play(submit(county), WAY_TO["handling"])

    def refuse(_: succession.Handover) -> None:
        raise Refused(Denied("现在不行。", code="busy"))

    succession.register_successor("guest", left=lambda _: [], carry=refuse)
    assert refusal_of(lambda: merge(county, county.office, county.other_office)).code == "busy"
    assert fresh(letter).organisation_id == county.office.pk  # type: ignore[union-attr]
    assert posts(county, "handler") == {("handler", "QS01-U1")}
    assert not OrganisationEvent.objects.filter(kind="merge").exists()


def test_people_move_before_their_letters(county: County) -> None:
    """The order of the rooms: handlers stand at the successor when the letters look for them."""
    assert list(succession._rooms)[:2] == ["accounts", "letters"]

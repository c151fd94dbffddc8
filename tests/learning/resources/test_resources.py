"""R039: resources with their source, looked through by another before anybody sees them, seen by those for whom they are."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from lianxin.foundation.files.intake import Prepared, prepare
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.learning.resources import actions, export, queries
from lianxin.learning.resources.actions import Said
from lianxin.learning.resources.models import Resource
from tests.learning.conftest import World

DESK, ROOT = "/workbench/resources/", "/learning/resources/"
SAID = {
    "kind": "relic",
    "title": "一支旧船桨",
    "summary": "渡口留下的木桨，桨柄上刻着两道。",
    "source": "乡情陈列室收藏",
}


def upload(name: str = "桨.jpg") -> ContentFile[bytes]:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#887755").save(out, "JPEG")
    return ContentFile(out.getvalue(), name)


def picture(name: str = "桨.jpg") -> Prepared:
    return prepare(upload(name))


def fresh(case: Resource) -> Resource:
    return Resource.objects.unscoped("test").get(pk=case.pk)


def entered(world: World, key: str = "k", who: str = "planner", office: Any = None, **more: str) -> Resource:
    said = Said(**(SAID | {"link": "https://example.org/jiang"} | more))
    return actions.enter(actor=world.who(who), organisation=office or world.town, said=said, key=key)


def shown(world: World, key: str = "k", **more: Any) -> Resource:
    case = entered(world, key, **more)
    case = actions.submit(actor=world.who(more.get("who", "planner")), resource=case, revision=case.revision)
    return actions.approve(actor=world.who("releaser"), resource=case, revision=case.revision)


def refused(call: Any, code: str, field: str = "") -> str:
    with pytest.raises(Refused) as caught:
        call()
    denied = caught.value.denied
    assert (denied.code, denied.field) == (code, field), denied
    return denied.reason


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("own", {"m0", "far", "planner", "second"}),
        ("members", {"m0", "far", "planner", "second"}),
        ("public", {"m0", "far", "planner", "second", "beside", "anonymous"}),
    ],
)
def test_seen_by_those_for_whom_it_is_on_pages_files_and_in_the_search(
    world: World, audience: str, readers: set[str]
) -> None:
    """One condition for the list, the page, the picture and the search; `beside` keeps a branch elsewhere and has no file."""
    case = entered(world, audience=audience)
    actions.change(actor=world.who("planner"), resource=case, said=Said(**SAID, audience=audience), revision=case.revision,
                   fresh=[picture()])  # fmt: skip
    case = fresh(case)
    case = actions.submit(actor=world.who("planner"), resource=case, revision=case.revision)
    [stored] = queries.attached(case)
    for who in ("m0", "anonymous"):
        client = world.browser(who)
        assert case.title not in client.get(ROOT).text
        assert (client.get(f"{ROOT}{case.pk}/").status_code, client.get(stored.get_absolute_url()).status_code) == (
            404,
            404,
        )
    assert not SearchDocument.objects.filter(kind__startswith="resource").exists()
    case = actions.approve(actor=world.who("releaser"), resource=case, revision=case.revision)
    for who in ("m0", "far", "planner", "second", "beside", "anonymous"):
        client, sees = world.browser(who), who in readers
        assert (case.title in client.get(ROOT).text) is sees, who
        page = client.get(f"{ROOT}{case.pk}/")
        assert page.status_code == (200 if sees else 404), who
        assert client.get(stored.get_absolute_url()).status_code == (200 if sees else 404), who
        assert (f'href="{ROOT}{case.pk}/"' in client.get("/search/", {"q": "旧船桨"}).text) is sees, who
    case = actions.withdraw(actor=world.who("planner"), resource=case, reason="收藏的人要收回", revision=case.revision)
    assert world.browser("m0").get(f"{ROOT}{case.pk}/").status_code == 404
    assert not SearchDocument.objects.filter(kind__startswith="resource").exists()


def test_what_a_branch_keeps_for_itself_is_not_for_the_branch_beside(world: World) -> None:
    case = shown(world, who="second", office=world.branch, audience="own")
    assert queries.one(world.who("m0"), case.pk) == case
    assert queries.one(world.who("far"), case.pk) is None
    assert queries.one(world.who("releaser"), case.pk) == case, "those above with the duty"


def test_another_looks_through_it_and_nobody_their_own(world: World) -> None:
    """M04: also when the words were changed by the one who approves."""
    case = entered(world, who="second")
    case = actions.submit(actor=world.who("second"), resource=case, revision=case.revision)
    refused(lambda: actions.approve(actor=world.who("second"), resource=case, revision=case.revision), "own_work")
    back = actions.give_back(actor=world.who("checker"), resource=case, reason="来源写全", revision=case.revision)
    assert Notice.objects.filter(code="resources.back", person=world.person("second")).exists()
    changed = actions.change(
        actor=world.who("releaser"),
        resource=back,
        said=Said(**SAID, link="https://example.org/"),
        revision=back.revision,
    )
    sent = actions.submit(actor=world.who("second"), resource=changed, revision=changed.revision)
    refused(lambda: actions.approve(actor=world.who("releaser"), resource=sent, revision=sent.revision), "own_work")
    assert actions.approve(actor=world.who("second"), resource=sent, revision=sent.revision).state == "shown"


@pytest.mark.parametrize("name", ["title", "era", "summary", "source"])
def test_lx_230_a_sign_more_is_too_much(world: World, name: str) -> None:
    """LX-230: at the limit, one over it."""
    most = rule("LX-230").count(name)
    assert getattr(entered(world, "full", **{name: "字" * most}), name) == "字" * most
    assert str(most + 1) in refused(lambda: entered(world, "over", **{name: "字" * (most + 1)}), "too_long", name)


@pytest.mark.parametrize("name", ["title", "summary", "source"])
def test_lx_230_nothing_without_a_source(world: World, name: str) -> None:
    refused(lambda: entered(world, **{name: " "}), "empty", name)


def test_lx_230_something_to_see_and_no_number_of_a_person_for_everybody(world: World) -> None:
    bare = entered(world, link="")
    refused(lambda: actions.submit(actor=world.who("planner"), resource=bare, revision=bare.revision), "empty", "scans")
    told = entered(world, "k2", audience="public", source="陈列室，电话 13800000000")
    refused(
        lambda: actions.submit(actor=world.who("planner"), resource=told, revision=told.revision), "personal", "summary"
    )
    inside = entered(world, "k3", audience="members", source="陈列室，电话 13800000000")
    assert actions.submit(actor=world.who("planner"), resource=inside, revision=inside.revision).state == "waiting"


def test_lx_230_twenty_files_and_one_more(world: World) -> None:
    most = rule("LX-230").count("files")
    files = [picture(f"{n}.jpg") for n in range(most + 1)]
    one = actions.enter(
        actor=world.who("planner"), organisation=world.town, said=Said(**SAID), key="full", fresh=files[:most]
    )
    assert len(queries.attached(one)) == most
    refused(lambda: actions.change(actor=world.who("planner"), resource=one, said=Said(**SAID), revision=one.revision, fresh=files[most:]),
            "too_many", "scans")  # fmt: skip
    gone = [str(queries.attached(one)[0].uuid)]
    one = fresh(one)
    actions.change(
        actor=world.who("planner"),
        resource=one,
        said=Said(**SAID),
        revision=one.revision,
        fresh=files[most:],
        gone=gone,
    )
    assert len(queries.attached(one)) == most


def test_the_desk_from_the_form_to_the_reader(world: World) -> None:
    """By pages only: bad input told and kept, sent on, approved by another, changed out of sight."""
    writer, boss = world.browser("planner"), world.browser("releaser")
    sent = SAID | {"organisation": str(world.town.pk), "audience": "public", "key_of_form": "f1", "link": "不是网址"}
    page = writer.post(f"{DESK}new/", sent)
    assert (page.status_code, "这不像一个网址" in page.text, SAID["summary"] in page.text) == (422, True, True)
    page = writer.post(f"{DESK}new/", sent | {"link": "", "source": ""})
    assert (page.status_code, SAID["title"] in page.text) == (422, True)
    assert not Resource.objects.unscoped("test").exists()
    for _ in range(2):  # the same page twice is one
        writer.post(f"{DESK}new/", sent | {"link": "https://example.org/jiang", "scans": upload()})
    case = Resource.objects.unscoped("test").get()
    [kept] = queries.attached(case)
    assert (kept.name, kept.public) == ("桨.jpg", True)
    assert "送另一位同志审核" in writer.get(f"{DESK}{case.pk}/").text
    writer.post(f"{DESK}{case.pk}/do/submit/", {"revision": "0"})
    assert SAID["title"] in boss.get(f"{DESK}?lane=waiting").text
    assert "学习资源等您审核" in boss.get("/workbench/").text
    assert writer.post(f"{DESK}{case.pk}/do/approve/", {"revision": "1"}).status_code == 403
    assert boss.post(f"{DESK}{case.pk}/do/approve/", {"revision": "0"}).status_code == 422, (
        "a stale page changes nothing"
    )
    boss.post(f"{DESK}{case.pk}/do/approve/", {"revision": "1"})
    stranger = world.browser("anonymous")
    assert SAID["source"] in stranger.get(f"{ROOT}{case.pk}/").text
    assert SAID["title"] in stranger.get(ROOT, {"kind": "relic", "q": "船桨"}).text
    assert SAID["title"] not in stranger.get(ROOT, {"kind": "film"}).text
    assert writer.get(f"{DESK}{case.pk}/change/").status_code != 200, "not while it is shown"
    writer.post(f"{DESK}{case.pk}/do/revise/", {"revision": "2"})
    assert stranger.get(f"{ROOT}{case.pk}/").status_code == 404
    assert writer.get(f"{DESK}{case.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("m0", 403), ("beside", 404), ("low", 404), ("checker", 200)]
)
def test_the_desk_by_role(world: World, who: str, status: int) -> None:
    case = entered(world)
    assert world.browser(who).get(f"{DESK}{case.pk}/").status_code == status
    writes = world.browser(who).post(f"{DESK}{case.pk}/do/withdraw/", {"revision": "0", "reason": "试"})
    assert writes.status_code == (403 if status == 200 else status)
    assert fresh(case).state == "draft"


def test_kept_by_somebody_and_carried_on(world: World) -> None:
    """The keeper is named and can change; a merger carries the collection with its place in the search; P03."""
    case = shown(world, office=world.county.organisations["QS01-B2"], who="second", audience="public")
    assert case.handler_id == world.person("second").pk
    refused(lambda: actions.take_over(actor=world.who("second"), resource=case, revision=case.revision), "twice")
    case = actions.take_over(actor=world.who("low"), resource=case, revision=case.revision)
    assert case.handler_id == world.person("low").pk
    assert [row["名称"] for row in export.own(case.handler_id or 0)["我整理和保管的学习资源"]] == [SAID["title"]]
    old = world.county.organisations["QS01-B2"]
    assert "1 件学习资源" in [str(part) for part in left_at(old)]
    organisations.merge(actor=SYSTEM, organisation=old, into=world.branch, on=date(2026, 11, 27), basis="镇党委决定")
    assert fresh(case).org_path == world.branch.path
    assert SearchDocument.objects.get(kind="resource", object_id=case.pk).org_path == world.branch.path


def test_lists_cost_the_same_with_one_and_with_ten(world: World) -> None:
    client, counts = world.browser("m0"), []
    for n in range(10):
        shown(world, f"k{n}", audience="members")
        if n in (0, 9):
            client.get(ROOT)
            with CaptureQueriesContext(connection) as taken:
                client.get(ROOT)
            counts.append(len(taken))
    assert counts[0] == counts[1]

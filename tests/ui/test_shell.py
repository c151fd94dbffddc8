"""The frame: modes, navigation, silence about sessions, messages, error pages."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template import engines
from django.test import Client, RequestFactory, override_settings

from lianxin.kernel.actor import Actor, Duty, grant
from lianxin.ui import modes, registry, toasts
from lianxin.ui.context import Shell


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def test_anonymous_page_sets_no_cookie_and_varies_by_none(client: Client) -> None:
    reply = client.get("/letters/")
    assert reply.status_code == 200
    assert not reply.cookies
    assert "Cookie" not in reply.headers.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in reply.content


@pytest.mark.parametrize(
    ("cookie", "shown"),
    [
        ("elder", "elder"),
        ("elder.contrast", "elder contrast"),
        ("contrast.elder", "elder contrast"),
        ('"><script>', None),
    ],
)
def test_mode_cookie_is_rendered_by_the_server(client: Client, cookie: str, shown: str | None) -> None:
    client.cookies[modes.COOKIE] = cookie
    html = client.get("/letters/").content.decode()
    found = re.search(r'<html lang="zh-CN"( data-mode="([^"]*)")?>', html)
    assert found is not None
    assert found[2] == shown


def test_mode_is_switched_by_post_and_leads_back(client: Client) -> None:
    assert client.get("/mode/?toggle=elder").status_code == 405
    reply = client.post("/mode/", {"toggle": "elder", "next": "/letters/?q=路灯"})
    assert reply.status_code == 302
    assert reply.headers["Location"].startswith("/letters/?q=")
    cookie = reply.cookies[modes.COOKIE]
    assert cookie.value == "elder"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "标准版" in client.get("/letters/").content.decode()
    assert client.post("/mode/", {"toggle": "elder", "next": "/"}).cookies[modes.COOKIE].value == ""


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil",
        "\t//evil.example",
        "",
    ],
)
def test_open_redirect_is_refused(client: Client, target: str) -> None:
    assert client.post("/mode/", {"toggle": "elder", "next": target}).headers["Location"] == "/"


def test_mode_is_not_switched_from_another_site(client: Client) -> None:
    reply = client.post("/mode/", {"toggle": "elder"}, headers={"origin": "https://evil.example"})
    assert reply.status_code == 403
    assert modes.COOKIE not in reply.cookies
    assert client.post("/mode/", {"toggle": "elder"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/mode/", {"toggle": "elder"}, headers={"origin": "http://testserver"}).status_code == 302


def test_unknown_mode_changes_nothing() -> None:
    assert modes.toggle(("elder",), "giant") == ("elder",)
    assert modes.toggle(("contrast",), "elder") == ("elder", "contrast")


def test_current_place_is_named_and_kept_parts_do_not_mix_addresses(client: Client) -> None:
    first = client.get("/letters/?a=1").content.decode()
    second = client.get("/letters/?b=<2>").content.decode()
    assert 'href="/letters/" aria-current="page"' in first
    assert 'value="/letters/?a=1"' in first
    assert 'value="/letters/?a=1"' not in second
    assert "<2>" not in second
    assert 'href="/letters/" aria-current' not in client.get("/").content.decode()
    assert 'href="/letters/" aria-current="true"' in client.get("/letters/track/").content.decode() or (
        'href="/letters/track/" aria-current="page"' in client.get("/letters/track/").content.decode()
    )


def test_four_tabs_and_no_dead_links(client: Client) -> None:
    html = client.get("/").content.decode()
    tabs = html.split('class="tabs"')[1]
    assert re.findall(r'href="([^"]+)"', tabs) == ["/", "/letters/", "/letters/new/", "/me/"]
    assert "/agency/" not in html


def test_frame_has_landmarks_and_a_skip_link(client: Client) -> None:
    html = client.get("/").content.decode()
    for mark in (
        'href="#main"',
        '<main id="main"',
        "<header",
        "<footer",
        'aria-label="主导航"',
        'aria-label="底部导航"',
        "中共青禾镇委员会",
    ):
        assert mark in html


@override_settings(SITE_SPONSOR="中共青禾镇委员会", SITE_OPERATOR="镇党建办", SITE_RECORDS=(("演示备 0000", ""),))
def test_footer_names_who_is_responsible(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "主办：中共青禾镇委员会" in html
    assert "承办：镇党建办" in html
    assert "演示备 0000" in html


def shell_of(actor: Actor | None, path: str = "/workbench/letters/", session: bool = True) -> Shell:
    request = RequestFactory().get(path)
    if session:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    request.actor = actor  # type: ignore[attr-defined]
    return Shell(request)


def test_lines_of_the_workbench_stand_under_the_words_of_their_groups() -> None:
    """A secretary has two dozen lines: what concerns everybody first, then the rooms by their matter."""
    grant("test-ui-group", "ui.read")
    for key, order, group in (("x", 1, "house"), ("y", 9, "party"), ("z", 99, ""), ("w", 8, "party")):
        registry.add_desk_item(registry.Item(f"ui-{key}", key, f"/{key}/", verb="ui.read", order=order, group=group))
    found = shell_of(Actor("staff", 7, "李禾", (Duty("test-ui-group", 1, "0001"),))).desk_groups
    mine = [(word, [item.label for item, _ in lines if item.key.startswith("ui-")]) for word, lines in found]
    assert mine == [("", ["z"]), ("组织建设", ["w", "y"]), ("平台管理", ["x"])]


def test_workbench_shows_only_what_the_post_may_do() -> None:
    grant("test-ui-post", "ui.read")
    registry.add_desk_item(
        registry.Item("letters", "群众留言", "/workbench/letters/", "letter", verb="ui.read", tab=True)
    )
    registry.add_desk_item(registry.Item("audit", "操作留痕", "/workbench/audit/", "eye", verb="ui.other"))
    registry.install_counts(lambda actor: {"letters": 2, "notices": 3})
    shell = shell_of(Actor("staff", 7, "李禾", (Duty("test-ui-post", 1, "0001"),)))
    assert [(item.key, count) for item, count in shell.desk] == [("letters", 2)]
    assert shell.desk_current == "letters"
    assert shell.unread == 3
    assert shell.is_staff


def test_nobody_is_signed_in_without_a_session_cookie() -> None:
    class Trap:
        def __getattr__(self, name: str) -> object:
            raise AssertionError("the actor was asked for")

        def __bool__(self) -> bool:
            raise AssertionError("the actor was asked for")

    shell = shell_of(Trap(), session=False)  # type: ignore[arg-type]
    assert not shell.signed_in
    assert shell.counts == {}


def test_messages_with_an_undo() -> None:
    request = RequestFactory().get("/letters/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    request.actor = None  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    toasts.say(request, "已撤下 <1> 件", undo_url="/letters/1/undo/")
    source = '{% extends "ui/public.html" %}'
    html = engines["django"].from_string(source).render({}, request)
    assert "已撤下 &lt;1&gt; 件" in html
    assert 'action="/letters/1/undo/"' in html
    assert "csrfmiddlewaretoken" in html
    with pytest.raises(ValueError, match="path of this site"):
        toasts.say(request, "x", undo_url="//evil.example")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_say_what_was_kept_and_what_next(client: Client, name: str) -> None:
    html = client.get(f"/error/{name}/").content.decode()
    assert "<h1>" in html
    assert 'class="button' in html
    assert 'href="/"' in html
    assert "！" not in html


def test_refusal_page_carries_the_reason(client: Client) -> None:
    html = client.get("/error/403/").content.decode()
    assert "不能承办自己的事。" in html
    assert "PET-06" in html


def test_500_stands_without_a_request() -> None:
    html = engines["django"].get_template("500.html").render()
    assert "系统出了差错" in html
    assert "lianxin.css" in html


def test_style_page_is_for_those_who_build(client: Client) -> None:
    assert client.get("/style/").status_code == 404

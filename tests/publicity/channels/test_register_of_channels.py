"""R156, R157, R158: the register of channels; C01, ECO-01: what this room must not be able to do."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity import channels
from lianxin.publicity.channels import actions, queries
from lianxin.publicity.channels.models import ListedChannel
from tests.factories import County
from tests.publicity.channels.test_channel_pages import signed_in

DESK = "/workbench/channels/listing/"
LINE = {
    "kind": "weibo",
    "name": "老周说村事",
    "url": "https://example.cn/u/1",
    "purpose": "政策答疑",
    "holder": "周某 支部书记",
}
ROOM = Path(channels.__file__).parent


def lines() -> list[ListedChannel]:
    return list(ListedChannel.objects.unscoped("test").order_by("pk"))


def test_channels_are_listed_changed_and_struck(client: Client, county: County) -> None:
    signed_in(client, county, "admin")
    assert "还没有登记" in client.get(DESK).text
    assert client.post(f"{DESK}new/", {**LINE, "organisation": county.town.pk}).status_code == 302
    (row,) = lines()
    shown = client.get(f"{DESK}?kind=named").text
    assert "老周说村事" in shown
    assert "周某 支部书记" in shown
    twice = client.post(f"{DESK}new/", {**LINE, "organisation": county.town.pk})
    assert (twice.status_code, "已经登记过同名" in twice.text) == (422, True)
    client.post(f"{DESK}{row.pk}/", {**LINE, "purpose": "村务公开", "revision": 0})
    assert (lines()[0].purpose, lines()[0].shown) == ("村务公开", False)
    stale = client.post(f"{DESK}{row.pk}/", {**LINE, "revision": 0})
    assert (stale.status_code, lines()[0].purpose) == (422, "村务公开")
    client.post(f"{DESK}{row.pk}/strike/", {"revision": 1})
    assert (lines()[0].struck_at is not None, lines()[0].holder) == (True, ""), "the name goes with the line"
    assert "老周说村事" not in client.get(DESK).text


def test_everybody_reads_what_a_second_person_confirmed(client: Client, county: County) -> None:
    """M01, M04, R156: proposed by one, read by another beside what is shown now; to take it down needs one."""
    signed_in(client, county, "admin")
    town, path = county.town, county.town.org_path
    assert client.post(f"{DESK}new/", {**LINE, "organisation": town.pk, "shown": "on"}).status_code == 302
    (row,) = lines()
    look, second = f"{DESK}{row.pk}/confirm/", signed_in(Client(), county, "secretary")
    assert (row.shown, queries.links_of(path)) == (False, [])
    own = client.post(look, {"revision": 0, "do": "take"})
    assert (own.status_code, "自己提出的修改要由另一位同志确认" in own.text, lines()[0].shown) == (422, True, False)
    assert "等您确认：老周说村事" in second.get("/workbench/").text
    told = set(Notice.objects.filter(code="channels.listing").values_list("person_id", flat=True))
    assert told == {county.people[name].pk for name in ("secretary", "approver")}
    assert signed_in(Client(), county, "handler").get(look).status_code == 403
    assert signed_in(Client(), county, "foreign_reviewer").post(look, {"revision": 0, "do": "take"}).status_code == 403
    assert second.post(look, {"revision": 0, "do": "take"}).status_code == 303
    cache.clear()
    assert queries.links_of(path) == [("微博", "老周说村事", LINE["url"])]

    changed = {**LINE, "url": "https://example.cn/u/2", "shown": "on", "revision": 1}
    assert client.post(f"{DESK}{row.pk}/", changed).status_code == 302
    assert (lines()[0].url, lines()[0].shown) == (LINE["url"], True), "what is shown stays until it is confirmed"
    page = second.get(look).text
    assert "https://example.cn/u/2" in page
    assert f"现在：{LINE['url']}" in page
    assert "政策答疑" not in page, "only what changes"
    assert "请写明哪里要改" in second.post(look, {"revision": 2, "do": "back", "reason": " "}).text
    assert second.post(look, {"revision": 2, "do": "back", "reason": "地址打不开"}).status_code == 303
    assert (lines()[0].url, lines()[0].proposed) == (LINE["url"], {})
    assert "地址打不开" in Notice.objects.get(person=county.people["admin"], code="channels.listing").body
    client.post(f"{DESK}{row.pk}/", {**LINE, "revision": 3})
    assert (lines()[0].shown, lines()[0].proposed) == (False, {}), "nobody has to look on when it is taken down"


def test_bad_input_is_kept_and_named(client: Client, county: County) -> None:
    signed_in(client, county, "admin")
    answer = client.post(
        f"{DESK}new/", {**LINE, "organisation": county.town.pk, "url": "javascript:alert(1)", "purpose": ""}
    )
    assert answer.status_code == 422
    assert "请填完整的网址" in answer.text
    assert 'value="老周说村事"' in answer.text
    hidden = client.post(f"{DESK}new/", {**LINE, "organisation": county.town.pk, "url": "", "shown": "on"})
    assert "要在网页上公开，请填网址" in hidden.text
    assert lines() == []


def test_the_register_ends_at_the_own_line(client: Client, county: County) -> None:
    row = actions.enlist(actor=SYSTEM, organisation=county.organisations["QS02"], values={**LINE, "shown": False})
    signed_in(client, county, "secretary")
    assert "老周说村事" not in client.get(DESK).text
    assert client.get(f"{DESK}{row.pk}/").status_code == 404
    assert client.get(f"{DESK}new/").status_code == 404
    assert client.post(f"{DESK}{row.pk}/strike/", {"revision": 0}).status_code == 404
    assert client.get(DESK, follow=True).status_code == 200
    assert signed_in(Client(), county, "handler").get(DESK).status_code == 403


def test_one_call_sends_one_text(db: None) -> None:
    """ECO-01: there is no way to hand over many texts, neither as a function nor as an address nor as a command."""
    wanted = inspect.signature(actions.send).parameters
    assert wanted["text"].annotation in ("Text",)
    assert not {"texts", "parcels", "messages"} & set(wanted)
    names = [name for name in actions.__all__ if re.search(r"bulk|batch|mass|many|all|each", name)]
    assert names == []
    assert not (ROOM / "management").exists()
    paths = [str(p.pattern) for p in get_resolver("lianxin.publicity.channels.urls").url_patterns]
    assert [p for p in paths if re.search(r"bulk|batch|mass|import", p)] == []


def test_no_adapter_knows_a_call_that_makes_traffic_or_poses_as_others() -> None:
    """ECO-01, C01: no likes, no reposts, no comments out of nothing, no mass messages, no making of accounts."""
    forbidden = re.compile(
        r"attitudes/|statuses/repost|comments/create|favorites/|friendships/|message/mass|mass/send|likes?/|"
        r"account/(create|register)|proxies?=|user_agent|random\.",
        re.IGNORECASE,
    )
    found = [
        (path.name, match[0])
        for path in sorted((ROOM / "adapters").glob("*.py"))
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_open_interface_sends_nothing(client: Client, db: None) -> None:
    """ECO-01: machines of others cannot post through us."""
    document: dict[str, Any] = client.get("/api/openapi.json").json()
    assert [path for path in document["paths"] if re.search(r"channel|send|publish|dispatch", path)] == []


@pytest.mark.parametrize("kind", ["wechat", "weibo"])
def test_an_account_is_registered_once(county: County, register: Any, kind: str) -> None:
    """C01: the same public account does not stand under two organisations."""
    from lianxin.kernel.decision import Refused

    register(kind)
    with pytest.raises(Refused):
        register(kind, "QS02")

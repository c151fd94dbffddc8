"""R036, M01, M04: a text that was taken becomes a draft of the portal; read by everybody after three reviews, none of them by
its author or by whoever handed it over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.democracy.essays import actions, columns, drafts
from lianxin.democracy.essays.actions import Asked
from lianxin.democracy.essays.drafts import Words
from lianxin.democracy.essays.models import Call, Work
from lianxin.faces.hall.essay_columns import Columns
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.kernel.actor import Actor
from lianxin.publicity.portal.models import ArticlePage, SitePage
from tests.factories import County
from tests.publicity.portal.conftest import desk, sites, sites_of_module
from tests.publicity.portal.walking import press, publish

__all__ = ["desk", "sites", "sites_of_module"]
pytestmark = pytest.mark.django_db
BODY = "四点半，豆腐先到。\n\n菜后到，<b>人</b>最后到。"


def actor(name: str) -> Actor:
    return actor_of(Person.objects.get(nickname=name))


def accepted(county: County) -> Work:
    """Of the portal's reviewer, who writes under a pen name; taken by an editor of the town."""
    asked = Asked(kind="standing", title="乡村记事", about="写村里的事", audience="public", exhibit="public", words_least=0,
                  opens_at=timezone.now() - timedelta(hours=1), closes_at=None, words_most=800)  # fmt: skip
    call = actions.draft(actor=actor("writer"), organisation=county.town, said=asked, key="k")
    call = actions.release(actor=county.actor("secretary"), call=call, revision=call.revision)
    Person.objects.filter(nickname="checker").update(phone_verified_at=timezone.now())
    work = drafts.keep(
        actor=actor("checker"), call=call, key="w", words=Words("赶早市", BODY, "pen", "月亮湾", True), revision=0
    )
    work = actions.send(actor=actor("checker"), work=work, revision=work.revision)
    return actions.accept(actor=actor("second"), work=work, text="", revision=work.revision)


def test_a_draft_with_its_author_and_three_others(
    county: County, sites: dict[str, SitePage], desk: Callable[[str], Client], client: Client
) -> None:
    for name in ("writer", "second", "third", "checker", "issuer"):
        desk(name)
    columns.install(Columns())
    work = accepted(county)
    assert columns.offered(actor("checker")) == [], "who does not write there hands nothing over"
    town = columns.offered(actor("writer"))[0][0]
    sent = desk("writer").post(f"/workbench/essays/works/{work.pk}/hand/", {"column": town, "revision": work.revision})
    assert sent.status_code == 303
    work = Work.objects.unscoped("test").get(pk=work.pk)
    page = ArticlePage.objects.get(pk=work.page)
    assert (page.live, page.title, page.byline, page.source) == (False, "赶早市", "月亮湾", "柳河镇党委征稿")
    assert "菜后到，&lt;b&gt;人&lt;/b&gt;最后到" in str(page.body), "typed signs stay signs"
    url, mine = f"/essays/{work.call_id}/", f"/me/essays/{work.pk}/"
    assert "赶早市" not in client.get(url).text
    page.get_workflow().start(page, Account.objects.get(person__nickname="writer"))  # type: ignore[union-attr]  # the site has one
    assert press(desk("second"), page, "pass").status_code == 303
    assert press(desk("checker"), ArticlePage.objects.get(pk=page.pk), "pass").status_code in (403, 422), (
        "nobody reviews their own"
    )
    assert "赶早市" not in client.get(url).text
    page = publish(desk, page, ("reviewer", "issuer"))
    assert page.live
    text = client.get(url).text
    assert "赶早市" in text
    assert "月亮湾" in text
    assert "checker" not in text
    assert "已发表，去看" in desk("checker").get(mine).text
    assert Call.objects.unscoped("test").get(pk=work.call_id).state == "released"

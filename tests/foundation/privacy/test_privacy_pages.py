"""The pages: mine and the desk's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.privacy.actions import ask
from lianxin.foundation.privacy.consents import consented
from lianxin.foundation.privacy.models import DataRequest

PHONE = "13900000007"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client


def test_my_page_masks_and_explains(county: Any) -> None:
    page = signed_in(county.person("禾苗", phone=PHONE)).get("/me/privacy/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert PHONE not in text
    assert "139****0007" in text
    assert "目前没有需要另外征求您同意的用途" in text, "what rooms ask of members is not asked of everybody"
    assert "15 日内答复" in text
    assert "《个人信息保护法》" in text


def test_a_visitor_is_asked_to_sign_in(db: None) -> None:
    assert Client().get("/me/privacy/")["Location"].startswith("/me/sign-in/")
    assert Client().post("/me/privacy/export/").status_code == 302
    assert Client().get("/workbench/privacy/")["Location"].startswith("/me/sign-in/")


@pytest.mark.parametrize(
    ("form", "kind"), [("json", "application/json"), ("csv", "application/zip"), ("print", "text/html")]
)
def test_the_second_click_is_the_file(county: Any, form: str, kind: str) -> None:
    response = signed_in(county.person("禾苗", phone=PHONE)).post("/me/privacy/export/", {"form": form})
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    assert "no-store" in response["Cache-Control"]
    if form == "json":
        assert json.loads(response.content)["内容"]
    if form == "print":
        assert PHONE in response.content.decode()
    else:
        assert "filename*=utf-8''" in response["Content-Disposition"]


def test_looking_changes_nothing(county: Any) -> None:
    client = signed_in(county.person("禾苗"))
    for address in ("export", "consents", "requests"):
        assert client.get(f"/me/privacy/{address}/").status_code == 405


def test_a_form_with_a_gap_keeps_what_was_typed(county: Any) -> None:
    client = signed_in(county.person("禾苗"))
    page = client.post("/me/privacy/requests/", {"kind": "correct", "wanted": "", "reason": "写错了一个字"})
    assert page.status_code == 422
    assert "写错了一个字" in page.content.decode()
    assert "请写明应当改成什么" in page.content.decode()
    good = {"kind": "correct", "about": "accounts.Person.nickname", "wanted": "新芽", "reason": ""}
    assert client.post("/me/privacy/requests/", good).status_code == 302
    row = DataRequest.objects.unscoped("test").get()
    assert row.wanted == "新芽"
    assert client.post(f"/me/privacy/requests/{row.pk}/withdraw/").status_code == 302


def test_consent_by_button(county: Any, purposes: None) -> None:
    person = county.person("禾苗")
    client = signed_in(person)
    client.post("/me/privacy/consents/", {"purpose": "showcase", "agree": "yes"})
    assert consented(person.pk, "showcase")
    assert "撤回同意" in client.get("/me/privacy/").content.decode()
    client.post("/me/privacy/consents/", {"purpose": "showcase", "agree": "no"})
    assert not consented(person.pk, "showcase")


def test_the_desk_sees_contents_only_after_a_reason(county: Any) -> None:
    citizen = county.person("群众", phone=PHONE)
    row = ask(
        actor=actor_of(citizen), kind="correct", about="accounts.Person.phone", wanted="13900000008", reason="换号"
    )
    client = signed_in(county.person("管理员", "admin"))
    assert "群众" in client.get("/workbench/privacy/").content.decode()
    address = f"/workbench/privacy/{row.pk}/"
    page = client.get(address).content.decode()
    assert "13900000008" not in page
    assert PHONE not in page
    assert client.post(f"{address}show/", {"reason": ""}).status_code == 422
    shown = client.post(f"{address}show/", {"reason": "核对更正申请"})
    assert "13900000008" in shown.content.decode()
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert AuditLine.objects.unscoped("test").filter(code="privacy.reveal").count() == 3
    done = client.post(f"{address}answer/", {"revision": row.revision, "granted": "yes", "text": "已改好"})
    assert done.status_code == 302
    assert Person.objects.get(pk=citizen.pk).phone == "13900000008"
    assert "已改好" in signed_in(citizen).get("/me/privacy/").content.decode()
    assert "已经有了结果" in client.get(address).content.decode()
    assert "已照办" in client.get("/workbench/privacy/?state=done").content.decode()


def test_a_stale_tab_keeps_the_answer(county: Any) -> None:
    row = ask(actor=actor_of(county.person("群众")), kind="explain", reason="留存了什么")
    DataRequest.objects.unscoped("test").update(revision=7)
    client = signed_in(county.person("管理员", "admin"))
    page = client.post(
        f"/workbench/privacy/{row.pk}/answer/", {"revision": 1, "granted": "yes", "text": "一段长长的答复"}
    )
    assert page.status_code == 422
    assert "一段长长的答复" in page.content.decode()
    assert "已被别人处理过" in page.content.decode()


def test_foreign_requests_do_not_exist_and_other_posts_have_no_desk(county: Any, client: Client) -> None:
    row = ask(actor=actor_of(county.person("党员", "handler", county.east)), kind="explain", reason="查一查")
    stranger = signed_in(county.person("邻村书记", "secretary", county.west))
    assert stranger.get(f"/workbench/privacy/{row.pk}/").status_code == 404
    assert AuditLine.objects.unscoped("test").filter(code="access.out_of_scope").count() == 1
    handler = signed_in(county.person("承办人", "handler", county.west))
    assert handler.get("/workbench/privacy/").status_code == 403

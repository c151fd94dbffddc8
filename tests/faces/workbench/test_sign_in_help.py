"""登录帮助: a forgotten password and a lost authenticator, by whoever keeps all the posts of that person (P04, P05)."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parents[2] / "voice" / "letters"))
import desk_world
from desk_world import SINCE, World

from lianxin.faces.workbench import actions
from lianxin.foundation.accounts.actions import reset_password
from lianxin.foundation.accounts.models import Account, Appointment
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.audit.sentences import sentence_for
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused

pytestmark = pytest.mark.django_db
FORM = {"what": "password", "reason": "forgotten", "checked": "on"}


@pytest.fixture
def world() -> World:
    return desk_world.build()


def appointment(world: World, name: str) -> Appointment:
    return Appointment.objects.get(person=world.people[name])


def url_of(world: World, name: str) -> str:
    return f"/workbench/accounts/{appointment(world, name).pk}/sign-in/"


def account(world: World, name: str) -> Account:
    return Account.objects.get(person=world.people[name])


def add_admin(world: World, name: str, place: str) -> None:
    """Make somebody an administrator of a place."""
    organisation = world.organisations[place]
    Appointment.objects.create(
        person=world.people[name], post="admin", organisation=organisation, org_path=organisation.org_path, since=SINCE
    )


def test_the_list_offers_help_and_a_forgotten_password_is_replaced(world: World, client: Client) -> None:
    admin, theirs = world.client("admin"), world.client("handler")
    assert url_of(world, "handler") in admin.get("/workbench/accounts/?q=handler").content.decode()
    assert admin.get(url_of(world, "handler")).status_code == 200
    answer = admin.post(url_of(world, "handler"), FORM)
    password = answer.context["password"]
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert password in answer.content.decode()
    changed = account(world, "handler")
    assert changed.must_change_password
    assert changed.check_password(password)
    assert theirs.get("/workbench/").status_code == 302  # what was signed in elsewhere is signed out
    assert client.login(username=changed.username, password=password)
    assert client.get("/workbench/")["Location"] == "/me/password/"


def test_the_one_time_password_stands_nowhere_else(world: World) -> None:
    password = world.client("admin").post(url_of(world, "handler"), FORM).context["password"]
    line = AuditLine.objects.unscoped("test").get(code="accounts.reset_password")
    assert "本人忘记密码" in sentence_for(line.code, json.loads(line.data))
    assert password not in str(line.data)
    notice = Notice.objects.get(person=world.people["handler"], code="accounts.help")
    assert notice.urgent
    assert password not in f"{notice.title}{notice.body}"
    assert password not in world.client("admin").get(url_of(world, "handler")).content.decode()


def test_a_lost_authenticator_is_forgotten_and_set_up_anew(world: World, settings: Any) -> None:
    """Without it the workbench sends the person to bind a new one (P04)."""
    mine = account(world, "handler")
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=mine, type=kind, data={})
    answer = world.client("admin").post(url_of(world, "handler"), FORM | {"what": "factor", "reason": "lost"})
    assert answer.status_code == 200
    assert answer.context["password"] == ""
    assert not Authenticator.objects.filter(user=mine).exists()
    line = AuditLine.objects.unscoped("test").get(code="accounts.reset_second_factor")
    assert "手机丢失或更换" in sentence_for(line.code, json.loads(line.data))
    assert Notice.objects.filter(person=world.people["handler"], code="accounts.help").exists()
    settings.STAFF_MFA_REQUIRED = True
    assert world.client("handler").get("/workbench/")["Location"].startswith("/me/second-factor/")


def test_both_at_once_or_neither(world: World) -> None:
    before = account(world, "handler").password
    answer = world.client("admin").post(url_of(world, "handler"), FORM | {"what": "both"})
    assert answer.status_code == 422
    assert "没有开启第二步验证" in answer.content.decode()
    assert account(world, "handler").password == before


@pytest.mark.parametrize("gone", ["reason", "checked", "what"])
def test_nothing_happens_without_a_reason_and_a_check_of_the_person(world: World, gone: str) -> None:
    before = account(world, "handler").password
    form = {name: value for name, value in FORM.items() if name != gone}
    answer = world.client("admin").post(url_of(world, "handler"), form)
    assert answer.status_code == 422
    assert gone in answer.context["form"].errors
    assert account(world, "handler").password == before


def test_a_get_changes_nothing(world: World) -> None:
    before = account(world, "handler").password
    world.client("admin").get(url_of(world, "handler"), FORM)
    assert account(world, "handler").password == before


@pytest.mark.parametrize("name", ["reviewer", "dispatcher", "leader", "handler2", "citizen"])
def test_other_posts_help_nobody(world: World, name: str) -> None:
    assert world.client(name).post(url_of(world, "handler"), FORM).status_code == 403


def test_an_administrator_of_another_town_finds_nobody(world: World) -> None:
    add_admin(world, "stranger", "away")
    client = world.client("stranger")
    assert client.get(url_of(world, "handler")).status_code == 404
    assert client.post(url_of(world, "handler"), FORM).status_code == 404


def test_nobody_resets_a_superior_who_also_serves_below(world: World) -> None:
    """P05: one post outside the scope is enough; the new password would open that one too."""
    add_admin(world, "citizen", "town")
    town = world.organisations["town"]
    both = Appointment.objects.create(
        person=world.people["leader"], post="reviewer", organisation=town, org_path=town.org_path, since=SINCE
    )
    before = account(world, "leader").password
    answer = world.client("citizen").post(f"/workbench/accounts/{both.pk}/sign-in/", FORM)
    assert answer.status_code == 422
    assert "上级单位的系统管理员" in answer.content.decode()
    assert account(world, "leader").password == before
    Appointment.objects.filter(person=world.people["leader"], post="leader").update(until="2020-12-31")
    assert world.client("citizen").post(f"/workbench/accounts/{both.pk}/sign-in/", FORM).status_code == 200


def test_a_post_that_begins_tomorrow_counts_too(world: World) -> None:
    add_admin(world, "citizen", "town")
    row = appointment(world, "handler")
    Appointment.objects.create(
        person=world.people["handler"], post="leader", organisation=world.organisations["county"],
        org_path=world.organisations["county"].org_path, since=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    assert world.client("citizen").post(f"/workbench/accounts/{row.pk}/sign-in/", FORM).status_code == 422


def test_the_own_password_is_changed_elsewhere(world: World) -> None:
    answer = world.client("admin").post(url_of(world, "admin"), FORM)
    assert answer.status_code == 422
    assert "我的" in answer.content.decode()


def test_the_actions_ask_for_themselves(world: World) -> None:
    """No page can forget the policy, and a citizen without any post is nobody's to reset."""
    for name, whose in (("reviewer", "handler"), ("admin", "citizen"), ("admin", "admin")):
        with pytest.raises(Refused):
            reset_password(actor=world.actor(name), account=account(world, whose), reason="forgotten")
    with pytest.raises(Refused) as refused:
        actions.help_sign_in(actor=world.actor("admin"), account=account(world, "handler"), what="all", reason="lost")
    assert refused.value.denied.field == "what"
    with pytest.raises(Refused) as refused:
        reset_password(actor=world.actor("admin"), account=account(world, "handler"), reason="because")
    assert refused.value.denied.field == "reason"


def test_an_account_is_closed_at_once_and_opened_again(world: World) -> None:
    """What was signed in is out, nobody signs in by it, posts and data stay; it takes no check of the person."""
    admin, theirs = world.client("admin"), world.client("handler")
    login = {"login": account(world, "handler").username, "password": "not-used-in-tests"}
    closing = {"what": "close", "reason": "left"}
    assert theirs.get("/workbench/").status_code == 200
    assert admin.post(url_of(world, "handler"), closing).status_code == 200
    assert theirs.get("/workbench/").status_code == 302
    assert Client().post("/me/sign-in/", login).status_code == 200
    assert "已停用" in admin.get("/workbench/accounts/?q=handler").content.decode()
    line = AuditLine.objects.unscoped("test").get(code="accounts.open_or_close")
    assert sentence_for(line.code, json.loads(line.data)).startswith("停用了账号")
    assert admin.post(url_of(world, "handler"), closing).status_code == 422  # it is closed already
    assert admin.post(url_of(world, "handler"), {"what": "open", "reason": "left"}).status_code == 422  # who is it?
    assert admin.post(url_of(world, "handler"), FORM | {"what": "open", "reason": "left"}).status_code == 200
    assert Client().post("/me/sign-in/", login).status_code == 302
    add_admin(world, "reviewer", "away")
    with pytest.raises(Refused):
        actions.help_sign_in(
            actor=world.actor("reviewer"), account=account(world, "handler"), what="close", reason="left"
        )

"""Coming in: by name or phone, with a one-time password (P04), with a second factor."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts import actions, backends
from lianxin.foundation.accounts.models import Account
from lianxin.kernel.actor import ANONYMOUS, SYSTEM
from lianxin.kernel.decision import Refused
from tests.factories import PASSWORD, County

PHONE = "00010002000"


@pytest.fixture(autouse=True)
def _no_memory_of_wrong_passwords() -> None:
    from django.core.cache import cache

    cache.clear()


def sign_in(login: str, password: str) -> Client | None:
    """A browser that came in, or None."""
    client = Client()
    response = client.post("/me/sign-in/", {"login": login, "password": password})
    return client if response.status_code == 302 and "_auth_user_id" in client.session else None


@pytest.fixture
def citizen(db: None) -> Account:
    return actions.register(
        actor=SYSTEM, username="liulaoshi", password=PASSWORD, nickname="柳树下", phone=PHONE, verified=True
    )


def test_by_name_and_by_verified_phone(citizen: Account) -> None:
    assert sign_in("liulaoshi", PASSWORD)
    assert sign_in(PHONE, PASSWORD)
    assert sign_in("0001 0002 000", PASSWORD)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("liulaoshi", "another-Sentence-7"),
        (PHONE, ""),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("liulaoshi' OR 1=1", PASSWORD),
    ],
)
def test_not_with_anything_else(citizen: Account, login: str, password: str) -> None:
    assert sign_in(login, password) is None


def test_a_phone_that_nobody_proved_opens_nothing(db: None) -> None:
    """Otherwise whoever types a neighbour's number takes the neighbour's sign-in away."""
    actions.register(actor=ANONYMOUS, username="someone", password=PASSWORD, nickname="谁", phone=PHONE)
    assert sign_in(PHONE, PASSWORD) is None
    assert sign_in("someone", PASSWORD)


def test_a_closed_account_opens_nothing(citizen: Account) -> None:
    citizen.is_active = False
    citizen.save()
    assert sign_in("liulaoshi", PASSWORD) is None


def test_an_unknown_name_costs_as_much_as_a_known_one(citizen: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """One slow hash in both cases, so that nobody finds out who has an account by the time it takes."""
    hashed: list[str] = []

    def count(password: str, *args: Any, **kwargs: Any) -> str:
        hashed.append("made")
        return "made"

    def check(self: Account, password: str) -> bool:
        hashed.append("checked")
        return False

    monkeypatch.setattr(backends, "make_password", count)
    monkeypatch.setattr(Account, "check_password", check)
    backend = backends.NameOrPhoneBackend()
    assert backend.authenticate(None, "liulaoshi", "wrong") is None
    assert backend.authenticate(None, "nobody-at-all", "wrong") is None
    assert hashed == ["checked", "made"]


def test_the_answer_does_not_tell_which_part_was_wrong(citizen: Account) -> None:
    def told(login: str) -> str:
        response = Client().post("/me/sign-in/", {"login": login, "password": "wrong-Sentence-1"})
        return str(response.content.decode()).replace(login, "…")

    known, unknown = told("liulaoshi"), told("nobody-else")
    assert [line for line in known.splitlines() if "密码" in line and "csrf" not in line] == [
        line for line in unknown.splitlines() if "密码" in line and "csrf" not in line
    ]


def test_guessing_is_slowed_down(citizen: Account) -> None:
    for _ in range(9):
        sign_in("liulaoshi", "wrong-Sentence-1")
    assert sign_in("liulaoshi", PASSWORD) is None


def test_so_many_accounts_from_one_address(db: None, settings: Any) -> None:
    """Told in words, with what was typed; another address goes on. The settings of the house have a figure."""
    assert "signup" in settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/10m/ip"}

    def join(name: str, address: str) -> Any:
        typed = {"username": name, "nickname": "渡口老乡", "password": PASSWORD}
        return Client().post("/me/join/", typed, headers={"X-Real-IP": address}, REMOTE_ADDR=address)

    assert join("first", "192.0.2.7").status_code == 302
    often = join("second", "192.0.2.7")
    assert (often.status_code, Account.objects.filter(username="second").exists()) == (429, False)
    html = often.content.decode()
    assert "请过十分钟再试" in html
    assert "渡口老乡" in html
    assert "second" in html
    assert join("second", "192.0.2.8").status_code == 302


def test_a_one_time_password_opens_only_the_page_where_it_is_changed(county: County) -> None:
    """P04: no default password survives the first sign-in."""
    account, password = actions.open_for_staff(
        actor=county.actor("admin"), username="xinlai", name="甲乙", nickname="新来"
    )
    from tests.factories import appoint

    appoint(account.person, "reviewer", county.town)
    client = sign_in("xinlai", password)
    assert client
    for address in ("/workbench/", "/workbench/letters/", "/me/", "/me/inbox/"):
        response = client.get(address)
        assert (response.status_code, response.headers.get("Location")) == (302, "/me/password/"), address
    page = client.get("/me/password/")
    assert page.status_code == 200
    weak = client.post("/me/password/", {"new_password1": "12345678", "new_password2": "12345678"})
    assert weak.status_code == 422
    same = client.post("/me/password/", {"new_password1": password, "new_password2": password})
    assert same.status_code == 422
    done = client.post("/me/password/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert done.status_code == 302
    assert client.get("/workbench/letters/").status_code == 200
    assert not Account.objects.get(pk=account.pk).must_change_password
    assert sign_in("xinlai", password) is None
    assert sign_in("xinlai", PASSWORD)


def test_only_administrators_open_staff_accounts(county: County) -> None:
    for name in ("reviewer", "leader", "author", "anonymous"):
        with pytest.raises(Refused):
            actions.open_for_staff(actor=county.actor(name), username="x", name="", nickname="x")


def test_staff_need_a_second_factor_where_the_installation_says_so(county: County, settings: Any) -> None:
    """TOTP: without one the desk leads to setting it up; with one the sign-in asks for it."""
    from allauth.mfa.totp.internal import auth

    settings.STAFF_MFA_REQUIRED = True
    account = county.account_of("reviewer")
    client = sign_in("u-reviewer", PASSWORD)
    assert client
    response = client.get("/workbench/letters/")
    assert (response.status_code, response.headers["Location"]) == (302, "/me/second-factor/totp/activate/")
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(account, secret)
    assert client.get("/workbench/letters/").status_code == 200
    client = Client()
    first = client.post("/me/sign-in/", {"login": "u-reviewer", "password": PASSWORD})
    assert first.headers["Location"].startswith("/me/second-factor/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/workbench/letters/").status_code == 302
    wrong = client.post("/me/second-factor/authenticate/", {"code": "000000"})
    assert wrong.status_code in (200, 422)
    assert "_auth_user_id" not in client.session
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    code = auth.format_hotp_value(auth.hotp_value(secret, counter))
    done = client.post("/me/second-factor/authenticate/", {"code": code})
    assert done.status_code == 302
    assert client.get("/workbench/letters/").status_code == 200


@pytest.mark.parametrize("want", ["second factor", "new password"])
def test_what_is_asked_at_the_desk_is_asked_at_every_address(county: County, settings: Any, want: str) -> None:
    """P04: a session that still owes its second factor, or a password of its own, has no right anywhere: the actor
    by which files, search and every other page decide holds no duty."""
    from lianxin.foundation.accounts.middleware import ActorMiddleware

    settings.STAFF_MFA_REQUIRED = want == "second factor"
    account = county.account_of("reviewer")
    Account.objects.filter(pk=account.pk).update(must_change_password=want == "new password")
    client = sign_in("u-reviewer", PASSWORD)
    assert client
    seen: list[Any] = []

    def look(self: Any, request: Any) -> Any:
        response = plain(self, request)
        seen.append(request.actor)
        return response

    plain = ActorMiddleware.__call__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ActorMiddleware, "__call__", look)
        for address in ("/letters/", "/search/?q=路灯", "/search/inside/?q=路灯"):
            client.get(address)
    assert seen
    assert all(actor.kind == "citizen" and not actor.duties for actor in seen)
    if want == "new password":
        assert all(actor.person_id is None for actor in seen)


def test_a_citizen_is_not_asked_for_a_second_factor(county: County, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    county.account_of("author")
    client = sign_in("u-author", PASSWORD)
    assert client
    assert client.get("/me/").status_code == 200

"""Every stored personal field has a purpose and a ground in the list (P01), and sealed means sealed (P02)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.privacy.checking import (
    contradictions,
    fields_to_list,
    missing,
    must_be_listed,
    own_models,
    skeleton,
)
from lianxin.foundation.privacy.listing import Entry, Listed, ListingError, listed
from lianxin.foundation.privacy.overview import what_we_keep


def test_every_field_that_could_hold_something_personal_is_listed() -> None:
    gaps = missing()
    assert not gaps, "not in src/lianxin/foundation/privacy/fields (P01); paste and sort:\n\n" + skeleton(gaps)


def test_the_list_tells_the_truth() -> None:
    assert contradictions() == []


def test_the_walk_sees_all_our_models() -> None:
    labels = {m._meta.label for m in own_models()}
    assert {"accounts.Person", "accounts.Account", "privacy.DataRequest", "files.StoredFile"} <= labels
    for config in apps.get_app_configs():
        if config.name.startswith("lianxin."):
            assert {m._meta.label for m in config.get_models()} <= labels
    assert "sessions.Session" not in labels


@pytest.mark.parametrize(
    ("model", "field", "expected"),
    [
        (Person, "phone", True),
        (Person, "nickname", True),
        (Person, "id", False),
        (Person, "phone_verified_at", True),
        (Account, "person", True),
        (Account, "is_active", False),
        (Appointment, "organisation", False),
        (Appointment, "post", False),
        (Appointment, "org_path", False),
    ],
)
def test_which_fields_must_be_listed(model: type[models.Model], field: str, expected: bool) -> None:
    found = model._meta.get_field(field)
    assert isinstance(found, models.Field)
    assert must_be_listed(found) is expected


def test_a_forgotten_field_is_found_and_the_message_can_be_pasted(tmp_path: Path) -> None:
    thin = Listed(plain={"accounts.Person": frozenset({"created_at"})})
    gaps = missing([Person], thin)
    assert gaps == {"accounts.Person": [n for n in fields_to_list(Person) if n != "created_at"]}
    text = skeleton(gaps)
    (tmp_path / "accounts.toml").write_text('room = "accounts"\n' + text, encoding="utf-8")
    assert missing([Person], listed(tmp_path)) == {"accounts.Person": ["created_at"]}


def entry(name: str, *, sealed: bool = False, basis: str = "PIP-01") -> Entry:
    return Entry("accounts", "Person", name, "用途", basis, "一年", sealed=sealed)


def test_contradictions_are_named() -> None:
    said = Listed(
        entries={
            e.key: e
            for e in (
                entry("phone", sealed=False),
                entry("nickname", sealed=True),
                entry("shoe_size"),
                entry("name", sealed=True, basis="NO-99"),
                entry("email", sealed=True, basis="consent:nothing"),
                entry("identity_number", sealed=True),
            )
        },
        plain={"accounts.Person": frozenset({"created_at"})},
    )
    found = "\n".join(contradictions([Person], said))
    assert "accounts.Person.phone is a sealed field" in found
    assert "accounts.Person.nickname is listed as sealed" in found
    assert "accounts.Person.shoe_size is listed but does not exist" in found
    assert "no rule is called NO-99" in found
    assert "no consent is called nothing" in found
    assert len(found.splitlines()) == 5


@pytest.mark.parametrize(
    "text",
    [
        'room = "other"',
        'room = "x"\n[model.A.personal]\nb = { purpose = "p" }',
        'room = "x"\n[model.A.personal]\nb = { purpose = "p", basis = "PIP-01", kept = "1", mask = "moon" }',
        'room = "x"\n[model.A]\nplain = ["b"]\n[model.A.personal]\nb = { purpose = "p", basis = "B", kept = "1" }',
        'room = "x"\n[model.A]\nsecret = ["b"]',
    ],
)
def test_a_file_that_says_too_little_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ListingError, match=r"x\.toml"):
        listed(tmp_path)


def test_identity_numbers_are_sealed_and_sensitive() -> None:
    identity = listed().entry("accounts.Person", "identity_number")
    assert identity is not None
    assert identity.sealed
    assert identity.sensitive


def test_the_page_gets_every_entry_with_its_ground(db: None) -> None:
    lines = [line for group in what_we_keep() for line in group.lines]
    assert len(lines) == len(listed().entries)
    assert all(line.basis and line.kept and line.purpose for line in lines)
    words = [word for line in lines for word in (line.label, line.record)]
    english = [word for word in words if not re.search("[\u4e00-\u9fff]", word)]
    assert not english, f"give these a Chinese label in the list: {english}"

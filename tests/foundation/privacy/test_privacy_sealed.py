"""Sealed fields: the database, queries, pickles and messages hold tokens only (P02)."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from config.settings import base
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.sealed import SealedToken, blind_index, open_text, seal_text
from lianxin.kernel.sealing import SealingError, new_key

CLEAR = "13900000001"


def stored(person: Person) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select phone from accounts_person where id = %s", [person.pk])
        return str(cursor.fetchone()[0])


@pytest.fixture
def person(db: None) -> Person:
    made = Person.objects.create(nickname="禾苗", phone=CLEAR, name="")
    return Person.objects.get(pk=made.pk)


def test_the_database_holds_a_token_and_the_instance_opens_it_when_read(person: Person) -> None:
    assert CLEAR not in stored(person)
    assert CLEAR not in repr(person.__dict__)
    assert person.phone == CLEAR
    assert person.name == ""


def test_values_pickles_fixtures_and_reprs_stay_sealed(person: Person) -> None:
    (token,) = Person.objects.values_list("phone", flat=True)
    assert isinstance(token, SealedToken)
    assert repr(token) == "<sealed>"
    assert CLEAR.encode() not in pickle.dumps(person)
    assert CLEAR not in serializers.serialize("json", [Person.objects.get(pk=person.pk)])
    assert CLEAR not in f"{person!r} {person}"


def test_a_fixture_can_be_loaded_again_without_sealing_twice(person: Person) -> None:
    text = serializers.serialize("json", [person])
    Person.objects.filter(pk=person.pk).update(phone="")
    for item in serializers.deserialize("json", text):
        item.save()
    assert Person.objects.get(pk=person.pk).phone == CLEAR


def test_text_that_only_looks_like_a_token_is_sealed_like_any_other(person: Person) -> None:
    person.phone = "k1:AAAA"
    person.full_clean(exclude=["name", "email", "identity_number"])
    person.save()
    assert stored(person) != "k1:AAAA"
    assert Person.objects.get(pk=person.pk).phone == "k1:AAAA"


def test_saving_without_reading_keeps_the_token(person: Person) -> None:
    before = stored(person)
    Person.objects.filter(pk=person.pk).update(nickname="新芽")
    fresh = Person.objects.only("nickname").get(pk=person.pk)
    fresh.nickname = "青苗"
    fresh.save(update_fields=["nickname"])
    assert stored(person) == before
    Model.save(Person.objects.get(pk=person.pk))  # not Person.save, which reads the number for its index
    assert stored(person) == before


def test_null_and_empty_are_kept_and_bulk_writes_seal(db: None) -> None:
    made = Person.objects.bulk_create([Person(nickname="甲", phone=CLEAR), Person(nickname="乙", phone="")])
    assert CLEAR not in stored(made[0])
    assert stored(made[1]) == ""
    made[1].phone = CLEAR
    Person.objects.bulk_update(made[1:], ["phone"])
    assert CLEAR not in stored(made[1])
    assert Person.objects.get(pk=made[1].pk).phone == CLEAR
    assert Person.objects.filter(phone="").count() == 0
    assert Person.objects.exclude(phone="").count() == 2


@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in", "phone__startswith", "phone__gt"])
def test_searching_a_sealed_field_is_refused_instead_of_finding_nothing(lookup: str, db: None) -> None:
    with pytest.raises(TypeError, match="blind index"):
        Person.objects.filter(**{lookup: [CLEAR] if lookup.endswith("in") else CLEAR}).exists()


def test_a_value_is_found_by_its_blind_index(person: Person) -> None:
    assert Person.objects.get(phone_index=blind_index("+86 139-0000-0001")) == person
    assert person.phone_index != CLEAR


@pytest.mark.parametrize(
    "same", ["１３９０００００００１", "139 0000 0001", "+8613900000001", "0086 13900000001", " 139-0000-0001 "]
)
def test_spellings_of_one_number_have_one_index(same: str) -> None:
    assert blind_index(same) == blind_index(CLEAR)


def test_the_index_is_keyed(settings: Any) -> None:
    before = blind_index(CLEAR)
    settings.LOOKUP_KEY = "another-invented-key"
    assert blind_index(CLEAR) != before
    assert blind_index("") == blind_index("  ") == ""


@given(st.text(min_size=1, max_size=200).filter(lambda t: "\x00" not in t))
def test_every_text_comes_back(text: str) -> None:
    token = seal_text(text)
    assert open_text(token) == text
    assert seal_text(text) != token


def test_a_lost_key_says_so_without_content(person: Person, settings: Any) -> None:
    settings.DATA = "/nowhere"
    settings.FIELD_KEYS = {"k9": new_key()}
    with pytest.raises(SealingError) as error:
        _ = Person.objects.get(pk=person.pk).phone
    assert CLEAR not in str(error.value)


@pytest.mark.parametrize("which", ["django", "lookup", "fields"])
def test_keys_that_were_published_start_nothing(which: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """P02: what stood in the history of the project seals and signs nothing, in whatever folder it lies."""
    monkeypatch.setattr(base, "DATA", tmp_path)
    made = base.installation_secrets()
    assert base.installation_secrets() == made
    leaked = made[which] if which != "fields" else made["fields"]["k1"]
    monkeypatch.setattr(base, "PUBLISHED", frozenset({hashlib.sha256(leaked.encode()).hexdigest()}))
    with pytest.raises(ImproperlyConfigured, match="公开过"):
        base.installation_secrets()


def test_a_key_added_by_another_process_is_taken_up(settings: Any, tmp_path: Any) -> None:
    import json

    old, new = new_key(), new_key()
    settings.DATA = tmp_path
    (tmp_path / "secrets.json").write_text(json.dumps({"fields": {"k1": old, "k2": new}}))
    settings.FIELD_KEYS = {"k1": old, "k2": new}
    token = seal_text("渡口")
    settings.FIELD_KEYS = {"k1": old}
    assert token.startswith("k2:")
    assert open_text(token) == "渡口"
    assert list(settings.FIELD_KEYS) == ["k1", "k2"]

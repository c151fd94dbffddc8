"""A person takes all their data along in two clicks (P03, PIP-04)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.privacy import export
from lianxin.foundation.privacy.actions import ask, consent, note_export
from lianxin.foundation.privacy.export import export_of, register_exporter

PHONE = "13900000005"


@pytest.fixture
def member(county: Any, purposes: None) -> Any:
    person = county.person("禾苗", "handler", county.east, phone=PHONE, name="=张小满")
    ask(actor=actor_of(person), kind="explain", reason="想知道留存了什么")
    consent(actor=actor_of(person), purpose="showcase")
    return person


def test_json_holds_everything_in_clear_and_no_password(member: Any, county: Any) -> None:
    county.person("别人", phone="13900000006")
    text = export_of(member.pk).as_json().decode()
    table = json.loads(text)["内容"]
    assert table["账号与任职"]["本人信息"][0]["手机号"] == PHONE
    assert table["账号与任职"]["任职"][0]["组织"] == county.east.name
    assert table["个人信息"]["申请"][0]["说明"] == "想知道留存了什么"
    assert table["个人信息"]["同意"][0]["撤回时间"] is None
    assert any("申请" in row["操作"] for row in table["操作记录"]["本人的操作"])
    assert "13900000006" not in text
    assert "invented-word" not in text
    assert "password" not in text.lower()


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(member: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(export_of(member.pk).as_csv_zip())) as archive:
        data = archive.read("账号与任职/本人信息.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert row["手机号"] == PHONE
    assert row["姓名"] == "'=张小满"


def test_who_looked_is_told_without_naming_them(member: Any, county: Any) -> None:
    from lianxin.foundation.privacy.actions import reveal
    from lianxin.kernel.actor import SYSTEM

    reveal(actor=SYSTEM, instance=member, field="phone", reason="核对值班表")
    rows = export_of(member.pk).rooms["操作记录"]["他人对本人信息的操作"]
    assert any("核对值班表" in row["操作"] for row in rows)


def test_a_room_adds_its_part(member: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(export, "_EXPORTERS", dict(export._EXPORTERS))
    register_exporter("files", lambda person_id: {"表一": [{"编号": person_id, "好": True}], "空表": []})
    made = export_of(member.pk)
    assert made.rooms["文件"] == {"表一": [{"编号": member.pk, "好": True}]}
    table = next(t for t in made.tables() if t.name == "表一")
    assert table.records == [[("编号", str(member.pk)), ("好", "是")]]


def test_an_export_leaves_a_line(member: Any) -> None:
    from lianxin.foundation.audit.models import AuditLine

    assert note_export(actor=actor_of(member), form="JSON") == member
    assert AuditLine.objects.unscoped("test").filter(code="privacy.export", subject=f"person:{member.pk}").count() == 1

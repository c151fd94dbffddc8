"""The administrator brings a table of organisations, sees a verdict for each row, and imports it once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianxin.foundation.organisations.importing.words import HEADINGS, NEEDED
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.sheets import read
from tests.factories import County
from tests.foundation.organisations.tables import row, table

pytestmark = pytest.mark.django_db
ROOT = "/workbench/organisations/import/"


@pytest.fixture(autouse=True)
def _elsewhere(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path


def desk(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.account_of(name))
    return client


def upload(client: Client, *rows: dict[str, Any]) -> Any:
    return client.post(ROOT, {"file": SimpleUploadedFile("组织.csv", table(rows))})


def token_in(answer: Any) -> str:
    found: str = answer.text.partition(f'action="{ROOT}')[2].partition("/")[0]
    assert found
    return found


def test_a_preview_shows_and_the_second_step_writes_once(county: County) -> None:
    client = desk(county, "admin")
    assert ROOT in client.get("/workbench/organisations/").text
    answer = upload(
        client, row("B1"), row("B2", kind="火星支部"), row("QS01-B1", name="柳河镇新桥村党支部", address="新桥")
    )
    for words in ("还没有写入", "火星支部", "将成立", "在柳河镇党委下面", "将变更", "办公地址"):
        assert words in answer.text
    assert not Organisation.objects.filter(code="B1").exists()
    token = token_in(answer)
    assert "火星支部" in str(read(client.get(f"{ROOT}{token}/rejects.xlsx").content, HEADINGS, NEEDED).rows)
    assert client.get(f"{ROOT}{token}/verdicts.xlsx").status_code == 200
    assert client.get(f"{ROOT}{token}/others.xlsx").status_code == 404
    done = client.post(f"{ROOT}{token}/")
    assert "导入结果" in done.text
    client.post(f"{ROOT}{token}/")
    assert Organisation.objects.filter(code="B1").count() == 1, "pressed twice"
    assert Organisation.objects.get(code="QS01-B1").revision == 1


def test_a_whole_table_goes_and_is_thrown_away(county: County, tmp_path: Path) -> None:
    client = desk(county, "admin")
    token = token_in(upload(client, row("B1")))
    assert client.post(f"{ROOT}{token}/").headers["Location"] == "/workbench/organisations/"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    again = client.post(f"{ROOT}{token}/", follow=True)
    assert "已经导入，或者放得太久了" in again.text


def test_who_comes_second_is_told_and_nothing_is_written(county: County, monkeypatch: Any) -> None:
    """Another import founded the same code between the look and the writing."""
    from lianxin.foundation.organisations import actions, policies
    from lianxin.kernel.decision import Refused

    def too_late(**_: Any) -> None:
        raise Refused(policies.CODE_TAKEN)

    client = desk(county, "admin")
    token = token_in(upload(client, row("B1"), row("QS01-B1", name="柳河镇新桥村党支部", address="新桥")))
    monkeypatch.setattr(actions, "edit", too_late)
    answer = client.post(f"{ROOT}{token}/", follow=True)
    assert "什么都没有写入" in answer.text
    assert not Organisation.objects.filter(code="B1").exists()


def test_a_token_of_somebody_else_finds_nothing(county: County) -> None:
    county.add("town_admin", "admin", "QS01")
    token = token_in(upload(desk(county, "admin"), row("B1")))
    other = desk(county, "town_admin")
    assert other.post(f"{ROOT}{token}/").status_code == 303
    assert other.get(f"{ROOT}{token}/rejects.xlsx").status_code == 404
    assert not Organisation.objects.filter(code="B1").exists()


def test_what_is_no_table_is_refused_at_its_field(county: County) -> None:
    client = desk(county, "admin")
    answer = client.post(ROOT, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04rubbish")})
    assert (answer.status_code, "损坏" in answer.text) == (422, True)
    assert "请选择组织表" in client.post(ROOT).text
    assert client.get(f"{ROOT}template.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("path", ["", "template.xlsx"])
def test_only_those_who_keep_the_tree(county: County, path: str) -> None:
    assert desk(county, "secretary").get(f"{ROOT}{path}").status_code == 403
    assert Client().get(f"{ROOT}{path}").status_code == 302
    assert ROOT not in desk(county, "secretary").get("/workbench/organisations/").text

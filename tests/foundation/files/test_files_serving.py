"""A file is handed out only after the guard of its subject agreed; otherwise it does not exist (M01, P05)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from file_makers import jpeg, pdf, upload  # type: ignore[import-not-found]  # beside the tests

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files.actions import store
from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

pytestmark = pytest.mark.django_db


def keep(data: bytes = b"", name: str = "村口照片.jpg", **more: Any) -> StoredFile:
    return store(
        actor=SYSTEM,
        upload=upload(data or jpeg(), name),
        org_path="0001",
        subject=more.pop("subject", "letter:1"),
        **more,
    )


def when_public(actor: Actor, stored: StoredFile) -> Decision:
    return Allowed() if stored.public else Denied("这张照片没有公开。")


def test_without_a_guard_nobody_sees_a_file(client: Client) -> None:
    stored = keep(public=True)
    for address in (stored.get_absolute_url(), stored.thumb_url):
        assert client.get(address).status_code == 404
    lines = AuditLine.objects.unscoped("test").filter(code="files.refused")
    assert lines.count() == 2
    assert {line.subject for line in lines} == {"letter:1"}


def test_an_unknown_file_is_404_without_a_line(client: Client) -> None:
    assert client.get(f"/files/{uuid.uuid4()}/").status_code == 404
    assert not AuditLine.objects.unscoped("test").filter(code="files.refused").exists()


def test_the_guard_decides_for_the_file_and_its_thumb(client: Client, guard: Any) -> None:
    guard("letter", when_public)
    shown, hidden = keep(public=True), keep()
    for address in (shown.get_absolute_url(), shown.thumb_url):
        assert client.get(address).status_code == 200
    for address in (hidden.get_absolute_url(), hidden.thumb_url):
        response = client.get(address)
        assert response.status_code == 404
        assert hidden.name.encode() not in response.content


def test_headers_keep_the_browser_from_guessing_and_caches_from_keeping(client: Client, guard: Any) -> None:
    guard("letter", when_public)
    stored = keep(public=True)
    response = client.get(stored.get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E6%9D%91%E5%8F%A3%E7%85%A7%E7%89%87.jpg"
    assert len(response.content) == stored.size


def test_a_pdf_is_saved_and_has_no_thumb(client: Client, guard: Any) -> None:
    guard("letter", when_public)
    stored = keep(pdf(), "申请表.pdf", public=True)
    response = client.get(stored.get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response.content == pdf()
    assert stored.thumb_url == ""
    assert client.get(f"/files/{stored.uuid}/thumb/").status_code == 404


def test_a_seen_file_is_not_sent_again_but_the_guard_is_asked_again(client: Client, guard: Any) -> None:
    guard("letter", when_public)
    stored = keep(public=True)
    etag = client.get(stored.get_absolute_url())["ETag"]
    assert client.get(stored.get_absolute_url(), headers={"if-none-match": etag}).status_code == 304
    assert client.get(stored.thumb_url, headers={"if-none-match": etag}).status_code == 200
    StoredFile.objects.unscoped("test").update(public=False)
    assert client.get(stored.get_absolute_url(), headers={"if-none-match": etag}).status_code == 404


def test_production_hands_over_to_nginx_after_the_guard(client: Client, guard: Any, settings: Any) -> None:
    settings.FILES_ACCEL = "/protected-files/"
    guard("letter", when_public)
    shown, hidden = keep(public=True), keep()
    response = client.get(shown.get_absolute_url())
    assert response["X-Accel-Redirect"] == f"/protected-files/incoming/{shown.uuid.hex}"
    assert response.content == b""
    assert response["Content-Type"] == "image/jpeg"
    assert "X-Accel-Redirect" not in client.get(hidden.get_absolute_url())


def test_a_large_file_is_streamed(client: Client, guard: Any) -> None:
    guard("letter", when_public)
    data = pdf(b"% " + b"x" * (5 * 1024 * 1024) + b"\n")
    response: Any = client.get(keep(data, "大.pdf", public=True).get_absolute_url())
    assert response.streaming
    assert b"".join(response.streaming_content) == data
    response.close()


def test_files_are_only_read(client: Client, guard: Any) -> None:
    guard("letter", when_public)
    stored = keep(public=True)
    assert client.post(stored.get_absolute_url()).status_code == 405
    assert client.head(stored.get_absolute_url()).status_code == 200


def test_two_guards_for_one_kind_are_a_programming_error(guard: Any) -> None:
    guard("letter", when_public)
    register_guard("letter", when_public)
    with pytest.raises(ValueError, match="already"):
        register_guard("letter", lambda actor, stored: Allowed())

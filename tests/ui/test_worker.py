"""Installed on a phone: manifest, and a worker that never keeps what is about one person."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from lianxin.ui.views import PRIVATE, SHELL_FILES

WORKER = Path(__file__).resolve().parents[2] / "src/lianxin/ui/templates/ui/sw.js"


def test_worker_stands_at_the_root() -> None:
    reply = Client().get("/sw.js")
    assert reply.headers["Content-Type"].startswith("text/javascript")
    assert reply.headers["Service-Worker-Allowed"] == "/"
    assert "no-cache" in reply.headers["Cache-Control"]
    text = reply.content.decode()
    assert re.search(r'const STORE = "lianxin-[0-9a-f]{12}"', text)
    assert json.loads(re.search(r"const PRIVATE = (\[.*?\]);", text)[1]) == list(PRIVATE)  # type: ignore[index]


@pytest.mark.parametrize(
    "path",
    [
        "/me/",
        "/me/letters/3/",
        "/workbench/",
        "/workbench/letters/4/",
        "/files/0/",
        "/letters/mine/3/",
        "/letters/track/",
        "/elections/2/ballot/",
        "/tipoffs/new/",
        "/api/letters",
    ],
)
def test_private_pages_are_never_kept(path: str) -> None:
    assert any(path.startswith(start) for start in PRIVATE)


@pytest.mark.parametrize("path", ["/", "/letters/", "/letters/17/", "/letters/new/", "/rules/PET-06/"])
def test_public_pages_may_be_kept(path: str) -> None:
    assert not any(path.startswith(start) for start in PRIVATE)


def test_everything_the_worker_wants_exists() -> None:
    for name in SHELL_FILES:
        assert finders.find(name), name


def test_offline_page_is_the_same_for_everybody() -> None:
    usual = Client().get("/offline/")
    large = Client()
    large.cookies["lx-mode"] = "elder"
    assert usual.content == large.get("/offline/").content
    assert not usual.cookies
    assert "现在没有网络" in usual.content.decode()


def test_manifest_names_icons_of_the_right_size() -> None:
    data = Client().get("/manifest.webmanifest").json()
    assert data["start_url"] == data["scope"] == "/"
    for icon in data["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert path
        if icon["type"] == "image/png":
            with Image.open(path) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]

"""The page that explains itself: what readers can do, on which device, and where to go without one (R015)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_help_leads_to_what_it_tells_of(client: Client) -> None:
    page = client.get("/help/").text
    main = page.partition("<main")[2].partition("</main>")[0]
    for words in ("写留言", "查进度", "党务公开", "每日一学", "提醒我", "打印", "用什么设备", "不方便上网"):
        assert words in main
    for address in sorted(set(re.findall(r'href="(/[^"#]*)"', main))):
        if not address.startswith("/portal/"):  # there is no site in this test
            assert client.get(address).status_code == 200, address

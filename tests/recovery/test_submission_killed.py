"""The server dies while people send letters: a receipt was shown and the letter is there, or neither."""

from __future__ import annotations

import http.client
import io
import json
import random
import re
import threading
import time

import pytest
from PIL import Image

from tests.prepared import static_into
from tests.recovery.children import Installation
from tests.recovery.serving import AT_HOME, Server, serving

ROUNDS = 3
SENDERS = 2
BORDER = "-------lianxin-kill-test"


def picture(shade: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (800, 600), (shade % 256, 90, 120)).save(data, "JPEG")
    return data.getvalue()


def form(token: str, key: str, title: str, shade: int) -> bytes:
    """All three steps of the letter in one POST, with a photo."""
    fields = {
        "csrfmiddlewaretoken": token, "key": key, "step": "3", "go": "next", "agreed": "", "kind": "help", "door": "",
        "title": title, "demand": "请尽快修好", "body": "路灯坏了三天，晚上看不清路。", "wants_public": "yes",
    }  # fmt: skip
    parts = [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{BORDER}\r\nContent-Disposition: form-data; name="photos-0"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    return b"".join([*parts, head.encode(), picture(shade), f"\r\n--{BORDER}--\r\n".encode()])


def send(server: Server, key: str, title: str, shade: int) -> str:
    """Open the form, send it, answer the query code of the receipt. OSError when the line breaks."""
    _, page, cookie = server.ask("GET", "/letters/new/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page[:500]
    kind = f"multipart/form-data; boundary={BORDER}"
    body = form(token.group(1), key, title, shade)
    status, text, _ = server.ask("POST", "/letters/new/", body, Content_Type=kind, Cookie=cookie)
    code = re.search(r'id="code">([^<]+)<', text)
    if status != 200 or not code:
        raise AssertionError(f"{status}: {re.sub('<[^>]+>', ' ', text)[:1500]}")
    return code.group(1)


def found_by(server: Server, code: str) -> bool:
    """Whether the code opens its letter."""
    _, page, cookie = server.ask("GET", "/letters/track/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    body = f"csrfmiddlewaretoken={token.group(1)}&code={code.replace(' ', '+')}".encode()
    kind = "application/x-www-form-urlencoded"
    return server.ask("POST", "/letters/track/", body, Content_Type=kind, Cookie=cookie)[0] == 302


LOOK = """
import json
from lianxin.voice.letters.models import Letter, LetterClock, LetterStep
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.audit.models import AuditLine
rows = Letter.objects.unscoped("test").filter(source="web")
files = [StoredFile.objects.unscoped("test").filter(subject=f"letter:{x.pk}").count() for x in rows]
print(json.dumps({"letters": {x.title: [x.number, len(x.clocks.all()), x.steps.count()] for x in rows}, "files": files,
 "doubles": rows.count() - len({x.title for x in rows}), "strays": StoredFile.objects.unscoped("test").count() - sum(files),
 "lines": AuditLine.objects.unscoped("test").filter(code="letters.submit").count()}))
"""
SWEEP = """
import json, time
from lianxin.foundation.files import shelf, sweeping
sweeping.sweep(now=time.time() + 40 * 86400)
checked = sweeping.check()
print(json.dumps({"files": checked.files, "wrong": checked.missing + checked.damaged + checked.ownerless,
 "waiting": len(list(shelf.waiting()))}))
"""


def send_and_die(installation: Installation, number: int, delay: float) -> tuple[dict[str, str], list[str]]:
    """Several people send at once, the server dies meanwhile: (code by title, titles without a receipt)."""
    receipts: dict[str, str] = {}
    titles = [f"第{number}轮的第{n}封" for n in range(SENDERS)]
    with serving(installation) as server:

        def one(title: str) -> None:
            try:
                receipts[title] = send(server, key_of(title), title, number)
            except (OSError, http.client.HTTPException):
                return  # the line broke: no receipt was shown

        threads = [threading.Thread(target=one, args=(title,)) for title in titles]
        for thread in threads:
            thread.start()
        time.sleep(delay)
        server.kill()
        for thread in threads:
            thread.join()
    return receipts, [title for title in titles if title not in receipts]


def key_of(title: str) -> str:
    return "kill-test-form-" + "".join(f"{ord(c):x}" for c in title)


def prepared(installation: Installation) -> float:
    """Tables, static files, offices; answers how long one submission takes here."""
    installation.environment |= AT_HOME
    installation.migrate()
    static_into(installation.folder)
    installation.run("from tests.voice.letters import racing; racing.main('build')")
    with serving(installation) as server:
        send(server, key_of("先热身"), "先热身", 1)
        began = time.monotonic()
        send(server, key_of("量时间"), "量时间", 2)
        return time.monotonic() - began


@pytest.mark.slow
def test_a_killed_server_shows_a_receipt_or_has_no_letter(installation: Installation) -> None:
    """Issue: kill the server at any moment of a submission. Photos, clocks and audit lines go with the letter."""
    took = prepared(installation)
    dice = random.Random(20251122)
    receipts, without = {}, []
    for number in range(ROUNDS):
        got, lost = send_and_die(installation, number, dice.uniform(0.1, 1.4) * took)
        receipts |= got
        without += lost
    seen = json.loads(installation.run(LOOK))
    assert set(receipts) <= set(seen["letters"]), "a receipt was shown for a letter that is not there"
    check_whole(seen)
    with serving(installation) as server:
        for title, code in receipts.items():
            assert found_by(server, code), title
        for title in without:  # the person sends the same form again
            code = send(server, key_of(title), title, 9)
            assert found_by(server, code), title
        assert not found_by(server, "0000-0000-0000-0000-0")
    seen = json.loads(installation.run(LOOK))
    assert len(seen["letters"]) == ROUNDS * SENDERS + 2
    check_whole(seen)
    swept = json.loads(installation.run(SWEEP))
    assert swept == {"files": ROUNDS * SENDERS + 2, "wrong": [], "waiting": 0}


def check_whole(seen: dict[str, object]) -> None:
    """Every letter that is there is there completely, once."""
    letters, files = seen["letters"], seen["files"]
    assert isinstance(letters, dict)
    assert all(number and clocks == 3 and steps == 1 for number, clocks, steps in letters.values()), letters
    assert files == [1] * len(letters)
    assert (seen["doubles"], seen["strays"], seen["lines"]) == (0, 0, len(letters))

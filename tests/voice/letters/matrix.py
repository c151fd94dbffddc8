"""The letter of the visibility matrix: every text of it is a word that stands nowhere else.

Not a test by itself; see `test_visibility_matrix` and `test_visibility_inside`.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import SYSTEM
from lianxin.voice.letters import actions
from lianxin.voice.letters.access import SESSION_KEY
from lianxin.voice.letters.actions.submission import Photo
from lianxin.voice.letters.models import Letter, Message, Rating
from tests.factories import REPLY, County, Moves, submit

BACKEND = "lianxin.foundation.accounts.backends.NameOrPhoneBackend"

#: part of the letter -> the words by which it is recognised
WORDS = {
    "title": "铜铃巷口", "body": "翠屏水井", "demand": "青瓦晾台", "place": "槐荫里九号", "nickname": "枕溪客",
    "remark": "灰鹭备注", "contact_name": "穆青岩", "contact_phone": "0000-7654321",
    "contact_email": "canary@example.invalid", "note": "墨池内部意见", "reply": REPLY[:9],
    "message": "另一侧的灯什么时候修", "rating": "听雨轩里的评价", "appeal": "地点写在标题里了",
    "instruction": "丹桂厅请阅处", "report": "丹桂厅已核实", "adoption": "青柏路牌换成双面",
}  # fmt: skip
#: parts that nobody reads in a public place, whatever happens
NEVER = ("remark", "contact_name", "contact_phone", "contact_email", "note", "appeal", "instruction", "report")
OPEN = {"title", "body", "demand", "place", "nickname"}
ANSWER = "accept_public assign take submit_reply send_reply"


@dataclass(frozen=True)
class Situation:
    """How a letter came to stand there, and what everybody may then read of it."""

    way: str
    shown: frozenset[str]
    photo: bool = False
    columns: dict[str, Any] = field(default_factory=dict)
    after: str = ""


def _s(way: str, *shown: str, photo: bool = False, after: str = "", **columns: Any) -> Situation:
    words = frozenset(OPEN | set(shown)) if photo else frozenset(shown)
    return Situation(way, words, photo, columns, after)


SITUATIONS = {
    "submitted": _s(""),
    "refused": _s("refuse"),
    "appealed": _s("refuse appeal"),
    "handled, withheld": _s("accept_private assign take"),
    "answered, withheld": _s("accept_private assign take submit_reply send_reply"),
    "answered, not wanted": _s(ANSWER, wants_public=False),
    "answered, hidden": _s(f"{ANSWER} hide"),
    "withdrawn": _s("accept_public assign take withdraw"),
    "answered, withdrawn": _s(f"{ANSWER} withdraw"),
    "handled": _s("accept_public assign take", photo=True),
    "reply not signed": _s("accept_public assign take submit_reply", photo=True),
    "answered": _s(ANSWER, "reply", photo=True),
    "asked again": _s(f"{ANSWER} follow_up", "reply", photo=True),
    "asked again, reviewed": _s(f"{ANSWER} follow_up", "reply", "message", photo=True, after="message"),
    "rated": _s(ANSWER, "reply", photo=True, after="rate"),
    "rated, reviewed": _s(ANSWER, "reply", "rating", photo=True, after="rate review"),
    "instructed": _s(ANSWER, "reply", photo=True, after="instruction"),
    "adoption not confirmed": _s(ANSWER, "reply", photo=True, after="adoption"),
    "adopted": _s(ANSWER, "reply", "adoption", photo=True, after="adoption confirm"),
    "adopted, hidden": _s(f"{ANSWER} hide", after="adoption confirm"),
    "overturned": _s("refuse appeal overturn", photo=True),
    "merged": _s("accept_public merge", photo=True),
    "anonymised": Situation("accept_public assign take anonymise", frozenset({"title", "body", "demand"})),
    "place not public": Situation(
        "accept_public assign take", frozenset(OPEN - {"place"}), photo=True, columns={"place_public": False}
    ),
}  # fmt: skip


@dataclass
class Shown:
    """A letter in a situation, with its two photos: one for everybody, one not."""

    letter: Letter
    situation: Situation
    photo: uuid.UUID
    private_photo: uuid.UUID


def picture(colour: str) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    return SimpleUploadedFile("canary.jpg", data.getvalue(), "image/jpeg")


def stage(county: County, name: str) -> Shown:
    """Play a letter into a situation."""
    situation = SITUATIONS[name]
    letter = submit(county, with_code=True, **letter_columns(), **situation.columns)
    moves = Moves(county)
    first, *rest = [*situation.way.split(), ""]
    letter = actions.note(actor=SYSTEM, letter=letter, text=f"{WORDS['note']}，先不外传", revision=letter.revision)
    for event in (first, *rest):
        letter = moves.do(event, letter) if event else letter
    if "message" in situation.after:
        message = Message.objects.get(letter=letter, kind="followup")
        actions.review_message(actor=county.actor("reviewer"), message=message, public=True)
    if "instruction" in situation.after:
        letter = moves.instruct(letter, text=f"{WORDS['instruction']}，先不外传")
        actor = county.actor("handler")
        letter = actions.report_back(
            actor=actor, letter=letter, text=f"{WORDS['report']}，附情况", revision=letter.revision
        )
    if "adoption" in situation.after:
        letter = moves.propose_adoption(letter, plan=f"{WORDS['adoption']}，年内完成")
    if "confirm" in situation.after:
        letter = moves.confirm_adoption(letter)
    if "rate" in situation.after:
        letter = actions.rate(
            actor=county.actor("author"), letter=letter, level=5, solved=True, text=f"{WORDS['rating']}，谢谢"
        )
    if "review" in situation.after:
        rating = Rating.objects.get(letter=letter)
        actions.review_rating(actor=county.actor("reviewer"), rating=rating, public=True)
    rows = StoredFile.objects.unscoped("test").filter(subject=f"letter:{letter.pk}").order_by("pk")
    photo, private = rows.values_list("uuid", flat=True)
    return Shown(letter, situation, photo, private)


def letter_columns() -> dict[str, Any]:
    return {
        "title": f"{WORDS['title']}的石阶松动", "body": f"{WORDS['body']}旁边的石阶松动，老人走路容易摔倒，请修一修。",
        "demand": f"{WORDS['demand']}和石阶一起修", "place": WORDS["place"], "nickname": WORDS["nickname"],
        "remark": f"{WORDS['remark']}，请勿外传", "contact_name": WORDS["contact_name"],
        "contact_phone": WORDS["contact_phone"], "contact_email": WORDS["contact_email"],
        "photos": (Photo(picture("green"), True), Photo(picture("red"), False)),
    }  # fmt: skip


def visitor(county: County, name: str, letter: Letter) -> Client:
    """A browser: nobody in particular, somebody signed in, or the holder of the letter's code."""
    client = Client()
    if name == "code":
        session = client.session
        session[SESSION_KEY] = [letter.pk]
        session.save()
    elif name != "anonymous":
        client.force_login(county.account_of(name), backend=BACKEND)
    return client


def body_of(response: Any) -> str:
    """Everything that was sent, streamed or not."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return str(data.decode("utf-8", errors="replace"))


def read(text: str, parts: Iterable[str] = WORDS) -> set[str]:
    """Parts of the letter that can be read in a text."""
    return {part for part in parts if WORDS[part] in text}


def shelf_for(settings: Any, folder: Path) -> None:
    """Files of these tests lie in a folder of their own."""
    settings.FILES_ROOT = folder

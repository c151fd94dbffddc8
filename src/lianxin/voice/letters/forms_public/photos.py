"""Photos of a letter: taken at once, kept over a failed form, each with its own 不公开 switch."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, field
from typing import Any

from lianxin.foundation.files import shelf
from lianxin.foundation.files.intake import Prepared, from_token, prepare
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Denied, Refused

from ..actions.submission import Photo

NAME = "photos"
#: a small picture of a file that nobody may fetch yet goes inside the page, if it is this small
_THUMB_MOST = 60_000


@dataclass
class Kept:
    """One photo that lies ready; `token` brings it back with the next form."""

    prepared: Prepared
    private: bool

    @property
    def token(self) -> str:
        return self.prepared.token()

    @property
    def name(self) -> str:
        return self.prepared.name

    @property
    def thumb(self) -> str:
        """The small picture as a data address, for the sender alone; empty when there is none."""
        path = shelf.find(uuid.UUID(self.prepared.uuid), thumb=True)
        if path is None or path.stat().st_size > _THUMB_MOST:
            return ""
        return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode()


@dataclass
class PhotoBox:
    """What came with one form. `most` is LX-12's number; `errors` are sentences for the person."""

    most: int
    kept: list[Kept] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def slots(self) -> int:
        """Places left for more."""
        return self.most - len(self.kept)

    @property
    def public(self) -> list[Kept]:
        return [k for k in self.kept if not k.private]

    def as_photos(self) -> list[Photo]:
        """For the action."""
        return [Photo(upload=k.prepared, public=not k.private) for k in self.kept]

    @classmethod
    def empty(cls) -> PhotoBox:
        return cls(most=_most())

    @classmethod
    def of(cls, data: Any, files: Any) -> PhotoBox:
        """Take what a POST brings: `photos-kept` tokens and `photos-0` … uploads, each with `…-private`."""
        box = cls(most=_most())
        for i, token in enumerate(data.getlist(f"{NAME}-kept")[: box.most]):
            if f"{NAME}-drop-{i}" in data:
                continue
            prepared = from_token(token)
            if prepared is None:
                box.errors.append("有一张照片等得太久，已被清除，请重新选择。")
            else:
                box.kept.append(Kept(prepared, f"{NAME}-kept-{i}-private" in data))
        for name, upload in files.items():
            if name.startswith(f"{NAME}-"):
                box._take(upload, private=f"{name}-private" in data)
        return box

    def _take(self, upload: Any, *, private: bool) -> None:
        if self.slots <= 0:
            self.errors.append(f"照片最多 {self.most} 张，“{upload.name}”没有收下。")
            return
        try:
            prepared = prepare(upload)
            if prepared.kind == "pdf":
                raise Refused(Denied("这里只收照片。", code="file_type", remedy="请上传照片或截图。"))
        except Refused as refused:
            self.errors.append(f"“{upload.name}”：{refused.denied.reason}{refused.denied.remedy}")
        else:
            self.kept.append(Kept(prepared, private))


def _most() -> int:
    return int(rule("LX-12").number("photos"))

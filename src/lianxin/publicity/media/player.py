"""What the player's template needs: the words of the moment and addresses that this reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .models import Recording, ShownRecording, Words
from .transcoding import AUDIO, MASTER, POSTER, VIDEO
from .words import lasting


@dataclass(frozen=True, slots=True)
class Seen:
    """recording: the row; words: its own or those of a publication; base: address of its files."""

    recording: Recording
    words: Words
    base: str

    @staticmethod
    def at_desk(row: Recording) -> Seen:
        """As its editors and reviewers see it."""
        return Seen(row, row, f"/workbench/media/{row.pk}/file/")

    @staticmethod
    def by_readers(row: Recording, shown: ShownRecording) -> Seen:
        """As everybody sees it, in the words of the publication."""
        return Seen(row, shown, f"/portal/recordings/{row.pk}/")


def player_of(seen: Seen) -> dict[str, Any]:
    """Context of ``media/player.html``."""
    row, words, base = seen.recording, seen.words, seen.base
    whole = VIDEO if row.kind == "video" else AUDIO
    playable = row.ready
    return {
        "pk": row.pk,
        "kind": row.kind,
        "title": words.title,
        "description": words.description,
        "transcript": words.transcript,
        "lasts": lasting(row.seconds),
        "width": row.width,
        "height": row.height,
        "playable": playable,
        "master": f"{base}{MASTER}",
        "whole": f"{base}{whole}",
        "whole_type": "video/mp4" if row.kind == "video" else "audio/mp4",
        "poster": f"{base}{POSTER}" if words.poster_id else "",
        "captions": f"{base}captions.vtt" if words.captions else "",
    }

"""A recording from the upload to the reader: refused, transcoded, previewed, published, taken down (R004, M01, P05)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lianxin.foundation.files import shelf
from lianxin.foundation.files.models import StoredFile
from lianxin.publicity.media import folders, tools, transcoding
from lianxin.publicity.media.forms import EditForm
from lianxin.publicity.media.jobs import again, transcode
from lianxin.publicity.media.models import Recording
from tests.factories import County
from tests.foundation.files.file_makers import jpeg
from tests.publicity.media.clips import PLACE, avi_with, clip, needs_ffmpeg, playlist
from tests.publicity.media.hostile import EICAR, SCRIPT
from tests.publicity.media.recordings import DESK, bring, only, read

pytestmark = [pytest.mark.django_db, needs_ffmpeg]
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing in it": (lambda: b"", "空的"),
    "page": (lambda: b"<html>" + SCRIPT, "网页"),
    "program": (lambda: b"MZ" + b"\0" * 99, "可执行"),
    "picture": (jpeg, "认不出"),
    "cut off": (lambda: clip()[:3000], "读不懂|损坏"),
    "playlist": (lambda: playlist("/etc/passwd"), "播放列表"),
    "playlist in an avi": (lambda: avi_with(playlist("/etc/passwd")), "播放列表"),
    "playlist behind": (lambda: clip() + playlist("/etc/passwd"), "播放列表"),
    "test string behind": (lambda: clip() + EICAR, "病毒"),
    "nothing that plays": (lambda: b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", "读不懂|没有声音"),
    "huge picture": (lambda: clip("h.mp4", "4400x2400", 0.2), "画面太大"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_hostile_recordings_are_refused_and_leave_nothing(what: str, desk: Any, county: County, folders: Any) -> None:
    """R115: a word at the field, what was typed is kept, nothing on the shelf or in the tables."""
    make, word = REFUSED[what]
    answer = bring(desk("writer"), county, make())
    assert answer.status_code == 422
    assert re.search(word, answer.text), answer.text[-2000:]
    assert "医保怎么交" in answer.text
    assert (folders(), StoredFile.objects.unscoped("test").count()) == ([], 0)


def test_a_hidden_playlist_opens_no_file_even_when_the_sniffing_is_passed(tmp_path: Path) -> None:
    """The transcoder itself is shut: one reader, no other file, whatever stands inside."""
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody should read this")
    film = tmp_path / "film.avi"
    film.write_bytes(avi_with(playlist(str(secret))))
    trace = tmp_path / "trace"
    with suppress(tools.ToolError):
        tools.probe(film, "avi")
    listed = tmp_path / "list.m3u8"
    listed.write_bytes(playlist(str(secret)))
    for kind in ("mp4", "avi", "mkv"):
        with pytest.raises(tools.ToolError):
            transcoding.transcode(listed, kind, _made(trace / kind), lambda _: None, limit=60)
    assert not [p for p in trace.rglob("*") if p.is_file() and p.stat().st_size]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def test_too_large_and_too_long_are_said_before_anything_is_kept(
    desk: Any, county: County, folders: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianxin.publicity.media.forms.RecordingField._take", _small)
    answer = bring(desk("writer"), county, clip(seconds=30))
    assert "太大" in answer.text
    assert folders() == []


@pytest.mark.parametrize(("seconds", "taken"), [(7199.0, True), (7200.0, True), (7202.0, False)])
def test_lx_95_two_hours_at_most(
    desk: Any, county: County, folders: Any, monkeypatch: pytest.MonkeyPatch, seconds: float, taken: bool
) -> None:
    """LX-95: what is longer is refused with the figure; a file tells its length to the second."""
    real = tools.probe
    monkeypatch.setattr(tools, "probe", lambda *a: replace(real(*a), seconds=seconds))
    answer = bring(desk("writer"), county, clip())
    assert (answer.status_code == 302) is taken
    assert taken or "最多 2 小时" in answer.text


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_lx_95_words_of_a_recording(more: int, taken: bool) -> None:
    """LX-95: 50 000 signs of transcript and 3000 cues, and not one more."""
    cue = "00:00:01.000 --> 00:00:02.000\n甲\n\n"
    recording = Recording(title="医保怎么交", kind="audio", seconds=5, revision=0)
    shared = {"revision": 0, "title": "医保怎么交"}
    form = EditForm(recording, shared | {"transcript": "字" * (50_000 + more), "captions": cue * (3_000 + more)})
    assert form.is_valid() is taken
    assert taken or {"transcript", "captions"} <= set(form.errors)


def _small(_: Any, file: Any) -> Any:
    from lianxin.foundation.files.recordings import prepare_recording

    return prepare_recording(file, megabytes=0)


def test_a_file_is_not_chosen_twice_when_the_title_is_missing(desk: Any, county: County, folders: Any) -> None:
    client = desk("writer")
    answer = bring(client, county, clip(), title="")
    token = re.search(r'name="file_kept" value="([^"]+)"', answer.text)
    assert (answer.status_code, bool(token)) == (422, True)
    fields = {"organisation": county.town.pk, "title": "补上标题", "file_kept": token[1] if token else ""}
    assert client.post(f"{DESK}new/", fields).status_code == 302
    assert client.post(f"{DESK}new/", fields).status_code == 422, "the same file is not taken twice"
    assert only().title == "补上标题"


@pytest.mark.parametrize(
    ("name", "size", "rotate", "rungs", "shape"),
    [
        ("a.mp4", "640x480", False, "480,360", (640, 480)),
        ("b.mp4", "1280x720", False, "720,360", (1280, 720)),
        ("c.mp4", "320x240", False, "240", (320, 240)),
        ("d.mp4", "640x480", True, "480,360", (480, 640)),
        ("e.webm", "320x240", False, "240", (320, 240)),
        ("f.avi", "320x240", False, "240", (320, 240)),
    ],
)
def test_video_comes_in_sizes_never_larger_than_it_was(
    name: str, size: str, rotate: bool, rungs: str, shape: tuple[int, int], desk: Any, county: County, folders: Any
) -> None:
    assert bring(desk("writer"), county, clip(name, size, rotate=rotate), name).status_code == 302
    transcode.func(recording=only().pk, turn=1)
    row = only()
    assert (row.state, row.fault, row.rungs, (row.width, row.height)) == ("ready", "", rungs, shape)
    master = folders_find(row, "master.m3u8").read_text()
    assert re.findall(r"^(\d+)/index", master, re.M) == rungs.split(",")
    film = tools.probe(folders_find(row, "video.mp4"), "mp4")
    assert film.sound
    assert 1.8 <= film.seconds <= 2.3
    assert min(film.width, film.height) <= min(shape)
    data = folders_find(row, "video.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "starts before all of it has come"
    assert PLACE.encode() not in data
    assert row.poster is not None
    assert not [name for name in folders() if "half-" in name]


def folders_find(row: Recording, piece: str) -> Path:
    path = folders.find(row.pk, row.folder, piece)
    assert path is not None, piece
    return path


@pytest.mark.parametrize("name", ["a.mp3", "b.wav", "c.m4a", "d.ogg", "e.flac"])
def test_sound_becomes_aac_in_segments(name: str, ready: Callable[..., Recording]) -> None:
    row = ready(name)
    assert (row.kind, row.state) == ("audio", "ready")
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", str(folders_find(row, "audio.m4a"))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "aac"
    assert "0000.ts" in folders_find(row, "audio/index.m3u8").read_text()


def test_segments_are_four_to_six_seconds(desk: Any, county: County, folders: Any) -> None:
    bring(desk("writer"), county, clip(size="320x240", seconds=12))
    transcode.func(recording=only().pk, turn=1)
    lengths = re.findall(r"EXTINF:([\d.]+)", folders_find(only(), "240/index.m3u8").read_text())
    assert all(4 <= float(length) <= 6 for length in lengths[:-1])
    assert len(lengths) == 3


def test_the_job_run_twice_does_nothing_the_second_time(ready: Callable[..., Recording], folders: Any) -> None:
    row, kept = ready(), folders()
    transcode.func(recording=row.pk, turn=row.turn)
    assert (folders(), only().revision) == (kept, row.revision)


def test_without_ffmpeg_the_original_is_kept_and_transcoded_later(
    desk: Any, county: County, folders: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = clip()  # made while there is a program to make it
    monkeypatch.setenv("PATH", "/nowhere")
    client = desk("writer")
    assert "还没有安装转码程序" in client.get(f"{DESK}new/").text
    assert bring(client, county, data).status_code == 302
    transcode.func(recording=only().pk, turn=1)
    assert (only().state, only().fault) == ("waiting", tools.MISSING)
    assert tools.MISSING in client.get(f"{DESK}{only().pk}/").text
    again()
    assert only().turn == 1, "still missing"
    monkeypatch.undo()
    again()
    transcode.func(recording=only().pk, turn=only().turn)
    assert (only().turn, only().state, only().kind) == (2, "ready", "video")


def test_what_cannot_be_transcoded_says_why_and_can_be_tried_again(desk: Any, county: County, folders: Any) -> None:
    client = desk("writer")
    bring(client, county, clip())
    path = shelf.find(only().original.uuid)
    assert path is not None
    path.write_bytes(clip()[:2000])
    transcode.func(recording=only().pk, turn=1)
    assert (only().state, only().fault) == ("failed", tools.UNREADABLE)
    assert not [name for name in folders() if name.startswith("files/recordings/")]
    path.write_bytes(clip())
    assert client.post(f"{DESK}{only().pk}/retry/").status_code == 302
    transcode.func(recording=only().pk, turn=2)
    assert only().state == "ready"


@pytest.mark.parametrize(("person", "status"), [("writer", 200), ("checker", 200), ("foreign", 404), ("handler", 403)])
def test_the_desk_shows_recordings_of_ones_own_organisations(
    person: str, status: int, desk: Any, county: County, ready: Callable[..., Recording]
) -> None:
    """P05: foreign is 404 and leaves no trace of the title, missing duty is 403."""
    row = ready()
    county.add("foreign", "editor", "QS02")
    client = desk(person)
    for path in ("", "state/", "file/video.mp4", "file/master.m3u8", "file/poster.jpg", "delete/"):
        assert read(client, f"{DESK}{row.pk}/{path}")[0] == status, path
    assert (row.title in client.get(DESK).text) is (status == 200)
    edit = {"writer": 200, "checker": 403, "foreign": 404, "handler": 403}[person]
    assert client.get(f"{DESK}{row.pk}/edit/").status_code == edit
    assert client.get(f"{DESK}new/").status_code == (200 if person in ("writer", "foreign") else 403)


def test_the_chooser_offers_what_one_may_use(desk: Any, county: County, ready: Callable[..., Recording]) -> None:
    row = ready()
    county.add("foreign", "editor", "QS02")
    address = "/workbench/portal/recording-video/"
    assert "医保怎么交" in desk("writer").get(address).json()["html"]
    assert desk("writer").get(f"{address}chosen/{row.pk}/").json()["result"]["id"] == str(row.pk)
    assert "医保怎么交" in desk("writer").get(f"{address}results/?q=医保").text
    assert "医保怎么交" not in desk("writer").get(f"{address}results/?q=没有的").text
    assert "医保怎么交" not in desk("writer").get("/workbench/portal/recording-audio/").json()["html"]
    assert "医保怎么交" not in desk("foreign").get(address).json()["html"]
    assert desk("foreign").get(f"{address}chosen/{row.pk}/").status_code == 404
    assert "医保怎么交" not in desk("foreign").get(f"{address}chosen-multiple/?id={row.pk}").text

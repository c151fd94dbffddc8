"""From an original to what readers get: MP4 or M4A that starts at once, and HLS in two or three heights.

Everything is made in a folder that nobody serves; the caller renames it when it is whole. Each height is encoded
once, with a key frame every five seconds, and then cut without encoding again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import tools
from .tools import Facts

SEGMENT = 5  # seconds; players fetch two or three ahead
LADDER = (1080, 720, 360)
#: height -> most kilobits a second
RATES = {1080: 3500, 720: 1800, 480: 1000, 360: 650}
SOUND = "96k"
PICTURES_A_SECOND = "30"
MASTER, VIDEO, AUDIO, POSTER = "master.m3u8", "video.mp4", "audio.m4a", "poster.jpg"
_ENCODED = 0.92  # share of the work that is encoding, for the progress


@dataclass(frozen=True, slots=True)
class Size:
    """One step of the ladder: `rung` is the shorter side, width and height are even."""

    rung: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Made:
    """What came out of it."""

    facts: Facts
    rungs: tuple[int, ...]


def ladder(facts: Facts) -> list[Size]:
    """Two or three sizes, the largest first, never larger than the original; one for a very small one."""
    short = min(facts.width, facts.height)
    top = min(short, LADDER[0])
    rungs = [top, *(rung for rung in LADDER[1:] if rung < top)]
    return [Size(rung, _even(facts.width * rung / short), _even(facts.height * rung / short)) for rung in rungs]


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)


def transcode(source: Path, kind: str, folder: Path, tell: Callable[[int], None], *, limit: float) -> Made:
    """Fill `folder`. tell: per cent done. limit: seconds of a recording that are taken at most.

    Raises `ToolError` with the reason for the person.
    """
    facts = tools.probe(source, kind)
    if facts.seconds > limit + 1:
        raise tools.ToolError(f"录音录像太长，最多 {round(limit / 60)} 分钟。请剪成几段。")
    patience = 300 + 10 * (facts.seconds or limit)

    def encoded(done: float) -> None:
        tell(min(99, int(100 * _ENCODED * done / facts.seconds)) if facts.seconds else 1)

    sizes = ladder(facts) if facts.video else []
    names = [f"{size.rung}.mp4" for size in sizes] or [AUDIO]
    tools.run(_encode(source, kind, folder, facts, sizes, limit), seconds=patience, tell=encoded)
    length = tools.probe(folder / names[0], "mp4").seconds
    for name in names:
        _cut(folder, name, patience)
    _write_master(folder, names, sizes, length)
    tell(98)
    if sizes:
        _keep_one(folder, sizes)
    return Made(Facts(length, facts.width, facts.height, facts.sound), tuple(size.rung for size in sizes))


def _encode(source: Path, kind: str, folder: Path, facts: Facts, sizes: list[Size], limit: float) -> list[str]:
    """Decode once, encode every size; metadata, chapters, subtitles and data streams stay behind."""
    bare = ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-movflags", "+faststart", "-t", f"{limit:.0f}"]
    sound = ["-c:a", "aac", "-b:a", SOUND, "-ar", "44100", "-ac", "2"]
    arguments = ["-threads", tools.THREADS, *tools.reader(source, kind)]
    if not sizes:
        return [*arguments, "-map", "0:a:0", *sound, *bare, "-vn", str(folder / AUDIO)]
    for size in sizes:
        rate = RATES[min((r for r in RATES if r >= size.rung), default=1080)]
        arguments += [
            "-map", "0:v:0", "-map", "0:a:0?", *sound, *bare,
            "-vf", f"scale={size.width}:{size.height},setsar=1", "-pix_fmt", "yuv420p", "-fpsmax", PICTURES_A_SECOND,
            "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-crf", "25", "-threads", tools.THREADS,
            "-maxrate", f"{rate}k", "-bufsize", f"{2 * rate}k", "-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT})",
            str(folder / f"{size.rung}.mp4"),
        ]  # fmt: skip
    return arguments


def _cut(folder: Path, name: str, patience: float) -> None:
    target = folder / name.partition(".")[0]
    target.mkdir()
    source = tools.reader(folder / name, "mp4")
    hls = ["-f", "hls", "-hls_time", str(SEGMENT), "-hls_playlist_type", "vod", "-hls_list_size", "0"]
    pieces = ["-hls_segment_filename", str(target / "%04d.ts"), str(target / "index.m3u8")]
    tools.run([*source, "-map", "0", "-c", "copy", *hls, *pieces], seconds=patience)


def _write_master(folder: Path, names: list[str], sizes: list[Size], seconds: float) -> None:
    lines = ["#EXTM3U", "#EXT-X-VERSION:3"]
    for index, name in enumerate(names):
        rate = int((folder / name).stat().st_size * 8 / max(seconds, 0.1) * 1.1)  # segments weigh a little more
        shape = f",RESOLUTION={sizes[index].width}x{sizes[index].height}" if sizes else ""
        lines += [f"#EXT-X-STREAM-INF:BANDWIDTH={rate}{shape}", f"{name.partition('.')[0]}/index.m3u8"]
    (folder / MASTER).write_text("\n".join(lines) + "\n")


def _keep_one(folder: Path, sizes: list[Size]) -> None:
    """The middle size stays as the one file for players without HLS and for those who save it."""
    kept = next((size for size in sizes if size.rung <= LADDER[1]), sizes[-1])
    (folder / f"{kept.rung}.mp4").replace(folder / VIDEO)
    for size in sizes:
        (folder / f"{size.rung}.mp4").unlink(missing_ok=True)


def frame(source: Path, second: float, target: Path) -> None:
    """One picture of a finished MP4 as JPEG."""
    arguments = ["-ss", f"{max(0.0, second):.2f}", *tools.reader(source, "mp4"), "-frames:v", "1", "-q:v", "3"]
    tools.run([*arguments, "-f", "image2", "-update", "1", str(target)], seconds=60)
    if not target.is_file():
        raise tools.ToolError("这个时间没有画面，请换一个时间。")

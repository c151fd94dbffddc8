"""Subtitles: WebVTT and SRT in, plain WebVTT out; what is wrong is said with the number of the line.

Pure: no Django. Source: W3C WebVTT (cue timings, cue text spans); SRT has no standard and is read as players do.
Only text and times are kept: styles, regions, notes, positions and markup of a file from outside go.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s+.*)?$")
_MARKUP = re.compile(r"</?[a-zA-Z][^>\n]*>|<\d[\d:.]*>|\{\\[^}\n]*\}")
_SKIPPED = ("NOTE", "STYLE", "REGION")
LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of subtitles; times in milliseconds."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """line: number in the file as an editor shows it, from 1."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.words}"


def decode(data: bytes) -> str | None:
    """The text of a file from any Chinese computer; None when it is no text."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def read(text: str, *, most: int, seconds: float = 0) -> tuple[list[Cue], list[Fault]]:
    """Cues in their order and everything that is wrong. seconds: length of the recording, 0 for unknown."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    faults: list[Fault] = []
    for first, block in _blocks(lines):
        _take(first, block, cues, faults, seconds)
        if len(cues) > most:
            faults.append(Fault(first, f"字幕超过 {most} 条，请分成几段录像。"))
            break
    if not cues and not faults:
        faults.append(Fault(1, "没有找到字幕。每条要有一行时间，例如 00:00:01.000 --> 00:00:04.000。"))
    return cues, faults


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Paragraphs with the number of their first line."""
    found: list[tuple[int, list[str]]] = []
    current: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            current.append(line)
        elif current:
            found.append((number - len(current), current))
            current = []
    return found


def _take(first: int, block: list[str], cues: list[Cue], faults: list[Fault], seconds: float) -> None:
    head = block[0].strip()
    if first == 1 and head.startswith("WEBVTT"):
        if len(block) == 1 or "-->" not in "".join(block[:3]):
            return
        first, block = first + 1, block[1:]
    if head.split(" ")[0] in _SKIPPED and "-->" not in "".join(block[:2]):
        return
    # a number or a name may stand above the time
    at = next((i for i, line in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        faults.append(Fault(first, "这里应当有一行时间，例如 00:00:01.000 --> 00:00:04.000。"))
        return
    match = _CUE.match(block[at])
    if match is None:
        faults.append(Fault(first + at, "时间写法不对，应当像 00:00:01.000 --> 00:00:04.000。"))
        return
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
    words = _plain(block[at + 1 :])
    wrong = _wrong(start, end, words, cues[-1].start if cues else 0, seconds)
    if wrong:
        faults.append(Fault(first + at, wrong))
    else:
        cues.append(Cue(start, end, words))


def _wrong(start: int, end: int, words: str, before: int, seconds: float) -> str:
    if end <= start:
        return "结束时间要晚于开始时间。"
    if start < before:
        return "这一条开始得比上一条早，请按时间先后排列。"
    if seconds and start > (seconds + 1) * 1000:
        return f"这一条在录音录像结束（{_shown(int(seconds * 1000))}）之后。"
    if not words:
        return "这一条只有时间，没有文字。"
    if len(words) > LONGEST_LINE:
        return f"这一条太长，最多 {LONGEST_LINE} 个字。"
    return ""


def _plain(lines: list[str]) -> str:
    bare = [html.unescape(_MARKUP.sub("", line)).replace("-->", "→").strip() for line in lines]
    return "\n".join("".join(c for c in line if c >= " ") for line in bare if line)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int(f"{rest or '':0<3}")


def _shown(at: int) -> str:
    seconds, rest = divmod(at, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def write(cues: list[Cue]) -> str:
    """Canonical WebVTT."""
    parts = [f"{_shown(c.start)} --> {_shown(c.end)}\n{html.escape(c.text, quote=False)}" for c in cues]
    return "WEBVTT\n\n" + "\n\n".join(parts) + "\n"

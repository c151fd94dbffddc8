"""Words of the media room."""

from __future__ import annotations

KINDS = {"video": "录像", "audio": "录音"}
STATES = {"waiting": "等待转码", "working": "正在转码", "ready": "可以使用", "failed": "没有成功"}
TONES = {"waiting": "wait", "working": "wait", "ready": "ok", "failed": "late"}
SUBJECT = "recording"


def lasting(seconds: float) -> str:
    """``3 分 12 秒``; empty for unknown."""
    whole = round(seconds)
    if whole <= 0:
        return ""
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "小时"), (minutes, "分"), (rest if not hours else 0, "秒")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)

"""The body of an item for places without our player: letters, accounts on other platforms, paper."""

from __future__ import annotations

import re

_PLAYER = re.compile(r'<figure class="player".*?</figure>', re.S)
_TITLE = re.compile(r"<figcaption><b>(.*?)</b>", re.S)
_HELP = re.compile(r"<link rel=\"stylesheet\"[^>]*>|<script\b[^>]*>.*?</script>", re.S)


def without_players(html: str) -> str:
    """Each player becomes a line that says where to hear or see it; style sheets and scripts go."""
    return _HELP.sub("", _PLAYER.sub(_line, html))


def _line(player: re.Match[str]) -> str:
    title = _TITLE.search(player[0])
    what = "录音" if "<audio" in player[0] else "录像"
    return f"<p>〔{what}〕{title[1] if title else ''}，请在原文里播放。</p>"

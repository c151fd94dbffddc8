"""Words of the planning table."""

from __future__ import annotations

WRITE, DESK = "portal.write", "portal.desk"
#: why a topic is on the table
KINDS = {
    "own": "主动设置",
    "hot": "回应热点",
    "day": "节日和纪念日",
    "order": "上级部署",
}
TONES = {"planned": "", "writing": "wait", "drafted": "info", "done": "ok", "dropped": ""}
OPEN = ("planned", "writing", "drafted")

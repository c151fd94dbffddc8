"""Chinese sentences of this room's audit lines; the audit room collects them."""

SENTENCES = {
    "calendars.set_day": "把 {day} 设为{kind}（{name}）",
    "calendars.clear_day": "取消了 {day} 的单独设置（{kind}）",
    "calendars.set_hours": "把上班时间改为 {hours}",
    "calendars.clear_hours": "取消了单独的上班时间，改为沿用上级",
}

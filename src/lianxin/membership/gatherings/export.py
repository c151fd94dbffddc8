"""A person's own part of the house's data about gatherings (P03)."""

from __future__ import annotations

from lianxin.foundation.privacy.export import Tables

from .models import Attendance, Exemption, Review, Task


def own(person_id: int) -> Tables:
    """Gatherings with leave and its answer, tasks, exemptions."""
    rows = Attendance.objects.filter(member__person_id=person_id).exclude(gathering__state="planned")
    tasks = Task.objects.filter(member__person_id=person_id).select_related("gathering")
    return {
        "参加的组织生活": [
            {"开始": row.gathering.starts_at, "种类": row.gathering.get_kind_display(), "题目": row.gathering.title,
             "组织": row.gathering.organisation.name, "身份": row.get_role_display(), "到会": row.get_mark_display(),
             "怎样登记": row.get_way_display(), "学时": row.gathering.lessons, "登记时间": row.marked_at, "请假": row.get_leave_display(),
             "请假原因": row.leave_reason, "答复": row.leave_answer}
            for row in rows.select_related("gathering__organisation").order_by("gathering__starts_at")
        ],
        "民主评议": [
            {"会议": row.attendance.gathering.title, "个人自评": row.own_words, "党员互评": row.others_words, "优秀": row.good,
             "合格": row.fit, "基本合格": row.basic, "不合格": row.unfit}
            for row in Review.objects.filter(attendance__member__person_id=person_id).select_related("attendance__gathering")
        ],
        "会后任务": [
            {"任务": task.text, "会议": task.gathering.title, "最迟": task.due_on, "完成": task.done_on, "怎样完成的": task.done_note}
            for task in tasks.order_by("due_on")
        ],
        "不作硬性要求": [
            {"自": row.since, "至": row.until, "情况": row.reason}
            for row in Exemption.objects.filter(member__person_id=person_id).order_by("since")
        ],
    }  # fmt: skip

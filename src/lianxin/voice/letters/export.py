"""The letters of a person, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.files.queries import files_of_all
from lianxin.foundation.privacy.export import register_exporter

from .models import Adoption, Follow, Letter, Message, Rating
from .words import RATING_REASONS


def own_letters(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows, with everything that the person told us."""
    letters = Letter.objects.unscoped("a person exports their own data").filter(author_id=person_id)
    photos = files_of_all([f"letter:{x.pk}" for x in letters])
    rows = [
        {
            "编号": x.number, "类型": x.get_kind_display(), "标题": x.title, "诉求": x.demand, "内容": x.body,
            "地点": x.place, "地点公开": x.place_public, "纬度": x.lat, "经度": x.lon, "昵称": x.nickname, "备注": x.remark,
            "联系人": x.contact_name, "联系电话": x.contact_phone, "电子邮箱": x.contact_email,
            "照片": "、".join(f.name for f in photos.get(f"letter:{x.pk}", [])), "愿意公开": x.wants_public, "提交时间": x.opened_at.isoformat(), "状态": x.stage_label, "公开": x.get_publication_display(),
        }
        for x in letters
    ]  # fmt: skip
    ids = [x.pk for x in letters]
    messages = Message.objects.filter(letter_id__in=ids)
    ratings = Rating.objects.filter(letter_id__in=ids)
    adoptions = Adoption.objects.filter(letter_id__in=ids, shown_at__isnull=False)
    return {
        "群众留言": rows,
        "采纳登记": [
            {
                "留言": a.letter_id,
                "采纳情况": a.get_verdict_display(),
                "理由": a.reason,
                "将做什么": a.plan,
                "做了什么": a.done_text,
            }
            for a in adoptions
        ],
        "追问与补充": [
            {"留言": m.letter_id, "内容": m.body, "时间": m.created_at.isoformat()} | _kept_back(m) for m in messages
        ],
        "评价": [_rating(r) | _kept_back(r) for r in ratings],
        "关注的留言": [
            {"标题": f.letter.title if f.letter.is_public else "", "网址": f.letter.get_absolute_url(), "关注时间": f.created_at.isoformat()}
            for f in Follow.objects.filter(person_id=person_id).select_related("letter").order_by("pk")
        ],
    }  # fmt: skip


def _rating(row: Rating) -> dict[str, Any]:
    return {
        "留言": row.letter_id, "评价": row.get_level_display(), "是否解决": row.solved,
        "原因": "、".join(RATING_REASONS.get(code, code) for code in row.reasons), "文字": row.text, "时间": row.created_at.isoformat(),
    }  # fmt: skip


def _kept_back(words: Message | Rating) -> dict[str, str]:
    """Why it is not shown, and what its author said to that; the same columns in every row."""
    return {"不公开的理由": words.get_withheld_display(), "申诉": words.appeal}


register_exporter("letters", own_letters)

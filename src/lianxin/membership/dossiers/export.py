"""One's own file, whole and in clear, for the export of one's own data (P03, PIP-04)."""

from __future__ import annotations

from django.urls import reverse

from lianxin.foundation.privacy.export import Tables

from . import reading
from .models import Member, Paper


def own(person_id: int) -> Tables:
    """First page, records, family, papers with their words, everything that happened."""
    member = Member.objects.unscoped("a person exports their own data").filter(person_id=person_id).first()
    if member is None:
        return {}
    papers = list(Paper.objects.filter(member=member).prefetch_related("texts"))
    return {
        "档案首页": [_first_page(member)],
        "学习工作职务奖惩": [
            {"种类": r.get_kind_display(), "起": r.since, "止": r.until, "内容": r.text} for r in member.records.all()
        ],
        "家庭成员": [
            {"关系": r.get_relation_display(), "姓名": r.name, "政治面貌": r.get_politics_display(), "工作": r.work}
            for r in member.relatives.all()
        ],
        "材料": [
            {"种类": p.kind, "日期": p.dated, "说明": p.note, "情况": p.get_state_display(), "原因": p.answer,
             "只有纸质原件": p.on_paper, "登记时间": p.at,
             "文件": "；".join(f"{f.name} {reverse('my_dossier:page', args=[f.uuid])}" for f in files),
             "文字": "\n".join(t.text for t in p.texts.all() if t.text)}
            for p, files in reading.pages(papers)
        ],
        "补录为党员的依据": [
            {"记为": a.get_stage_display(), "入党日期": a.joined_on, "转正日期": a.full_since, "依据": a.get_ground_display(),
             "材料": a.paper, "情况": a.get_state_display(), "提出": a.at}
            for a in member.admissions.all()
        ],
        "经过": [{"日期": e.on, "种类": e.get_kind_display(), "内容": e.text} for e in member.events.all()],
    }  # fmt: skip


def _first_page(member: Member) -> dict[str, object]:
    return {
        "姓名": member.name, "所在党组织": member.organisation.name, "人员类别": member.get_stage_display(),
        "在册情况": member.get_standing_display(), "性别": member.get_sex_display(), "民族": member.get_ethnicity_display(),
        "出生日期": member.born, "学历": member.get_education_display(), "入党日期": member.joined_on,
        "转正日期": member.full_since, "工作单位": member.work_unit, "工作岗位": member.occupation,
    }  # fmt: skip

"""Every form of the detail page in one table: its address, what it covers, what is said afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

from ..lifecycle import LETTER
from ..models import Letter
from . import adoption, answering, dispatch, handling, leading, review
from .base import ActForm


@dataclass(frozen=True, slots=True)
class Act:
    """One form about a letter.

    events: rows of the lifecycle that it can lead to; done: the toast; undo: slug of the act that takes
    it back at once, undo_hint: how to take it back otherwise; back_to_list: the letter has left one's desk.
    """

    slug: str
    events: tuple[str, ...]
    title: str
    form: type[ActForm]
    done: str
    hint: str = ""
    undo: str = ""
    undo_hint: str = ""
    template: str = "letters/desk/act.html"
    button: str = ""

    @property
    def one_tap(self) -> bool:
        """True when there is nothing to fill in, so that the button itself does it."""
        return len(self.form.base_fields) == 1

    def decision(self, actor: Actor, letter: Letter) -> Decision:
        """Allowed when one of the events is; else the first refusal that speaks of the letter itself."""
        found = [may(actor, letter, event) for event in self.events]
        refused = [d for d in found if isinstance(d, Denied)]
        if len(refused) < len(found):
            return Allowed()
        return next((d for d in refused if d.code != "wrong_state"), refused[0])


_TABLE = (
    Act("review", ("accept_public", "accept_private", "refuse"), "审核", review.ReviewForm, "已审核，留言人会收到通知。",
        "批评意见不是不公开或不受理的理由。看清事实、隐去隐私即可。", button="提交审核结果", undo_hint="需要更正公开状态时可以“撤下公开”或“改为公开”。"),
    Act("appeal", ("overturn", "uphold"), "申诉复核", review.AppealForm, "复核结果已记录，留言人会收到通知。",
        "由原审核人以外的审核员复核。批评意见不是不受理的理由。", button="提交复核结果"),
    Act("publish", ("publish",), "改为公开", review.PublishForm, "已公开。", undo_hint="需要时可以“撤下公开”。"),
    Act("keep_private", ("keep_private",), "维持不公开", review.KeepPrivateForm, "复核结果已记录。"),
    Act("hide", ("hide",), "撤下公开", review.HideForm, "已撤下，公开页面会写明更正。", undo_hint="需要时可以“改为公开”。"),
    Act("assign", ("assign",), "分派", dispatch.AssignForm, "已分派，承办单位会收到通知。", undo_hint="分派错了可以“改派”，期限不变。"),
    Act("transfer", ("transfer",), "改派", dispatch.TransferForm, "已改派，期限不变。", "改派不会重新起算期限。"),
    Act("take", ("take",), "签收", handling.TakeForm, "已签收。期限从收到留言时起算，不因签收改变。",
        undo_hint="不属于本单位的，请在期限内“退回分派”。"),
    Act("send_back", ("send_back",), "退回分派", dispatch.SendBackForm, "已退回，分派员会重新分派。", "只能退回一次，期限照常计算。"),
    Act("cohandler", ("add_cohandler",), "增加协办", dispatch.CohandlerForm, "已增加协办单位。"),
    Act("exclude", ("exclude",), "登记回避", dispatch.ExcludeForm, "已登记，相关单位或同志不能再查看和办理这件留言。",
        "与此事有利害关系的单位或同志应当回避。"),
    Act("merge", ("merge",), "并入同一件事", dispatch.MergeForm, "已并案，留言人会跟着主件收到进展。"),
    Act("acknowledge", ("acknowledge",), "告知已收到", handling.AcknowledgeForm, "已告知留言人。答复时限照常计算。"),
    Act("forward", ("forward",), "记录转交", handling.ForwardForm, "已记录转交。答复时限照常计算。"),
    Act("note", ("note",), "内部备注", handling.NoteForm, "备注已保存，只在内部显示。"),
    Act("progress", ("progress",), "记一步进展", handling.ProgressForm, "已记下这一步。"),
    Act("ask", ("ask",), "请留言人补充", handling.AskForm, "已请留言人补充，时限暂停。", undo="resume"),
    Act("resume", ("resume",), "继续办理", handling.ResumeForm, "继续办理，时限继续计算。"),
    Act("extend", ("extend",), "延长期限", handling.ExtendForm, "期限已延长，留言人会看到原因。"),
    Act("reply", ("submit_reply",), "写答复", answering.ReplyForm, "答复已提交审签。", template="letters/desk/reply.html"),
    Act("sign", ("send_reply", "return_reply"), "审签", answering.SignForm, "审签结果已记录。", template="letters/desk/sign.html"),
    Act("supervise", ("supervise",), "督办", dispatch.SuperviseForm, "督办要求已发给承办人。"),
    Act("adopt", ("propose_adoption",), "登记采纳情况", adoption.AdoptForm, "已登记，等另一位同志确认后公布。",
        "约两分钟。另一位同志确认以后才公布；公布后要改，原来的也会一起显示。", button="提交，等确认"),
    Act("carried_out", ("report_done",), "登记落实情况", adoption.DoneForm, "已登记，等另一位同志确认后公布。",
        "约一分钟。写清哪一天、做了什么，可以附照片。", button="提交，等确认"),
    Act("confirm_adoption", ("confirm_adoption", "return_adoption"), "确认采纳登记", adoption.SeeThroughForm, "已记录。",
        "确认后公开页面和留言人都能看到。", button="提交决定"),
    Act("recommend", ("recommend",), "送领导阅看", leading.RecommendForm, "已送阅，分管领导的“领导阅办”里会列出。"),
    Act("instruct", ("instruct",), "批示", leading.InstructForm, "批示已发给承办单位。", "约一分钟。只在内部看，不公开。", button="发出批示"),
    Act("report_back", ("report_back",), "反馈批示", leading.ReportForm, "已反馈，作出批示的领导会收到通知。", "约两分钟。"),
    Act("end_instruction", ("close_instruction", "ask_more"), "看反馈，阅结", leading.EndForm, "已记录。", button="提交决定"),
    Act("call_back", ("redo", "accept_result", "look_again", "unreached"), "回访", handling.CallBackForm, "回访结果已记录。",
        "由没有承办、审签过此件的同志回访。", button="记下回访结果"),
)  # fmt: skip

ACTS: dict[str, Act] = {act.slug: act for act in _TABLE}
ACT_OF_EVENT: dict[str, Act] = {event: act for act in _TABLE for event in act.events}

_missing = {t.event for t in LETTER.transitions if t.verb not in ("author", "system")} - set(ACT_OF_EVENT)
if _missing:
    raise RuntimeError(f"the desk has no form for {_missing}")

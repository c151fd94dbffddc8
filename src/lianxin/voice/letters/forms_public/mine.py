"""What the author of a letter says later: one small form for each thing that can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor

from .. import actions
from ..models import Letter
from ..words import RATING_REASONS, RATINGS
from .letter import good_key
from .texts import CleanLines


class OwnForm(forms.Form):
    """A question, a button, and the action behind it. Forms without fields are a page to confirm."""

    use_required_attribute = False
    title = ""
    explain = ""
    button = "确定"
    done = ""
    undoable = True

    def send(self, actor: Actor, letter: Letter, key: str) -> None:
        raise NotImplementedError

    def explained(self, letter: Letter) -> str:
        """What it means for this letter."""
        return self.explain


class TextForm(OwnForm):
    """One text."""

    text = CleanLines(label="内容", error_messages={"required": "请写下内容。"})
    run: Callable[..., Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["maxlength"] = self.most = int(rule("LX-11").number("body"))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > self.most:
            raise forms.ValidationError(f"最多 {self.most} 个字，多了 {len(text) - self.most} 个字，请删短一些。")
        return text

    def send(self, actor: Actor, letter: Letter, key: str) -> None:
        type(self).run(actor=actor, letter=letter, text=self.cleaned_data["text"], key=good_key(key))


class PlainForm(OwnForm):
    """Nothing to type."""

    run: Callable[..., Any]

    def send(self, actor: Actor, letter: Letter, key: str) -> None:
        type(self).run(actor=actor, letter=letter)


class Supplement(TextForm):
    title, button, done = "补充情况", "发出补充", "已补充，办理时限从现在起继续计算。"
    explain = "承办单位在等您补充。您发出以后，时限继续计算。公开的留言，补充的内容审核后公开。"
    run = staticmethod(actions.supplement)


class FollowUp(TextForm):
    title, button, done = "追问", "发出追问", "已收到追问，承办单位会接着答复。"
    explain = "答复里没有说清的，可以接着问。公开的留言，追问审核后公开。"
    run = staticmethod(actions.ask_again)


class Reopen(TextForm):
    title, button, done = "问题又出现了", "要求重办", "已要求重办，时限从现在起算。"
    explain = "请写明现在的情况，会按新的一轮重新办理。"
    run = staticmethod(actions.reopen)


class Appeal(TextForm):
    title, button, done = "申诉", "提出申诉", "已收到申诉，会由另一位审核员复核。"
    explain = "可以申诉一次，由另一位审核员复核。请写明为什么应当受理。"
    run = staticmethod(actions.appeal)


class AppealPrivate(TextForm):
    title, button, done = "申诉：请求公开", "提出申诉", "已收到申诉，会由另一位审核员复核。"
    explain = "留言正在办理，但没有公开。可以申诉一次，请写明为什么应当公开。"
    run = staticmethod(actions.appeal_private)


class AppealWords(TextForm):
    """For one message or rating; not among `FORMS`, which are about the whole letter."""

    title, button, done = "申诉：请求公开这段话", "提出申诉", "已收到申诉，会由另一位审核员复核。"
    explain = "这段话没有公开，办理不受影响。可以申诉一次，由另一位审核员复核。"
    text = CleanLines(label="为什么应当公开", error_messages={"required": "请写下内容。"})


class Urge(PlainForm):
    title, button, done = "催办", "催办一次", "已催办，承办单位已收到提醒。"
    explain = "会提醒承办单位抓紧办理，并记在办理经过里。一天可以催办一次。"
    run = staticmethod(actions.urge)


class SaySolved(PlainForm):
    title, button, done = "问题已经解决", "是的，已经解决", "已办结。谢谢您告诉我们；问题又出现时可以要求重办。"
    explain = "告诉承办单位不用再办。以后问题又出现，可以在这里要求重办。"
    run = staticmethod(actions.say_solved)


class Withdraw(PlainForm):
    title, button, done = "撤回留言", "撤回这封留言", "已撤回。公开的页面、搜索和下载里都不再出现。"
    explain = "撤回以后不再办理，公开的页面立刻看不到，也不能恢复；需要时可以重新写一封。只想让公开的页面看不到、事情照常办理的，请用“撤回公开”。"
    run = staticmethod(actions.withdraw)


class Unpublish(PlainForm):
    title, button, done = "撤回公开", "撤回公开", "已撤回公开。公开的页面、搜索和下载里都不再出现，您在这里仍然看得到。"
    explain = "公开的页面立刻看不到，也不再公开。办理不受影响：没有办完的照常办理，答复仍然只给您看。件数和用时仍计入统计，但不含内容。"
    run = staticmethod(actions.unpublish)

    def explained(self, letter: Letter) -> str:
        if letter.state != "merged":
            return self.explain
        return f"{self.explain}合并办理的主件是别人写的，它仍然公开；主件有了答复，照常通知您。"


class Anonymise(PlainForm):
    title, button, done = "隐去我的信息", "隐去", "已隐去昵称、地点和照片，事情照常办理。"
    explain = "公开页面上的昵称改为“群众”，地点和照片不再公开，事情照常办理。改后不能恢复。"
    run = staticmethod(actions.anonymise)


class Confirm(PlainForm):
    title, button, done = "确认代录的内容", "内容属实，确认", "已确认。"
    explain = "这封留言是工作人员替您登记的。看过内容没有出入，请确认。"
    run = staticmethod(actions.confirm_assisted)


class Rate(OwnForm):
    """五级评价 (HCP-01)."""

    title, button, done = "评价", "提交评价", "谢谢您的评价。"
    explain = "“不满意”和“非常不满意”都会由另一位同志给您回访，可以重办。"
    level = forms.TypedChoiceField(
        label="对这次办理满意吗", choices=[(str(k), v) for k, v in RATINGS.items()], coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "请选择一个评价。", "invalid_choice": "请从五个评价里选一个。"},
    )  # fmt: skip
    solved = forms.ChoiceField(
        label="问题解决了吗", choices=[("yes", "解决了"), ("no", "没有解决")], widget=forms.RadioSelect,
        error_messages={"required": "请选择问题有没有解决。"},
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label="哪里不好", choices=list(RATING_REASONS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = CleanLines(label="想说的话", required=False, help_text="审核后公开。不写也可以。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = int(rule("LX-11").number("body"))
        self.fields["text"].widget.attrs["maxlength"] = self.most

    clean_text = TextForm.clean_text

    def send(self, actor: Actor, letter: Letter, key: str) -> None:
        data = self.cleaned_data
        actions.rate(
            actor=actor, letter=letter, level=data["level"], solved=data["solved"] == "yes",
            reasons=data["reasons"], text=data["text"],
        )  # fmt: skip


#: name in the address -> form; also the order of the buttons
FORMS: dict[str, type[OwnForm]] = {
    "rate": Rate,
    "supplement": Supplement,
    "follow_up": FollowUp,
    "appeal": Appeal,
    "appeal_private": AppealPrivate,
    "confirm": Confirm,
    "urge": Urge,
    "say_solved": SaySolved,
    "reopen": Reopen,
    "anonymise": Anonymise,
    "unpublish": Unpublish,
    "withdraw": Withdraw,
}

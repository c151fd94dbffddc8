"""What is written down while people sit together: guests from elsewhere, and resolutions with their votes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from .forms import Keyed, number_field


class GuestForm(forms.Form):
    """补记列席 from elsewhere."""

    use_required_attribute = False
    name = forms.CharField(label="姓名", max_length=40)
    unit = forms.CharField(label="从哪里来", max_length=60, required=False, help_text="单位或者支部，知道的填。")
    number = forms.CharField(
        label="手机号或者身份证号", max_length=24, required=False,
        help_text="是党员、知道号码的可以填：姓名和号码都对得上，就记在他名下，在他的支部算出席。号码不保存，对不对得上这里都不显示。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class ResolutionForm(Keyed):
    """登记决议; figures only where it is decided by vote."""

    text = forms.CharField(label="决议", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, voting: bool, people: Sequence[Member] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voting, self.people = voting, {str(m.pk): m for m in people}
        if voting and people:
            self.fields["about"] = forms.ChoiceField(
                label="表决的是哪位同志", required=False, help_text="接收、转正、延长预备期的选本人，一人一条。别的决议不选。",
                choices=[("", "不是对某一位同志的"), *((str(m.pk), f"{m.name}（{m.get_stage_display()}）") for m in people)],
            )  # fmt: skip
        if voting:
            for name, word in (("yes", "赞成"), ("no", "不赞成"), ("abstained", "弃权")):
                self.fields[name] = number_field(word)
        if voting and people:
            self.fields["written"] = number_field("会前书面赞成")
            self.fields["written"].required, self.fields["written"].initial = False, 0
            self.fields["written"].help_text = "没有到会、会前正式交了书面意见的。只算在接收、转正里。"
        speak(self)

    def votes(self) -> tuple[int, int, int] | None:
        said = self.cleaned_data
        return (said["yes"], said["no"], said["abstained"]) if self.voting else None

    def on_whom(self) -> dict[str, Any]:
        """``about`` and ``written``, as the action takes them."""
        said = self.cleaned_data
        return {"about": self.people.get(said.get("about", "")), "written": said.get("written") or 0}


class CreditForm(forms.Form):
    """补记、更正学时 of a gathering that was filed."""

    use_required_attribute = False
    lessons = forms.DecimalField(
        label="学时", required=False, min_value=0, max_digits=3, decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="到会的同志各记这么多。没有学习内容的，空着。",
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)

"""Forms of the transfers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.exchange.models import Peer
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.words import STAGES

from .words import GROUNDS, INSIDE, REASONS, WAYS


def _day(**more: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **more}, format="%Y-%m-%d")


def _text(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class Spoken(forms.Form):
    """Errors in the house's words, and the revision that the page showed."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class AskForm(Spoken):
    """提出转出: where to decides which of the last fields counts."""

    sometimes = ("target", "target_name", "peer")
    reason = forms.ChoiceField(label="转接原因", choices=[("", "请选择"), *REASONS.items()])
    way = forms.ChoiceField(label="转往哪里", choices=list(WAYS.items()), initial=INSIDE, widget=forms.RadioSelect)
    target = forms.CharField(
        label="平台内的党组织", max_length=160, required=False, help_text="转往本平台的，输入名称，从列出的里面选。",
        widget=forms.TextInput(attrs={"list": "targets", "autocomplete": "off"}),
    )  # fmt: skip
    peer = forms.ModelChoiceField(label="对方平台", queryset=Peer.objects.none(), required=False, empty_label="请选择")
    target_name = forms.CharField(
        label="对方党组织",
        max_length=120,
        required=False,
        help_text="转往另一个平台的，写对方的组织代码；纸质介绍信写全称。",
    )
    text = _text("说明", "例如新单位、新住址。", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        peers: Any = self.fields["peer"]
        peers.queryset = Peer.objects.filter(active=True)
        if not peers.queryset.exists():
            ways: Any = self.fields["way"]
            ways.choices = [pair for pair in WAYS.items() if pair[0] != "peer"]
            del self.fields["peer"]


class IssueForm(Spoken):
    sometimes = ("dues_until",)
    days = forms.IntegerField(label="有效期（天）", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    dues_until = forms.DateField(
        label="党费交到", required=False, widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        input_formats=["%Y-%m", "%Y-%m-%d"], help_text="预备党员和正式党员必填。",
    )  # fmt: skip


class ReceiveForm(Spoken):
    home = forms.ChoiceField(label="编入哪个支部")

    def __init__(self, *args: Any, homes: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["home"]
        field.choices = [("", "请选择"), *((str(one.pk), one.name) for one in homes)]


class RefuseForm(Spoken):
    ground = forms.ChoiceField(label="理由", choices=[("", "请选择"), *GROUNDS.items()])
    text = _text("情况", "对方和本人都会看到。")


class TextForm(Spoken):
    text = _text("说明")


class ReceiptForm(Spoken):
    on = forms.DateField(label="对方接收的日期", widget=_day())
    text = _text("回执上的单位和经办人")


class DecideForm(Spoken):
    outcome = forms.ChoiceField(label="决定", widget=forms.RadioSelect)
    text = _text("理由", "双方和本人都会看到。")

    def __init__(self, *args: Any, outcomes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = list(outcomes)


class ArriveForm(Spoken):
    """A paper letter, copied as it stands there."""

    sometimes = ("joined_on",)
    source_name = forms.CharField(label="开出介绍信的党组织", max_length=120)
    letter_number = forms.CharField(label="介绍信编号", max_length=40)
    issued_on = forms.DateField(label="开出日期", widget=_day())
    valid_until = forms.DateField(label="有效期至", widget=_day())
    reason = forms.ChoiceField(label="转接原因", choices=[("", "请选择"), *REASONS.items()])
    dues_until = forms.DateField(
        label="党费交到", required=False, widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=40)
    identity = forms.CharField(
        label="公民身份号码", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="手机号", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    stage = forms.ChoiceField(label="人员类别", choices=[("", "请选择"), *STAGES.items()])
    joined_on = forms.DateField(label="入党日期", required=False, widget=_day(), help_text="预备党员和正式党员必填。")
    full_since = forms.DateField(label="转正日期", required=False, widget=_day())
    organisation = forms.ChoiceField(label="转入哪个党委")

    def __init__(self, *args: Any, offices: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].initial = timezone.localdate
        field: Any = self.fields["organisation"]
        field.choices = [(str(one.pk), one.name) for one in offices]

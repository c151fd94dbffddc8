"""Forms of the dues."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.membership.dossiers.forms import speak

from .bills.reading import MOST_BYTES
from .words import EVERY, GROUPS, METHODS, PARTS


def _money(label: str, help_text: str = "", *, required: bool = True) -> forms.DecimalField:
    """A field of text with the digits of a phone: a number field of the browser throws away what it cannot read."""
    return forms.DecimalField(
        label=label, max_digits=10, decimal_places=2, min_value=0, required=required, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class AssessForm(forms.Form):
    """核定 of one member."""

    sometimes = ("reason",)
    use_required_attribute = False
    group = forms.ChoiceField(label="类别", choices=[("", "请选择"), *GROUPS.items()])
    income = _money(
        "计费收入（元）",
        "年薪填当月实领；不按月收入填上个季度合计；农民填商定的每月党费；学生和没有收入的填 0。存放时加密。",
    )
    since = forms.DateField(label="自哪个月起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    payable = _money("每月应交（元）", "不填就是按比例算出来的数；减免的填减免以后的数。", required=False)
    every = forms.ChoiceField(
        label="怎样交", choices=list(EVERY.items()), initial="month", help_text="按季交要经党支部同意。"
    )
    reason = forms.CharField(label="说明", max_length=200, required=False, help_text="减免、按季交、年内改动要写原因。")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["since"].initial = lambda: timezone.localdate().replace(month=1, day=1)
        speak(self)


class ReceiveForm(forms.Form):
    """登记交纳. key: the same form sent twice is one payment."""

    use_required_attribute = False
    amount = _money("交了多少（元）", "多出应交的算自愿多交。")
    method = forms.ChoiceField(label="怎样交的", choices=[("", "请选择"), *METHODS.items()])
    on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["on"].initial = timezone.localdate
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        speak(self)


class RemitForm(forms.Form):
    """减免 of a month that is owed."""

    use_required_attribute = False
    month = forms.ChoiceField(label="哪个月")
    amount = _money("减免多少（元）")
    reason = forms.CharField(label="原因", max_length=200, help_text="存放时加密。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, owed: Any = (), **kwargs: Any) -> None:
        """owed: (month, yuan) that are still open."""
        super().__init__(*args, **kwargs)
        months: Any = self.fields["month"]
        months.choices = [
            (month.isoformat(), f"{month.year} 年 {month.month} 月，欠 {left} 元") for month, left in owed
        ]
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        speak(self)


class BillForm(forms.Form):
    """导入账单."""

    use_required_attribute = False
    account = forms.CharField(
        label="哪个账户",
        max_length=40,
        required=False,
        help_text="有几个银行账户时填，比如“农行尾号 1234”；每次写得一样。微信、支付宝不用填。",
    )
    file = forms.FileField(
        label="账单文件", help_text="微信支付、支付宝导出的账单照原样上传，银行流水用 .xlsx 或 .csv，最多 16 MB。",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods,.txt"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)
        self.fields["file"].error_messages |= {"required": "请选择账单文件。", "empty": "文件是空的。"}

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(f"账单超过 {MOST_BYTES // 1_000_000} MB，请按月分开导出。")
        return bytes(upload.read())


class AsideForm(forms.Form):
    """不作党费."""

    use_required_attribute = False
    reason = forms.CharField(label="这笔是什么钱", max_length=100, help_text="比如：结息、退回的会务费、转错了。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class WayForm(forms.Form):
    """提出收款方式."""

    sometimes = ("link", "picture")
    use_required_attribute = False
    payee = forms.CharField(
        label="收款方名称", max_length=60, help_text="扫码或打开链接以后看到的名称，党员付款前照它核对。"
    )
    link = forms.CharField(
        label="付款链接", max_length=300, required=False, help_text="以 https:// 开头，从付款平台原样复制。链接和收款码至少要有一样。",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )  # fmt: skip
    picture = CleanFilesField(
        label="收款码图片", most=1, pictures_only=True, required=False, help_text="单位收款码的照片或截图，一张。"
    )
    note = forms.CharField(label="说明", max_length=120, required=False, help_text="比如：工作日当天到账。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class HandUpForm(forms.Form):
    """登记上缴."""

    use_required_attribute = False
    part = forms.ChoiceField(label="上缴什么", choices=[("", "请选择"), *PARTS.items()])
    amount = _money("上缴多少（元）")
    on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        speak(self)


class TakeInForm(forms.Form):
    """确认收到. The amount is what the account shows, not copied from what was sent."""

    sometimes = ("reason",)
    use_required_attribute = False
    amount = _money("实际收到多少（元）", "照账户里到账的数填；一分没有到就填 0。")
    on = forms.DateField(label="哪天收到", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label="哪里不一样", max_length=200, required=False, help_text="和下级登记的金额一样就不用填。"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        speak(self)


class SettleForm(forms.Form):
    """处理差额."""

    use_required_attribute = False
    answer = forms.CharField(label="差额是怎么回事", max_length=200, help_text="比如：少转了一笔，钱还在账上。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)

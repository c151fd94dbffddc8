"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.sheets import MOST_BYTES

from .actions import Entry, Facts
from .admitting import Ground
from .codes import choices
from .completeness import kinds
from .family import Kin
from .models import Member
from .papers import MOST_FILES, Said
from .words import GROUNDS, RECORD_CODES, RECORD_DAYS, RECORDS, STAGES

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FactsForm(forms.Form):
    """The first page of a file. identity and organisation only when it is made."""

    sometimes = ("joined_on", "ground", "paper")
    use_required_attribute = False
    name = forms.CharField(label="姓名", max_length=40)
    identity = forms.CharField(label="身份证号", max_length=24, help_text="出生日期和性别由号码得出；存放时加密。")
    phone = forms.CharField(label="手机号", max_length=20, required=False)
    organisation = forms.ChoiceField(label="所在党组织")
    stage = forms.ChoiceField(label="人员类别", choices=[("", "请选择"), *STAGES.items()])
    joined_on = forms.DateField(label="入党日期", required=False, widget=_DAY, help_text="党员要填。")
    full_since = forms.DateField(label="转正日期", required=False, widget=_DAY)
    ground = forms.ChoiceField(
        label="记成党员的依据", required=False, choices=[("", "请选择"), *((code, words[0]) for code, words in GROUNDS.items())],
        help_text="预备党员、正式党员要选，由另一位同志看过材料确认以后才算在册。刚接收、刚转来的，请在“发展党员”“组织关系”里办。",
    )  # fmt: skip
    paper = forms.CharField(
        label="看了哪份材料，放在哪里", max_length=200, required=False,
        help_text="；".join(f"{words[0]}：{words[1]}" for words in GROUNDS.values()) + "。",
    )  # fmt: skip
    ethnicity = forms.ChoiceField(label="民族", required=False, choices=choices("ethnicity"))
    education = forms.ChoiceField(label="学历", required=False, choices=choices("education"))
    work_unit = forms.CharField(label="工作单位", max_length=80, required=False)
    occupation = forms.CharField(label="工作岗位", max_length=40, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, offices: list[Organisation] | None = None, **kwargs: Any) -> None:
        """offices: where a new file may stand; None for a file that exists."""
        super().__init__(*args, **kwargs)
        if offices is None:
            for name in ("identity", "phone", "organisation"):
                del self.fields[name]
        else:
            places: Any = self.fields["organisation"]
            places.choices = [("", "请选择"), *((str(o.pk), o.short_name) for o in offices)]
        speak(self)

    def rests_on(self) -> Ground:
        """On what somebody is written down as a member."""
        return Ground(self.cleaned_data["ground"], self.cleaned_data["paper"])

    def facts(self, *, sex: str = "") -> Facts:
        """sex: what the file says already; a new one has it from the number."""
        said = {name: self.cleaned_data[name] for name in Facts.__dataclass_fields__ if name in self.cleaned_data}
        return Facts(**said, sex=sex)


class RecordForm(forms.Form):
    """What is added beside the first page; the fields fit the kind, with the picker of its table."""

    use_required_attribute = False
    code = forms.ChoiceField()
    since = forms.DateField(label="开始日期", required=False, widget=_DAY)
    until = forms.DateField(label="结束日期", required=False, widget=_DAY)
    text = forms.CharField(label="内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].help_text = f"写明{RECORDS[kind][1]}。存放时加密。"
        if kind in RECORD_CODES:
            name, label = RECORD_CODES[kind]
            chosen: Any = self.fields["code"]
            chosen.choices, chosen.label = choices(name, empty="请选择"), label
        else:
            del self.fields["code"]
        for name, label in zip(("since", "until"), RECORD_DAYS.get(kind, ("开始日期", "结束日期")), strict=True):
            self.fields[name].label = label
            if not label:
                del self.fields[name]
        speak(self)

    def entry(self) -> Entry:
        """What was typed."""
        return Entry(kind=self.kind, **self.cleaned_data)


class PaperForm(forms.Form):
    """A paper of a file. proposed: brought by its person, who has no original to register."""

    sometimes = ("pages",)
    use_required_attribute = False
    kind = forms.ChoiceField(label="材料种类")
    dated = forms.DateField(label="材料上写的日期", required=False, widget=_DAY)
    pages = CleanFilesField(label="照片、扫描件或 PDF", required=False, most=MOST_FILES)
    on_paper = forms.BooleanField(label="只有纸质原件，先登记在册", required=False)
    note = forms.CharField(label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, proposed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        chosen.choices = [("", "请选择"), *((word, word) for word in kinds())]
        self.fields["pages"].help_text = f"多页可以一次选几张，按先后排好；最多 {MOST_FILES} 个。照片、扫描图片或 PDF。"
        if proposed:
            del self.fields["on_paper"]
        speak(self)

    def said(self) -> Said:
        """What is said about the paper."""
        told = self.cleaned_data
        return Said(told["kind"], told["dated"], told["note"], told.get("on_paper", False))


class DeclineForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class MergeForm(forms.Form):
    """Which of two files stays, and how it was checked that they are one person's."""

    use_required_attribute = False
    kept = forms.ChoiceField(label="保留哪一份", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="怎样核实是同一个人",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：电话问过本人，核对了身份证原件。",
    )
    revision_one = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    revision_other = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, files: tuple[Member, Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kept"]
        chosen.choices = [
            (str(f.pk), f"{f.organisation.short_name}的 {f.name}，{f.get_standing_display()}") for f in files
        ]
        speak(self)


class SplitForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label="为什么拆开", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class KinForm(forms.Form):
    """One member of one's family."""

    use_required_attribute = False
    relation = forms.ChoiceField(label="与本人关系", choices=[("", "请选择"), *choices("relation", empty=None)])
    name = forms.CharField(label="姓名", max_length=40)
    politics = forms.ChoiceField(label="政治面貌", required=False, choices=choices("politics"))
    work = forms.CharField(label="工作单位和职务", required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)

    def kin(self) -> Kin:
        """What was typed."""
        return Kin(**self.cleaned_data)


class RosterForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label="名册文件", help_text="Excel（.xlsx、.xls）或 CSV，最多 64 MB。表头不论次序，上面可以有标题行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "请选择名册文件。", "empty": "文件是空的。"},
    )  # fmt: skip

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
        return bytes(upload.read())


class BasisForm(forms.Form):
    """What a roster rests on; asked when it is brought in, kept with every line of it."""

    use_required_attribute = False
    basis = forms.CharField(
        label="名册的依据", max_length=100, help_text="这份名册从哪里来、和什么核对过，例如“全国党员管理信息系统 2026 年 6 月导出”。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class AnswerForm(forms.Form):
    """Why a member is not confirmed. free: no words are asked for."""

    use_required_attribute = False
    answer = forms.CharField(
        label="为什么不确认", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text="提出的同志看得到。"
    )

    def __init__(self, *args: Any, free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = not free
        speak(self)


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label="为什么要查看", max_length=100, error_messages={"required": "请写明为什么要查看。"})


def speak(form: forms.Form) -> None:
    """Refusals that name the field."""
    for field in form.fields.values():
        word = field.label
        field.error_messages |= {
            "required": f"请填写“{word}”。",
            "invalid_choice": f"请从列出的选项里选择“{word}”。",
            "max_length": f"“{word}”最多 %(limit_value)d 个字，现在是 %(show_value)d 个字。",
        }
        if isinstance(field, forms.DateField):
            field.error_messages["invalid"] = f"“{word}”看不懂，请按年-月-日填写。"
        if isinstance(field, forms.IntegerField):  # a decimal field is one too
            whole = not isinstance(field, forms.DecimalField)
            field.error_messages |= {
                "invalid": f"“{word}”要填{'整数' if whole else '数字'}。",
                "min_value": f"“{word}”不能小于 %(limit_value)s。",
                "max_decimal_places": f"“{word}”最多两位小数。",
                **dict.fromkeys(("max_value", "max_digits", "max_whole_digits"), f"“{word}”太大了。"),
            }

"""Forms of the bank. Lengths stand in LX-220 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.sheets import MOST_BYTES
from lianxin.membership.dossiers.forms import speak

from .actions import Written
from .marking import Text
from .models import BankQuestion
from .words import DIFFICULTIES, KINDS, LETTERS, TRUTH


def lines_of(text: str) -> tuple[str, ...]:
    """What was written, line by line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def area(rows: int) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class Spoken(forms.Form):
    """Errors in the house's words; the revision that the page showed."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class ReasonForm(Spoken):
    reason = forms.CharField(label="原因", widget=area(3))


class OfficeForm(Spoken):
    """A form that belongs to one of the organisations where the person may do it."""

    organisation = forms.ChoiceField(label="哪个党组织")

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = list(offices)
        field: Any = self.fields["organisation"]
        field.choices = [(str(one.pk), one.name) for one in self.offices]

    def office(self) -> Organisation:
        """The chosen organisation."""
        return next(one for one in self.offices if str(one.pk) == self.cleaned_data["organisation"])


class WriteForm(OfficeForm):
    """出题 and 修改."""

    kind = forms.ChoiceField(label="题型", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="single")
    stem = forms.CharField(label="题干", widget=area(3), help_text="填空题的空写成四个下划线 ____，有几个空写几处。")
    options = forms.CharField(
        label="选项",
        required=False,
        widget=area(5),
        help_text="单选、多选：一行一个，不用写 A、B。判断题、填空题留空。",
    )
    key = forms.CharField(
        label="答案",
        help_text="单选写 B，多选写 ABD，判断写对或错；填空一空一段，用分号隔开，同一空的几种写法用“或”隔开。",
    )
    keep_order = forms.BooleanField(label="选项不打乱（有“以上都对”这样的选项时勾上）", required=False)
    explanation = forms.CharField(
        label="解析", widget=area(3), help_text="为什么对，为什么错。本轮结束以后给答题的人看。"
    )
    source = forms.CharField(label="出处", help_text="文件和条款，例如：中国共产党章程第七条。")
    topic = forms.CharField(label="专题", required=False)
    difficulty = forms.TypedChoiceField(
        label="难度", choices=list(DIFFICULTIES.items()), coerce=int, initial=2, widget=forms.RadioSelect
    )
    key_of_form = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key_of_form"].initial = lambda: uuid.uuid4().hex

    def clean_key(self) -> tuple[Any, ...]:
        """The key as the engine takes it; read like a cell of a table."""
        from .importing.judging import key_of

        wrong: list[str] = []
        found = key_of(self.cleaned_data.get("kind", ""), self.cleaned_data["key"], wrong.append)
        if wrong:
            raise forms.ValidationError(f"{wrong[0]}。")
        return found

    def written(self) -> Written:
        """What was written."""
        said = self.cleaned_data
        options = TRUTH if said["kind"] == "truth" else lines_of(said["options"])
        text = Text(said["kind"], said["stem"].strip(), options, said["key"], said["explanation"].strip(), said["source"].strip(),
                    said["keep_order"])  # fmt: skip
        return Written(text, said["topic"].strip(), said["difficulty"])

    @staticmethod
    def start_of(case: BankQuestion) -> dict[str, Any]:
        """The form as the question stands."""
        latest = case.latest
        assert latest is not None  # every question has a version
        key = (
            "".join(LETTERS[at] for at in latest.key) if latest.options else "；".join("或".join(k) for k in latest.key)
        )
        options = "\n".join(latest.options)
        if case.kind == "truth":
            key, options = TRUTH[latest.key[0]], ""
        return {
            "organisation": str(case.organisation_id), "kind": case.kind, "stem": latest.stem, "options": options, "key": key,
            "keep_order": latest.keep_order, "explanation": latest.explanation, "source": latest.source, "topic": case.topic,
            "difficulty": case.difficulty, "revision": case.revision, "key_of_form": case.key,
        }  # fmt: skip


class TableForm(OfficeForm):
    """A table of questions."""

    file = forms.FileField(
        label="题库表", help_text="Excel（.xlsx、.xls、.ods）或 CSV。表头和列都不论次序，上面可以有标题行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "请选择题库表。", "empty": "文件是空的。"},
    )  # fmt: skip

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
        return bytes(upload.read())

"""Wagtail's forms for pictures and documents, with the checks of the files room at their file field.

A picture is drawn anew before Wagtail sees it, so neither place nor camera nor anything hidden in it is kept
anywhere. A document is kept as it is and therefore refused when anything in it acts by itself. What is refused
never touches the storage.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from lianxin.foundation.files import intake, office
from lianxin.foundation.files.limits import limits_for
from lianxin.kernel.decision import Refused

_TYPES = {**office.TYPES, "pdf": "application/pdf"}
_NAME = 200
REPLACED = "文件不能替换：已经发布的内容可能正在用它。请作为新的一份上传，再到内容里换上。"
NAMED = "已经发布的内容正在用这份文件，读者存下来就叫这个名字，不能再改。请作为新的一份上传，再到内容里换上。"
LEFT = "因为其他项有误，文件还没有收下。请改好后重新选择文件。"


class _CheckedField(forms.FileField):
    """Takes an upload through `check`; a refusal stands at the field in plain words."""

    kind = "pdf"

    def __init__(self, model_field: forms.Field, **options: Any) -> None:
        super().__init__(
            label=model_field.label,
            required=model_field.required,
            widget=model_field.widget,
            max_length=_NAME,
            **options,
        )
        megabytes = limits_for(self.kind).megabytes
        #: Wagtail's page for several files at once reads these before anything is sent
        self.max_upload_size = megabytes * 1024 * 1024
        self.error_messages["file_too_large_unknown_size"] = f"文件太大，最多 {megabytes} MB。"
        self.error_messages["invalid_image_extension"] = "只收 JPG、PNG、WebP 和 GIF 图片。"
        self.error_messages["empty"] = "这个文件是空的。请重新选择文件。"

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return self.check(upload)
        except Refused as refused:
            raise ValidationError(f"{refused.denied.reason}{refused.denied.remedy}", refused.denied.code) from None

    def check(self, upload: File[Any]) -> SimpleUploadedFile:
        raise NotImplementedError


class PictureField(_CheckedField):
    """JPEG, PNG, WebP or GIF in; JPEG, PNG or WebP without metadata out."""

    kind = "jpeg"

    def check(self, upload: File[Any]) -> SimpleUploadedFile:
        picture, name = intake.picture_of(upload)
        return SimpleUploadedFile(name, picture.data, f"image/{picture.kind}")


class DocumentField(_CheckedField):
    """PDF, .docx or .xlsx."""

    def check(self, upload: File[Any]) -> SimpleUploadedFile:
        data, kind, name = intake.document_of(upload)
        return SimpleUploadedFile(name, data, _TYPES[kind])


class _CleanForm(forms.ModelForm):
    """What both forms share. `field_class`, `hint` and `accept` come from the subclass."""

    field_class: type[_CheckedField]
    hint = ""
    accept = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            hint = self.hint.format(limits_for(self.field_class.kind).megabytes)
            self.fields["file"] = self.field_class(self.fields["file"], help_text=hint)
            self.fields["file"].widget.attrs["accept"] = self.accept

    def clean_file(self) -> Any:
        if self.instance.pk and "file" in self.changed_data:
            raise ValidationError(REPLACED, "file_replaced")
        return self.cleaned_data["file"]

    def full_clean(self) -> None:
        super().full_clean()
        # else Wagtail would lay the upload aside as it came, unchecked, until the other fields are put right
        new = not self.instance.pk and "file" in self.fields and self.is_bound
        if new and self.errors and "file" not in self.errors:
            self.add_error("file", LEFT)


class CleanImageForm(_CleanForm, BaseImageForm):
    """Every form by which a picture comes into Wagtail."""

    field_class = PictureField
    hint = "JPG、PNG、WebP 或 GIF，最多 {} MB。拍摄地点等信息会自动去掉。"
    accept = "image/jpeg,image/png,image/webp,image/gif"

    class Meta(BaseImageForm.Meta):
        pass


class CleanDocumentForm(_CleanForm, BaseDocumentForm):
    """Every form by which a document comes into Wagtail."""

    field_class = DocumentField
    hint = "PDF、.docx 或 .xlsx，最多 {} MB。不能带宏、密码或嵌入的文件。"
    accept = ".pdf,.docx,.xlsx"

    class Meta(BaseDocumentForm.Meta):
        pass

    def clean_title(self) -> str:
        """Readers save the file under this name: it went out with a review and does not change without one (M01)."""
        from .queries import document_is_shown

        title = str(self.cleaned_data["title"])
        if self.instance.pk and "title" in self.changed_data and document_is_shown(self.instance.pk):
            raise ValidationError(NAMED, "renamed")
        return title

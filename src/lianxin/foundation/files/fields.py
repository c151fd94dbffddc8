"""A form field that takes files, checks them at once and keeps them over a failed form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from lianxin.kernel.decision import Denied, Refused

from .intake import Prepared, from_token, prepare
from .sniffing import ACCEPTED, MEDIA_TYPES

_MOST_AT_ONCE = 20


class CleanFilesInput(forms.FileInput):
    """Several files at once, beside hidden tokens of those that were already taken (``<name>_kept``)."""

    allow_multiple_selected = True
    template_name = "files/input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        uploads = files.getlist(name) if isinstance(files, MultiValueDict) else [files.get(name)]
        tokens = data.getlist(f"{name}_kept") if hasattr(data, "getlist") else data.get(f"{name}_kept", [])
        return {"uploads": [u for u in uploads if u], "tokens": list(tokens)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}_kept" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, {**(attrs or {}), "multiple": True})
        context["kept"] = value if isinstance(value, list) else []
        return context


class CleanFilesField(forms.Field):
    """Gives a list of `Prepared`. A form that failed shows them again, so no file is chosen twice.

    most: how many files together (the caller takes it from its rule); pictures_only: refuse PDF.
    """

    widget = CleanFilesInput

    def __init__(self, *, most: int = _MOST_AT_ONCE, pictures_only: bool = False, **options: Any) -> None:
        self.most = most
        self.pictures_only = pictures_only
        self.kept: list[Prepared] = []  # fields are copied per form, so this belongs to one form
        options.setdefault("help_text", ACCEPTED)
        super().__init__(**options)
        types = MEDIA_TYPES if pictures_only else (*MEDIA_TYPES, "application/pdf")
        self.widget.attrs.setdefault("accept", ",".join(types))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.kept

    def clean(self, value: Any) -> list[Prepared]:
        uploads = (value or {}).get("uploads", [])
        tokens = dict.fromkeys((value or {}).get("tokens", [])[: self.most])
        kept = [prepared for prepared in map(from_token, tokens) if prepared]
        errors: list[str] = []
        if len(kept) + len(uploads) > self.most:
            errors.append(f"最多上传 {self.most} 个文件，多出来的没有收下。")
            uploads = uploads[: max(0, self.most - len(kept))]
        for upload in uploads:
            try:
                kept.append(self._take(upload))
            except Refused as refused:
                errors.append(_sentence(upload.name, refused.denied))
        self.kept = kept
        if errors:
            raise ValidationError(errors)
        if self.required and not kept:
            raise ValidationError("请选择文件。", code="required")
        return kept

    def _take(self, upload: Any) -> Prepared:
        prepared = prepare(upload)
        if self.pictures_only and prepared.kind == "pdf":
            raise Refused(Denied("这里只收图片。", code="file_type", remedy="请上传照片或截图。", field="files"))
        return prepared


def _sentence(name: str, denied: Denied) -> str:
    return f"“{name}”：{denied.reason}{denied.remedy}"

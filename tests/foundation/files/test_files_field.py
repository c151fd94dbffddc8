"""The form field checks at once and keeps what was good when the form fails (nothing typed is lost)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from file_makers import jpeg, on_shelf, pdf, upload  # type: ignore[import-not-found]  # beside the tests

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.files.intake import Prepared


class Letter(forms.Form):
    title = forms.CharField()
    photos = CleanFilesField(most=2, required=False)
    only = CleanFilesField(pictures_only=True, required=False)


def form(uploads: list[Any], title: str = "路灯", tokens: list[str] | None = None, name: str = "photos") -> Letter:
    return Letter(MultiValueDict({"title": [title], f"{name}_kept": tokens or []}), MultiValueDict({name: uploads}))


def kept(filled: Letter) -> list[Prepared]:
    field = filled.fields["photos"]
    assert isinstance(field, CleanFilesField)
    return field.kept


def test_good_files_come_out_clean() -> None:
    filled = form([upload(jpeg()), upload(pdf(), "表.pdf")])
    assert filled.is_valid()
    assert [p.kind for p in filled.cleaned_data["photos"]] == ["jpeg", "pdf"]


def test_a_bad_file_is_named_and_the_good_one_is_kept() -> None:
    filled = form([upload(jpeg(), "好的.jpg"), upload(b"MZ" + bytes(99), "坏的.jpg")])
    assert not filled.is_valid()
    assert "坏的.jpg" in filled.errors["photos"][0]
    assert "可执行程序" in filled.errors["photos"][0]
    again = str(filled["photos"])
    assert "好的.jpg" in again
    assert 'name="photos_kept"' in again
    assert "multiple" in again


def test_a_form_that_failed_elsewhere_gives_its_files_back_next_time() -> None:
    first = form([upload(jpeg())], title="")
    assert not first.is_valid()
    token = kept(first)[0].token()
    assert token in str(first["photos"])
    second = form([], tokens=[token])
    assert second.is_valid()
    assert second.cleaned_data["photos"][0].token() == token
    assert len(on_shelf()) == 2


def test_more_than_allowed_is_said_and_forged_tokens_are_ignored() -> None:
    filled = form([upload(jpeg())] * 3, tokens=["forged"])
    assert not filled.is_valid()
    assert "最多上传 2 个文件" in filled.errors["photos"][0]
    assert len(kept(filled)) == 2


def test_pictures_only() -> None:
    filled = form([upload(pdf(), "表.pdf")], name="only")
    assert not filled.is_valid()
    assert "只收图片" in filled.errors["only"][0]


def test_no_file_is_fine_unless_required() -> None:
    assert form([]).is_valid()

    class Strict(forms.Form):
        photos = CleanFilesField()

    assert not Strict({}, MultiValueDict()).is_valid()


def test_the_browser_is_asked_for_formats_by_name() -> None:
    """An iPhone turns its HEIC photos into JPEG for such a list; ``image/*`` may bring them as they are."""
    from django.template import Context, Template

    slots = Template('{% upload "photos" 2 %}').render(Context({"form": form([])}))
    pictures = 'accept="image/jpeg,image/png,image/webp,image/gif"'
    assert slots.count(pictures) == 2
    filled = form([])
    assert pictures in str(filled["only"])
    assert 'accept="image/jpeg,image/png,image/webp,image/gif,application/pdf"' in str(filled["photos"])
    assert "image/*" not in f"{slots}{filled}"


def test_a_photo_of_an_iphone_is_refused_with_a_way_out() -> None:
    heic = upload(b"\x00\x00\x00\x18ftypheic" + bytes(80), "IMG_0001.HEIC", "image/heic")
    (sentence,) = form([heic]).errors["photos"]
    assert "IMG_0001.HEIC" in sentence
    for word in ("HEIC", "苹果手机", "截一张图", "兼容性最佳", "安卓手机"):
        assert word in sentence

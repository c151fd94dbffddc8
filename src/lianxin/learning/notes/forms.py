"""Forms of the room. Lengths stand in LX-205 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.reports.forms import Later

from .drafts import Words
from .limits import longest
from .words import AUDIENCES, CHOICES


def _key() -> str:
    return uuid.uuid4().hex


class WriteForm(forms.Form):
    """写心得. Nothing has to be there yet: it is a draft. host: of the request, so that a pasted address is known as ours."""

    use_required_attribute = False
    about = Later(
        label="学的是什么", help_text="粘贴本站文章、条文的网址，或者写“《中国共产党章程》第三条”这样的题目。"
    )
    source = Later(label="出处", help_text="只有别处看来的要写：哪本书、哪次会、哪个网站。")
    title = Later(label="题目", strip=False)
    body = Later(label="心得", strip=False, widget=forms.Textarea(attrs={"rows": 14}),
                 help_text="哪一句说到了心里，打算怎么做。不规定写多少；别人的电话、住址请不要写。")  # fmt: skip
    audience = forms.ChoiceField(label="发布以后谁能看", choices=list(CHOICES.items()), widget=forms.RadioSelect,
                                 initial="branch", help_text="发布以后随时可以改，也可以撤回。")  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, host: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = [site for site in (host, settings.SITE_URL.rstrip("/")) if site]
        self.fields["key"].initial = _key
        self.fields["revision"].initial = 0
        for name in ("title", "body", "source"):
            self.fields[name].widget.attrs["maxlength"] = longest(name)
        speak(self)

    def clean_about(self) -> str:
        """An address of this house without its host."""
        said = str(self.cleaned_data["about"]).strip()
        for host in self.hosts:
            said = said.removeprefix(host) if said.startswith(f"{host}/") else said
        return said

    def words(self) -> Words:
        """What was typed, as the draft keeps it; line ends as browsers send them become one sign."""
        said = self.cleaned_data
        body = said["body"].replace("\r\n", "\n")
        return Words(said["title"].strip(), body, said["audience"], said["about"], said["source"].strip())


class AudienceForm(forms.Form):
    use_required_attribute = False
    audience = forms.ChoiceField(label="谁能看", choices=list(AUDIENCES.items()))


class CommentForm(forms.Form):
    """key: the same words sent twice are said once."""

    use_required_attribute = False
    comment = forms.CharField(label="想说的话", widget=forms.Textarea(attrs={"rows": 4}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        self.fields["comment"].widget.attrs["maxlength"] = longest("comment")
        speak(self)


class RefuseForm(forms.Form):
    """Why a comment is not shown; its writer reads it."""

    use_required_attribute = False
    comment = forms.CharField(
        label="原因", widget=forms.Textarea(attrs={"rows": 3}), help_text="写的人会看到。不同意见、批评意见不是原因。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class RecommendForm(forms.Form):
    """推荐. offices: organisations for which the person may speak."""

    use_required_attribute = False
    office = forms.ChoiceField(label="哪个组织推荐", required=False)
    reason = forms.CharField(label="推荐理由", widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="好在哪里、给谁看合适。能看这篇的人都能看到理由。")  # fmt: skip

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["office"]
        chosen.choices = [(str(office.pk), office.short_name) for office in offices]
        if len(chosen.choices) < 2:
            chosen.widget = forms.HiddenInput()
        self.fields["reason"].widget.attrs["maxlength"] = longest("reason")
        speak(self)

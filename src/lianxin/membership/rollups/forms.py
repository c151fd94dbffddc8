"""Forms of the roll-ups."""

from __future__ import annotations

from django import forms

from lianxin.foundation.exchange.models import Peer
from lianxin.membership.dossiers.forms import speak


class PeerForm(forms.Form):
    """报给哪个平台."""

    use_required_attribute = False
    peer = forms.ModelChoiceField(label="报给哪个平台", queryset=Peer.objects.none(), empty_label="请选择")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["peer"].queryset = Peer.objects.filter(active=True)  # type: ignore[attr-defined]  # a choice of rows
        speak(self)


class ReporterForm(PeerForm):
    """登记上报单位."""

    sometimes = ("name", "code")
    name = forms.CharField(label="对方党组织的名称", max_length=120, required=False)
    code = forms.CharField(
        label="对方党组织的组织代码", max_length=32, required=False, help_text="在对方平台的组织页上，一字不差。"
    )
    field_order = ("name", "code", "peer")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer"].label = "由哪个平台报来"


class ReasonForm(forms.Form):
    """退回 and 撤回 say why."""

    sometimes = ("reason",)
    use_required_attribute = False
    reason = forms.CharField(label="原因", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        speak(self)

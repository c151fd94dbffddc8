"""What all forms about one letter share: the revision that the page showed, and one call of an action."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.kernel.actor import Actor

from ..models import Letter

#: longest free text at the desk; a wish of the page, no regulation
LONG = 2000


class ActForm(forms.Form):
    """Carries out one thing with one letter. `carry_out` calls the action and may raise `Refused`."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, actor: Actor, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.letter = actor, letter
        self.initial.setdefault("revision", letter.revision)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the letter."""

    def carry_out(self) -> Letter:
        """Do it. Raises `Refused`."""
        raise NotImplementedError

    @property
    def common(self) -> dict[str, Any]:
        """What every action about a letter takes."""
        return {"actor": self.actor, "letter": self.letter, "revision": self.cleaned_data["revision"]}

    def aside(self) -> dict[str, Any]:
        """What the page shows beside the fields; names become template variables."""
        return {}


def words(
    label: str, *, required: bool = True, rows: int = 4, help_text: str = "", limit: int = LONG
) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label, required=required, max_length=limit, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写“{label}”。", "max_length": f"最多 {limit} 个字。"},
    )  # fmt: skip


def choice(label: str, choices: dict[str, str], *, required: bool = True, empty: str = "请选择") -> forms.ChoiceField:
    """A select with an empty line on top."""
    return forms.ChoiceField(
        label=label, required=required, choices=[("", empty), *choices.items()],
        error_messages={"required": f"请选择“{label}”。"},
    )  # fmt: skip


def radios(label: str, choices: dict[str, str]) -> forms.ChoiceField:
    """All choices in sight, none taken beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices.items()), widget=forms.RadioSelect,
        error_messages={"required": f"请选择“{label}”。"},
    )  # fmt: skip

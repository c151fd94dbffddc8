"""Blocks of an item that play something, and the picture story. The portal puts them into its body."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail import blocks

from lianxin.kernel.actor import Actor

from . import queries
from .choosing import RecordingWidget
from .models import Recording
from .owned import NO_RECORDING, OwnedChooser
from .player import Seen, player_of

_REASON = "named by a block; readers come by ShownRecording"


class RecordingChooserBlock(OwnedChooser, blocks.ChooserBlock):
    """One recording of one kind. A stored one is found by its key alone: what it may show is asked when it is shown."""

    target_model = Recording
    nothing = NO_RECORDING

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    @cached_property
    def widget(self) -> RecordingWidget:
        return RecordingWidget(self.kind)

    @cached_property
    def field(self) -> Any:
        from django import forms

        rows = Recording.objects.unscoped(_REASON).filter(kind=self.kind)
        return forms.ModelChoiceField(
            rows, widget=self.widget, required=self._required, error_messages={"invalid_choice": NO_RECORDING}
        )

    def to_python(self, value: Any) -> Recording | None:
        return Recording.objects.unscoped(_REASON).filter(pk=value).first() if value is not None else None

    def bulk_to_python(self, values: Any) -> list[Recording | None]:
        found = Recording.objects.unscoped(_REASON).in_bulk([v for v in values if v is not None])
        return [found.get(value) for value in values]

    class Meta:
        icon = "media"


class _PlayingBlock(blocks.StructBlock):
    """Shared by both kinds: page and viewer (before publication) decide which words and addresses are shown."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        row = value.get("recording")
        seen = _seen(row, context.get("page"), context.get("viewer")) if row else None
        return context | {"player": player_of(seen) if seen else None}


def _seen(row: Recording, page: Any, viewer: Actor | None) -> Seen | None:
    if viewer is not None:
        return Seen.at_desk(row) if viewer.may("media.read", row.org_path) else None
    shown = queries.shown(row.pk, page.pk if page is not None and page.pk else None)
    # a page that does not show it (not of its line, not published, an old version) says nothing of it either
    return Seen.by_readers(row, shown) if shown else None


class VideoBlock(_PlayingBlock):
    """录像."""

    recording = RecordingChooserBlock("video", label="录像")

    class Meta:
        icon = "media"
        label = "录像"
        template = "media/blocks/recording.html"


class AudioBlock(_PlayingBlock):
    """录音."""

    recording = RecordingChooserBlock("audio", label="录音")

    class Meta:
        icon = "media"
        label = "录音"
        template = "media/blocks/recording.html"

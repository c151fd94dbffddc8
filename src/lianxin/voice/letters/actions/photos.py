"""A step of the handling together with its photos: both are there, or neither."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.files.actions import store
from lianxin.foundation.spine.actions import action
from lianxin.kernel.actor import Actor

from ..models import Letter, LetterStep
from ..models.letter import step_subject
from .handling import progress
from .submission import Photo

#: events whose steps can have photos
EVENTS = ("progress", "note")


@action("letters.progress_with_photos")
def progress_with_photos(
    *, actor: Actor, letter: Letter, text: str, revision: int, public: bool = True, photos: Sequence[Photo] = ()
) -> Letter:
    """记一步, with pictures of the place, which are shown with that step. Photos of an inside step stay inside."""
    letter = progress(actor=actor, letter=letter, text=text, revision=revision, public=public)
    if photos:
        step = LetterStep.objects.filter(case=letter, event__in=EVENTS).latest("id")
        for photo in photos:
            store(
                actor=actor,
                upload=photo.upload,
                org_path=letter.org_path,
                subject=step_subject(step.pk),
                public=photo.public and public,
            )
    return letter

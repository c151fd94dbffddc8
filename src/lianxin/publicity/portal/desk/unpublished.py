"""没有发布成的: signed for a moment that is over, and still not out.

The version stays signed and is tried again every minute. Whoever signed it and whoever wrote it are told once why it cannot go
out, and it stands at the desk until it is out, changed or called off.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, Revision

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.notices.queries import untold
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import policies
from ..words_desk import ISSUE
from .stages import DESK

#: what is due goes out within a minute or two; after this it is late and not on its way
GRACE = timedelta(minutes=5)


def late(now: Any = None) -> Any:
    """Signed versions whose moment is over, the oldest first."""
    over = (now or moment.now()) - GRACE
    return Revision.page_revisions.filter(approved_go_live_at__lt=over).order_by("approved_go_live_at", "pk")


def of(page_id: int) -> Any:
    """The late version of an item, or None."""
    return late().filter(object_id=str(page_id)).first()


def why(revision: Any) -> str:
    """What stands in the way of a version now, as a sentence; the usual one when nothing does."""
    item = revision.as_object()
    item.live = True  # as it would be when it is out, which is when an item is asked for more
    try:
        item.full_clean()
    except ValidationError as error:
        return said(error, item)
    return "系统还在重试。"


def said(error: ValidationError, item: Any) -> str:
    """What was refused, in words, with the field where it is about one."""
    if not hasattr(error, "error_dict"):
        return "".join(error.messages)
    names = {field.name: str(getattr(field, "verbose_name", field.name)) for field in item._meta.get_fields()}
    return "".join(
        f"{names[field]}：{word}" if field in names else word
        for field, words in error.message_dict.items()
        for word in words
    )


def warn(pk: int, error: ValidationError) -> bool:
    """Tell once that a version which was signed for now cannot be published; False when that is known."""
    revision = Revision.page_revisions.filter(pk=pk).first()
    page = Page.objects.filter(pk=int(revision.object_id)).first() if revision else None
    people = untold(_key(pk), _concerned(page, revision)) if page else set()
    if people:
        _warn(page=page, revision=revision, people=people, words=said(error, revision.as_object()))
    return bool(people)


@action("portal.not_published")
def _warn(*, page: Page, revision: Any, people: set[int], words: str, actor: Actor = SYSTEM) -> None:
    path, at = policies.org_path_of(page), timezone.localtime(revision.approved_go_live_at)
    send_many(
        to=people, code="portal.not_published", title=f"到时没有发布成：{page.draft_title}",
        body=f"定在{at:%m月%d日 %H:%M}发布，但是发布不了：{words} 请改好再送审，或者取消定时。", url=f"{DESK}/{page.pk}/",
        key=_key(revision.pk), urgent=True, org_path=path,
    )  # fmt: skip
    record("portal.not_published", actor=actor, subject=f"page:{page.pk}", org_path=path, version=revision.pk)


def _key(pk: int) -> str:
    return f"portal.not_published:{pk}"


def _concerned(page: Page, revision: Any) -> set[int]:
    """Who signed it, who wrote it and whose item it is; nobody of them known: the nearest who may sign."""
    from ..models import Verdict

    signed = Verdict.objects.filter(revision_id=revision.pk, stage=ISSUE, outcome="pass").values_list(
        "person_id", flat=True
    )
    people = {*signed, *policies.people_of({pk for pk in (page.owner_id, revision.user_id) if pk})}
    return people or set(nearest_holders(ISSUE, policies.org_path_of(page)))

"""Wagtail's own refusals, as the house answers them: 404 for what lies outside the scope, else 403 with a reason (P05).

Wagtail sends whoever may not do something to its first page with a message there, and tells by that whether a number
exists. Behind our desk a refusal is a refusal.
"""

from __future__ import annotations

import traceback
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.publicity.media import reach

NO_RIGHT = Denied(
    "您的岗位不能做这件事，或者这篇内容现在的环节不允许这样做。", code="no_right",
    remedy="审核、发布和撤下请到“门户内容”里办；如工作需要更多权限，请联系本单位的系统管理员。",
)  # fmt: skip
#: what Wagtail calls the key of a row in its addresses, by the part of its desk
_KEYS = {
    "images": ("image_id", "pk"),
    "documents": ("document_id", "doc_id", "pk"),
    "api": ("pk",),
    "pages": ("page_id", "parent_page_id", "page_to_move_id", "pk"),
}


def denial(request: HttpRequest) -> Denied:
    """Why: the row of the address is somebody else's, or the right is missing."""
    model, key = _named(request)
    if model is None:
        return NO_RIGHT
    return NO_RIGHT if reach.own(model, [key]) else OUT_OF_SCOPE


def _named(request: HttpRequest) -> tuple[type[models.Model] | None, int]:
    parts, match = request.path.split("/"), request.resolver_match
    part = parts[3] if len(parts) > 4 else ""
    known: dict[str, Any] = match.kwargs if match else {}
    found = next((known[name] for name in _KEYS.get(part, ()) if name in known), None)
    kinds: dict[str, type[models.Model]] = {"images": get_image_model(), "documents": get_document_model()}
    return (kinds.get(part, Page), int(found)) if found is not None and str(found).isdecimal() else (None, 0)


def hidden(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether Wagtail said 404 of a row that there is: somebody else's, of which the ledger must know."""
    if response.status_code != 404 or getattr(request, "out_of_scope_noted", False):
        return False
    model, key = _named(request)
    return model is not None and not reach.own(model, [key]) and model._base_manager.filter(pk=key).exists()


def sent_away(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether Wagtail answered "you may not" by its first page; its message is taken back then."""
    if response.status_code != 302 or response.headers.get("Location") != reverse("wagtailadmin_home"):
        return False
    refusing = gettext("Sorry, you do not have permission to access this area.")
    if not any(refusing in str(message.message) for message in messages.get_messages(request)):
        return False
    # what was said before this request is read anew from where it is kept; the refusal is not kept anywhere yet
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # as the middleware of messages does
    return True


def unreadable(exception: Exception) -> bool:
    """Whether Wagtail stumbled over what a form sent: text of the editor, or counts of its parts, in no shape it knows."""
    frames = (frame.f_code.co_name for frame, _ in traceback.walk_tb(exception.__traceback__))
    return not isinstance(exception, Refused) and "value_from_datadict" in frames

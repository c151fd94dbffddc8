"""Pictures of items that are not published, for those whose duty reaches an item that holds them.

The address of readers (``/portal/pictures/…``) answers for published items only, so a preview asks here.
"""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from lianxin.kernel.actor import Actor

from .. import policies

WIDTHS = (640, 1280)


def may_see(actor: Actor, account: Any, image: Any) -> bool:
    """Who may choose it from its shelf, and those whose duty reaches an item, draft or not, in which it stands."""
    if policy_registry.get_by_type(type(image)).user_has_permission_for_instance(account, "choose", image):
        return True
    pages = ReferenceIndex.get_references_to(image).filter(base_content_type__model="page")
    ids = {int(pk) for pk in pages.values_list("object_id", flat=True)}
    return any(policies.may_read(actor, page) for page in Page.objects.filter(pk__in=ids))


@require_safe
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """``/workbench/portal/pictures/<pk>/<width>/``; 404 for everybody without a duty for an item that shows it."""
    image = get_image_model().objects.filter(pk=pk).first()
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if image is None or width not in WIDTHS or not may_see(actor, request.user, image):
        raise Http404
    rendition = image.get_rendition(f"max-{width}x{width * 2}|format-webp")
    response = FileResponse(rendition.file.open("rb"), content_type="image/webp")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

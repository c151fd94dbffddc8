"""Pictures of the portal: for readers once a published page shows them (M01), for the desk by shelf (P05)."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from lianxin.kernel.freshness import BRIEFLY

from . import access
from .models import ArticlePage, ShownPicture

WIDTHS = (640, 1280)


@require_safe
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """``/portal/pictures/<pk>/<width>/``; 404 unless a page that everybody may read shows the picture now."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None or width not in WIDTHS or not _is_shown(pk):
        raise Http404
    try:
        rendition = image.get_rendition(f"max-{width}x{width * 2}|format-webp")
        response = FileResponse(rendition.file.open("rb"), content_type="image/webp")
    except (SourceImageIOError, FileNotFoundError):  # a restore without its files; the page shows the description
        raise Http404 from None
    response.headers["Cache-Control"] = BRIEFLY  # a picture that is taken down is gone within seconds
    return response


def _is_shown(pk: int) -> bool:
    pages = ShownPicture.objects.filter(image_id=pk).values("page_id")
    return bool(ArticlePage.objects.live().public().filter(pk__in=pages).exists())


@require_safe
def medium(request: HttpRequest, name: str) -> HttpResponseBase:
    """``/workbench/portal/media/…``: files of Wagtail's desk, for those who may choose from their shelf (P05).

    The desk's door is in front (`middleware`).
    """
    from django.core.files.storage import default_storage

    if (
        ".." in name
        or not request.user.is_authenticated
        or not access.may_see(request.user, name)
        or not default_storage.exists(name)
    ):
        raise Http404
    response = FileResponse(default_storage.open(name, "rb"))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

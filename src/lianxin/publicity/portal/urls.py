"""The portal for everybody: pictures of published pages, standing addresses, feeds, and the pages of the tree."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail import urls as pages
from wagtail.urls import serve_pattern

from . import views_public as views
from .desk import views_public as desk
from .views_pictures import picture

urlpatterns = [
    path("pictures/<int:pk>/<int:width>/", picture),
    path("versions/<int:pk>/<int:number>/", desk.version, name="portal_version"),
    path("moderation/", desk.rules, name="portal_moderation"),
    path("today/", views.today),
    path("on-this-day/", views.on_this_day),
    path("daily/", views.column_of_home, {"code": "theory"}),
    path("feed.atom", views.feed),
    path("<path:path>/feed.atom", views.feed),
    path("feed.rss", views.feed, {"kind": "rss"}),
    path("<path:path>/feed.rss", views.feed, {"kind": "rss"}),
    re_path(serve_pattern, views.page),
    path("", include(pages)),  # Wagtail builds its addresses from its own name
]

"""Addresses of the machine-readable faces."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from . import views
from .v1.api import api

urlpatterns = [
    path("open311/", include("lianxin.faces.api.open311.urls")),
    path("open311/<path:rest>", views.nothing_open311, name="open311_nothing"),
    path("api/", views.docs, name="api_docs"),
    path("api/docs", RedirectView.as_view(pattern_name="api_docs"), name="api_docs_usual"),  # where people look for it
    path("api/", api.urls),
    path("api/<path:rest>", views.nothing, name="api_nothing"),
]

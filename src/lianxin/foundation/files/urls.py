"""Addresses of stored files."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:key>/", views.download, name="download"),
    path("files/<uuid:key>/thumb/", views.thumbnail, name="thumb"),
]

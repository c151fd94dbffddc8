"""Addresses of the frame; included at the root, since a service worker must stand there."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("mode/", views.mode, name="mode"),
    path("sw.js", views.service_worker, name="sw"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
    path("style/", views.style, name="style"),
]

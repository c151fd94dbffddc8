"""Mounted at ``/portal/``, before the pages."""

from django.urls import path

from . import views_public

urlpatterns = [
    path("recordings/<int:pk>/<path:name>", views_public.recording),
    path("documents/<int:pk>/", views_public.document),
]

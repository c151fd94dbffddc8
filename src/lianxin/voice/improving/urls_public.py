"""Mounted at ``/improvements/``."""

from django.urls import path

from . import views_public as public

app_name = "improving"
urlpatterns = [
    path("", public.improvements, name="list"),
    path("feed.atom", public.feed, name="feed"),
    path("export.csv", public.export, name="export"),
    path("figures/", public.board, name="board"),
    path("<int:pk>/", public.improvement, name="one"),
]

"""Mounted at ``/workbench/media/``."""

from django.urls import path

from . import views_desk

app_name = "media"
urlpatterns = [
    path("", views_desk.overview, name="overview"),
    path("new/", views_desk.bring, name="bring"),
    path("<int:pk>/", views_desk.one, name="one"),
    path("<int:pk>/state/", views_desk.state, name="state"),
    path("<int:pk>/edit/", views_desk.edit, name="edit"),
    path("<int:pk>/retry/", views_desk.retry, name="retry"),
    path("<int:pk>/delete/", views_desk.delete, name="delete"),
    path("<int:pk>/file/<path:name>", views_desk.piece, name="piece"),
]

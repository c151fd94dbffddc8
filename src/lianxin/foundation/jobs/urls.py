"""Mounted at ``/workbench/jobs/``."""

from django.urls import path

from . import views_desk

app_name = "jobs"
urlpatterns = [
    path("", views_desk.board, name="board"),
    path("<int:pk>/revive/", views_desk.revive, name="revive"),
]

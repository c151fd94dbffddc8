"""Included at the root; carries its own address."""

from django.urls import path

from . import views_desk

app_name = "jobs"
urlpatterns = [
    path("workbench/jobs/", views_desk.board, name="board"),
    path("workbench/jobs/<int:pk>/revive/", views_desk.revive, name="revive"),
]

"""Mounted at ``/workbench/notes/``."""

from django.urls import path

from . import views_desk as desk

app_name = "notes"
urlpatterns = [
    path("", desk.notes, name="notes"),
    path("copies/", desk.copies, name="copies"),
    path("<int:pk>/copy/", desk.copy, name="copy"),
    path("comments/", desk.comments, name="comments"),
    path("comments/<int:pk>/", desk.comment, name="comment"),
]

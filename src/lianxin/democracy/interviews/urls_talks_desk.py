"""Mounted at ``/workbench/talks/``."""

from django.urls import path

from .views import board_desk, talks_desk

app_name = "talks_desk"
urlpatterns = [
    path("", talks_desk.overview, name="overview"),
    path("new/", talks_desk.new, name="new"),
    path("<int:pk>/", talks_desk.one, name="one"),
    path("<int:pk>/edit/", talks_desk.edit, name="edit"),
    path("<int:pk>/act/<slug:event>/", talks_desk.act, name="act"),
    path("<int:pk>/board/", board_desk.board, name="board"),
    path("<int:pk>/board/<int:said>/", board_desk.question, name="question"),
    path("<int:pk>/board/<int:said>/place/", board_desk.place, name="place"),
    path("<int:pk>/board/<int:said>/answer/", board_desk.answer, name="answer"),
    path("<int:pk>/answers/<int:answer_pk>/confirm/", board_desk.confirm, name="confirm"),
    path("<int:pk>/answers/<int:answer_pk>/release/", board_desk.release, name="release"),
]

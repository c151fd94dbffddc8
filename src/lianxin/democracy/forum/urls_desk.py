"""Mounted at ``/workbench/forum/``."""

from django.urls import path

from . import views_desk as desk

app_name = "forum_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/<slug:event>/", desk.act, name="act"),
]

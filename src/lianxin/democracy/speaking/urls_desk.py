"""Mounted at ``/workbench/speaking/``."""

from django.urls import path

from . import views_desk as desk

app_name = "speaking_desk"
urlpatterns = [path("", desk.overview, name="overview"), path("<int:pk>/", desk.one, name="one")]

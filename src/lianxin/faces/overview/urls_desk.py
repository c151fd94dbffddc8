"""Mounted at ``/workbench/overview/``."""

from django.urls import path

from . import views_desk

app_name = "overview"
urlpatterns = [path("", views_desk.overview, name="overview")]

"""Mounted at ``/workbench/upkeep/``."""

from django.urls import path

from . import views_desk as desk

app_name = "upkeep"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("cards/<int:pk>/", desk.card, name="card"),
]

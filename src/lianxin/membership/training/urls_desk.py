"""Mounted at ``/workbench/training/``."""

from django.urls import path

from . import views_desk as desk

app_name = "training"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("counts/", desk.counts, name="counts"),
    path("new/", desk.new, name="new"),
    path("people/<int:pk>/", desk.person, name="person"),
    path("<int:pk>/", desk.one, name="one"),
]

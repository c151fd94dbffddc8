"""Mounted at ``/workbench/questions/``."""

from django.urls import path

from . import views_desk as desk

app_name = "questions"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/show/", desk.show, name="show"),
]

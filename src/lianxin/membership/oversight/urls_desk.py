"""Mounted at ``/workbench/oversight/``."""

from django.urls import path

from . import views_desk as desk

app_name = "oversight"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.people, name="people"),
    path("new/<int:pk>/", desk.new, name="new"),
    path("<int:pk>/", desk.one, name="one"),
]

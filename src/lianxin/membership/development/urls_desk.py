"""Mounted at ``/workbench/development/``."""

from django.urls import path

from . import views_desk as desk

app_name = "development"
urlpatterns = [
    path("", desk.wall, name="wall"),
    path("new/", desk.apply, name="apply"),
    path("<int:pk>/", desk.case_page, name="case"),
    path("<int:pk>/<slug:event>/", desk.step, name="step"),
]

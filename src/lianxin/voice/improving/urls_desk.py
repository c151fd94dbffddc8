"""Mounted at ``/workbench/improvements/``."""

from django.urls import path

from . import views_desk as desk

app_name = "improving_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.case, name="case"),
    path("<int:pk>/<slug:slug>/", desk.step, name="step"),
]

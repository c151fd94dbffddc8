"""Mounted at ``/workbench/helping/``."""

from django.urls import path

from . import views_desk as desk

app_name = "helping"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.new, name="new"),
    path("figures/", desk.figures, name="figures"),
    path("<int:pk>/", desk.case, name="case"),
    path("<int:pk>/<slug:slug>/", desk.step, name="step"),
]

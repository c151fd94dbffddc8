"""Mounted at ``/workbench/resources/``."""

from django.urls import path

from . import views_desk

app_name = "resources_desk"
urlpatterns = [
    path("", views_desk.overview, name="overview"),
    path("new/", views_desk.new, name="new"),
    path("<int:pk>/", views_desk.one, name="one"),
    path("<int:pk>/change/", views_desk.change, name="change"),
    path("<int:pk>/do/<slug:slug>/", views_desk.act, name="act"),
]

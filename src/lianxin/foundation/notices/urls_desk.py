"""Mounted at ``/workbench/deliveries/``."""

from django.urls import path

from . import views_desk

app_name = "deliveries"
urlpatterns = [
    path("", views_desk.deliveries, name="list"),
    path("<int:pk>/retry/", views_desk.retry, name="retry"),
]

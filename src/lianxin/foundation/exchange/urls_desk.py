"""Mounted at ``/workbench/exchange/``."""

from django.urls import path

from . import views_desk as desk

app_name = "exchange_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.add, name="add"),
    path("<int:pk>/switch/", desk.switch, name="switch"),
]

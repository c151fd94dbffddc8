"""Mounted at ``/me/transfer/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_transfer"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("new/", mine.ask, name="ask"),
    path("<int:pk>/<slug:slug>/", mine.step, name="step"),
]

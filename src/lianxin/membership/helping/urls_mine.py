"""Mounted at ``/me/helping/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_helping"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("<int:pk>/", mine.one, name="one"),
    path("<int:pk>/<slug:slug>/", mine.step, name="step"),
]

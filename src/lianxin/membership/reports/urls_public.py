"""Mounted at ``/reports/``."""

from django.urls import path

from . import views_copy

app_name = "public_reports"
urlpatterns = [path("", views_copy.everybodys, name="everybodys"), path("<int:pk>/", views_copy.public, name="one")]

"""Mounted at ``/workbench/audit/``."""

from django.urls import path

from . import views_desk

app_name = "audit"
urlpatterns = [path("", views_desk.ledger, name="ledger")]

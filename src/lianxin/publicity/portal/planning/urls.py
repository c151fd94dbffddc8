"""Mounted at ``/workbench/topics/``."""

from django.urls import path

from . import views

app_name = "portal_topics"
urlpatterns = [
    path("", views.table, name="table"),
    path("plan/", views.plan, name="plan"),
    path("<int:pk>/", views.one, name="topic"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/<slug:what>/", views.act, name="act"),
]

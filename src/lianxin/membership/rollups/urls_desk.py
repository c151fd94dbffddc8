"""Mounted at ``/workbench/statistics/rollups/``."""

from django.urls import path

from . import views_desk as desk

app_name = "rollups"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("prepare/", desk.prepare, name="prepare"),
    path("reporters/new/", desk.register, name="register"),
    path("reporters/<int:pk>/stop/", desk.unregister, name="unregister"),
    path("filings/<int:pk>/", desk.filing, name="filing"),
    path("filings/<int:pk>/<str:step>/", desk.filing_step, name="filing_step"),
    path("received/<int:pk>/", desk.received, name="received"),
    path("received/<int:pk>/<str:step>/", desk.received_step, name="received_step"),
]

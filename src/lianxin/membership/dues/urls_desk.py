"""Mounted at ``/workbench/dues/``."""

from django.urls import path

from . import views_desk as desk

app_name = "dues"
urlpatterns = [
    path("", desk.sheet, name="sheet"),
    path("charge/", desk.charge, name="charge"),
    path("ledger/", desk.ledger, name="ledger"),
    path("receipts/<str:number>/", desk.receipt, name="receipt"),
    path("members/<int:pk>/", desk.member, name="member"),
    path("members/<int:pk>/assess/", desk.assess, name="assess"),
    path("members/<int:pk>/receive/", desk.receive, name="receive"),
]

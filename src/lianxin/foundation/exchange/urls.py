"""Mounted at ``/exchange/``: what other instances call."""

from django.urls import path

from . import receiving

app_name = "exchange"
urlpatterns = [path("v1/", receiving.receive, name="receive")]

"""Mounted at ``/me/``."""

from django.urls import path

from . import address, forgotten, views

app_name = "me"
urlpatterns = [
    path("", views.home, name="home"),
    path("phone/", address.phone, name="phone"),
    path("email/", address.email, name="email"),
    path("forgotten/", forgotten.forgotten, name="forgotten"),
]

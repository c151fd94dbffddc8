"""Mounted at ``/me/dues/``."""

from django.urls import path

from . import views_mine

app_name = "my_dues"
urlpatterns = [
    path("", views_mine.mine, name="mine"),
    path("receipts/<str:number>/", views_mine.receipt, name="receipt"),
]

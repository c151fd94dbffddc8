"""Addresses of the privacy room, included at the root."""

from __future__ import annotations

from django.urls import path

from . import views_desk, views_mine

app_name = "privacy"
urlpatterns = [
    path("me/privacy/", views_mine.overview, name="mine"),
    path("me/privacy/export/", views_mine.export, name="export"),
    path("me/privacy/requests/", views_mine.ask, name="ask"),
    path("me/privacy/requests/<int:pk>/withdraw/", views_mine.withdraw_request, name="withdraw_request"),
    path("me/privacy/consents/", views_mine.decide_consent, name="consents"),
    path("workbench/privacy/", views_desk.waiting, name="desk"),
    path("workbench/privacy/<int:pk>/", views_desk.detail, name="detail"),
    path("workbench/privacy/<int:pk>/show/", views_desk.show, name="show"),
    path("workbench/privacy/<int:pk>/answer/", views_desk.answer, name="answer"),
]

"""Mounted at ``/me/development/``."""

from django.urls import path

from . import views_applying, views_mine, views_people

app_name = "my_development"
urlpatterns = [
    path("", views_mine.mine, name="mine"),
    path("apply/", views_applying.send, name="apply"),
    path("apply/withdraw/", views_applying.withdraw, name="withdraw"),
    path("people/", views_people.people, name="people"),
    path("people/<int:pk>/", views_people.person, name="person"),
]

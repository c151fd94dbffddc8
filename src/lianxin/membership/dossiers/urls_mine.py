"""Mounted at ``/me/dossier/``."""

from django.urls import path

from . import views_mine

app_name = "my_dossier"
urlpatterns = [
    path("", views_mine.mine, name="mine"),
    path("papers/", views_mine.propose, name="propose"),
    path("papers/<int:pk>/withdraw/", views_mine.withdraw, name="withdraw"),
    path("papers/<uuid:key>/", views_mine.page, name="page"),
    path("family/", views_mine.kin, name="family"),
    path("family/consent/", views_mine.agree, name="agree"),
    path("family/<int:pk>/remove/", views_mine.drop_kin, name="drop_kin"),
]

"""Mounted at ``/workbench/sites/``."""

from django.urls import path

from . import views, views_convey, views_matrix, views_relays, views_reshapes, views_words

app_name = "portal_sites"
urlpatterns = [
    path("", views.listing, name="list"),
    path("found/", views.found, name="found"),
    path("matrix/", views_matrix.matrix, name="matrix"),
    path("matrix.csv", views_matrix.export, name="matrix_csv"),
    path("convey/", views_convey.listing, name="convey_list"),
    path("convey/<int:article_pk>/", views_convey.one, name="convey"),
    path("relays/", views_relays.listing, name="relays"),
    path("relays/recommend/", views_relays.recommend_list, name="recommend_list"),
    path("relays/recommend/<int:article_pk>/", views_relays.recommend, name="recommend"),
    path("relays/reprint/", views_relays.reprint_list, name="reprint_list"),
    path("relays/reprint/<int:article_pk>/", views_relays.reprint, name="reprint"),
    path("relays/<int:pk>/", views_relays.one, name="relay"),
    path("relays/<int:pk>/<slug:what>/", views_relays.act, name="relay_act"),
    path("reshapes/<int:pk>/", views_reshapes.one, name="reshape"),
    path("reshapes/<int:pk>/<slug:what>/", views_reshapes.act, name="reshape_act"),
    path("<int:pk>/", views.one, name="site"),
    path("<int:pk>/look/", views.look, name="look"),
    path("<int:pk>/words/", views_words.words, name="words"),
    path("<int:pk>/keepers/", views.keepers, name="keepers"),
    path("<int:pk>/propose/", views_reshapes.propose, name="propose"),
    path("<int:pk>/columns/add/", views.add_column, name="add_column"),
    path("<int:pk>/columns/<int:column_pk>/", views.column, name="column"),
    path("<int:pk>/columns/<int:column_pk>/order/", views.order, name="order"),
]

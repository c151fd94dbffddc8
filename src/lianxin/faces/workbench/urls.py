"""Mounted at ``/workbench/``."""

from django.urls import path

from . import views_accounts, views_bringing, views_home, views_organisations

app_name = "workbench"
urlpatterns = [
    path("", views_home.home, name="home"),
    path("views/save/", views_home.save_view, name="save_view"),
    path("views/<int:pk>/drop/", views_home.drop_view, name="drop_view"),
    path("organisations/", views_organisations.tree, name="organisations"),
    path("organisations/import/", views_bringing.bring, name="bring"),
    path("organisations/import/template.xlsx", views_bringing.blank, name="bring_blank"),
    path("organisations/import/<str:token>/", views_bringing.confirm, name="bring_confirm"),
    path("organisations/import/<str:token>/<slug:which>.xlsx", views_bringing.listed, name="bring_list"),
    path("organisations/<int:pk>/", views_organisations.one, name="organisation"),
    path("organisations/<int:pk>/<slug:what>/", views_organisations.change, name="organisation_change"),
    path("accounts/", views_accounts.accounts, name="accounts"),
    path("accounts/open/", views_accounts.open_account, name="open_account"),
    path("accounts/appoint/", views_accounts.appoint, name="appoint"),
    path("accounts/<int:pk>/end/", views_accounts.end, name="end_appointment"),
    path("accounts/<int:pk>/full-time/", views_accounts.full_time, name="full_time"),
    path("accounts/<int:pk>/sign-in/", views_accounts.help_sign_in, name="help_sign_in"),
    path("keepers/", views_accounts.keepers, name="keepers"),
]

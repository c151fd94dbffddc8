"""Mounted at ``/me/``: signing in, second factor, single sign-on."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from . import single_sign_on, views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("join/", views.join, name="account_signup"),
    path("password/", views.password, name="account_change_password"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("single-sign-on/", include("allauth.socialaccount.urls")),
    # the names that allauth reverses, with our stricter views behind them
    path("single-sign-on/oidc/<str:provider_id>/login/", single_sign_on.login, name="openid_connect_login"),
    path(
        "single-sign-on/oidc/<str:provider_id>/login/callback/", single_sign_on.callback, name="openid_connect_callback"
    ),
]

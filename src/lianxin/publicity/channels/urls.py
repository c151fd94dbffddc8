"""Mounted at the root: ``/channels/`` for the outside, ``/workbench/channels/`` for the desk."""

from django.urls import path

from . import views_desk, views_listing, views_public, views_sending

app_name = "channels"
urlpatterns = [
    path("channels/wechat/<int:pk>/", views_public.wechat, name="wechat"),
    path("channels/newsletter/<int:pk>/", views_public.subscribe, name="subscribe"),
    path("channels/confirm/<str:token>/", views_public.confirm, name="confirm"),
    path("channels/leave/<str:token>/", views_public.leave, name="leave"),
    path("channels/push/<int:pk>/worker.js", views_public.push_worker, name="push_worker"),
    path("channels/push/<int:pk>/key/", views_public.push_key, name="push_key"),
    path("channels/push/<int:pk>/", views_public.push, name="push"),
    path("workbench/channels/", views_desk.overview, name="overview"),
    path("workbench/channels/listing/", views_listing.listing, name="listing"),
    path("workbench/channels/listing/new/", views_listing.enlist, name="enlist"),
    path("workbench/channels/listing/<int:pk>/", views_listing.amend, name="amend"),
    path("workbench/channels/listing/<int:pk>/confirm/", views_listing.confirm, name="confirm_listing"),
    path("workbench/channels/listing/<int:pk>/strike/", views_listing.strike, name="strike"),
    path("workbench/channels/new/<slug:kind>/", views_desk.register, name="register"),
    path("workbench/channels/<int:pk>/", views_desk.account, name="account"),
    path("workbench/channels/<int:pk>/state/", views_desk.state, name="state"),
    path("workbench/channels/<int:pk>/menu/", views_desk.menu, name="menu"),
    path("workbench/channels/offers/", views_sending.offers, name="offers"),
    path("workbench/channels/send/<slug:kind>/<slug:number>/", views_sending.send, name="send"),
    path("workbench/channels/sent/<int:pk>/withdraw/", views_sending.withdraw, name="withdraw"),
    path("workbench/channels/sent/<int:pk>/retry/", views_desk.retry, name="retry"),
    path("workbench/channels/sent/<int:pk>/cancel/", views_desk.cancel, name="cancel"),
]

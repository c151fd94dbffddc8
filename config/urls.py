"""All addresses of the house. Each room brings its own; the stable ones are named in the README."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("lianxin.faces.site.urls")),
    path("", include("lianxin.faces.search.urls")),
    path("", include("lianxin.ui.urls")),
    path("letters/", include("lianxin.voice.letters.urls_public")),
    path("workbench/letters/", include("lianxin.voice.letters.urls_desk")),
    path("workbench/members/", include("lianxin.membership.dossiers.urls_desk")),
    path("workbench/development/", include("lianxin.membership.development.urls_desk")),
    path("me/development/", include("lianxin.membership.development.urls_mine")),
    path("workbench/dues/", include("lianxin.membership.dues.urls_desk")),
    path("workbench/statistics/rollups/", include("lianxin.membership.rollups.urls_desk")),
    path("workbench/statistics/", include("lianxin.membership.statistics.urls_desk")),
    path("me/dues/", include("lianxin.membership.dues.urls_mine")),
    path("workbench/reports/", include("lianxin.membership.reports.urls_desk")),
    path("me/reports/", include("lianxin.membership.reports.urls_mine")),
    path("reports/", include("lianxin.membership.reports.urls_public")),
    path("workbench/gatherings/", include("lianxin.membership.gatherings.urls_desk")),
    path("me/gatherings/", include("lianxin.membership.gatherings.urls_mine")),
    path("workbench/transfer/", include("lianxin.membership.transfer.urls_desk")),
    path("me/transfer/", include("lianxin.membership.transfer.urls_mine")),
    path("workbench/questions/", include("lianxin.membership.asking.urls_desk")),
    path("me/questions/", include("lianxin.membership.asking.urls_mine")),
    path("workbench/helping/", include("lianxin.membership.helping.urls_desk")),
    path("me/helping/", include("lianxin.membership.helping.urls_mine")),
    path("workbench/oversight/", include("lianxin.membership.oversight.urls_desk")),
    path("me/oversight/", include("lianxin.membership.oversight.urls_mine")),
    path("branches/", include("lianxin.membership.upkeep.urls_public")),
    path("workbench/upkeep/", include("lianxin.membership.upkeep.urls_desk")),
    path("me/branch/", include("lianxin.membership.upkeep.urls_mine")),
    path("workbench/mobility/", include("lianxin.membership.mobility.urls_desk")),
    path("me/mobility/", include("lianxin.membership.mobility.urls_mine")),
    path("me/dossier/", include("lianxin.membership.dossiers.urls_mine")),
    path("disclosure/", include("lianxin.publicity.disclosure.urls_public")),
    path("workbench/disclosure/", include("lianxin.publicity.disclosure.urls_desk")),
    path("workbench/portal/", include("lianxin.publicity.portal.urls_desk")),
    path("workbench/portal-desk/", include("lianxin.publicity.portal.desk.urls")),
    path("workbench/topics/", include("lianxin.publicity.portal.planning.urls")),
    path("workbench/sites/", include("lianxin.publicity.portal.sites.urls")),
    path("workbench/media/", include("lianxin.publicity.media.urls_desk")),
    path("portal/", include("lianxin.publicity.media.urls_public")),
    path("portal/", include("lianxin.publicity.portal.urls")),
    path("workbench/", include("lianxin.faces.workbench.urls")),
    path("me/", include("lianxin.foundation.accounts.urls")),
    path("me/", include("lianxin.faces.me.urls")),
    path("", include("lianxin.foundation.rules.urls")),
    path("", include("lianxin.foundation.calendars.urls")),
    path("workbench/audit/", include("lianxin.foundation.audit.urls")),
    path("", include("lianxin.foundation.jobs.urls")),
    path("", include("lianxin.foundation.notices.urls")),
    path("", include("lianxin.publicity.channels.urls")),
    path("", include("lianxin.faces.outward.urls")),
    path("embed/", include("lianxin.faces.embed.urls")),
    path("", include("lianxin.foundation.privacy.urls")),
    path("", include("lianxin.foundation.files.urls")),
    path("exchange/", include("lianxin.foundation.exchange.urls")),
    path("workbench/exchange/", include("lianxin.foundation.exchange.urls_desk")),
    path("", include("lianxin.faces.api.urls")),
]

handler400 = "lianxin.faces.site.errors.bad_request"
handler403 = "lianxin.faces.site.errors.forbidden"
handler404 = "lianxin.faces.site.errors.not_found"
handler500 = "lianxin.faces.site.errors.server_error"

"""Doors: allauth's below /accesso/, and nothing else that signs anybody in (platform P1)."""

from allauth.account import views as account_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path

from vivaio_core.access import views
from vivaio_core.access.decorators import fresh_sign_in_required, staff_required
from vivaio_core.site.plugin import Urls


def _to_office_door(request: HttpRequest, **_: object) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    response = redirect("account_login")
    if query:
        response["Location"] += f"?{query}"
    return response


def _closed(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


# Mounted before Wagtail's own: its login, its reset and its shared passwords know neither limits nor second factors.
closed_doors: Urls = [
    path("ufficio/login/", _to_office_door),
    re_path(r"^ufficio/password_reset/", _to_office_door),
    path("_util/login/", _to_office_door),
    path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", _closed),
    path("documenti/authenticate_with_password/<int:restriction_id>/", _closed),
]

urlpatterns: Urls = [
    path("accesso/casa/", views.home, name="access_home"),
    path("accesso/invito/<str:token>/", views.invitation, name="access_invitation"),
    path("accesso/email/", fresh_sign_in_required(account_views.email)),
    path("accesso/password/set/", staff_required(account_views.password_set)),
    path("accesso/", include("allauth.urls")),
    *closed_doors,
]

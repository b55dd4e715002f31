"""Addresses of the member's own payments."""

from django.urls import path

from vivaio_core.payments import views
from vivaio_core.site.plugin import Urls

MEMBER: Urls = [
    path("", views.home, name="home"),
    path("addebiti/<int:pk>/revoca/", views.revoke, name="revoke"),
    path("<slug:code>/", views.charge, name="charge"),
]

"""Addresses of the circuit's pages."""

from django.urls import path

from vivaio_core.site.plugin import Urls
from vivaio_liberex.views import area, entry, public

PUBLIC: Urls = [
    path("", public.service, name="service"),
]
MEMBER: Urls = [
    path("", area.home, name="home"),
    path("entra/", entry.join, name="join"),
    path("entra/regole/", entry.join_rules, name="join_rules"),
    path("come-mi-vedono/", area.settings, name="settings"),
]

"""Addresses of the documents' pages."""

from django.urls import path

from vivaio_core.documents.views import area, public
from vivaio_core.site.plugin import Urls

PUBLIC: Urls = [
    path("", public.documents, name="list"),
    path("<slug:code>/", public.current, name="document"),
    path("<slug:code>/<int:number>/", public.version, name="version"),
    path("<slug:code>/<int:number>/testo.txt", public.exact, name="text"),
]
MEMBER: Urls = [
    path("", area.home, name="home"),
    path("<slug:code>/", area.document, name="document"),
]

"""Addresses of the suppliers' pages."""

from django.urls import path

from vivaio_core.site.plugin import Urls
from vivaio_core.suppliers import views

PUBLIC: Urls = [path("", views.figures, name="figures")]

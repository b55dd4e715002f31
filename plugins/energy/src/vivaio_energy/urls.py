"""Addresses of energy's pages."""

from django.urls import path

from vivaio_core.site.plugin import Urls
from vivaio_energy.views import area, join, public

PUBLIC: Urls = [
    path("", public.service, name="service"),
    path("campagne/", public.campaign_list, name="campaigns"),
    path("campagne/<slug:slug>/", public.campaign, name="campaign"),
    path("donazioni/", public.donation_ledger, name="donations"),
]
MEMBER: Urls = [
    path("", area.home, name="home"),
    path("punti/nuovo/", area.add_point, name="add_point"),
    path("punti/<int:pk>/", area.edit_point, name="edit_point"),
    path("contratti/<int:pk>/", area.contract, name="contract"),
    path("campagne/<slug:slug>/aderisci/", join.join, name="join"),
    path("adesioni/<int:pk>/", join.adhesion, name="adhesion"),
    path("adesioni/<int:pk>/dati/", join.complete, name="complete"),
    path("adesioni/<int:pk>/consenso/", join.consent, name="consent"),
    path("adesioni/<int:pk>/offerta/", join.accept, name="accept"),
    path("adesioni/<int:pk>/ritira/", join.withdraw, name="withdraw"),
]

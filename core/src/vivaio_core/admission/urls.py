"""Public addresses of the applications, below /adesione/."""

from django.urls import path

from vivaio_core.admission.views import apply, sponsor, status
from vivaio_core.site.plugin import Urls

PUBLIC: Urls = [
    path("", apply.start, name="start"),
    path("nuova/<slug:kind>/", apply.new, name="new"),
    path("domanda/<str:token>/lettera/", apply.letter, name="letter"),
    path("domanda/<str:token>/elimina/", apply.drop, name="drop"),
    path("domanda/<str:token>/<slug:step>/", apply.step, name="step"),
    path("conferma/<str:token>/", apply.confirm, name="confirm"),
    path("stato/<str:token>/", status.status, name="status"),
    path("stato/<str:token>/presentatore/", status.name_another, name="name_another"),
    path("stato/<str:token>/carta/", status.charter, name="charter"),
    path("stato/<str:token>/ritira/", status.take_back, name="withdraw"),
    path("stato/<str:token>/ricorso/", status.appeal_to_assembly, name="appeal"),
    path("presentazione/<str:token>/", sponsor.present, name="sponsor"),
]

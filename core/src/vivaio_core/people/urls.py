"""The member area, mounted at /area/."""

from django.urls import path

from vivaio_core.people import views
from vivaio_core.people.disclosure import views as own

app_name = "area"
urlpatterns = [
    path("", views.home, name="home"),
    path("socio/", views.shares, name="shares"),
    path("socio/attestato/", views.certificate, name="certificate"),
    path("dati/", own.data, name="data"),
    path("dati/correzione/", own.correction, name="correction"),
    path("dati/tutti/", own.all_data, name="all_data"),
    path("dati/tutti/leggi/", own.read_all, name="read_all"),
    path("dati/tutti/scarica/", own.download, name="download"),
    path("dati/cancellazione/", own.erasure, name="erasure"),
    path("storia/", views.history, name="history"),
    path("agisce-per/", views.acting, name="acting"),
]

"""The member area, mounted at /area/."""

from django.urls import path

from vivaio_core.people import views

app_name = "area"
urlpatterns = [
    path("", views.home, name="home"),
    path("dati/", views.data, name="data"),
    path("storia/", views.history, name="history"),
]

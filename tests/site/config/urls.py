"""URLs of the tests' site."""

from django.urls import include, path

urlpatterns = [path("", include("vivaio_core.site.urls"))]

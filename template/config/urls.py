"""The site's addresses: your own first, then those of core and of the modules."""

from django.urls import include, path

urlpatterns = [path("", include("vivaio_core.site.urls"))]

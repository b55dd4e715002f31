"""URLs of the small public answers."""

from django.urls import URLPattern, URLResolver, path

from vivaio_core.pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tema.css", views.colours, name="pages_theme"),
    path("emblema.svg", views.favicon, name="pages_favicon"),
    path("robots.txt", views.robots, name="pages_robots"),
    path("sitemap.xml", views.sitemap, name="pages_sitemap"),
]

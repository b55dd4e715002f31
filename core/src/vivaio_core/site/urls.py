"""All URLs of a site. A site's own `config.urls` includes this module last."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as office_urls
from wagtail.documents import urls as document_urls

from vivaio_core.site.plugin import Urls
from vivaio_core.site.registry import plugins
from vivaio_core.site.views import health


def plugin_urls() -> Urls:
    """Each plugin's public pages below its own prefix, its member pages below /area/."""
    public = [path(f"{p.path_prefix}/", include((p.urls(), p.label), namespace=p.label)) for p in plugins() if p.urls()]
    member = [path(f"area/{p.path_prefix}/", include((p.member_urls(), p.label), namespace=f"{p.label}_area")) for p in plugins() if p.member_urls()]
    return [*member, *public]


urlpatterns: Urls = [
    path("healthz", health, name="health"),
    path("accesso/", include("allauth.urls")),
    path("ufficio/", include(office_urls)),
    path("documenti/", include(document_urls)),
    *plugin_urls(),
    path("", include(wagtail_urls)),
]

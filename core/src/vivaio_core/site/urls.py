"""All URLs of a site. A site's own `config.urls` includes this module last."""

from csp.decorators import csp_replace
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as office_urls
from wagtail.documents import urls as document_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from vivaio_core.access import urls as access_urls
from vivaio_core.pages import urls as pages_urls
from vivaio_core.site import views
from vivaio_core.site.plugin import Urls
from vivaio_core.site.registry import rooms
from vivaio_core.site.settings.security import OFFICE


def plugin_urls() -> Urls:
    """Each room's and plugin's public pages below its own prefix, its member pages below /area/."""
    public = [path(f"{p.path_prefix}/", include((p.urls(), p.label), namespace=p.label)) for p in rooms() if p.urls()]
    member = [path(f"area/{p.path_prefix}/", include((p.member_urls(), f"{p.label}_area"))) for p in rooms() if p.member_urls()]
    return [*member, *public]


# Only the office's policy is relaxed, and only for scripts (platform P16); decorated before it is included.
office_patterns: Urls = decorate_urlpatterns(office_urls.urlpatterns, csp_replace(OFFICE))

urlpatterns: Urls = [
    path("healthz", views.health, name="health"),
    path("", include(access_urls)),
    path("posta-di-prova/", views.trial_mail, name="trial_mail"),
    path("ufficio/", include(office_patterns)),
    path("documenti/", include(document_urls)),
    path("area/", include("vivaio_core.people.urls")),
    re_path(r"^media/(?P<path>(?:images|original_images|avatar_images)/[^/]+)$", views.media, name="media"),
    *plugin_urls(),
    path("", include(pages_urls)),
    path("", include(wagtail_urls)),
]

"""Small public answers: the colours, the emblem as favicon, what search engines ask for."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from vivaio_core.pages import rings, theme
from vivaio_core.site.coop import coop

YEAR = 31_536_000
DAY = 86_400


@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """The theme's custom properties. Kept for a year when asked by its version, not at all under an old one."""
    accent = coop().brand.accent
    current = request.GET.get("v") == theme.version(accent)
    answer = HttpResponse(theme.stylesheet(accent), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    return answer


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The emblem in the accent colour."""
    drawn = render_to_string("pages/parts/favicon.svg", {"rings": rings.grow(coop().cooperative.name, count=4), "colour": coop().brand.accent})
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Cache-Control"] = f"public, max-age={DAY}"
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration asks not to be listed; a real site shows its map and keeps member area and office out."""
    if coop().site.demo:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        closed = [f"Disallow: {path}" for path in ("/area/", "/accesso/", "/ufficio/")]
        lines = ["User-agent: *", *closed, f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages."""
    answer: HttpResponse = wagtail_sitemap(request)
    return answer

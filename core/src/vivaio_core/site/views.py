"""Views of the assembly."""

from django.conf import settings
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.static import serve

from vivaio_core.access.demo_accounts import demo_codes
from vivaio_core.site.mailbox import letters
from vivaio_core.site.settings.read import setting
from vivaio_core.site.trial import trial_mail_is_open


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not; load balancers and `compose.yaml` ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Images from local disk. Documents have their own view, which asks for permission; nothing here can act as a page."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if isinstance(response, FileResponse):
        # Wagtail's names change when the picture does.
        response["Cache-Control"] = "public, max-age=2592000"
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@never_cache
def trial_mail(request: HttpRequest) -> HttpResponse:
    """The demonstration's letters and second factors, for whoever sits at this machine; elsewhere there is no such page."""
    if not trial_mail_is_open(request):
        raise Http404
    return render(request, "site/trial_mail.html", {"codes": demo_codes(), "letters": letters(setting("EMAIL_FILE_PATH"), 20)})

"""What a member has to sign, and has signed."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vivaio_core.access.decorators import member_required
from vivaio_core.access.models import User
from vivaio_core.documents import selectors
from vivaio_core.documents.forms import SignForm
from vivaio_core.documents.models import DocumentVersion, Signature
from vivaio_core.documents.reading import as_page
from vivaio_core.documents.services import sign
from vivaio_core.documents.signed import signatures_of
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.selectors import is_member


@require_safe
@member_required
def home(request: HttpRequest) -> HttpResponse:
    """Signatures due, the documents in force, what I have signed; a constant number of queries."""
    party, on = _party(request), timezone.localdate()
    context = {
        "due": selectors.signatures_due(party, on),
        "documents": selectors.living_documents(on, public_only=not is_member(party, on)),
        "signed": signatures_of(party),
    }
    return render(request, "documents/area/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Read the version in force and, where a signature is asked or still missing, sign it."""
    party, on = _party(request), timezone.localdate()
    version = selectors.version_in_force(code, on)
    if version is None or not selectors.may_read(party, version.document, on):
        raise Http404
    mine = signatures_of(party).filter(version=version).first()
    form = SignForm(request.POST or None, initial={"version": version.number}) if _to_sign(party, version, mine, on) else None
    if request.method == "POST":
        if form is None:
            messages.info(request, _("There is nothing to sign here any more."))
            return redirect("documents_area:home")
        if form.is_valid() and _signed(request, party, version, form):
            messages.success(request, _("Thank you: your signature is recorded."))
            return redirect("documents_area:home")
    if form is not None and party.kind == Party.Kind.ORGANISATION:
        form.fields["agreed"].label = _("I have read this text and I sign it for %(name)s, which I represent.") % {"name": party}
    context = {"version": version, "text": as_page(version.text), "form": form, "mine": mine, "due": _due(party, version, on)}
    return render(request, "documents/area/document.html", context)


def _signed(request: HttpRequest, party: Party, version: DocumentVersion, form: SignForm) -> bool:
    """Sign, unless the text is another one than the one that was read; then the page shows the new one and says so."""
    if form.cleaned_data["version"] != version.number:
        form.add_error(None, _("Meanwhile a new version came into force: please read it before you sign."))
        form.data = {"version": str(version.number)}
        return False
    try:
        sign(party=party, version=version, channel=Signature.Channel.WEB, actor=cast(User, request.user), evidence=_("Signed in the members' area."))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _to_sign(party: Party, version: DocumentVersion, mine: Signature | None, on: date) -> bool:
    """Whoever signs this document may sign its present version, also when the law of the charter leaves them free not to."""
    return mine is None and selectors.signs(party, version.document, on)


def _due(party: Party, version: DocumentVersion, on: date) -> selectors.Due | None:
    return next((due for due in selectors.signatures_due(party, on) if due.document == version.document), None)


def _party(request: HttpRequest) -> Party:
    """The party that `member_required` found."""
    return cast(Party, request.party)  # type: ignore[attr-defined]

"""My data: what I correct myself, what I ask the office to correct, all of them in one file, being forgotten."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vivaio_core.access.decorators import fresh_sign_in_required, member_required
from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.people.disclosure.plan import plan_for
from vivaio_core.people.disclosure.reading import archive, context_of, sections
from vivaio_core.people.disclosure.selectors import personal_data, requests_of
from vivaio_core.people.disclosure.services.answer import hand_over
from vivaio_core.people.disclosure.services.ask import ask_correction, ask_erasure
from vivaio_core.people.disclosure.services.contacts import correct_own_contacts, own_pec
from vivaio_core.people.forms import CorrectionForm, ErasureForm, OwnDataForm
from vivaio_core.people.selectors import active_identifiers
from vivaio_core.people.services import OWN_CORRECTABLE
from vivaio_core.people.views import party_of

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@member_required
@fresh_sign_in_required
def data(request: HttpRequest) -> HttpResponse:
    """Correct how we reach and address you; the rest is asked to the office."""
    party = party_of(request)
    initial = {**{name: getattr(party, name) for name in OWN_CORRECTABLE}, "pec": own_pec(party)}
    form = OwnDataForm(request.POST or None, initial=initial, kind=party.kind)
    if request.method == "POST" and form.is_valid():
        try:
            correct_own_contacts(actor=_user(request), on=timezone.localdate(), **form.cleaned_data)
        except ContractError as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Thank you, your data are up to date."))
            return redirect(reverse("area:home"))
    corrections = requests_of(party).corrections[:5]
    context = {"form": form, "party": party, "identifiers": active_identifiers(party), "corrections": corrections}
    return render(request, "people/area/data.html", context)


@require_http_methods(FORM)
@member_required
def correction(request: HttpRequest) -> HttpResponse:
    """Ask the office for a correction."""
    party = party_of(request)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_correction(party=party, on=timezone.localdate(), actor=_user(request), **form.cleaned_data)
        except ContractError as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Thank you. The office looks at it and answers you."))
            return redirect(reverse("area:data"))
    return render(request, "people/area/correction.html", {"form": form, "party": party})


@require_safe
@member_required
def all_data(request: HttpRequest) -> HttpResponse:
    """What is held, kind by kind, and the way to take all of it."""
    found = sections(personal_data(party_of(request)))
    counted = [(one.title, len(one.facts) + sum(len(table.rows) for _name, table in one.tables)) for one in found]
    return render(request, "people/area/all_data.html", {"held": counted})


@require_safe
@member_required
@fresh_sign_in_required
def read_all(request: HttpRequest) -> HttpResponse:
    """All my data on one page, to read or print."""
    party = party_of(request)
    return render(request, "people/disclosure/page.html", context_of(party, timezone.localdate(), personal_data(party), static("people/data.css")))


@require_POST
@member_required
@fresh_sign_in_required
def download(request: HttpRequest) -> HttpResponse:
    """All my data in one file; the history remembers it."""
    party, on = party_of(request), timezone.localdate()
    hand_over(party=party, actor=_user(request), own=True)
    response = HttpResponse(archive(party, on), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="i-miei-dati-{on.isoformat()}.zip"'
    return response


@require_http_methods(FORM)
@member_required
@fresh_sign_in_required
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be forgotten, knowing what would stay and why."""
    party, on = party_of(request), timezone.localdate()
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_erasure(party=party, on=on, actor=_user(request))
        messages.success(request, _("Your request has reached the office. You will have an answer within a month."))
        return redirect(reverse("area:erasure"))
    asked = requests_of(party)
    past = next((row for row in asked.erasures if row.state == "refused"), None)
    context = {"form": form, "open": asked.erasure, "refused": past, "plan": plan_for(party, on)}
    return render(request, "people/area/erasure.html", context)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _show(form: object, refusal: ContractError) -> None:
    """A refusal at its field, or above the form."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))  # type: ignore[attr-defined]

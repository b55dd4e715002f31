"""The presenting member's page, behind the link of a letter. Looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.admission.forms import AnswerForm
from vivaio_core.admission.models.application import Sponsorship
from vivaio_core.admission.selectors import by_sponsor_token
from vivaio_core.admission.services.sponsor import answer
from vivaio_core.admission.states import CHANGEABLE
from vivaio_core.admission.views.doors import allowed, gone, private, refuse, too_many
from vivaio_core.contract.errors import ContractError
from vivaio_core.people.models import Party


@private
def present(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what it means, yes or no."""
    asked = by_sponsor_token(token)
    if asked is None:
        return gone(request, _("This link belongs to no request."))
    if asked.state != Sponsorship.State.ASKED:
        return gone(request, _("You have answered this request already. Thank you."))
    if asked.application.state not in CHANGEABLE:
        return gone(request, _("This application is closed: no answer is needed any more."))
    organisation = asked.application.kind == Party.Kind.ORGANISATION
    form, code = AnswerForm(request.POST or None, organisation=organisation), 200
    if request.method == "POST" and form.is_valid():
        if not allowed(request, "answer"):
            code = too_many(form)
        else:
            try:
                given = answer(sponsorship=asked, accept=form.accepts, at=timezone.now(), statement=form.cleaned_data["statement"])
            except ContractError as refusal:
                refuse(form, refusal)
            else:
                return render(request, "admission/answered.html", {"asked": given})
    context = {"asked": asked, "application": asked.application, "form": form, "organisation": organisation}
    return render(request, "admission/sponsor.html", context, status=code)

"""The applicant's page: where it stands, what is missing, and what can be done now."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.admission import clocks, forms, selectors
from vivaio_core.admission.causes import causes
from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.reminders import rounds
from vivaio_core.admission.services import apply as services
from vivaio_core.admission.services.decide import appeal, withdraw
from vivaio_core.admission.services.sponsor import name_sponsor
from vivaio_core.admission.states import CHANGEABLE, State
from vivaio_core.admission.views.apply import charter_text, evidence
from vivaio_core.admission.views.doors import allowed, found, private, refuse, too_many
from vivaio_core.contract.errors import ContractError
from vivaio_core.pages.numbers import day

ROAD: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("Sent"), ()),
    (gettext_lazy("Under review"), (State.SUBMITTED,)),
    (gettext_lazy("Decision"), (State.SUBMITTED, State.UNDER_REVIEW)),
    (gettext_lazy("In the register of members"), (State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED, State.REFUSED, State.APPEALED)),
)


@private
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands. A draft goes on where it was left."""
    application, on = found(token), timezone.localdate()
    if application.state == State.DRAFT:
        return redirect("admission:step", token, "dati")
    clock = clocks.appeal_clock(application) if clocks.appeal_open(application, on) else None
    context = {
        "application": application,
        "token": token,
        "road": _road(application),
        "missing": missing(application, on),
        "answer_by": _answer_by(application, on),
        "known": outcome_known(application),
        "appeal": clock,
        "appeal_words": clock.words(on) if clock else "",
        "lost": next((cause for cause in causes(application, on) if cause.lost_on), None),
        "can_withdraw": application.state in CHANGEABLE,
        "accepted": [one for one in application.sponsorships.select_related("sponsor") if one.state == Sponsorship.State.ACCEPTED],
    }
    return render(request, "admission/status.html", context)


@private
def name_another(request: HttpRequest, token: str) -> HttpResponse:
    """Name another member; the answer of the page is the same whoever it is."""
    application = found(token)
    if application.state not in CHANGEABLE:
        return redirect("admission:status", token)
    form, code = forms.SponsorForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not allowed(request, "sponsor", application.key):
            code = too_many(form)
        else:
            try:
                name_sponsor(application=application, at=timezone.now(), actor=None, **form.given())
            except ContractError as refusal:
                refuse(form, refusal, {"email": "sponsor_email", "last_name": "sponsor_name"})
            else:
                messages.success(request, _("Thank you. If this is a member with an e-mail address, a letter is on its way."))
                return redirect("admission:status", token)
    return render(request, "admission/name_another.html", {"application": application, "token": token, "form": form}, status=code)


@private
def charter(request: HttpRequest, token: str) -> HttpResponse:
    """Accept the charter when it has changed since, or was not there yet."""
    application, version = found(token), selectors.charter_in_force(timezone.localdate())
    if application.state not in CHANGEABLE or version is None:
        return redirect("admission:status", token)
    form = forms.CharterForm(request.POST or None, initial={"charter_hash": version.text_hash})
    if request.method == "POST" and form.is_valid():
        try:
            text_hash = form.cleaned_data["charter_hash"]
            services.accept_charter(
                application=application, text_hash=text_hash, at=timezone.now(), channel="web", evidence=evidence(request), actor=None
            )
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Thank you: the charter is accepted."))
            return redirect("admission:status", token)
    context = {"application": application, "token": token, "form": form, "version": version, "text": charter_text(version)}
    return render(request, "admission/charter.html", context)


@private
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw: ask once, then do it."""
    application = found(token)
    if application.state not in CHANGEABLE:
        return redirect("admission:status", token)
    if request.method == "POST":
        try:
            withdraw(application=application, on=timezone.localdate(), actor=None)
        except ContractError as refusal:
            messages.error(request, str(refusal))
        return redirect("admission:status", token)
    return render(request, "admission/withdraw.html", {"application": application, "token": token})


@private
def appeal_to_assembly(request: HttpRequest, token: str) -> HttpResponse:
    """Ask that the assembly decides, while the days of the rule run."""
    application, on = found(token), timezone.localdate()
    if not clocks.appeal_open(application, on):
        return redirect("admission:status", token)
    form = forms.AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal(application=application, received_on=on, reasons=form.cleaned_data["reasons"], on=on, actor=None)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            return redirect("admission:status", token)
    context = {"application": application, "token": token, "form": form, "clock": clocks.appeal_clock(application)}
    return render(request, "admission/appeal.html", context)


def outcome_known(application: Application) -> bool:
    """The outcome is told by the communication, not by this page."""
    if application.state in (State.APPROVED, State.ANNOTATED, State.REFUSED_FINAL) and application.second_resolution:
        return application.second_communicated_on is not None or application.state == State.ANNOTATED
    if application.state in (State.APPROVED, State.REFUSED):
        return application.communicated_on is not None
    return application.state in (State.ANNOTATED, State.APPEALED)


def missing(application: Application, on: date) -> list[dict[str, Any]]:
    """What the applicant can still do. It says nothing about who is a member: only an acceptance is told."""
    if application.state not in CHANGEABLE:
        return []
    lines: list[dict[str, Any]] = []
    accepted = [one for one in application.sponsorships.all() if one.state == Sponsorship.State.ACCEPTED]
    if not accepted and not application.founder:
        named = application.sponsorships.exists()
        text = _("No member has said yes so far. Does it take long? Name another one, or call us.") if named else _("A member must present you.")
        lines.append({"text": text, "more": _reminded(application), "url": "admission:name_another", "label": _("Name a member")})
    if application.collectivity is None:
        lines.append({"text": _("We look for a group with you: the office will call.")})
    version = selectors.charter_in_force(on)
    if version and application.charter_version_id != version.pk:
        lines.append({"text": _("The charter of values is still to be accepted."), "url": "admission:charter", "label": _("Read and accept")})
    return lines


def _reminded(application: Application) -> str:
    """When who had not answered was reminded. The same for everybody who is named: it tells nothing of who is a member."""
    days = [day(one) for one in rounds(application)]
    if not days:
        return ""
    return _("We reminded who had not answered: %(days)s.") % {"days": ", ".join(days)}


def _road(application: Application) -> list[tuple[Any, bool, bool]]:
    """Label, done, present of each step; what is decided and not yet told still looks undecided."""
    state = application.state if outcome_known(application) or application.state in (State.SUBMITTED, State.WITHDRAWN) else State.UNDER_REVIEW
    done = [state != State.WITHDRAWN and state not in before for _label, before in ROAD]
    now = done.index(False) if False in done else -1
    return [(label, done[place], place == now and state != State.WITHDRAWN) for place, (label, _before) in enumerate(ROAD)]


def _answer_by(application: Application, on: date) -> str:
    if application.state not in CHANGEABLE and outcome_known(application):
        return ""
    clock = clocks.refusal_clock(application)
    return clock.words(on) if clock and clock.done_on is None else ""

"""Applying on the site: four short steps, each kept as soon as it is complete; nothing needs JavaScript."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vivaio_core.admission import forms, selectors
from vivaio_core.admission.given import birth_differs
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services import apply as services
from vivaio_core.admission.services.sponsor import forget_sponsors, name_sponsor
from vivaio_core.admission.states import State
from vivaio_core.admission.tokens import STATUS, token
from vivaio_core.admission.views.doors import allowed, found, gone, private, refuse, too_many
from vivaio_core.contract.errors import ContractError
from vivaio_core.documents.models import DocumentVersion
from vivaio_core.people.models import Party
from vivaio_core.rules.selectors import NoRuleForDate

KINDS = {"persona": Party.Kind.PERSON, "organizzazione": Party.Kind.ORGANISATION}
STEPS = {
    "dati": gettext_lazy("Your data"),
    "gruppo": gettext_lazy("Group and presenting member"),
    "quote": gettext_lazy("Shares"),
    "invio": gettext_lazy("Charter and sending"),
}
ORDER = list(STEPS)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What it takes: minutes, documents, money."""
    on = timezone.localdate()
    try:
        costs = selectors.costs(on)
    except NoRuleForDate:
        costs = None
    return render(request, "admission/start.html", {"costs": costs, "charter": selectors.charter_in_force(on)})


@private
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Step 1 of a new application; from its end on the draft has a link of its own."""
    if kind not in KINDS:
        raise Http404
    form = forms.DATA_FORMS[KINDS[kind]](request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not allowed(request, "begin"):
            status = too_many(form)
        else:
            try:
                made = services.begin_draft(kind=KINDS[kind], at=timezone.now(), origin=request.build_absolute_uri("/"), **form.cleaned_data)
            except ContractError as refusal:
                refuse(form, refusal)
            else:
                return _go(made, "gruppo")
    return render(request, "admission/data.html", _context("dati", form, None), status=status)


@private
def step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One step of a draft."""
    application = found(token)
    if step not in STEPS:
        raise Http404
    if application.state != State.DRAFT:
        return redirect("admission:status", token)
    return {"dati": _data, "gruppo": _group, "quote": _shares, "invio": _send}[step](request, application)


@private
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """The letter is on its way; it can be sent again."""
    application = found(token)
    if application.state != State.DRAFT:
        return redirect("admission:status", token)
    again, status = "", 200
    if request.method == "POST":
        if not allowed(request, "confirm", application.key):
            again, status = _("Too many tries. Wait a few minutes, or call us."), 429
        else:
            try:
                services.ask_confirmation(application=application, on=timezone.localdate())
            except ContractError:
                return _go(application, "invio")
            again = _("We have sent the letter again.")
    return render(request, "admission/letter.html", {"application": application, "token": token, "again": again}, status=status)


@private
def drop(request: HttpRequest, token: str) -> HttpResponse:
    """Throw a draft away: ask once, then do it."""
    application = found(token)
    if application.state != State.DRAFT:
        return redirect("admission:status", token)
    if request.method == "POST":
        services.drop_draft(application=application)
        return render(request, "admission/dropped.html")
    return render(request, "admission/drop.html", {"application": application, "token": token})


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: looking at it sends nothing, since mail scanners look at every link."""
    application = selectors.by_confirm_token(token)
    if application is None:
        return gone(request, _("This link belongs to no application, or the e-mail address has changed since."))
    status_token = _token(application)
    if application.state != State.DRAFT:
        return redirect("admission:status", status_token)
    problem = ""
    if request.method == "POST":
        try:
            services.submit(application=application, at=timezone.now())
        except ContractError as refusal:
            problem = str(refusal)
        else:
            return redirect("admission:status", status_token)
    return render(request, "admission/confirm.html", {"application": application, "token": status_token, "problem": problem})


def _data(request: HttpRequest, application: Application) -> HttpResponse:
    form = forms.DATA_FORMS[application.kind](request.POST or None, initial=forms.initial_of(application))
    if request.method == "POST" and form.is_valid():
        try:
            services.give_data(application=application, at=timezone.now(), actor=None, **form.cleaned_data)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            return _go(application, "gruppo")
    return render(request, "admission/data.html", _context("dati", form, application))


def _group(request: HttpRequest, application: Application) -> HttpResponse:
    groups = list(selectors.included_groups())
    form = forms.GroupForm(request.POST or None, groups=groups, initial=_group_initial(application))
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.named and not allowed(request, "sponsor", application.key):
            status = too_many(form)
        else:
            try:
                _keep_group(form, application)
            except ContractError as refusal:
                refuse(form, refusal, {"last_name": "sponsor_name"})
            else:
                return _go(application, "quote")
    return render(request, "admission/group.html", _context("gruppo", form, application, groups=groups), status=status)


def _keep_group(form: forms.GroupForm, application: Application) -> None:
    now, note = timezone.now(), form.cleaned_data["group_note"]
    with transaction.atomic():
        services.choose_group(application=application, collectivity=form.chosen, group_note=note, at=now, actor=None)
        forget_sponsors(application=application)
        if form.named:
            name_sponsor(application=application, at=now, actor=None, **form.given())


def _group_initial(application: Application) -> dict[str, Any]:
    named = application.sponsorships.first()
    chosen = application.collectivity_id or (forms.NONE if application.group_note or application.payment_plan else "")
    return {
        "collectivity": str(chosen),
        "group_note": application.group_note,
        "number": named.given_number if named else None,
        "sponsor_email": named.given_email if named else "",
        "sponsor_name": named.given_name if named else "",
    }


def _shares(request: HttpRequest, application: Application) -> HttpResponse:
    initial = {"shares": application.shares, "payment_plan": application.payment_plan or Application.Plan.AT_ONCE}
    form = forms.SharesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_shares(application=application, at=timezone.now(), actor=None, **form.cleaned_data)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            return _go(application, "invio")
    return render(request, "admission/shares.html", _context("quote", form, application, costs=selectors.costs(timezone.localdate())))


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    on, version = timezone.localdate(), selectors.charter_in_force(timezone.localdate())
    accepted = version is not None and application.charter_version_id == version.pk
    ticked = {"requirements": application.requirements_declared, "no_competitor": application.no_competitor, "charter": accepted}
    initial = {**ticked, "charter_hash": version.text_hash if version else ""}
    form = forms.SendForm(request.POST or None, with_charter=version is not None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not allowed(request, "confirm", application.key):
            status = too_many(form)
        else:
            try:
                _declare_and_write(request, form, application)
            except ContractError as refusal:
                refuse(form, refusal)
            else:
                return redirect("admission:letter", _token(application))
    steps = [
        (reverse("admission:step", args=[_token(application), name]), text) for name, text in selectors.lacking(application, on) if name != "invio"
    ]
    differs = birth_differs(application.fiscal_code, application.birth_date)
    context = _context("invio", form, application, version=version, text=charter_text(version), steps_lacking=steps, birth_differs=differs)
    return render(request, "admission/send.html", context, status=status)


def charter_text(version: DocumentVersion | None) -> str:
    """The charter's text as it is read on the page."""
    from vivaio_core.documents.reading import as_page

    return as_page(version.text) if version else ""


def _declare_and_write(request: HttpRequest, form: forms.SendForm, application: Application) -> None:
    now, data = timezone.now(), form.cleaned_data
    with transaction.atomic():
        services.declare(application=application, requirements=data["requirements"], no_competitor=data["no_competitor"], at=now, actor=None)
        if data.get("charter"):
            services.accept_charter(
                application=application, text_hash=data["charter_hash"], at=now, channel="web", evidence=evidence(request), actor=None
            )
        services.ask_confirmation(application=application, on=timezone.localdate(now))


def evidence(request: HttpRequest) -> str:
    """What is kept of how a text was accepted: the form and the browser that sent it, no address."""
    browser = request.headers.get("User-Agent", "")[:160]
    return _("Box ticked on the page %(page)s, browser: %(browser)s") % {"page": "/adesione/", "browser": browser or "—"}


def _context(name: str, form: Any, application: Application | None, **more: Any) -> dict[str, Any]:
    number = ORDER.index(name) + 1
    back = reverse("admission:step", args=[_token(application), ORDER[number - 2]]) if application and number > 1 else ""
    steps = [(place, label, place < number, place == number) for place, label in enumerate(STEPS.values(), 1)]
    known = {"application": application, "token": _token(application) if application else ""}
    return {"form": form, "title": STEPS[name], "number": number, "count": len(STEPS), "steps": steps, "back": back, **known, **more}


def _token(application: Application) -> str:
    return token(STATUS, application.key)


def _go(application: Application, name: str) -> HttpResponse:
    return redirect("admission:step", _token(application), name)

"""Applications and presentations of somebody, and how they go (people P29). Their rows stay: the clocks and the decisions are the board's."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan

APPLICATIONS, PRESENTATIONS = "admission.applications", "admission.presentations"
State = Application.State
OPEN = (State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED, State.APPEALED)
BLANK = (
    *("first_name", "last_name", "search_key", "birth_place", "fiscal_code", "vat", "legal_form", "representative", "email", "phone", "address"),
    *("group_note", "charter_evidence", "origin"),
)

WORDS = (
    *(gettext_noop("applications"), gettext_noop("presentations"), gettext_noop("application"), gettext_noop("asked on"), gettext_noop("state")),
    *(gettext_noop("answered on"), gettext_noop("statement"), gettext_noop("first name"), gettext_noop("last name"), gettext_noop("display name")),
    *(gettext_noop("birth place"), gettext_noop("birth date"), gettext_noop("fiscal code"), gettext_noop("vat"), gettext_noop("legal form")),
    *(gettext_noop("representative"), gettext_noop("email"), gettext_noop("phone"), gettext_noop("address"), gettext_noop("received on")),
    *(gettext_noop("communicated on"), gettext_noop("appeal on"), gettext_noop("recorded on"), gettext_noop("withdrawn on"), gettext_noop("group")),
    *(gettext_noop("shares"), gettext_noop("payment plan"), gettext_noop("requirements declared"), gettext_noop("no competitor")),
    *(gettext_noop("charter"), gettext_noop("charter accepted"), gettext_noop("charter evidence"), gettext_noop("resolution")),
    *(gettext_noop("refusal reasons"), gettext_noop("appeal reasons"), gettext_noop("member no")),
)


def held(party: Party, on: date) -> list[DataClass]:
    """What was asked, by the entry or by its code, and who was presented; three queries."""
    asked = list(_applications(party))
    running = any(one.state in OPEN for one in asked)
    since = max((_last_day(one) for one in asked), default=None)
    ground = _("They prove how the board decided.")
    years = "retention.applications_years"
    return [
        DataClass(APPLICATIONS, _("Applications for membership"), len(asked), Disposal.PSEUDONYMISE, ground, years, since, running),
        DataClass(PRESENTATIONS, _("Presentations of applicants"), _presentations(party).count(), Disposal.PSEUDONYMISE),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Empty what the applicant gave, and what was written as a presenting member."""
    if plan.action(PRESENTATIONS) != Disposal.KEEP:
        _presentations(party).update(given_email="", given_name="", given_number=None, statement="")
    if plan.action(APPLICATIONS) != Disposal.KEEP:
        for one in _applications(party):
            blank: dict[str, Any] = {**dict.fromkeys(BLANK, ""), "display_name": "—", "birth_date": None}
            blank |= {name: "—" for name in ("refusal_reasons", "appeal_reasons") if getattr(one, name)}
            Application.objects.filter(pk=one.pk).update(**blank)


def _applications(party: Party) -> QuerySet[Application]:
    """Those of the entry, and those in which its code was given before anybody had said who it was."""
    codes = party.identifiers.filter(scheme__in=["cf", "cf_provisional"]).values("value")
    return Application.objects.filter(Q(party=party) | Q(party__isnull=True, fiscal_code__in=codes))


def _presentations(party: Party) -> QuerySet[Sponsorship]:
    return Sponsorship.objects.filter(sponsor=party)


def _last_day(one: Application) -> date:
    days = (one.recorded_on, one.second_communicated_on, one.communicated_on, one.withdrawn_on, one.received_on)
    return max((day for day in days if day), default=one.started_at.date())

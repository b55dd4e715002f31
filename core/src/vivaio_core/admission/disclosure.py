"""What this room holds about a party, as plain data."""

from typing import Any

from vivaio_core.admission.given import TEXTS
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.selectors import applications_of, presented_by
from vivaio_core.people.models import Party


def disclosed(party: Party) -> dict[str, Any]:
    """Applications as given and decided, and presentations; empty when there are none."""
    asked = applications_of(party).select_related("collectivity", "resolution", "second_resolution", "charter_version__document")
    applications = [_application(one) for one in asked]
    presented = [
        {
            "application": one.application.display_name,
            "asked_on": _day(one.asked_at),
            "state": str(one.get_state_display()),
            "answered_on": _day(one.answered_at),
            "statement": one.statement,
        }
        for one in presented_by(party)
    ]
    return {**({"applications": applications} if applications else {}), **({"presentations": presented} if presented else {})}


def _application(one: Application) -> dict[str, Any]:
    given = {name: getattr(one, name) for name in TEXTS if getattr(one, name)}
    days = {name: _day(getattr(one, name)) for name in ("birth_date", "received_on", "communicated_on", "appeal_on", "recorded_on", "withdrawn_on")}
    return {
        **given,
        **{name: day for name, day in days.items() if day},
        "state": str(one.get_state_display()),
        "group": str(one.collectivity or one.group_note),
        "shares": one.shares,
        "payment_plan": one.payment_plan,
        "requirements_declared": one.requirements_declared,
        "no_competitor": one.no_competitor,
        "charter": str(one.charter_version or ""),
        "charter_accepted": one.charter_at.isoformat() if one.charter_at else "",
        "charter_evidence": one.charter_evidence,
        "resolution": str(one.admitting or ""),
        "refusal_reasons": one.refusal_reasons,
        "appeal_reasons": one.appeal_reasons,
        "member_no": one.member_no,
    }


def _day(value: Any) -> str:
    return value.isoformat() if value else ""

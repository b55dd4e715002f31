"""What an applicant gives, made sound: the same checks for the public form, the office and the demonstration."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from vivaio_core.people.errors import Refused
from vivaio_core.people.folding import search_key
from vivaio_core.people.identifiers import birth_mismatch, check_fiscal_code
from vivaio_core.people.matching import checked
from vivaio_core.people.models import Party

TEXTS = (
    *("first_name", "last_name", "display_name", "birth_place", "fiscal_code", "vat"),
    *("legal_form", "representative", "email", "phone", "address"),
)
OF_PERSONS = ("first_name", "last_name", "birth_place")
OF_ORGANISATIONS = ("vat", "legal_form", "representative")
EARLIEST = date(1900, 1, 1)


def clean(kind: str, on: date, given: dict[str, Any]) -> dict[str, Any]:
    """The values to store, ready for the model. Raises Refused at the first fault, TypeError for a name that is no datum of an applicant."""
    if set(given) - {*TEXTS, "birth_date"}:
        raise TypeError(f"not given by an applicant: {sorted(set(given) - {*TEXTS, 'birth_date'})}")
    values: dict[str, Any] = {name: " ".join(str(given.get(name) or "").split()) for name in TEXTS}
    values["birth_date"] = given.get("birth_date")
    person = kind == Party.Kind.PERSON
    values |= dict.fromkeys(OF_ORGANISATIONS if person else OF_PERSONS, "")
    _refuse_name(values, person)
    if not person:
        values["birth_date"] = None
    elif values["birth_date"] and not EARLIEST <= values["birth_date"] <= on:
        raise Refused(_("Write the date of birth as day, month and year."), "birth_date")
    if values["fiscal_code"]:
        values["fiscal_code"] = checked("cf", values["fiscal_code"]).value
    if values["vat"]:
        values["vat"] = checked("vat", values["vat"]).value
    if values["email"]:
        _refuse_email(values["email"])
    return {**values, "search_key": search_key(values["first_name"], values["last_name"], values["display_name"])}


def birth_differs(fiscal_code: str, birth_date: date | None) -> bool:
    """True when the code speaks of another birth date than the one that was typed; the code is only compared (people I4)."""
    return bool(birth_date) and "birth_date" in birth_mismatch(check_fiscal_code(fiscal_code), birth_date=birth_date)


def _refuse_name(values: dict[str, Any], person: bool) -> None:
    if person:
        if not (values["first_name"] and values["last_name"]):
            raise Refused(_("Write first name and last name."), "last_name" if values["first_name"] else "first_name")
        values["display_name"] = f"{values['first_name']} {values['last_name']}"[:200]
    elif not values["display_name"]:
        raise Refused(_("Write the name of the organisation."), "display_name")


def _refuse_email(text: str) -> None:
    try:
        validate_email(text)
    except ValidationError:
        raise Refused(_("This is not an e-mail address: it looks like name@example.it."), "email") from None

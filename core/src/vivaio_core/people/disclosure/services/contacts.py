"""What a person changes of himself: how we reach and address him."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people import matching
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.relations.speaking import party_speaking
from vivaio_core.people.services import correct_own_data
from vivaio_core.trail.services import record

PEC = Identifier.Scheme.PEC


def own_pec(party: Party) -> str:
    """The certified e-mail in use, empty without one."""
    return party.identifiers.filter(scheme=PEC, active=True).values_list("value", flat=True).first() or ""


def correct_own_contacts(*, actor: User, on: date, pec: str, **changes: str) -> None:
    """Change one's own contacts (OWN_CORRECTABLE) and certified e-mail, all or none. Raises Refused."""
    with transaction.atomic():
        correct_own_data(actor=actor, **changes)
        correct_own_pec(actor=actor, raw=pec, on=on)


def correct_own_pec(*, actor: User, raw: str, on: date) -> None:
    """Replace, add or (empty) take away one's own certified e-mail; the earlier one stays in the records. Raises Refused."""
    party = party_speaking(actor)
    if raw.strip() == own_pec(party):
        return
    code = matching.checked(PEC, raw) if raw.strip() else None
    with transaction.atomic():
        for old in party.identifiers.filter(scheme=PEC, active=True):
            old.active, old.valid_to = False, max(on, old.valid_from or on)
            old.save(update_fields=["active", "valid_to"])
        if code:
            Identifier.objects.create(
                party=party, scheme=PEC, value_given=raw.strip()[:254], value=code.value, key=code.key, valid_from=on, evidence=_("member area")
            )
        payload = {"scheme": PEC.value, "value": code.value if code else ""}
        record(kind="people.identify", actor=actor, subject=party, target=f"people.Party:{party.pk}", payload=payload)

"""Everything that this room holds about somebody, as plain data."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.selectors import supplier_of

PROFILE = "suppliers.profile"

# What the keys are called where people read them.
WORDS = (
    *(gettext_noop("supplier"), gettext_noop("state"), gettext_noop("supplies"), gettext_noop("cooperative"), gettext_noop("disadvantaged")),
    *(gettext_noop("local"), gettext_noop("staff"), gettext_noop("supplier from"), gettext_noop("until"), gettext_noop("note")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """What is written of the party as a supplier, JSON-ready; nothing for who never was one."""
    found = supplier_of(party)
    if found is None:
        return {}
    return {
        "supplier": {
            "state": str(found.get_state_display()),
            "supplies": found.supplies,
            "cooperative": str(found.get_coop_type_display()) if found.coop_type else found.is_cooperative,
            "disadvantaged": found.employs_disadvantaged,
            "local": found.local,
            "staff": found.staff_count,
            "supplier_from": found.started_on and found.started_on.isoformat(),
            "until": found.ended_on and found.ended_on.isoformat(),
            "note": found.note,
        }
    }


def held(party: Party, on: date) -> list[DataClass]:
    """What is written of a supplier; as long as it supplies, that is a bond in force."""
    rows = Supplier.objects.filter(party=party)
    supplies = rows.filter(Supplier.in_service(on)).exists()
    ground = _("Sells to the cooperative: stop buying first.") if supplies else ""
    return [DataClass(PROFILE, _("Data of a supplier"), rows.count(), Disposal.PSEUDONYMISE, ground, in_force=supplies)]


def forget(party: Party, plan: Plan) -> None:
    """Take away the free words; days and kind stay for the figures of past years, without a name."""
    if plan.action(PROFILE) != Disposal.KEEP:
        Supplier.objects.filter(party=party).update(note="", supplies="")

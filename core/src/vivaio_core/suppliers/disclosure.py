"""Everything that this room holds about somebody, as plain data."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_core.suppliers.models import Distributor, Supplier
from vivaio_core.suppliers.selectors import distributor_of, supplier_of

PROFILE, AGREEMENT = "suppliers.profile", "suppliers.agreement"

# What the keys are called where people read them.
WORDS = (
    *(gettext_noop("supplier"), gettext_noop("state"), gettext_noop("supplies"), gettext_noop("cooperative"), gettext_noop("disadvantaged")),
    *(gettext_noop("local"), gettext_noop("staff"), gettext_noop("supplier from"), gettext_noop("until"), gettext_noop("note")),
    *(gettext_noop("distributor"), gettext_noop("kind"), gettext_noop("distributes"), gettext_noop("distributor from")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """What is written of the party as a supplier, JSON-ready; nothing for who never was one."""
    found, agreed = supplier_of(party), distributor_of(party)
    said: dict[str, Any] = {}
    if agreed:
        said["distributor"] = {
            "kind": str(agreed.get_kind_display()),
            "distributes": agreed.distributes,
            "distributor_from": agreed.started_on.isoformat(),
            "until": agreed.ended_on and agreed.ended_on.isoformat(),
        }
    if found is None:
        return said
    return {
        **said,
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
        },
    }


def held(party: Party, on: date) -> list[DataClass]:
    """What is written of a supplier; as long as it supplies, that is a bond in force."""
    rows = Supplier.objects.filter(party=party)
    supplies = rows.filter(Supplier.in_service(on)).exists()
    ground = _("Sells to the cooperative: stop buying first.") if supplies else ""
    agreed = Distributor.objects.filter(party=party)
    brings = agreed.filter(Supplier.in_service(on)).exists()
    reason = _("Distributes for the cooperative: end the agreement first.") if brings else ""
    return [
        DataClass(PROFILE, _("Data of a supplier"), rows.count(), Disposal.PSEUDONYMISE, ground, in_force=supplies),
        DataClass(AGREEMENT, _("Data of a distributor"), agreed.count(), Disposal.PSEUDONYMISE, reason, in_force=brings),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Take away the free words; days and kind stay for the figures of past years, without a name."""
    if plan.action(PROFILE) != Disposal.KEEP:
        Supplier.objects.filter(party=party).update(note="", supplies="")
    if plan.action(AGREEMENT) != Disposal.KEEP:
        Distributor.objects.filter(party=party).update(distributes="")

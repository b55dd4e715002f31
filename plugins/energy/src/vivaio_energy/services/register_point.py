"""Registering and correcting supply points (energy E1, E2)."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record
from vivaio_energy import codes
from vivaio_energy.errors import CodeRefused, DuplicatePoint
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.permissions import allow_for
from vivaio_energy.selectors.own import settings


def checked_code(*, commodity: str, raw: str) -> codes.Checked:
    """The code, well written. Raises CodeRefused with the dossier's error code and what to do."""
    result = codes.check(commodity, raw, alphanumeric=settings().pod_alphanumeric)
    if not result.ok:
        raise CodeRefused(str(result.message), result.error)
    return result


def register_point(
    *,
    actor: User | None,
    member: Party,
    commodity: str,
    code: str,
    address: str,
    on: date,
    use: str = SupplyPoint.Use.RESIDENT,
    holder_name: str = "",
    power_kw: Decimal | None = None,
    annual_consumption: int | None = None,
) -> SupplyPoint:
    """Register a meter for a member or client. Raises PermissionDenied, CodeRefused, DuplicatePoint, Refused without an address."""
    assisted = allow_for(actor, member)
    found = checked_code(commodity=commodity, raw=code)
    if not address.strip():
        raise Refused(_("Please write where the meter is: street, number and town."), "address")
    try:
        with transaction.atomic():
            point = SupplyPoint.objects.create(
                commodity=commodity,
                key=found.key,
                code_given=code.strip()[:60],
                member=member,
                holder_name=holder_name.strip(),
                address=address.strip(),
                use=use,
                power_kw=power_kw,
                annual_consumption=annual_consumption,
                added_on=on,
            )
            payload = {"key": found.key, "commodity": commodity, "assisted": assisted}
            record(kind="energy.register_point", actor=actor, subject=member, target=f"energy.SupplyPoint:{point.pk}", payload=payload)
    except IntegrityError:
        raise DuplicatePoint(_duplicate(actor, member, commodity, found.key), "code") from None
    return point


def _duplicate(actor: User | None, member: Party, commodity: str, key: str) -> str:
    known = SupplyPoint.objects.select_related("member").get(commodity=commodity, key=key)
    if known.member_id == member.pk:
        return _("This point is already among yours: please choose it from the list instead of adding it again.")
    if actor is None or actor.has_perm("energy.act_for_member"):
        return _("This point is already registered for %(name)s. Please check the code or correct that point.") % {"name": known.member}
    return _("This code is already registered in another name. If the meter is yours, please call us: we put it right together.")


def change_point(
    *, actor: User | None, point: SupplyPoint, address: str, use: str, holder_name: str, power_kw: Decimal | None, annual_consumption: int | None
) -> SupplyPoint:
    """Correct what can change in a meter; its code and commodity cannot. Raises PermissionDenied, Refused without an address."""
    assisted = allow_for(actor, point.member, "energy.change_supplypoint")
    if not address.strip():
        raise Refused(_("Please write where the meter is: street, number and town."), "address")
    with transaction.atomic():
        fresh = SupplyPoint.objects.select_for_update().get(pk=point.pk)
        new = {
            "address": address.strip(),
            "use": use,
            "holder_name": holder_name.strip(),
            "power_kw": power_kw,
            "annual_consumption": annual_consumption,
        }
        changed = sorted(name for name, value in new.items() if getattr(fresh, name) != value)
        for name, value in new.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=list(new))
        payload = {"changed": changed, "assisted": assisted}
        record(kind="energy.change_point", actor=actor, subject=fresh.member, target=f"energy.SupplyPoint:{fresh.pk}", payload=payload)
    return fresh


def move_point(*, actor: User | None, point: SupplyPoint, member: Party) -> SupplyPoint:
    """Give a meter to another member or client, as after a sale. Refused while it has an open adhesion or contract."""
    if actor is not None and not actor.has_perm("energy.change_supplypoint"):
        raise PermissionDenied("energy.change_supplypoint")
    with transaction.atomic():
        fresh = SupplyPoint.objects.select_for_update().get(pk=point.pk)
        if fresh.adhesions.exclude(state="withdrawn").exists() or fresh.contracts.exclude(state__in=["ended", "rejected"]).exists():
            raise Refused(_("This point has an adhesion or a contract that is still open: please end it first."))
        before, fresh.member = fresh.member_id, member
        fresh.save(update_fields=["member"])
        payload = {"from": before, "to": member.pk}
        record(kind="energy.move_point", actor=actor, subject=member, target=f"energy.SupplyPoint:{fresh.pk}", payload=payload)
    return fresh

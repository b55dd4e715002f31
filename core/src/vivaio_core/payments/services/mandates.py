"""Leave to collect by direct debit: written down when it is signed, revoked when who signed says so."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.sepa import DebitMandate
from vivaio_core.payments.selectors.mandates import active_of
from vivaio_core.payments.sepa.codes import mandate_reference, sepa_iban
from vivaio_core.payments.sepa.letters import NAME, plain
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.people.relations.speaking import allow_for
from vivaio_core.trail.services import record

State = DebitMandate.State


def sign_mandate(*, debtor: Party, holder: str, iban: str, signed_on: date, on: date, actor: User | None, reference: str = "") -> DebitMandate:
    """Write down a mandate that was signed; without a reference it gets one of ours. Raises PermissionDenied, Refused."""
    allow(actor, "payments.add_debitmandate")
    party = kept(debtor)
    name, number = " ".join(holder.split())[:NAME] or party.display_name[:NAME], sepa_iban(iban)
    if not plain(name, NAME):
        raise Refused(_("Write the name of the account's holder in letters that banks can read."), "holder")
    if signed_on > on:
        raise Refused(_("This day is still to come."), "signed_on")
    try:
        with transaction.atomic():
            # Who writes two mandates of one person waits for the other.
            Party.objects.select_for_update(no_key=True).get(pk=party.pk)
            if active_of(party) is not None:
                raise Refused(_("There is an active mandate already: revoke it first, then write the new one."), "debtor")
            code = mandate_reference(reference) if reference.strip() else _own_reference(party, signed_on)
            given = {"debtor": party, "holder": name, "iban": number, "reference": code, "signed_on": signed_on, "recorded_by": actor}
            row = DebitMandate.objects.create(**given)
            payload = {"reference": code, "signed_on": signed_on.isoformat()}
            record(kind="payments.mandate", actor=actor, subject=party, target=f"payments.DebitMandate:{row.pk}", payload=payload)
            return row
    except IntegrityError:
        raise Refused(_("This reference belongs to another mandate: write another one, or leave it empty."), "reference") from None


def _own_reference(party: Party, signed_on: date) -> str:
    return f"M{party.pk:06d}-{signed_on:%Y%m%d}-{DebitMandate.objects.filter(debtor=party).count() + 1}"


def revoke_mandate(*, mandate: DebitMandate, on: date, reason: str, actor: User | None) -> DebitMandate:
    """End a mandate: nothing is collected by it any more. Who signed may, and the office. A second call changes nothing.

    What the bank has been given already, it may still collect. Raises PermissionDenied, Refused.
    """
    allow_for(actor, kept(mandate.debtor), "payments.change_debitmandate")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        row = DebitMandate.objects.select_for_update(of=("self",)).select_related("debtor").get(pk=mandate.pk)
        if row.state == State.REVOKED:
            return row
        if on < row.signed_on:
            raise Refused(_("It was signed after that day: correct the day."), "on")
        row.state, row.revoked_on, row.revoked_reason = State.REVOKED, on, reason.strip()[:200]
        row.save(update_fields=["state", "revoked_on", "revoked_reason"])
        payload = {"reference": row.reference, "reason": row.revoked_reason, "on": on.isoformat()}
        record(kind="payments.mandate_end", actor=actor, subject=row.debtor, target=f"payments.DebitMandate:{row.pk}", payload=payload)
        return row

"""Mandates of a demonstration, and a file of direct debits that waits for a person to approve it."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

from schwifty import IBAN

from vivaio_core.payments.sepa.days import working_day
from vivaio_core.payments.services.mandates import sign_mandate
from vivaio_core.payments.services.prepare_file import prepare_debits
from vivaio_core.people.models import Party


def sign_and_prepare(people: Sequence[Party], collect_in_days: int, on: date) -> None:
    """One mandate each, signed some months ago, on accounts that are nobody's; the file is prepared by the system, so anybody may approve it."""
    for place, party in enumerate(dict.fromkeys(people)):
        iban = IBAN.generate("IT", bank_code="05428", branch_code="11101", account_code=f"{place + 1:012d}").compact
        signed = on - timedelta(days=200 + 31 * place)
        sign_mandate(debtor=party, holder=party.display_name, iban=iban, signed_on=signed, on=on, actor=None)
    if people and collect_in_days:
        day = working_day(on + timedelta(days=collect_in_days))
        prepare_debits(collect_on=day, on=on, actor=None, key=uuid5(NAMESPACE_OID, f"payments.demo/{on}"))

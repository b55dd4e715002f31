"""Tell people by letter what a file for the bank is going to collect from them."""

from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import day, euros
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.files import rows_of
from vivaio_core.payments.selectors.mandates import masked
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.models import Party
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later


def announce(file: PaymentFile) -> int:
    """One letter to each person with an address, inside the caller's transaction; its key is that of file and person. Return how many."""
    found: dict[Party, list[PaymentFileRow]] = {}
    for row in rows_of(file):
        if kept(row.party).email and row.charge_id:
            found.setdefault(kept(row.party), []).append(row)
    for party, rows in found.items():
        subject = _("direct debit of %(day)s") % {"day": day(file.execute_on)}
        key = f"payments.file:{file.key}:{party.pk}"
        send_later(to=party.email, subject=f"{coop().cooperative.name}: {subject}", text="\n\n".join(_lines(file, rows)) + "\n", key=key)
    return len(found)


def _lines(file: PaymentFile, rows: list[PaymentFileRow]) -> list[str]:
    said = _("On %(day)s we collect %(sum)s from your account %(iban)s, by the mandate %(reference)s that you signed.")
    first, total = rows[0], sum(row.amount for row in rows)
    told = {"day": day(file.execute_on), "sum": euros(total), "iban": masked(first.iban), "reference": first.mandate}
    what = "\n".join(f"- {row.charge.title}: {euros(row.amount)}" for row in rows if row.charge)
    return [said % told, what, _("If something is not right, answer this letter or call us before that day.")]

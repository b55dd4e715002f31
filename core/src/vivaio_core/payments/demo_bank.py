"""The bank statement of a demonstration: a CSV as banks give it, brought in as the office would. Some lines name a code, some only who pays."""

import csv
from datetime import date, timedelta
from io import StringIO

from pydantic import BaseModel, ConfigDict

from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.services.bring_statement import bring_statement


class BankLineOf(BaseModel):
    """A line, so many days ago, in cents; `owed` is the place of the charge it pays: by its code, or by the debtor's name when `coded` is false."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cents: int
    days_ago: int
    owed: int | None = None
    coded: bool = True
    name: str = ""
    text: str = ""


def bring_lines(*, lines: tuple[BankLineOf, ...], opening: int, iban: str, owed: dict[int, Charge], on: date) -> None:
    """Bring them in as one statement; `opening` cents are on the account before. They wait to be matched."""
    out = StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerow(["Data", "Valuta", "Importo", "Ordinante", "Descrizione"])
    for line in sorted(lines, key=lambda one: -one.days_ago):
        charge = owed[line.owed] if line.owed is not None else None
        name = str(charge.debtor) if charge else line.name
        text = f"{charge.title}, {charge.code}" if charge and line.coded else line.text
        day = (on - timedelta(days=line.days_ago)).strftime("%d/%m/%Y")
        whole, cents = divmod(abs(line.cents), 100)
        table.writerow([day, day, f"{'-' if line.cents < 0 else ''}{whole},{cents:02d}", name, text])
    closing = opening + sum(line.cents for line in lines)
    bring_statement(content=out.getvalue().encode(), file_name="estratto-conto.csv", actor=None, iban=iban, opening=opening, closing=closing)

"""The demonstration's payments: deterministic, once, with the share of 2022 as the report says it."""

import tomllib
from datetime import date
from pathlib import Path
from random import Random

from django.db.models import Sum
from membership import admitted

from vivaio_core.payments import methods
from vivaio_core.payments.demo import build
from vivaio_core.payments.models.bank import BankStatement
from vivaio_core.payments.models.charges import Allocation, Charge, PaymentException, Receipt
from vivaio_core.payments.models.sepa import PaymentFile
from vivaio_core.payments.selectors.bank import proposals
from vivaio_core.people.demo_codes import vat_number
from vivaio_core.people.services import register_party
from vivaio_core.site.demo import DemoContext

FOLDER = Path(__file__).resolve().parents[3] / "examples/insieme"
ON = date(2026, 11, 23)


def context(data):
    return DemoContext(data=data, folder=FOLDER, on=ON, random=Random(7))


def test_the_demonstration_shows_2022_as_the_report_says_and_runs_once(db):
    data = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    data["payments"]["years"] = data["payments"]["years"][:1]
    random = Random(3)
    for number in range(3):
        party = register_party(kind="organisation", display_name=f"Coop {number}", fiscal_code=vat_number(random, "036"), actor=None)
        admitted(party, date(2020, 1, 1))
    build(context({}))
    assert not Charge.objects.exists()
    build(context(data))
    rows = Allocation.objects.filter(receipt__value_on__year=2022).values_list("receipt__method").annotate(total=Sum("amount"))
    sums = dict(rows.order_by())
    traceable = sum(cents for code, cents in sums.items() if methods.of(code).traceable)
    assert (sums, traceable * 1000 // sum(sums.values())) == (
        {"bank_transfer": 7_000_000, "card": 1_900_000, "cheque": 600_000, "cash": 500_000},
        890,
    )
    assert set(PaymentException.objects.filter(state="open").values_list("kind", flat=True)) == {"short", "over", "unknown_payer"}
    statement = BankStatement.objects.get()
    found = proposals(list(statement.lines.all()))
    assert (statement.lines.count(), [one.why for one in found.values()]) == (6, ["code", "code", "name"])
    file = PaymentFile.objects.get()
    assert (file.state, file.execute_on, file.rows.filter(sequence="FRST").count()) == (
        "draft",
        date(2026, 12, 9),
        file.rows.values("party").distinct().count(),
    )
    before = (Charge.objects.count(), Receipt.objects.count())
    build(context(data))
    assert (Charge.objects.count(), Receipt.objects.count(), BankStatement.objects.count()) == (*before, 1)
    assert PaymentFile.objects.count() == 1

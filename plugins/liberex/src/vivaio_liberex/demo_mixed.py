"""Prices in two parts for the demonstration: one that the visitor may divide, one that waits for its euro, one that is paid."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_liberex.demo_plan import CircuitPlan
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.mixed import terms
from vivaio_liberex.selectors.participants import position
from vivaio_liberex.services.mixed import promise

NAMESPACE = UUID("d2b8c1a4-6a1e-5d0b-8a55-3c7d90e1f206")
TAXABLE, VAT_PERCENT, SHARE = 18_000, 22, 40


def build_mixed(plan: CircuitPlan, members: list[Participant], shops: list[Participant], on: date) -> None:
    """The first member finds a charge to divide; two others, who have enough credits, have promised and paid."""
    titles = {branch.code: branch.buys[0] for branch in plan.branches}
    sellers = [shop for shop in shops if shop.sector and shop.sector.code in titles]
    most = TAXABLE * SHARE // 100
    able = [one for one in members[1:] if position(one).available >= most][:2]
    for place, (buyer, shop) in enumerate(zip([members[0], *able], sellers, strict=False)):
        charge = _charge(buyer, shop, titles[shop.sector.code] if shop.sector else "", on + timedelta(days=14 + place), on)
        found = terms(charge, on)
        if place and found is not None:
            promise(charge=charge, amount=found.most, key=uuid5(NAMESPACE, charge.cause), on=on, actor=None)
        if place == 2:
            rest = left(charge) - most
            record_receipt(method="bank_transfer", amount=rest, received_on=on, value_on=on, charge=charge, actor=None)


def _charge(buyer: Participant, shop: Participant, title: str, due_on: date, on: date) -> Charge:
    vat = TAXABLE * VAT_PERCENT // 100
    named: dict[str, Any] = {"debtor": buyer.party, "creditor": shop.party, "cause": f"liberex.demo:{buyer.code}", "title": title[:120]}
    return raise_charge(**named, amount=TAXABLE + vat, taxable=TAXABLE, vat=vat, credit_share=SHARE, due_on=due_on, on=on, actor=None)

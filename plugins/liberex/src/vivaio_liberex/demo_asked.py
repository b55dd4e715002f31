"""What waits for the visitor of the demonstration: two requests of payment, one that was made, an order of every month. Nobody gets a letter."""

from datetime import date, timedelta
from typing import Any

from vivaio_liberex.demo_plan import Branch, CircuitPlan
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.services.standing import order


def build_asked(plan: CircuitPlan, member: Participant, shops: list[Participant], on: date) -> None:
    """`shops` are companies that can still be paid; those without a branch ask for nothing."""
    branches = {branch.code: branch for branch in plan.branches}
    sold = [(shop, branches[shop.sector.code]) for shop in shops if shop.sector and shop.sector.code in branches]
    for place, (shop, branch) in enumerate(sold[:2]):
        _asked(shop, member, branch, on - timedelta(days=3 + place), on + timedelta(days=12 + 9 * place))
    for shop, branch in sold[2:3]:
        _asked(member, shop, plan.between_persons, on - timedelta(days=5), on + timedelta(days=25))
        kept: dict[str, Any] = {"memo": branch.buys[-1][:140], "first_on": on + timedelta(days=1), "last_on": None, "times": 12}
        order(payer=member, payee=shop, amount=branch.least, day=5, on=on, actor=None, **kept)


def _asked(payee: Participant, payer: Participant, branch: Branch, asked_on: date, expires_on: date) -> None:
    amount = (branch.least + branch.most) // 2 // 50 * 50
    days = {"asked_on": asked_on, "expires_on": expires_on}
    PaymentRequest.objects.create(payee=payee, payer=payer, amount=amount, memo=branch.buys[0][:140], **days)

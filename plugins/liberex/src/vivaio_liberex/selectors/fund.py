"""The solidarity fund: what it holds, from where, to where."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from vivaio_core.ledger.models import Transfer
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import FUND, position, system


@dataclass(frozen=True)
class Standing:
    """Minor units: what the fund holds, and what shares of payments brought since the beginning."""

    balance: int
    shares: int


def movements() -> QuerySet[FundMovement]:
    """The acts, the latest first, with what one row shows."""
    return FundMovement.objects.select_related("participant", "charge", "resolution", "actor").order_by("-on", "-pk")


def standing() -> Standing:
    """The fund as the books say now; three queries."""
    fund = system(FUND)
    shares = Transfer.objects.filter(payee=fund, kind="lbx_fee", phase__in=("move", "post")).aggregate(total=Sum("amount"))["total"]
    given_back = Transfer.objects.filter(payer=fund, reverses__kind="lbx_fee").aggregate(total=Sum("amount"))["total"]
    return Standing(fund.balance, (shares or 0) - (given_back or 0))


def giveable(participant: Participant) -> int:
    """What the account holds of its own and is not reserved, in minor units; negative below zero. One query."""
    found = position(participant)
    return found.balance - found.reserved

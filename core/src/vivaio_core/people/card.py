"""What a member carries in the pocket: number, since when, shares, when the vote begins. Read from the libro soci."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import MembershipStatus, status_among
from vivaio_core.people.words import bond_in_words
from vivaio_core.register.selectors.position import position


@dataclass(frozen=True)
class Card:
    """The membership on a day; amounts in cents. `votes_from` is the first assembly day on which the member votes."""

    status: MembershipStatus
    bond: str
    number: int | None = None
    since: date | None = None
    category: str = ""
    qty: int = 0
    amount_cents: int = 0
    paid_cents: int = 0
    owed_cents: int = 0
    votes_from: date | None = None
    votes_now: bool = False

    @property
    def is_member(self) -> bool:
        """True for who is a member on the day."""
        return self.status == MembershipStatus.MEMBER

    @property
    def has_shares(self) -> bool:
        """True for members, and for who left and still has shares to be paid back."""
        return self.is_member or self.qty > 0


def card_of(party: Party, on: date) -> Card:
    """The card of a party on the day; at most five queries."""
    bonds = list(party.memberships.order_by("effective_on"))
    status, told = status_among(bonds, on), bond_in_words(party, bonds, on)
    if not bonds:
        return Card(status, told)
    bond = next((one for one in reversed(bonds) if one.effective_on <= on), bonds[-1])
    found = position(party, on)
    first = found["votes_from"]
    return Card(
        status,
        told,
        number=bond.member_no,
        since=bond.effective_on,
        category=_category(bond),
        qty=found["holding"].qty,
        amount_cents=found["holding"].amount_cents,
        paid_cents=found["paid_cents"],
        owed_cents=found["owed_cents"],
        votes_from=first,
        votes_now=status == MembershipStatus.MEMBER and first is not None and first <= on,
    )


def _category(bond: Membership) -> str:
    names = {"ordinary": _("ordinary member"), "special": _("member in training"), "supporting": _("supporting member")}
    return names.get(bond.category, "")

"""Credits between members as a way of paying that core knows: the port `vivaio_core.payments.methods` (ledger M1)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.access.models import User
from vivaio_core.payments.methods import MUTUAL_CREDIT, Confirmed, Offer, Reserved
from vivaio_core.payments.models.charges import Charge
from vivaio_core.people.models import Party
from vivaio_liberex.selectors.mixed import late, standing, terms_for

TITLE = lazy("credits of the circuit")


@dataclass(frozen=True)
class MutualCredit:
    """Part of a charge in credits: promised first, paid when the euro part is in to the last cent.

    Whether credits count as traceable is the cooperative's choice (dossier M5): yes unless its settings say no.
    """

    traceable: bool = True
    code: str = MUTUAL_CREDIT
    title: str | Promise = TITLE
    unit: str = "LBX"
    needs_authorisation: bool = False

    def offer(self, charge: Charge, party: Party, on: date) -> Offer | None:
        """How much of the charge the party can pay in credits now."""
        found = terms_for(charge, party, on)
        return Offer(found.most, found.why, reverse("liberex_area:mixed", args=[charge.code])) if found else None

    def reserve(self, charge: Charge, amount: int, key: UUID, actor: User | None) -> None:
        """Promise. Raises Refused."""
        from vivaio_liberex.services.mixed import promise

        promise(charge=charge, amount=amount, key=key, on=timezone.localdate(), actor=actor)

    def reserved(self, charge: Charge) -> Reserved | None:
        """What is promised; one credit stands for one euro."""
        found = standing(charge)
        return Reserved(found.credits, found.key, late(found), reverse("liberex_area:mixed", args=[charge.code])) if found else None

    def confirm(self, charge: Charge, on: date) -> Confirmed:
        """The rows that pay it. Raises Refused."""
        from vivaio_liberex.services.finish_mixed import confirm

        return confirm(charge=charge, on=on)

    def cancel(self, charge: Charge) -> None:
        """Release it."""
        from vivaio_liberex.services.mixed import release

        release(charge=charge, on=timezone.localdate())

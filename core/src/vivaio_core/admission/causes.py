"""Why somebody applies who gets shares from another: a transfer or an inheritance, open or come to nothing (people P10, P15; art. 2530, 2534)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.states import OPEN
from vivaio_core.people.models import Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import ExitKind, ExitState, TransferState
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors.book import holding
from vivaio_core.register.selectors.cases import exits, heirs_of, transfers, transfers_to

KINDS = (PartyRelation.Kind.COMMON_REPRESENTATIVE, PartyRelation.Kind.HEIR_OF)
MOST = 5


@dataclass(frozen=True)
class Cause:
    """Who gives how many shares, by which case; `lost_on` is the day from which they come no more, None while they may."""

    giver: Party
    qty: int
    url: str
    heir: bool = False
    lost_on: date | None = None


def causes(application: Application, on: date) -> list[Cause]:
    """The open cases behind an open application; where none is left, the last that came to nothing while it was open."""
    party = application.party
    if party is None or application.state not in OPEN:
        return []
    found = [Cause(one.seller, one.qty, _page("transfers", one)) for one in transfers_to(party)]
    deaths = _deaths(party, on)
    for case in deaths:
        if case.state != ExitState.LIQUIDATED and case_rules.heirs_may_enter(case.received_on) and party in heirs_of(case.party, on):
            found.append(Cause(case.party, holding(case.party, on).qty, _page("exits", case), heir=True))
    return found or _lost(party, application.received_on or on, deaths)


def left_open(transfer: ShareTransfer) -> Application | None:
    """The application of a buyer that outlived its transfer."""
    if transfer.buyer is None or transfer.state not in (TransferState.REFUSED, TransferState.WITHDRAWN):
        return None
    found = Application.objects.filter(party=transfer.buyer, state__in=OPEN, received_on__lte=_ended(transfer)).first()
    return None if found is None or transfers_to(transfer.buyer) else found


def _lost(party: Party, since: date, deaths: list[ExitCase]) -> list[Cause]:
    refused = Q(state=TransferState.REFUSED) & (Q(answered_on__gte=since) | Q(settled_on__gte=since))
    gone = transfers().filter(refused | Q(state=TransferState.WITHDRAWN, withdrawn_on__gte=since), buyer=party)[:MOST]
    found = [Cause(one.seller, one.qty, _page("transfers", one), lost_on=_ended(one)) for one in gone]
    closed = [case for case in deaths if case.liquidated_on and case.liquidated_on >= since]
    found += [Cause(case.party, 0, _page("exits", case), heir=True, lost_on=case.liquidated_on) for case in closed]
    return sorted(found, key=lambda cause: cause.lost_on or since)[-1:]


def _deaths(party: Party, on: date) -> list[ExitCase]:
    """The deaths after which the party may take the place of somebody; one query."""
    named = PartyRelation.objects.filter(source=party, kind__in=KINDS, from_on__lte=on, to_on__isnull=True).values("target")
    return list(
        exits().filter(party__in=named, kind=ExitKind.DEATH, state__in=[ExitState.RECEIVED, ExitState.EFFECTIVE, ExitState.LIQUIDATED])[:MOST]
    )


def _ended(transfer: ShareTransfer) -> date:
    return transfer.withdrawn_on or transfer.settled_on or transfer.answered_on or transfer.received_on


def _page(space: str, case: ExitCase | ShareTransfer) -> str:
    return reverse(f"office_{space}:page", args=[case.pk])

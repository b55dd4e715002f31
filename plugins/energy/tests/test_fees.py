"""The cooperative's fees reach core as exchanges, with the status of their day; a seller is core's supplier (people P17, P20)."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from energy_world import ON, World
from membership import admitted

from vivaio_core.documents.services import Signing, draft_version, open_document, publish_version, sign_many
from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.selectors.prevalence import year_of
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import Operation
from vivaio_core.register.services import mend
from vivaio_core.suppliers.services import end_supplier
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.fees import Fee
from vivaio_energy.services.handle_contract import end_contract
from vivaio_energy.services.post_fees import post_fees
from vivaio_energy.services.run_campaign import advance_campaign
from vivaio_energy.services.sign_contract import accept_offer, sign_transfer
from vivaio_energy.states import CampaignState

pytestmark = pytest.mark.django_db
Reason = SupplyContract.EndReason


def paying(make: World, start: date, party: Party | None = None, cents: int = 1800) -> SupplyContract:
    """A running contract that brings the cooperative a fee."""
    contract = make.running(make.supplier(), start, party=party)
    SupplyContract.objects.filter(pk=contract.pk).update(fee_cents=cents)
    return SupplyContract.objects.get(pk=contract.pk)


def gianna() -> Party:
    """Somebody who may become a member."""
    return register_party(first_name="Gianna", last_name="Verdi", fiscal_code="VRDGNN62C58F257V")


def rows() -> list[tuple[date, int, bool]]:
    """Day, cents, member or not, in the order of writing."""
    return list(MutualExchange.objects.order_by("pk").values_list("on", "amount_cents", "is_member"))


def test_p20_each_contract_brings_its_fee_once_a_year_with_the_status_of_the_day(make: World) -> None:
    soon = gianna()
    contract = paying(make, date(2024, 5, 1), soon)
    make.running(make.supplier(), date(2024, 5, 1))
    admitted(soon, date(2024, 9, 1))
    done = [post_fees(actor=None, year=year, on=ON) for year in (2023, 2024, 2025, 2025)]
    assert [(one.entries, one.cents) for one in done] == [(0, 0), (1, 1800), (1, 1800), (0, 0)]
    assert rows() == [(date(2024, 5, 1), 1800, False), (date(2025, 1, 1), 1800, True)]
    assert set(MutualExchange.objects.values_list("activity", "letter", "source_fact")) == {
        ("energia", "a", f"energia:{contract.pk}:2024"),
        ("energia", "a", f"energia:{contract.pk}:2025"),
    }
    with pytest.raises(Refused, match="non è ancora"):
        post_fees(actor=None, year=ON.year + 1, on=ON)
    with pytest.raises(PermissionDenied):
        post_fees(actor=make.worker("accrue_donations"), year=2026, on=ON)


def test_p20_the_database_keeps_one_fee_for_each_contract_and_year(make: World) -> None:
    paying(make, date(2024, 5, 1))
    post_fees(actor=None, year=2025, on=ON)
    fee = Fee.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Fee.objects.create(contract=fee.contract, year=2025, amount_cents=1, on=ON, recorded_on=ON)


@pytest.mark.parametrize(
    ("reason", "left"),
    [(Reason.WITHDRAWAL, 0), (Reason.MOVED, 1800)],
)
def test_p20_an_undone_contract_takes_its_fees_back(make: World, reason: str, left: int) -> None:
    """Who changed his mind was never supplied; who moved in the autumn owes that year and no later one."""
    contract = paying(make, date(2024, 5, 1), make.party())
    for year in (2024, 2025):
        post_fees(actor=None, year=year, on=ON)
    end_contract(actor=None, contract=contract, reason=reason, ended_on=date(2024, 11, 1))
    assert sum(cents for _on, cents, _member in rows()) == left
    assert year_of(2025, ON).prevalence.total_cents == 0
    assert [fee.taken_back for fee in Fee.objects.order_by("year")] == [not left, True]
    for year in (2024, 2025):
        assert post_fees(actor=None, year=year, on=ON).entries == 0


def test_p20_a_fee_that_the_register_had_written_anew_is_still_taken_back(make: World) -> None:
    party = gianna()
    contract = paying(make, date(2024, 5, 1), party)
    admitted(party, date(2024, 1, 1))
    post_fees(actor=None, year=2024, on=ON)
    mend.undo(operation=Operation.objects.get(), recorded_on=ON, note="mai ammessa", actor=None)
    assert [(cents, member) for _on, cents, member in rows()] == [(1800, True), (-1800, True), (1800, False)]
    end_contract(actor=None, contract=contract, reason=Reason.WITHDRAWAL, ended_on=date(2024, 6, 1))
    assert sum(cents for _on, cents, _member in rows()) == 0
    assert year_of(2024, ON).prevalence.members_cents == 0


def test_a_contract_keeps_the_fee_of_the_day_it_was_signed(make: World) -> None:
    offer = make.offer(fee_cents=1500)
    contract = accept_offer(actor=None, adhesion=make.priced(offer=offer), on=ON)
    assert contract.fee_cents == 1500


def test_p17_the_offer_of_who_may_take_no_orders_is_neither_published_nor_signed(make: World) -> None:
    supplier = make.supplier()
    offer = make.offer(supplier)
    campaign = make.campaign(CampaignState.NEGOTIATING, tiers=())
    offer.campaign = campaign
    offer.save()
    ready, point = make.priced(offer=offer), make.point()
    end_supplier(supplier=supplier.seller, on=ON, reason="Contratto scaduto", actor=None)
    for act in (
        lambda: advance_campaign(actor=None, campaign=campaign, act="vote", on=ON, offer=offer, note="Assemblea"),
        lambda: accept_offer(actor=None, adhesion=ready, on=ON),
        lambda: sign_transfer(actor=None, point=point, offer=offer, signed_on=ON, planned_on=ON),
    ):
        with pytest.raises(Refused, match="non è più un fornitore"):
            act()


def test_p17_the_charter_suspends_a_seller_of_energy_until_it_signs(make: World) -> None:
    supplier = make.supplier()
    chosen = make.campaign(CampaignState.OFFER_VOTED, tiers=(), chosen_offer=make.offer(supplier))
    begun = date(2025, 3, 1)
    at = timezone.make_aware(datetime.combine(begun, time(12)))
    charter = open_document(title="Carta dei valori", code="charter", category="charter", signed_by_suppliers=True, actor=None)
    draft = draft_version(document=charter, text="# Carta", actor=None)
    resolution = record_resolution(organ="assembly", held_on=begun, minute_no="3", actor=None)
    version = publish_version(version=draft, in_force_from=begun, resolution=resolution, resign="none", resign_by=None, at=at, actor=None)
    with pytest.raises(Refused, match="sospes"):
        advance_campaign(actor=None, campaign=chosen, act="open", on=ON)
    sign_many(signings=[Signing(supplier.party, version, at)], actor=None)
    assert advance_campaign(actor=None, campaign=chosen, act="open", on=ON).state == CampaignState.OPEN

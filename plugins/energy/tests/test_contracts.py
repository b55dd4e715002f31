"""Campaign steps, signature, switch and end: happy path, each refusal, each permission."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from energy_world import AT, ON, World

from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.rules.selectors import NoRuleForDate
from vivaio_energy.errors import DuplicatePoint, Overlap
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import Offer, SupplyContract
from vivaio_energy.services import handle_contract as steps
from vivaio_energy.services.import_contracts import RunningSupply, import_contracts
from vivaio_energy.services.join_campaign import complete_adhesion
from vivaio_energy.services.leave_campaign import withdraw_adhesion
from vivaio_energy.services.run_campaign import advance_campaign
from vivaio_energy.services.sign_contract import accept_offer, sign_transfer
from vivaio_energy.snapshots import digest
from vivaio_energy.states import CAMPAIGN, CONTRACT, CampaignState, ContractState

Reason = SupplyContract.EndReason


def signed(make: World, **changes: object) -> SupplyContract:
    return accept_offer(actor=None, adhesion=make.priced(**changes), on=ON)  # type: ignore[arg-type]


def active(make: World) -> SupplyContract:
    contract = steps.submit_switch(actor=None, contract=signed(make), requested_on=ON)
    contract = steps.accept_switch(actor=None, contract=contract, on=ON)
    return steps.activate_contract(actor=None, contract=contract, effective_on=contract.planned_on or ON)


def test_a_campaign_goes_its_way(make: World) -> None:
    campaign = make.campaign(CampaignState.DRAFT)
    operator, board = make.worker("run_campaign"), make.worker("choose_offer")
    campaign = advance_campaign(actor=operator, campaign=campaign, act="collect", on=ON)
    adhesions = [make.adhesion(campaign) for _ in range(2)]
    campaign = advance_campaign(actor=operator, campaign=campaign, act="negotiate", on=ON)
    offer = make.offer(campaign=campaign, min_adhesions=2)
    with pytest.raises(PermissionDenied):
        advance_campaign(actor=operator, campaign=campaign, act="vote", on=ON, offer=offer, note="Assemblea")
    campaign = advance_campaign(actor=board, campaign=campaign, act="vote", on=ON, offer=offer, note="Assemblea del 1 marzo")
    with pytest.raises(PermissionDenied):
        advance_campaign(actor=board, campaign=campaign, act="open", on=ON)
    campaign = advance_campaign(actor=operator, campaign=campaign, act="open", on=ON)
    assert {(a.state, a.offer_id) for a in Adhesion.objects.filter(pk__in=[a.pk for a in adhesions])} == {("priced", offer.pk)}
    late = make.adhesion(campaign)
    assert (late.state, late.offer) == ("priced", offer)
    campaign = advance_campaign(actor=operator, campaign=campaign, act="close", on=ON)
    campaign = advance_campaign(actor=operator, campaign=campaign, act="report", on=ON)
    assert (campaign.state, campaign.counted) == (CampaignState.REPORTING, 3)


@pytest.mark.parametrize("act", list(CAMPAIGN))
def test_every_other_step_of_a_campaign_is_refused(make: World, act: str) -> None:
    for state in CampaignState:
        if state not in CAMPAIGN[act].sources:
            with pytest.raises(IllegalTransition):
                advance_campaign(actor=None, campaign=make.campaign(state), act=act, on=ON)


def test_a_vote_needs_an_offer_of_the_campaign_a_note_and_enough_adhesions(make: World) -> None:
    campaign = make.campaign(CampaignState.NEGOTIATING)
    own = make.offer(campaign=campaign)
    demanding = make.offer(campaign=campaign, min_adhesions=9)
    for offer, note, field in ((None, "sì", "offer"), (make.offer(), "sì", "offer"), (own, " ", "note"), (demanding, "sì", "offer")):
        with pytest.raises(Refused) as refusal:
            advance_campaign(actor=None, campaign=campaign, act="vote", on=ON, offer=offer, note=note)
        assert refusal.value.field == field
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.NEGOTIATING


def test_a_campaign_does_not_open_after_its_days(make: World) -> None:
    past = make.campaign(CampaignState.DRAFT, deadline=date(2026, 3, 1))
    stale = make.campaign(CampaignState.OFFER_VOTED, chosen_offer=make.offer(valid_to=date(2026, 3, 1)))
    for campaign, act in ((past, "collect"), (stale, "open")):
        with pytest.raises(Refused):
            advance_campaign(actor=None, campaign=campaign, act=act, on=ON)


def test_i4_the_signed_offer_never_changes(make: World) -> None:
    adhesion = make.priced()
    contract = accept_offer(actor=None, adhesion=adhesion, on=ON)
    assert contract.offer_snapshot["unit_price"] == "0.128000"
    assert contract.snapshot_hash == digest(contract.offer_snapshot)
    Offer.objects.update(unit_price="9")
    contract.refresh_from_db()
    assert contract.offer_snapshot["unit_price"] == "0.128000"
    for change in ({"offer_snapshot": {"unit_price": "9"}}, {"snapshot_hash": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SupplyContract.objects.filter(pk=contract.pk).update(**change)


def test_signing_writes_the_last_day_for_second_thoughts(make: World) -> None:
    user, party = make.member()
    stranger, _ = make.member()
    adhesion = make.priced(party)
    with pytest.raises(PermissionDenied):
        accept_offer(actor=stranger, adhesion=adhesion, on=ON)
    contract = accept_offer(actor=user, adhesion=adhesion, on=ON)
    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.withdrawal_until, contract.state) == ("accepted", date(2026, 3, 16), "requested")
    with pytest.raises(IllegalTransition):
        accept_offer(actor=user, adhesion=adhesion, on=ON)


def test_an_offer_is_signed_in_its_days_and_one_request_at_a_time(make: World) -> None:
    stale = make.priced(offer=make.offer(valid_to=date(2026, 3, 1)))
    with pytest.raises(Refused):
        accept_offer(actor=None, adhesion=stale, on=ON)
    first = make.priced()
    accept_offer(actor=None, adhesion=first, on=ON)
    with pytest.raises(Refused):
        sign_transfer(actor=None, point=first.point, offer=make.offer(), signed_on=ON, planned_on=ON)
    with pytest.raises(Refused):
        sign_transfer(actor=None, point=make.point(), offer=make.offer(commodity="gas"), signed_on=ON, planned_on=ON)


def test_e3_the_whole_way_of_a_switch(make: World) -> None:
    worker = make.worker("handle_switch")
    contract = steps.submit_switch(actor=worker, contract=signed(make), requested_on=date(2026, 3, 9))
    assert (contract.state, contract.planned_on, len(contract.rule_ids)) == ("submitted", date(2026, 4, 1), 3)
    contract = steps.reject_switch(actor=worker, contract=contract, reason="Codice fiscale sbagliato", on=ON)
    assert (contract.state, contract.reason) == ("rejected", "Codice fiscale sbagliato")
    contract = steps.submit_switch(actor=worker, contract=contract, requested_on=date(2026, 3, 12))
    assert (contract.planned_on, contract.reason) == (date(2026, 5, 1), "")
    contract = steps.accept_switch(actor=worker, contract=contract, on=ON)
    with pytest.raises(Refused):
        steps.activate_contract(actor=worker, contract=contract, effective_on=date(2026, 4, 30))
    contract = steps.activate_contract(actor=worker, contract=contract, effective_on=date(2026, 5, 1))
    with pytest.raises(Refused):
        steps.end_contract(actor=worker, contract=contract, reason=Reason.MOVED, ended_on=date(2026, 5, 1))
    contract = steps.end_contract(actor=worker, contract=contract, reason=Reason.MOVED, ended_on=date(2026, 9, 1))
    assert (contract.state, contract.ended_on) == ("ended", date(2026, 9, 1))


def test_each_step_of_a_contract_needs_its_permission(make: World) -> None:
    contract, nobody = signed(make), make.worker("act_for_member", "view_supplycontract")
    calls = (
        lambda: steps.submit_switch(actor=nobody, contract=contract, requested_on=ON),
        lambda: steps.accept_switch(actor=nobody, contract=contract, on=ON),
        lambda: steps.reject_switch(actor=nobody, contract=contract, reason="no", on=ON),
        lambda: steps.activate_contract(actor=nobody, contract=contract, effective_on=ON),
        lambda: steps.end_contract(actor=nobody, contract=contract, reason=Reason.MOVED),
        lambda: sign_transfer(actor=nobody, point=make.point(), offer=make.offer(), signed_on=ON, planned_on=ON),
        lambda: import_contracts(actor=nobody, rows=[], on=ON),
    )
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()


def test_every_other_step_of_a_contract_is_refused(make: World) -> None:
    calls = {
        "submit": lambda c: steps.submit_switch(actor=None, contract=c, requested_on=ON),
        "accept": lambda c: steps.accept_switch(actor=None, contract=c, on=ON),
        "reject": lambda c: steps.reject_switch(actor=None, contract=c, reason="no", on=ON),
        "activate": lambda c: steps.activate_contract(actor=None, contract=c, effective_on=date(2027, 1, 1)),
        "end": lambda c: steps.end_contract(actor=None, contract=c, reason=Reason.MOVED, ended_on=date(2027, 1, 1)),
    }
    assert set(calls) == set(CONTRACT)
    contract = signed(make)
    for act, call in calls.items():
        for state in set(ContractState) - set(CONTRACT[act].sources):
            started = {"effective_on": ON} if state == ContractState.ACTIVE else {"effective_on": None, "ended_on": None}
            SupplyContract.objects.filter(pk=contract.pk).update(state=state, **started)
            with pytest.raises(IllegalTransition):
                call(contract)


def test_a_refusal_needs_a_reason_and_a_request_comes_after_the_signature(make: World) -> None:
    contract = signed(make)
    with pytest.raises(Refused):
        steps.submit_switch(actor=None, contract=contract, requested_on=date(2026, 3, 1))
    contract = steps.submit_switch(actor=None, contract=contract, requested_on=ON)
    with pytest.raises(Refused):
        steps.reject_switch(actor=None, contract=contract, reason=" ", on=ON)


def test_i6_a_withdrawn_adhesion_never_yields_a_submitted_switch(make: World) -> None:
    user, party = make.member()
    adhesion = make.priced(party)
    contract = accept_offer(actor=user, adhesion=adhesion, on=ON)
    withdraw_adhesion(actor=user, adhesion=adhesion, on=date(2026, 3, 16))
    contract.refresh_from_db()
    assert (contract.state, contract.end_reason, contract.ended_on) == ("ended", "withdrawal", None)
    with pytest.raises(IllegalTransition):
        steps.submit_switch(actor=None, contract=contract, requested_on=ON)
    SupplyContract.objects.filter(pk=contract.pk).update(state="requested")
    with pytest.raises(Refused):
        steps.submit_switch(actor=None, contract=contract, requested_on=ON)


def test_second_thoughts_end_after_their_days_or_with_the_start(make: World) -> None:
    adhesion = make.priced()
    accept_offer(actor=None, adhesion=adhesion, on=ON)
    with pytest.raises(Refused):
        withdraw_adhesion(actor=None, adhesion=adhesion, on=date(2026, 3, 17))
    early = make.priced()
    contract = accept_offer(actor=None, adhesion=early, on=ON, early_start=True)
    SupplyContract.objects.filter(pk=contract.pk).update(state="active", effective_on=date(2026, 3, 10))
    with pytest.raises(Refused):
        withdraw_adhesion(actor=None, adhesion=early, on=date(2026, 3, 11))


def test_i1_a_new_supply_ends_the_one_before_on_the_same_day(make: World) -> None:
    earlier = make.running(make.supplier(), date(2024, 1, 1))
    later = sign_transfer(actor=None, point=earlier.point, offer=make.offer(), signed_on=ON, planned_on=date(2026, 4, 1))
    later = steps.submit_switch(actor=None, contract=later, requested_on=ON)
    assert later.planned_on == date(2026, 4, 1)
    later = steps.accept_switch(actor=None, contract=later, on=ON)
    steps.activate_contract(actor=None, contract=later, effective_on=date(2026, 4, 1))
    earlier.refresh_from_db()
    assert (earlier.state, earlier.ended_on, earlier.end_reason) == ("ended", date(2026, 4, 1), "replaced")


def test_i1_overlapping_supplies_are_refused_by_service_and_database(make: World) -> None:
    contract = make.running(make.supplier(), date(2024, 1, 1), date(2026, 6, 1))
    later = sign_transfer(actor=None, point=contract.point, offer=make.offer(), signed_on=ON, planned_on=date(2026, 4, 1))
    later = steps.accept_switch(actor=None, contract=steps.submit_switch(actor=None, contract=later, requested_on=ON), on=ON)
    with pytest.raises(Overlap):
        steps.activate_contract(actor=None, contract=later, effective_on=date(2026, 5, 31))
    with pytest.raises(DatabaseError), transaction.atomic():
        SupplyContract.objects.filter(pk=later.pk).update(state="active", effective_on=date(2026, 5, 31))
    assert steps.activate_contract(actor=None, contract=later, effective_on=date(2026, 6, 1)).state == "active"


def test_a_date_without_a_rule_leaves_nothing_half_done(make: World) -> None:
    adhesion = make.priced(offer=make.offer(valid_from=date(2014, 1, 1)))
    with pytest.raises(NoRuleForDate):
        accept_offer(actor=None, adhesion=adhesion, on=date(2014, 5, 1))
    adhesion.refresh_from_db()
    assert adhesion.state == "priced"
    assert not SupplyContract.objects.exists()


def test_running_supplies_are_written_all_or_none(make: World) -> None:
    supplier, code = make.supplier(), make.pod()

    def row(code: str, **changes: object) -> RunningSupply:
        data = {"signed_on": date(2020, 1, 1), "effective_on": date(2020, 2, 1), "ended_on": None, **changes}
        return RunningSupply(make.party(), supplier, "power", code, "Via Roma", "business", 1, offer={}, **data)  # type: ignore[arg-type]

    assert len(import_contracts(actor=make.worker("handle_switch"), rows=[row(code), row(make.pod())], on=ON)) == 2
    future = row(make.pod(), effective_on=date(2027, 1, 1))
    for rows, refusal in (([row(make.pod()), row(code)], DuplicatePoint), ([row("IT")], Refused), ([future], Refused)):
        with pytest.raises(refusal):
            import_contracts(actor=None, rows=rows, on=ON)
    assert SupplyContract.objects.count() == 2


def test_an_accepted_adhesion_still_counts(make: World) -> None:
    adhesion = make.priced()
    accept_offer(actor=None, adhesion=adhesion, on=ON)
    assert Campaign.objects.get(pk=adhesion.campaign_id).counted == 1
    with pytest.raises(IllegalTransition):
        complete_adhesion(actor=None, adhesion=adhesion, consent=make.consent(), agreed=True, at=AT, on=ON)


def test_the_whole_way_ends_active(make: World) -> None:
    assert active(make).effective_on == date(2026, 4, 1)

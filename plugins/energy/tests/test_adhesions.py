"""Supply points and adhesions: happy path, each refusal, each permission."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from energy_world import AT, ON, World

from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.trail.models import Event
from vivaio_energy.errors import CodeRefused, DuplicatePoint, NoPlaceLeft
from vivaio_energy.models.campaigns import Adhesion, ConsentText
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.services.join_campaign import complete_adhesion, join_with_operator, note_bill, start_adhesion
from vivaio_energy.services.leave_campaign import withdraw_adhesion
from vivaio_energy.services.register_point import change_point, move_point, register_point
from vivaio_energy.states import ADHESION, AdhesionState, CampaignState, after


def register(actor: object, member: object, code: str, **changes: object) -> SupplyPoint:
    return register_point(actor=actor, member=member, commodity="power", code=code, address="Via Emilia 1", on=ON, **changes)  # type: ignore[arg-type]


def test_e1_a_point_keeps_the_code_as_given(make: World) -> None:
    user, party = make.member()
    point = register(user, party, " it 001 e 99999991 X", holder_name="Nonna Ada")
    assert (point.code_given, point.key, point.holder) == ("it 001 e 99999991 X", "IT001E99999991", "Nonna Ada")
    event = Event.objects.get(kind="energy.register_point")
    assert (event.actor_id, event.subject_id, event.payload["assisted"]) == (user.pk, party.pk, False)


@pytest.mark.parametrize(("code", "error"), [("", "empty"), ("FR001E12345678", "country"), ("IT001E1234", "length"), ("03081000251234", "is_pdr")])
def test_e1_wrong_and_foreign_codes_are_refused_with_their_reason(make: World, code: str, error: str) -> None:
    user, party = make.member()
    with pytest.raises(CodeRefused) as refusal:
        register(user, party, code)
    assert (refusal.value.code, refusal.value.field) == (error, "code")
    assert not SupplyPoint.objects.exists()


def test_a_duplicate_point_says_what_to_do_and_never_whose_it_is(make: World) -> None:
    user, party = make.member("Anna")
    other, another = make.member("Bruno")
    point = register(user, party, make.pod())
    with pytest.raises(DuplicatePoint) as own:
        register(user, party, point.key + "Z")
    with pytest.raises(DuplicatePoint) as foreign:
        register(other, another, point.key)
    with pytest.raises(DuplicatePoint) as office:
        register(make.worker("act_for_member"), another, point.key)
    assert "Anna" not in str(own.value) + str(foreign.value)
    assert "Anna" in str(office.value)
    assert len({str(own.value), str(foreign.value), str(office.value)}) == 3


def test_only_the_member_or_an_operator_registers_a_point(make: World) -> None:
    _user, party = make.member()
    stranger, _ = make.member()
    for actor in (stranger, make.worker(), make.worker("view_supplypoint")):
        with pytest.raises(PermissionDenied):
            register(actor, party, make.pod())
    assert register(make.worker("act_for_member"), party, make.pod()).member == party


def test_the_address_of_a_point_is_needed(make: World) -> None:
    with pytest.raises(Refused) as refusal:
        register_point(actor=None, member=make.party(), commodity="power", code=make.pod(), address="  ", on=ON)
    assert refusal.value.field == "address"


def test_changing_a_point(make: World) -> None:
    user, party = make.member()
    stranger, _ = make.member()
    point = make.point(party)
    data = {"address": "Via Nuova 2", "use": "business", "holder_name": "", "power_kw": None, "annual_consumption": 9}
    with pytest.raises(PermissionDenied):
        change_point(actor=stranger, point=point, **data)
    with pytest.raises(Refused):
        change_point(actor=user, point=point, **{**data, "address": ""})
    assert change_point(actor=user, point=point, **data).address == "Via Nuova 2"
    assert change_point(actor=make.worker("change_supplypoint"), point=point, **{**data, "annual_consumption": 10}).annual_consumption == 10


def test_a_point_moves_only_when_nothing_is_open(make: World) -> None:
    campaign, buyer = make.campaign(), make.party()
    adhesion = make.adhesion(campaign)
    worker = make.worker("change_supplypoint")
    with pytest.raises(PermissionDenied):
        move_point(actor=make.worker("act_for_member"), point=adhesion.point, member=buyer)
    with pytest.raises(Refused):
        move_point(actor=worker, point=adhesion.point, member=buyer)
    withdraw_adhesion(actor=None, adhesion=adhesion, on=ON)
    assert move_point(actor=worker, point=adhesion.point, member=buyer).member == buyer


def test_e10_an_adhesion_counts_from_its_consent(make: World) -> None:
    user, party = make.member()
    campaign, point = make.campaign(), make.point(party)
    started = start_adhesion(actor=user, campaign=campaign, member=party, point=point, on=ON)
    campaign.refresh_from_db()
    assert (started.state, campaign.counted) == (AdhesionState.INTERESTED, 0)
    done = complete_adhesion(actor=user, adhesion=started, consent=make.consent(), agreed=True, at=AT, on=ON)
    campaign.refresh_from_db()
    assert (done.state, done.consent.version, done.consent_at, campaign.counted) == (AdhesionState.DATA_COMPLETE, 1, AT, 1)


def test_an_operators_help_leaves_both_names(make: World) -> None:
    campaign, operator = make.campaign(), make.worker("act_for_member")
    point = make.point()
    adhesion = join_with_operator(actor=operator, campaign=campaign, point=point, consent=make.consent(), channel="phone", at=AT, on=ON)
    assert (adhesion.assisted_by, adhesion.channel) == (operator, "phone")
    events = Event.objects.filter(target=f"energy.Adhesion:{adhesion.pk}")
    assert {(event.actor_id, event.subject_id, event.payload["assisted"]) for event in events} == {(operator.pk, point.member_id, True)}
    with pytest.raises(PermissionDenied):
        join_with_operator(actor=make.worker(), campaign=campaign, point=make.point(), consent=make.consent(), channel="desk", at=AT, on=ON)


def test_a_campaign_takes_nobody_outside_its_days_and_states(make: World) -> None:
    point = make.point()
    late = make.campaign(deadline=date(2026, 3, 1))
    early = make.campaign(opens_on=date(2026, 3, 3))
    closed = [make.campaign(state) for state in CampaignState if state not in (CampaignState.COLLECTING, CampaignState.OPEN)]
    for campaign in (late, early, *closed):
        with pytest.raises(Refused):
            start_adhesion(actor=None, campaign=campaign, member=point.member, point=point, on=ON)
    assert not Adhesion.objects.exists()


def test_a_point_must_be_ones_own_of_the_right_kind_and_once(make: World) -> None:
    campaign, point = make.campaign(), make.point()
    gas = make.point(commodity="gas", code="03081000251234")
    with pytest.raises(Refused):
        start_adhesion(actor=None, campaign=campaign, member=make.party(), point=point, on=ON)
    with pytest.raises(Refused):
        start_adhesion(actor=None, campaign=campaign, member=gas.member, point=gas, on=ON)
    start_adhesion(actor=None, campaign=campaign, member=point.member, point=point, on=ON)
    with pytest.raises(Refused) as twice:
        start_adhesion(actor=None, campaign=campaign, member=point.member, point=point, on=ON)
    assert twice.value.field == "point"
    assert Adhesion.objects.count() == 1


def test_consent_data_and_the_latest_text_are_needed(make: World) -> None:
    campaign = make.campaign()
    adhesion = make.adhesion(campaign, complete=False)
    old = make.consent()
    with pytest.raises(Refused) as silent:
        complete_adhesion(actor=None, adhesion=adhesion, consent=old, agreed=False, at=AT, on=ON)
    assert silent.value.field == "agreed"
    SupplyPoint.objects.filter(pk=adhesion.point_id).update(annual_consumption=None)
    with pytest.raises(Refused) as bare:
        complete_adhesion(actor=None, adhesion=adhesion, consent=old, agreed=True, at=AT, on=ON)
    assert bare.value.field == "annual_consumption"
    SupplyPoint.objects.filter(pk=adhesion.point_id).update(annual_consumption=5)
    ConsentText.objects.create(version=2, body="Nuovo testo", published_on=ON)
    with pytest.raises(Refused):
        complete_adhesion(actor=None, adhesion=adhesion, consent=old, agreed=True, at=AT, on=ON)
    campaign.refresh_from_db()
    assert campaign.counted == 0


def test_the_last_place_is_given_once(make: World) -> None:
    campaign = make.campaign(places=1)
    first, second = make.adhesion(campaign, complete=False), make.adhesion(campaign, complete=False)
    complete_adhesion(actor=None, adhesion=first, consent=make.consent(), agreed=True, at=AT, on=ON)
    with pytest.raises(NoPlaceLeft):
        complete_adhesion(actor=None, adhesion=second, consent=make.consent(), agreed=True, at=AT, on=ON)
    second.refresh_from_db()
    assert second.state == AdhesionState.INTERESTED
    withdraw_adhesion(actor=None, adhesion=first, on=ON)
    complete_adhesion(actor=None, adhesion=second, consent=make.consent(), agreed=True, at=AT, on=ON)
    campaign.refresh_from_db()
    assert campaign.counted == 1


def test_the_database_itself_refuses_more_than_the_places(make: World) -> None:
    campaign = make.campaign(places=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(campaign).objects.filter(pk=campaign.pk).update(counted=2)


def test_withdrawing_frees_the_place_and_the_point(make: World) -> None:
    user, party = make.member()
    campaign = make.campaign()
    adhesion = make.adhesion(campaign, party)
    stranger, _ = make.member()
    with pytest.raises(PermissionDenied):
        withdraw_adhesion(actor=stranger, adhesion=adhesion, on=ON)
    withdraw_adhesion(actor=user, adhesion=adhesion, on=ON)
    with pytest.raises(IllegalTransition):
        withdraw_adhesion(actor=user, adhesion=adhesion, on=ON)
    again = start_adhesion(actor=user, campaign=campaign, member=party, point=adhesion.point, on=ON)
    campaign.refresh_from_db()
    assert (again.state, campaign.counted) == (AdhesionState.INTERESTED, 0)


def test_the_bill_is_noted_by_the_office_only(make: World) -> None:
    user, party = make.member()
    adhesion = make.adhesion(make.campaign(), party)
    with pytest.raises(PermissionDenied):
        note_bill(actor=user, adhesion=adhesion, on=ON)
    assert note_bill(actor=make.worker("act_for_member"), adhesion=adhesion, on=ON).bill_seen_on == ON


def test_a_consent_text_never_changes(make: World) -> None:
    text = make.consent()
    for write in (lambda: ConsentText.objects.filter(pk=text.pk).update(body="altro"), text.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


@pytest.mark.parametrize("act", list(ADHESION))
@pytest.mark.parametrize("state", list(AdhesionState))
def test_every_other_step_of_an_adhesion_is_refused(act: str, state: str) -> None:
    if state in ADHESION[act].sources:
        assert after(ADHESION, act, state, "x").target in AdhesionState
    else:
        with pytest.raises(IllegalTransition):
            after(ADHESION, act, state, "x")

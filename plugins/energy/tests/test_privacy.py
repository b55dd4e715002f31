"""P29 for energy: what is alive blocks, accounts stay for their years, then nothing points at the person and the counts stay."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.forms.models import model_to_dict
from energy_world import ON, World

from vivaio_core.people.disclosure.plan import plan_for
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import Disposal, Plan
from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.donations import DonationEntry
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.services.leave_campaign import withdraw_adhesion

ENERGY: Any = apps.get_app_config("energy")


def own(party: Party, on: date) -> Plan:
    return Plan(tuple(line for line in plan_for(party, on).lines if line.code.startswith("energy.")))


def test_p29_a_running_supply_and_an_open_adhesion_are_obstacles(make: World) -> None:
    party = make.party()
    make.running(make.supplier(), date(2019, 1, 1), party=party)
    make.adhesion(make.campaign(), party)
    assert [line.code for line in own(party, ON).obstacles] == ["energy.adhesions", "energy.contracts"]


def test_p29_a_contract_stays_for_its_years_and_then_names_nobody(make: World) -> None:
    party, supplier = make.party("Ada Lovati"), make.supplier()
    make.donation_rule(supplier)
    contract = make.running(supplier, date(2010, 1, 1), date(2020, 5, 1), party=party)
    make.accrue(actor=None, year=2019, on=ON)
    before = DonationEntry.objects.count()
    code = contract.point.code_given
    early = own(party, ON)
    assert (early.action("energy.contracts"), early.kept_until) == (Disposal.KEEP, date(2030, 5, 1))
    ENERGY.erase(party, early)
    assert SupplyPoint.objects.get(pk=contract.point_id).code_given == code
    late = own(party, date(2030, 5, 2))
    assert (late.action("energy.contracts"), late.kept_until) == (Disposal.PSEUDONYMISE, None)
    for _ in range(2):
        ENERGY.erase(party, late)
    point = SupplyPoint.objects.get(pk=contract.point_id)
    assert code not in str(model_to_dict(point))
    assert (point.address, point.annual_consumption) == ("—", None)
    assert (SupplyContract.objects.count(), DonationEntry.objects.count()) == (1, before)


def test_p29_a_campaign_keeps_its_count(make: World) -> None:
    campaign, party = make.campaign(), make.party()
    adhesion = make.adhesion(campaign, party)
    make.adhesion(campaign)
    withdraw_adhesion(actor=None, adhesion=adhesion, on=ON)
    campaign.refresh_from_db()
    assert campaign.counted == 1
    ENERGY.erase(party, own(party, ON))
    campaign.refresh_from_db()
    assert (campaign.counted, Adhesion.objects.count()) == (1, 2)
    assert SupplyPoint.objects.get(pk=adhesion.point_id).address == "—"


@pytest.mark.django_db
def test_p29_what_the_plan_does_not_name_stays(make: World) -> None:
    point = make.point()
    ENERGY.erase(point.member, Plan())
    assert SupplyPoint.objects.get(pk=point.pk).address == point.address

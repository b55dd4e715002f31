"""What the energy plugin says about itself."""

from typing import Literal

from pydantic import Field

from vivaio_core.contract.manifest import Grant, Manifest, PluginSettings
from vivaio_core.contract.text import N_


class EnergySettings(PluginSettings):
    """The section `[plugins.energy]` of coop.toml."""

    count_from_state: Literal["interested", "data_complete", "priced", "accepted"] = Field(
        "data_complete",
        title=N_("From which step an adhesion counts"),
        description=N_("New campaigns count adhesions for the price tiers from this step on."),
        json_schema_extra={
            "labels": {
                "interested": N_("As soon as somebody is interested"),
                "data_complete": N_("When data and consent are there"),
                "priced": N_("When the person has a price"),
                "accepted": N_("When the person has accepted the offer"),
            }
        },
    )
    donation_cents: int = Field(
        1000,
        ge=0,
        le=100_000,
        title=N_("Donation per contract and year, in cents"),
        description=N_("Proposed when you write a new donation rule with a supplier. 1000 are 10 euro; 0 means no donation."),
    )
    switch_lead_days: int = Field(
        4,
        ge=1,
        le=30,
        title=N_("Days the supplier needs for a daily switch"),
        description=N_("Used only when the change of supplier works day by day and the seller is not the dispatching user. Sources say 3 or 4."),
    )
    pod_alphanumeric: bool = Field(
        False,
        title=N_("Accept letters at the end of a POD"),
        description=N_("Some distributors are said to use letters among the last eight characters. Leave it off until one of your bills shows it."),
    )


VIEW = tuple(
    f"energy.view_{model}"
    for model in (
        "supplier",
        "supplypoint",
        "campaign",
        "pricetier",
        "campaignquestion",
        "adhesion",
        "offer",
        "supplycontract",
        "socialfund",
        "fundedproject",
        "donationrule",
        "donationentry",
        "fee",
        "fundmovement",
        "guaranteeoforigin",
        "consenttext",
    )
)
KEEP = tuple(
    f"energy.{verb}_{model}"
    for model in ("supplier", "supplypoint", "campaign", "offer", "fundedproject", "guaranteeoforigin")
    for verb in ("add", "change")
)
WORK = ("energy.run_campaign", "energy.act_for_member", "energy.handle_switch", "energy.accrue_donations", "energy.post_fees", "energy.pay_fund")
BOARD = ("energy.choose_offer", "energy.approve_fund")
RULES = tuple(f"energy.{verb}_{model}" for model in ("donationrule", "socialfund", "consenttext") for verb in ("add", "change"))

manifest = Manifest(
    slug="energy",
    title=N_("Energy"),
    summary=N_("Group purchases of electricity and gas, contracts, donations"),
    app="vivaio_energy.apps.Energy",
    version="0.1.0",
    settings=EnergySettings,
    grants=(
        Grant(role="operator", permissions=(*VIEW, *KEEP, *WORK)),
        Grant(role="board", permissions=(*VIEW, *BOARD)),
        Grant(role="administrator", permissions=(*VIEW, *KEEP, *WORK, *BOARD, *RULES)),
    ),
)

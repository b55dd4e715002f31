"""What the mutual-credit plugin says about itself."""

from typing import Literal

from pydantic import Field

from vivaio_core.contract.manifest import Grant, Manifest, PluginSettings
from vivaio_core.contract.text import N_


class LiberexSettings(PluginSettings):
    """The section `[plugins.liberex]` of coop.toml."""

    mode: Literal["own", "mirror"] = Field(
        "own",
        title=N_("Whose circuit it is"),
        description=N_("Your own circuit keeps its books here. A mirror repeats an outside circuit line by line and compares."),
        json_schema_extra={"labels": {"own": N_("Our own circuit"), "mirror": N_("The mirror of an outside circuit")}},
    )
    unit_name: str = Field(
        "Liberex",
        min_length=2,
        max_length=30,
        title=N_("What the credits are called"),
        description=N_("The name that members read beside each amount. One credit stands for one euro."),
    )
    line_cents: int = Field(
        0,
        ge=0,
        le=10_000_000,
        title=N_("Proposed credit line, in cents"),
        description=N_("Proposed when a line is granted; nobody gets it by itself. 50000 are 500 credits; 0 means no proposal."),
    )
    ceiling_cents: int = Field(
        0,
        ge=0,
        le=1_000_000_000,
        title=N_("Highest balance of a new account, in cents"),
        description=N_("Who reaches it has to spend before selling again. 0 means no limit."),
    )
    line_growth_percent: int = Field(
        0,
        ge=0,
        le=100,
        title=N_("Growth of a credit line by sales, in percent"),
        description=N_("A line grows each night by this share of what was received in payments since it began. 0 means that lines do not grow."),
    )
    line_growth_cap_cents: int = Field(
        0,
        ge=0,
        le=10_000_000,
        title=N_("Most that a credit line grows, in cents"),
        description=N_("Above what was granted. It counts only when lines grow."),
    )
    block_unpaid: bool = Field(
        False,
        title=N_("Suspend who has not paid a fee"),
        description=N_("The night after the last day an account with an unpaid fee is suspended, and is active again when the fee is paid."),
    )
    vat_in_euro: bool = Field(
        True,
        title=N_("VAT is always paid in euro"),
        description=N_("Credits cover only the taxable part of a price. Ask your tax adviser before you turn it off."),
    )
    promise_days: int = Field(
        15,
        ge=1,
        le=365,
        title=N_("Days that a promise of credits lasts"),
        description=N_("Within them the euro part of a mixed price must come in. Then the credits are free again."),
    )
    advance_euro: bool = Field(
        False,
        title=N_("The cooperative advances euro to who takes no credits"),
        description=N_(
            "A premium is always paid whole in euro: the member's credits go to the cooperative, which pays that part. Ask first whether you may."
        ),
    )
    traceable: bool = Field(
        True,
        title=N_("Payments in credits count as traceable"),
        description=N_("They count in the yearly share of traceable payments. Turn it off if your auditor sees it otherwise."),
    )
    public_board: bool = Field(
        False,
        title=N_("Everybody reads the notice board"),
        description=N_("Off, only participants read it. On, it is a page of the site: with names only of who agreed to be found, and no contacts."),
    )


MODELS = (
    *("sector", "participant", "creditline", "payment", "grant", "grantrow", "fundmovement", "helpnote"),
    *("mixedpayment", "outsidestatement", "outsideaccount", "openingfile"),
    *("paymentrequest", "standingorder", "standingrun"),
    *("category", "listing", "listingpicture"),
)
VIEW = tuple(f"liberex.view_{model}" for model in MODELS)
KEEP = (
    *(f"liberex.{verb}_{model}" for model in ("sector", "participant", "category") for verb in ("add", "change")),
    *(f"liberex.add_{model}" for model in ("helpnote", "openingfile", "outsidestatement", "outsideaccount")),
)
WORK = ("liberex.act_for_member", "liberex.suspend_participant", "liberex.close_participant", "liberex.run_fees", "liberex.remove_listing")
BOARD = ("liberex.grant_line", "liberex.run_grant", "liberex.move_fund")

manifest = Manifest(
    slug="liberex",
    title=N_("Credits between members"),
    summary=N_("Accounts in credits, payments between members, notice board, mixed prices"),
    app="vivaio_liberex.apps.Liberex",
    version="0.1.0",
    settings=LiberexSettings,
    grants=(
        Grant(role="operator", permissions=(*VIEW, *KEEP, *WORK)),
        Grant(role="board", permissions=(*VIEW, *BOARD)),
        Grant(role="administrator", permissions=(*VIEW, *KEEP, *WORK, *BOARD)),
    ),
)

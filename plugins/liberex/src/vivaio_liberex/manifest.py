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
    vat_in_euro: bool = Field(
        True,
        title=N_("VAT is always paid in euro"),
        description=N_("Credits cover only the taxable part of a price. Ask your tax adviser before you turn it off."),
    )


VIEW = tuple(f"liberex.view_{model}" for model in ("sector", "participant", "creditline", "payment"))
KEEP = tuple(f"liberex.{verb}_{model}" for model in ("sector", "participant") for verb in ("add", "change"))
BOARD = ("liberex.grant_line",)

manifest = Manifest(
    slug="liberex",
    title=N_("Credits between members"),
    summary=N_("Accounts in credits, payments between members, notice board, mixed prices"),
    app="vivaio_liberex.apps.Liberex",
    version="0.1.0",
    settings=LiberexSettings,
    grants=(
        Grant(role="operator", permissions=(*VIEW, *KEEP, "liberex.act_for_member")),
        Grant(role="board", permissions=(*VIEW, *BOARD)),
        Grant(role="administrator", permissions=(*VIEW, *KEEP, *BOARD, "liberex.act_for_member")),
    ),
)

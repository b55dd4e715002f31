"""What an example's energy.toml may say; unknown keys are refused."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SupplierPlan(_Table):
    """A seller and the running contracts it has: how many, with whom, what, between which first days, what the cooperative receives a year."""

    name: str
    serves: str
    renewable_claim: bool = False
    dispatching_user: bool = False
    fee_cents: int = 0
    organisations: int = 0
    persons: int = 0
    gas: bool = False
    first_start: date
    last_start: date
    kwh: tuple[int, int]
    offer: str
    unit_price: str


class TierPlan(_Table):
    """A price tier."""

    threshold: int
    benefit: str


class QuestionPlan(_Table):
    """A question with its answer."""

    question: str
    answer: str


class OfferPlan(_Table):
    """The offer that members chose."""

    supplier: str
    name: str
    unit_price: Decimal
    fixed_fee_cents: int
    fee_cents: int = 0
    conditions: str
    chosen: str


class CampaignPlan(_Table):
    """A campaign; days are counted from the day of the demonstration. `accepted` are signed contracts on their way."""

    title: str
    slug: str
    kind: str
    summary: str
    body: str
    opened_days_ago: int
    closes_in_days: int
    places: int | None = None
    adhesions: int
    groups: tuple[str, ...] = ()
    tiers: tuple[TierPlan, ...]
    questions: tuple[QuestionPlan, ...] = ()
    offer: OfferPlan | None = None
    accepted: int = 0


class YearPlan(_Table):
    """What the cooperative declares for a year; what the contracts do not cover is recorded as declared before the register."""

    year: int
    cents: int


class DonationPlan(_Table):
    """The fund, its project, the rule and the sums."""

    fund: str
    description: str
    project: str
    beneficiary: str
    purpose: str
    decision: str
    supplier: str
    amount_cents: int
    source: str
    declared: tuple[YearPlan, ...]
    approved_cents: int
    paid_cents: int


class EnergyPlan(_Table):
    """The whole file."""

    consent: str
    member_supplier: str
    suppliers: tuple[SupplierPlan, ...]
    campaigns: tuple[CampaignPlan, ...]
    donations: DonationPlan
    fee_years: tuple[int, ...] = ()


def read_plan(folder: Path) -> EnergyPlan:
    """Read `energy.toml` of an example. Raises FileNotFoundError, tomllib.TOMLDecodeError, pydantic.ValidationError."""
    return EnergyPlan.model_validate(tomllib.loads((folder / "energy.toml").read_text(encoding="utf-8")))

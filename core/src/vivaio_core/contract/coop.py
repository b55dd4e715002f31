"""coop.toml: the cooperative's own file. One schema for the nursery's questions and the site's start-up check."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from vivaio_core.contract.colour import HEX
from vivaio_core.contract.fiscal import clean, organisation_code_problem
from vivaio_core.contract.text import N_

LegalForm = Literal["cooperative", "cooperative_benefit", "social_cooperative", "mutual", "association"]
LEGAL_FORMS: dict[str, str] = {
    "cooperative": N_("Cooperative"),
    "cooperative_benefit": N_("Cooperative, benefit company"),
    "social_cooperative": N_("Social cooperative"),
    "mutual": N_("Mutual aid society"),
    "association": N_("Association becoming a cooperative"),
}


def _fiscal(value: str) -> str:
    problem = organisation_code_problem(value) if value else None
    if problem:
        raise ValueError(problem)
    return clean(value)


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]{2,}", value):
        raise ValueError("scriva un indirizzo completo, per esempio info@cooperativa.it")
    return value


def _colour(value: str) -> str:
    if not HEX.fullmatch(value):
        raise ValueError("scriva il colore come #rrggbb, per esempio #2f6b4f")
    return value.lower()


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f<>]*$")]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_email)]
FiscalCode = Annotated[str, AfterValidator(_fiscal)]
Colour = Annotated[str, AfterValidator(_colour)]


class Section(BaseModel):
    """A table of coop.toml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Identity(Section):
    """Who the cooperative is."""

    name: Annotated[Line, Field(min_length=2, max_length=80, title=N_("Name of the cooperative"))]
    legal_form: LegalForm = Field("cooperative", title=N_("Legal form"))
    province: Annotated[str, Field(pattern=r"^[A-Z]{2}$", title=N_("Province (two letters)"))]
    town: Line = Field("", title=N_("Town"))
    fiscal_code: FiscalCode = Field("", title=N_("Fiscal code"))
    vat: FiscalCode = Field("", title=N_("VAT number"))
    founded_year: int | None = Field(None, ge=1844, le=2200, title=N_("Year of foundation"))
    purpose: Line = Field("", title=N_("What you buy together, in one sentence"))


class Contact(Section):
    """How people reach it; shown on every page."""

    email: Annotated[Email, Field(min_length=3, title=N_("E-mail"))]
    pec: Email = Field("", title=N_("Certified e-mail (PEC)"))
    phone: Line = Field("", title=N_("Telephone"))
    whatsapp: Annotated[str, Field(pattern=r"^(\+[0-9]{6,15})?$")] = Field("", title=N_("WhatsApp number, with +39"))
    address: Line = Field("", title=N_("Address"))
    hours: Line = Field("", title=N_("Office hours"))


class Brand(Section):
    """One colour and, when there is one, a logo; without it the emblem is drawn from the name."""

    accent: Colour = Field("#2f6b4f", title=N_("Colour"))
    logo: Line = Field("", title=N_("Logo (file below own/static)"))


class Site(Section):
    """Where and how the site is served."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.\-]*$")] = Field("", title=N_("Public host name"))
    https: bool = Field(False, title=N_("Served over https"))
    trusted_proxies: int = Field(0, ge=0, le=5, title=N_("Proxies in front of the site"))
    demo: bool = Field(False, title=N_("Demonstration with invented people"))


class Coop(Section):
    """The whole file."""

    cooperative: Identity
    contact: Contact
    brand: Brand = Brand()
    site: Site = Site()
    plugins: dict[str, dict[str, object]] = {}

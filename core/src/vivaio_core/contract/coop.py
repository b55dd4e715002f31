"""coop.toml: the cooperative's own file. One schema for the nursery's questions and the site's start-up check."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from vivaio_core.contract.colour import HEX
from vivaio_core.contract.fiscal import clean, organisation_code_problem
from vivaio_core.contract.provinces import province_code
from vivaio_core.contract.text import N_, _

LegalForm = Literal["cooperative", "cooperative_benefit", "social_cooperative", "mutual", "association"]
LEGAL_FORMS: dict[str, str] = {
    "cooperative": N_("Cooperative"),
    "cooperative_benefit": N_("Cooperative, benefit company"),
    "social_cooperative": N_("Social cooperative"),
    "mutual": N_("Mutual aid society"),
    "association": N_("Association becoming a cooperative"),
}
# Control characters, markup brackets, and the marks that turn the reading direction (they can make one name look like another).
LINE_PATTERN = r"^[^\x00-\x1f\x7f-\x9f<>\u2028-\u202e\u2066-\u2069]*$"


def _fiscal(value: str) -> str:
    problem = organisation_code_problem(value) if value.strip() else None
    if problem:
        raise ValueError(problem)
    return clean(value)


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]{2,}", value):
        raise ValueError(_("write a whole address, for example info@cooperativa.it"))
    return value


def _colour(value: str) -> str:
    if not HEX.fullmatch(value.strip()):
        raise ValueError(_("write the colour as #rrggbb, for example #2f6b4f"))
    return value.strip().lower()


def _province(value: object) -> object:
    return province_code(value) if isinstance(value, str) else value


def _phone(value: str) -> str:
    number = re.sub(r"[\s./\-]", "", value)
    if number and not re.fullmatch(r"\+[0-9]{6,15}", number):
        raise ValueError(_("write the number with its country code, for example +39 333 1234567"))
    return number


def _host(value: str) -> str:
    if value and not re.fullmatch(r"(?!-)[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*", value):
        raise ValueError(_("write the name alone, without https:// and slashes, for example www.cooperativa.it"))
    return value.lower()


def _inside(value: str) -> str:
    if value.startswith(("/", "\\", "~")) or ".." in re.split(r"[/\\]", value):
        raise ValueError(_("write a path below own/static, for example brand/logo.png"))
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=LINE_PATTERN)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_email)]
FiscalCode = Annotated[str, StringConstraints(max_length=40), AfterValidator(_fiscal)]
Colour = Annotated[str, AfterValidator(_colour)]
Province = Annotated[str, BeforeValidator(_province)]


class Section(BaseModel):
    """A table of coop.toml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Identity(Section):
    """Who the cooperative is."""

    name: Annotated[Line, Field(min_length=2, max_length=80, title=N_("Name of the cooperative"), description=N_("As people know it."))]
    legal_form: LegalForm = Field("cooperative", title=N_("Legal form"), json_schema_extra={"labels": {**LEGAL_FORMS}})
    province: Annotated[Province, Field(title=N_("Province"), description=N_("Two letters or the name: MO or Modena."))]
    town: Line = Field("", title=N_("Town"))
    fiscal_code: FiscalCode = Field("", title=N_("Fiscal code"), description=N_("Eleven digits. Leave it empty if you do not have it yet."))
    vat: FiscalCode = Field("", title=N_("VAT number"), description=N_("Eleven digits. Leave it empty if you do not have it yet."))
    founded_year: int | None = Field(None, ge=1844, le=2200, title=N_("Year of foundation"))
    purpose: Line = Field("", title=N_("What you buy together, in one sentence"), description=N_("For example: We buy clean energy together."))


class Contact(Section):
    """How people reach it; shown on every page."""

    email: Annotated[Email, Field(min_length=3, title=N_("E-mail"), description=N_("The address where people write to you."))]
    pec: Email = Field("", title=N_("Certified e-mail (PEC)"))
    phone: Line = Field("", title=N_("Telephone"))
    whatsapp: Annotated[str, StringConstraints(max_length=40), AfterValidator(_phone)] = Field("", title=N_("WhatsApp number, with +39"))
    address: Line = Field("", title=N_("Address"), description=N_("Street, number and town."))
    hours: Line = Field("", title=N_("Office hours"), description=N_("For example: Monday to Friday, 9-13."))


class Brand(Section):
    """One colour and, when there is one, a logo; without it the emblem is drawn from the name."""

    accent: Colour = Field("#2f6b4f", title=N_("Colour"))
    logo: Annotated[Line, AfterValidator(_inside)] = Field("", title=N_("Logo (file below own/static)"))


class Site(Section):
    """Where and how the site is served."""

    administrator: Email = Field("", title=N_("E-mail of the first administrator"), description=N_("This person gets the link to the first sign-in."))
    host: Annotated[str, StringConstraints(max_length=253), AfterValidator(_host)] = Field("", title=N_("Public host name"))
    https: bool = Field(False, title=N_("Served over https"))
    trusted_proxies: int = Field(0, ge=0, le=5, title=N_("Proxies in front of the site"))
    demo: bool = Field(False, title=N_("Demonstration with invented people"))


class Coop(Section):
    """The whole file."""

    cooperative: Identity
    contact: Contact
    brand: Brand = Brand()
    site: Site = Site()
    plugins: dict[str, dict[str, object]] = Field({}, title=N_("Modules"))

"""Who may take part, as what, and which rules they accept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from vivaio_core.documents.selectors import version_in_force
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import in_force
from vivaio_core.people.selectors import is_member
from vivaio_core.site.coop import coop
from vivaio_liberex.models.participants import Participant

Kind = Participant.Kind
RULES = "liberex"
PLAIN = "base-1"


@dataclass(frozen=True)
class RulesText:
    """The rules one accepts: `code` is kept with the acceptance; `text` is empty where the cooperative has published none of its own."""

    code: str
    title: str
    text: str
    since: date | None


def rules_text(on: date) -> RulesText:
    """The living document `liberex` in force on the day, else the plain rules that the page itself tells."""
    version = version_in_force(RULES, on)
    if version is None:
        return RulesText(PLAIN, _("Rules of the circuit"), "", None)
    return RulesText(f"{RULES}-{version.number}", str(version), version.text, version.in_force_from)


def employers(on: date) -> Q:
    """Who names employees: a company with an account that is not closed, and the cooperative itself, known by its fiscal code."""
    taking_part = Participant.objects.filter(kind=Kind.COMPANY).exclude(state=Participant.State.CLOSED).values("party")
    own = Identifier.objects.filter(value=coop().cooperative.fiscal_code, active=True).exclude(value="").values("party")
    return Q(target__in=taking_part) | Q(target__in=own)


def works_for_some(party: Party, on: date) -> bool:
    """Whether a company of the circuit, or the cooperative, names the party as an employee on the day."""
    named = PartyRelation.objects.filter(in_force(on), source=party, kind=PartyRelation.Kind.EMPLOYEE_OF)
    return named.filter(employers(on)).exists()


def kinds_open_to(party: Party, on: date) -> list[str]:
    """As what the party may take part on the day; empty when it may not."""
    found: list[str] = []
    if is_member(party, on):
        found.append(Kind.COMPANY if party.kind == Party.Kind.ORGANISATION else Kind.MEMBER)
    if party.kind == Party.Kind.PERSON and works_for_some(party, on):
        found.append(Kind.EMPLOYEE)
    return found


def why_not(party: Party, kind: str, on: date) -> str:
    """Why the party may not take part as `kind`, and what to do; empty when it may."""
    if kind in kinds_open_to(party, on):
        return ""
    if kind == Kind.EMPLOYEE:
        text = _("%(name)s is not known as an employee of a company of the circuit. Ask the company to tell the office, then try again.")
    elif kind == Kind.COMPANY and party.kind == Party.Kind.PERSON:
        text = _("%(name)s is a person: choose “member” or “employee”.")
    elif kind == Kind.MEMBER and party.kind == Party.Kind.ORGANISATION and is_member(party, on):
        text = _("%(name)s is an organisation: choose “company”.")
    else:
        text = _("Only members take part in the circuit, and %(name)s is not a member today. First comes the admission as a member.")
    return text % {"name": party}

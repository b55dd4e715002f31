"""Is somebody already here under another hand? Nothing is merged without a person's decision (people P2, P3)."""

from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.people import identifiers
from vivaio_core.people.duplicates import words
from vivaio_core.people.errors import NeedsDecision, Refused
from vivaio_core.people.folding import search_key
from vivaio_core.people.identifiers import Checked
from vivaio_core.people.models import Identifier, Party

S = Identifier.Scheme
FIELDS = {S.CF: "fiscal_code", S.CF_PROVISIONAL: "cf_provisional", S.VAT: "vat", S.IBAN: "iban", S.SDI: "sdi", S.PEC: "pec"}
CHECKS = {
    S.CF: identifiers.check_fiscal_code,
    S.CF_PROVISIONAL: identifiers.check_provisional,
    S.VAT: identifiers.check_vat,
    S.IBAN: identifiers.check_iban,
    S.SDI: identifiers.check_sdi,
    S.PEC: identifiers.check_pec,
}
OWN_TO_ONE = (S.CF, S.CF_PROVISIONAL)
SAYING_WHO = (*OWN_TO_ONE, S.VAT)


def checked(scheme: str, raw: str) -> Checked:
    """The sound code. Raises Refused with the cure for the first fault, at the field of the scheme."""
    result = CHECKS[S(scheme)](raw)
    if not result.ok:
        raise Refused(explain(result, scheme), FIELDS[S(scheme)])
    return result


def explain(result: Checked, scheme: str = S.CF) -> str:
    """What is wrong with a code and what to do, in words."""
    own = _of_scheme(scheme)
    text = own.get(result.errors[0]) or _of_any()[result.errors[0]]
    return f"{text} " + _("Did you mean %(code)s?") % {"code": result.suggestion} if result.suggestion else text


def _of_any() -> dict[str, str]:
    return {
        "empty": _("Write the code."),
        "length": _("The code has the wrong length: 16 characters for a person, 11 digits for an organisation."),
        "charset": _("The code holds signs that do not belong there: only letters and digits."),
        "format": _("Letters and digits are not in their places: copy the code again from the card."),
        "checksum": _("The check letter or digit does not match: compare the code with the card, sign by sign."),
        "date": _("The date of birth inside the code does not exist: compare the code with the card."),
        "province": _("The office inside the VAT number does not exist: compare the number with the document."),
        "zero": _("The first seven digits cannot all be zero."),
        "national_check": _("The letter that follows the first two digits does not match the account: copy the IBAN again."),
        "spreadsheet_number": _("This code comes from a spreadsheet that took it for a number: copy it from the document."),
    }


def _of_scheme(scheme: str) -> dict[str, str]:
    pec = _("This is not an e-mail address: it looks like name@pec.it.")
    return {
        S.CF_PROVISIONAL: {"length": _("A provisional fiscal code has 11 digits.")},
        S.VAT: {"length": _("A VAT number has 11 digits.")},
        S.IBAN: {
            "length": _("The IBAN has the wrong length: an Italian one has 27 characters."),
            "checksum": _("The two digits after the country do not match: copy the IBAN again from the bank's document."),
            "format": _("This is not an IBAN: it begins with the two letters of the country."),
        },
        S.SDI: {"length": _("The SDI code has 7 characters, 6 for public bodies.")},
        S.PEC: dict.fromkeys(("charset", "format", "length"), pec),
    }.get(S(scheme), {})


def refuse_taken(party: Party | None, scheme: str, code: Checked) -> None:
    """The same fiscal code is the same person: raise Refused when another party has it (P2)."""
    if scheme not in OWN_TO_ONE:
        return
    other = Identifier.objects.filter(scheme__in=OWN_TO_ONE, value=code.value, active=True).exclude(party=party).select_related("party").first()
    if other:
        text = _("This fiscal code already belongs to %(name)s: open that page instead.") % {"name": other.party.display_name}
        raise Refused(text, FIELDS[S(scheme)])


Alike = dict[Party, set[str]]


def alike(*, party: Party | None, codes: dict[str, Checked], first_name: str, last_name: str, name: str, birth_date: date | None) -> Alike:
    """Who has the same key, the same VAT number, or the same name and birth date; each with the code words of the likeness."""
    found: Alike = {}
    for scheme, code in ((scheme, code) for scheme, code in codes.items() if scheme in SAYING_WHO):
        for row in Identifier.objects.filter(scheme=scheme, key=code.key, active=True).exclude(party=party).select_related("party")[:5]:
            found.setdefault(row.party, set()).add(words.VAT if scheme == S.VAT else words.CODE)
    if birth_date:
        same = Party.objects.filter(search_key=search_key(first_name, last_name, name), birth_date=birth_date, status=Party.Status.ACTIVE)
        for other in (same.exclude(pk=party.pk) if party else same)[:5]:
            found.setdefault(other, set()).add(words.NAME_BIRTH)
    return found


def decided(found: Alike, confirmed: bool) -> Alike:
    """Those whom a person has seen and called another one. Raises NeedsDecision while nobody has."""
    if found and not confirmed:
        names = ", ".join(other.display_name for other in found)
        text = _("Somebody alike is already here: %(names)s. If it is another one, say so and save again.")
        raise NeedsDecision(text % {"names": names}, [other.pk for other in found])
    return found

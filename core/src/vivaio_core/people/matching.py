"""Is somebody already here under another hand? Nothing is merged without a person's decision (people P2, P3)."""

from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.people.errors import NeedsDecision, Refused
from vivaio_core.people.folding import search_key
from vivaio_core.people.identifiers import Checked, check_fiscal_code, check_vat
from vivaio_core.people.models import Identifier, Party

FIELDS = {Identifier.Scheme.CF: "fiscal_code", Identifier.Scheme.VAT: "vat"}


def checked(scheme: str, raw: str) -> Checked:
    """The sound code. Raises Refused with the cure for the first fault."""
    result = check_vat(raw) if scheme == Identifier.Scheme.VAT else check_fiscal_code(raw)
    if not result.ok:
        raise Refused(explain(result), FIELDS[Identifier.Scheme(scheme)])
    return result


def explain(result: Checked) -> str:
    """What is wrong with a code and what to do, in words."""
    texts = {
        "empty": _("Write the code."),
        "length": _("The code has the wrong length: 16 characters for a person, 11 digits for an organisation."),
        "charset": _("The code holds signs that do not belong there: only letters and digits."),
        "format": _("Letters and digits are not in their places: copy the code again from the card."),
        "checksum": _("The check letter or digit does not match: compare the code with the card, sign by sign."),
        "date": _("The date of birth inside the code does not exist: compare the code with the card."),
        "province": _("The office inside the VAT number does not exist: compare the number with the document."),
        "zero": _("The first seven digits cannot all be zero."),
        "spreadsheet_number": _("This code comes from a spreadsheet that took it for a number: copy it from the document."),
    }
    text = texts[result.errors[0]]
    return f"{text} " + _("Did you mean %(code)s?") % {"code": result.suggestion} if result.suggestion else text


def refuse_taken(party: Party | None, scheme: str, code: Checked) -> None:
    """The same fiscal code is the same person: raise Refused when another party has it (P2)."""
    if scheme != Identifier.Scheme.CF:
        return
    other = Identifier.objects.filter(scheme=scheme, value=code.value, active=True).exclude(party=party).select_related("party").first()
    if other:
        text = _("This fiscal code already belongs to %(name)s: open that page instead.") % {"name": other.party.display_name}
        raise Refused(text, FIELDS[Identifier.Scheme.CF])


def ask_about_likeness(
    *, party: Party | None, codes: dict[str, Checked], first_name: str, last_name: str, name: str, birth_date: date | None
) -> None:
    """Raise NeedsDecision when somebody has the same key, the same VAT number, or the same name and birth date."""
    found: dict[int, Party] = {}
    for scheme, code in codes.items():
        for alike in Identifier.objects.filter(scheme=scheme, key=code.key, active=True).exclude(party=party).select_related("party")[:5]:
            found[alike.party_id] = alike.party
    if birth_date:
        same = Party.objects.filter(search_key=search_key(first_name, last_name, name), birth_date=birth_date, status=Party.Status.ACTIVE)
        found |= {other.pk: other for other in (same.exclude(pk=party.pk) if party else same)[:5]}
    if found:
        names = ", ".join(other.display_name for other in found.values())
        raise NeedsDecision(
            _("Somebody alike is already here: %(names)s. If it is another one, say so and save again.") % {"names": names}, list(found)
        )

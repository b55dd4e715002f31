"""What the texts may say about the cooperative: placeholders made from coop.toml, each a sentence or nothing."""

from django.utils.translation import gettext

from vivaio_core.contract.coop import LEGAL_FORMS, Coop
from vivaio_core.contract.text import N_

USERS = N_("a cooperative of users")
KINDS = {"mutual": N_("a mutual aid society"), "association": N_("an association of users that is becoming a cooperative")}


def values(coop: Coop) -> dict[str, str]:
    """Every placeholder. What coop.toml leaves empty makes an empty sentence, never a false one."""
    who, contact = coop.cooperative, coop.contact
    where = gettext("in %(town)s (%(province)s)") if who.town else gettext("in the province of %(province)s")
    facts = {
        "name": who.name,
        "kind": gettext(KINDS.get(who.legal_form, USERS)),
        "legal_form": gettext(LEGAL_FORMS[who.legal_form]),
        "where": where % {"town": who.town, "province": who.province},
        "purpose": who.purpose.rstrip(". "),
        "fiscal_code": who.fiscal_code,
        "vat": who.vat,
        "address": contact.address,
        "email": contact.email,
        "pec": contact.pec,
        "phone": contact.phone,
        "hours": contact.hours,
        "host": coop.site.host,
    }
    return facts | _sentences(coop, facts)


def _sentences(coop: Coop, facts: dict[str, str]) -> dict[str, str]:
    who = coop.cooperative
    made = {
        "sentence_purpose": gettext("%(purpose)s.") if who.purpose else "",
        "sentence_founded": gettext("We started in %(year)s.") % {"year": who.founded_year} if who.founded_year else "",
        "sentence_phone": gettext("Call %(phone)s.") if facts["phone"] else "",
        "sentence_hours": gettext("We answer: %(hours)s.") if facts["hours"] else "",
        "sentence_address": gettext("You find us here: %(address)s.") if facts["address"] else "",
        "sentence_pec": gettext("Our certified e-mail (PEC) is %(pec)s.") if facts["pec"] else "",
        "sentence_fiscal_code": gettext("Our fiscal code is %(fiscal_code)s.") if facts["fiscal_code"] else "",
        "sentence_vat": gettext("Our VAT number is %(vat)s.") if facts["vat"] else "",
    }
    return {key: text % facts if "%(" in text else text for key, text in made.items()}

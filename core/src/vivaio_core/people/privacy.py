"""What the room `people` holds about somebody, and how it goes (people P29). The last to erase: until then the others can read who it is."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.disclosure.models import CorrectionRequest, DisclosureRequest, ErasureRequest
from vivaio_core.people.disclosure.plan import IDENTITY
from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.models import Collectivity, Identifier, Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import relations_of
from vivaio_core.site.erasure import DataClass, Disposal, Plan

CONTACTS, GROUPS, RELATIONS, LIKENESS, ASKED = "people.contacts", "people.groups", "people.relations", "people.likeness", "people.requests"
REACHING = (Identifier.Scheme.IBAN, Identifier.Scheme.SDI, Identifier.Scheme.PEC)
CONTACT_FIELDS = ("email", "phone", "address", "language")
WORDS = (
    *(gettext_noop("name"), gettext_noop("kind"), gettext_noop("first name"), gettext_noop("last name"), gettext_noop("how to address")),
    *(gettext_noop("date of birth"), gettext_noop("place of birth"), gettext_noop("legal form"), gettext_noop("language"), gettext_noop("e-mail")),
    *(
        gettext_noop("telephone"),
        gettext_noop("address"),
        gettext_noop("codes"),
        gettext_noop("which code"),
        gettext_noop("code"),
        gettext_noop("from"),
    ),
    *(
        gettext_noop("until"),
        gettext_noop("groups"),
        gettext_noop("group"),
        gettext_noop("role"),
        gettext_noop("relations"),
        gettext_noop("relation"),
    ),
    *(gettext_noop("with whom"), gettext_noop("note"), gettext_noop("requests"), gettext_noop("request"), gettext_noop("received on")),
    *(gettext_noop("state"), gettext_noop("answer"), gettext_noop("member number"), gettext_noop("person")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """The party's own data, codes, groups, relations and requests, JSON-ready."""
    return {
        "person": _person(party),
        "codes": [
            {"which_code": str(row.get_scheme_display()), "code": row.value, "from": _day(row.valid_from), "until": _day(row.valid_to)}
            for row in party.identifiers.order_by("-active", "scheme", "id")
        ],
        "groups": [
            {"group": row.collectivity.name, "role": row.role, "from": _day(row.from_on), "until": _day(row.to_on)}
            for row in party.belongings.select_related("collectivity").order_by("from_on")
        ],
        "relations": [
            {"relation": seen.words, "with_whom": str(seen.other), "note": seen.relation.note, "from": _day(seen.relation.from_on)}
            for seen in relations_of(party)
        ],
        "requests": [
            {"request": str(row._meta.verbose_name), "received_on": row.received_on.isoformat(), "state": str(row.get_state_display())}
            for row in _requests(party)
        ],
    }


def held(party: Party, on: date) -> list[DataClass]:
    """The kinds of data of this room; a constant number of queries."""
    belongings, relations = party.belongings.count(), PartyRelation.objects.filter(_either(party)).count()
    pairs = DuplicatePair.objects.filter(Q(party_a=party) | Q(party_b=party)).count() + Merge.objects.filter(_merged(party)).count()
    asked = _("They prove what you asked and when; they no longer say who.")
    return [
        DataClass(IDENTITY, _("Name, birth, fiscal code"), 1, Disposal.PSEUDONYMISE),
        DataClass(CONTACTS, _("E-mail, telephone, address, IBAN, PEC"), 1, Disposal.DELETE),
        DataClass(GROUPS, _("Groups"), belongings, Disposal.DELETE),
        DataClass(RELATIONS, _("Relations with other people"), relations, Disposal.DELETE),
        DataClass(LIKENESS, _("Likeness with other entries"), pairs, Disposal.DELETE),
        DataClass(ASKED, _("Requests about the data"), len(_requests(party)), Disposal.PSEUDONYMISE, asked),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Take the party out of lists and search, and its data away as the plan says."""
    if plan.action(CONTACTS) == Disposal.KEEP:
        return
    party.identifiers.filter(scheme__in=REACHING).delete()
    blank: dict[str, Any] = {**dict.fromkeys(CONTACT_FIELDS, ""), "search_key": "", "status": Party.Status.ERASED, "login": None}
    if plan.action(IDENTITY) != Disposal.KEEP:
        party.identifiers.all().delete()
        blank |= _nobody(party)
    for name, value in blank.items():
        setattr(party, name, value)
    party.save(update_fields=list(blank))
    _forget_bonds(party, plan)


def _nobody(party: Party) -> dict[str, Any]:
    """The fields of an entry that names nobody; the number keeps the rows of the books apart."""
    name = _("Erased organisation %(number)s") if party.kind == Party.Kind.ORGANISATION else _("Erased person %(number)s")
    empty = dict.fromkeys(("first_name", "last_name", "addressed_as", "birth_place", "birth_place_code", "legal_form"), "")
    return {**empty, "birth_date": None, "display_name": name % {"number": party.pk}}


def _forget_bonds(party: Party, plan: Plan) -> None:
    if plan.action(GROUPS) == Disposal.DELETE:
        party.belongings.all().delete()
        Collectivity.objects.filter(contact=party).update(contact=None)
    if plan.action(RELATIONS) == Disposal.DELETE:
        PartyRelation.objects.filter(_either(party)).delete()
    if plan.action(LIKENESS) == Disposal.DELETE:
        DuplicatePair.objects.filter(Q(party_a=party) | Q(party_b=party)).delete()
        Merge.objects.filter(_merged(party)).update(moves=[], before={})
    if plan.action(ASKED) != Disposal.KEEP:
        DisclosureRequest.objects.filter(party=party).update(answer="")
        CorrectionRequest.objects.filter(party=party).update(wanted="", answer="")
        ErasureRequest.objects.filter(party=party).update(fault="")


def _person(party: Party) -> dict[str, Any]:
    number = getattr(party, "member_number", None)
    found = {
        "name": "" if party.first_name else party.display_name,
        "kind": str(party.get_kind_display()),
        "first_name": party.first_name,
        "last_name": party.last_name,
        "how_to_address": str(party.get_addressed_as_display()) if party.addressed_as else "",
        "date_of_birth": _day(party.birth_date),
        "place_of_birth": party.birth_place,
        "legal_form": party.legal_form,
        "language": str(party.get_language_display()) if party.language else "",
        "e-mail": party.email,
        "telephone": party.phone,
        "address": party.address,
        "member_number": number.number if number else "",
    }
    return {name: value for name, value in found.items() if value not in ("", None)}


def _requests(party: Party) -> list[Any]:
    return [row for model in (DisclosureRequest, CorrectionRequest, ErasureRequest) for row in model.objects.filter(party=party)]


def _either(party: Party) -> Q:
    return Q(source=party) | Q(target=party)


def _merged(party: Party) -> Q:
    return Q(winner=party) | Q(loser=party)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

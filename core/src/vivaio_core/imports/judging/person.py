"""The person or organisation a line speaks of, checked on its own (people I1 to I8)."""

import re
from dataclasses import dataclass, field
from datetime import date

from vivaio_core.imports.columns import label_of
from vivaio_core.imports.judging.findings import ASK, ERROR, WARNING, Finding, of_line
from vivaio_core.imports.judging.given import Given
from vivaio_core.people.folding import fold, search_key
from vivaio_core.people.identifiers import Checked, birth_mismatch, check_pec
from vivaio_core.people.matching import CHECKS, explain
from vivaio_core.people.models import Identifier, Party

S = Identifier.Scheme
FIELD_OF = {S.CF: "fiscal_code", S.CF_PROVISIONAL: "fiscal_code", S.VAT: "vat", S.PEC: "pec", S.SDI: "sdi", S.IBAN: "iban"}
PERSONS, ORGANISATIONS = (
    {"persona", "persona fisica", "pf", "f", "fisica", "person"},
    {"ente", "organizzazione", "persona giuridica", "giuridica", "pg", "g"},
)
ORGANISATIONS |= {"azienda", "impresa", "societa", "cooperativa", "associazione", "ditta", "organisation"}
WOMEN, MEN = {"f", "femmina", "donna", "socia", "d", "sig.ra", "signora"}, {"m", "maschio", "uomo", "socio", "u", "sig.", "sig", "signor", "signore"}
_ZEROS = re.compile(r"\d{5,10}")


@dataclass
class Person:
    """Sound data, ready to be written, and the codes with the text they were given as."""

    kind: str = Party.Kind.PERSON
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""
    addressed_as: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    legal_form: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    codes: dict[str, Checked] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    suggested: dict[str, str] = field(default_factory=dict)

    @property
    def search_key(self) -> str:
        """As the records fold names."""
        return search_key(self.first_name, self.last_name, self.display_name)

    @property
    def own_code(self) -> Checked | None:
        """The fiscal code, definite or provisional."""
        return self.codes.get(S.CF) or self.codes.get(S.CF_PROVISIONAL)

    def party(self) -> Party:
        """The row to be written."""
        names = (
            "kind",
            "first_name",
            "last_name",
            "display_name",
            "addressed_as",
            "birth_date",
            "birth_place",
            "legal_form",
            "email",
            "phone",
            "address",
        )
        return Party(**{name: getattr(self, name) for name in names}, search_key=self.search_key)


def person_of(row: Given, on: date, *, named: bool = True) -> Person:
    """Read the person; findings go to `row`. `named` says whether a name must be there."""
    made = Person()
    _name(made, row, named=named)
    made.birth_date = row.day("birth_date") if made.kind == Party.Kind.PERSON else None
    if made.birth_date and made.birth_date > on:
        row.fault("birth_date", "future_day")
    made.birth_place = row.text("birth_place") if made.kind == Party.Kind.PERSON else ""
    made.legal_form = row.text("legal_form")
    made.phone, made.address = row.text("phone")[:40], _address(row)
    if len(row.text("phone")) > 40:
        row.fault("phone", "too_long", most=40)
    made.email = _email(row)
    for scheme in (S.CF, S.VAT, S.PEC, S.SDI, S.IBAN):
        _code(made, row, scheme)
    _compare_birth(made, row)
    made.groups = [" ".join(name.split()) for name in re.split(r"[;|]", row.text("groups")) if name.strip()]
    return made


def _name(made: Person, row: Given, *, named: bool) -> None:
    first, last, name = row.text("first_name"), row.text("last_name"), row.text("name")
    word = fold(row.text("kind"))
    if word and word not in PERSONS | ORGANISATIONS:
        row.fault("kind", "unknown_word", word=word[:40], known="persona, ente")
    organisation = word in ORGANISATIONS or (not word and bool(name) and not (first or last))
    if name and (first or last) and not word and fold(name) not in (fold(f"{first} {last}"), fold(f"{last} {first}")):
        row.findings.append(of_line("two_names"))
    if organisation:
        made.kind, made.display_name = Party.Kind.ORGANISATION, name or f"{first} {last}".strip()
    else:
        made.first_name, made.last_name, made.display_name = first, last, f"{first} {last}".strip()[:200]
        word = fold(row.text("addressed_as"))
        made.addressed_as = "f" if word in WOMEN else "m" if word in MEN else ""
        if word and not made.addressed_as:
            row.fault("addressed_as", "unknown_word", WARNING, word=word[:40], known="F, M")
    if (named or made.display_name) and not (made.display_name if organisation else first and last):
        row.findings.append(of_line("half_name" if first or last else "no_name"))


def _address(row: Given) -> str:
    street, postcode, town, province = (row.text(name) for name in ("address", "postcode", "town", "province"))
    if "postcode" in row.numeric and postcode.isdecimal():
        postcode = postcode.zfill(5)  # Post codes are always five digits: 00184 loses nothing but its zeros.
    place = " ".join(part for part in (postcode, town, f"({province})" if province and town else province) if part)
    whole = ", ".join(part for part in (street, place) if part)
    if len(whole) > 200:
        row.fault("address", "too_long", most=200)
    return whole[:200]


def _email(row: Given) -> str:
    text = row.text("email")
    if not text:
        return ""
    found = check_pec(text)
    if not found.ok:
        row.fault("email", "not_email")
        return ""
    return found.value


def _code(made: Person, row: Given, scheme: str) -> None:
    name = FIELD_OF[S(scheme)]
    text = row.text(name)
    if not text:
        return
    found = CHECKS[S(scheme)](text)
    if not found.ok:
        zeros = _lost_zeros(scheme, text, found, numeric=name in row.numeric)
        if zeros:
            made.suggested = {**made.suggested, name: zeros}
            row.fault(name, "lost_zeros", ASK, value=zeros)
        else:
            row.findings.append(Finding(found.errors[0], f"{label_of(name)}: {explain(found, scheme)}", ERROR))
        return
    if name in row.numeric:
        row.fault(name, "spreadsheet_number", WARNING)
    if scheme == S.CF and len(found.value) == 11 and made.kind == Party.Kind.PERSON:
        scheme = S.CF_PROVISIONAL
        row.fault(name, "provisional", WARNING)
    for warning in found.warnings:
        row.fault(name, warning, WARNING)
    made.codes[scheme], made.raw[scheme] = found, text[:254]


def _lost_zeros(scheme: str, text: str, found: Checked, *, numeric: bool) -> str:
    """The code with its zeros back, where that makes it sound: to be confirmed by a person (I5)."""
    if found.suggestion:
        return found.suggestion
    if scheme != S.CF or not _ZEROS.fullmatch(text) or not numeric:
        return ""
    padded = text.zfill(11)
    return padded if CHECKS[S.CF](padded).ok else ""


def _compare_birth(made: Person, row: Given) -> None:
    code = made.codes.get(S.CF)
    if code and made.kind == Party.Kind.PERSON:
        for what in birth_mismatch(code, birth_date=made.birth_date):
            row.fault(what, "birth_mismatch", WARNING)

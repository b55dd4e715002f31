"""What a column may hold, and how Italian headings call it. The catalogue serves the guess, the mapping page, the template and the guide."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.reading.sheet import fold_heading

PEOPLE, OPENING = ImportBatch.Mode.PEOPLE, ImportBatch.Mode.OPENING


@dataclass(frozen=True)
class Column:
    """A field: its label, the headings that mean it (the first is the template's), an example, and whether it belongs to the register."""

    name: str
    label: str | Promise
    headings: str
    example: str = ""
    of_register: bool = False
    most: int = 200

    @property
    def title(self) -> str:
        """The heading that the template has."""
        first = self.headings.partition(",")[0]
        return first[:1].upper() + first[1:]

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The headings as they are compared."""
        return tuple(fold_heading(one) for one in self.headings.split(","))


_PEOPLE = (
    Column("kind", _("Person or organisation"), "tipo, persona o ente, tipo soggetto, natura", "persona"),
    Column("last_name", _("Last name"), "cognome, cognomi", "Verdi", most=100),
    Column("first_name", _("First name"), "nome, nomi, nome di battesimo", "Gianna", most=100),
    Column("name", _("Name of the organisation"), "ragione sociale, denominazione, ditta, azienda, organizzazione, ente, cooperativa", ""),
    Column(
        "fiscal_code",
        _("Fiscal code"),
        "codice fiscale, cod fiscale, cod fisc, c.f., cf, codfisc, codicefiscale",
        "VRDGNN62C58F257V",
        most=40,
    ),
    Column("vat", _("VAT number"), "partita iva, p.iva, p iva, piva, p. i.v.a., part iva, partitaiva, partita i.v.a.", "", most=40),
    Column("birth_date", _("Date of birth"), "data di nascita, data nascita, nato il, nata il, nato/a il, nascita", "18/03/1962"),
    Column(
        "birth_place",
        _("Place of birth"),
        "luogo di nascita, luogo nascita, comune di nascita, nato a, nata a, nato/a a, luogo",
        "Modena",
        most=100,
    ),
    Column("addressed_as", _("Woman or man"), "sesso, genere, m/f, socio/socia", "F"),
    Column("legal_form", _("Legal form"), "forma giuridica, natura giuridica", "", most=80),
    Column("email", _("E-mail"), "e-mail, email, mail, posta elettronica, indirizzo e-mail, indirizzo email", "gianna@casa.example", most=254),
    Column(
        "phone",
        _("Telephone"),
        "telefono, tel, cellulare, cell, telefono cellulare, recapito telefonico, numero di telefono",
        "320 5550101",
    ),
    Column(
        "address",
        _("Address"),
        "indirizzo, residenza, via, domicilio, indirizzo di residenza, sede, sede legale, via e numero",
        "Via Emilia 1",
    ),
    Column("postcode", _("Post code"), "CAP, c.a.p., codice postale", "41121", most=10),
    Column("town", _("Town"), "comune, città, citta, località, comune di residenza, paese", "Modena", most=80),
    Column("province", _("Province"), "provincia, prov, pr, sigla provincia", "MO", most=40),
    Column("pec", _("Certified e-mail"), "PEC, posta certificata, indirizzo pec, posta elettronica certificata", "", most=254),
    Column("sdi", _("SDI code"), "codice SDI, sdi, codice sdi, codice destinatario, codice univoco", "", most=40),
    Column("iban", _("IBAN"), "IBAN, coordinate bancarie, conto corrente", "", most=60),
    Column("groups", _("Groups"), "gruppo, gruppi, collettività, collettivita, collettività omogenea, lista", ""),
)
_REGISTER = (
    Column(
        "seq",
        _("Number in the register"),
        "n. annotazione, numero annotazione, n. ordine, progressivo, n. progressivo, n. registro",
        "1",
        True,
    ),
    Column("entry", _("Kind of entry"), "operazione, tipo annotazione, annotazione, movimento, tipo movimento, evento", "ammissione", True),
    Column(
        "member_no",
        _("Member number"),
        "n. socio, numero socio, socio n., n° socio, num socio, matricola, matricola socio, codice socio, n socio, numero, n.",
        "1",
        True,
    ),
    Column(
        "resolution_on",
        _("Day of the resolution"),
        "data delibera, delibera, delibera del, data delibera ammissione, data delibera cda, delibera cda",
        "10/01/2012",
        True,
    ),
    Column(
        "minute_no",
        _("Number of the minutes"),
        "n. verbale, verbale, numero verbale, verbale n., n. delibera, numero delibera",
        "3",
        True,
        40,
    ),
    Column(
        "effective_on",
        _("Counts from"),
        "data decorrenza, decorrenza, data ammissione, ammissione, ammesso il, data ingresso, socio dal, data iscrizione, dal",
        "10/01/2012",
        True,
    ),
    Column(
        "recorded_on",
        _("Entered in the register on"),
        "data annotazione, annotato il, data registrazione, annotazione del, iscritto a libro il, data iscrizione a libro",
        "01/02/2012",
        True,
    ),
    Column("qty", _("Shares"), "quote, n. quote, numero quote, azioni, n. azioni, numero azioni, quote sottoscritte, quantità", "4", True),
    Column("nominal", _("Value of one share"), "valore, valore nominale, valore quota, valore unitario, valore della quota", "25,00", True),
    Column("amount", _("Value of all shares"), "importo, capitale, capitale sottoscritto, valore totale, importo quote, totale", "", True),
    Column("premium", _("Premium"), "soprapprezzo, sovrapprezzo", "", True),
    Column("category", _("Category"), "categoria, categoria socio, tipo socio, tipologia socio", "", True),
    Column("reason", _("Reason"), "causale, motivo, causa cessazione, motivo uscita, motivo cessazione", "", True),
    Column(
        "ended_on",
        _("End of the membership"),
        "data fine, fine rapporto, data uscita, data cessazione, data recesso, cessato il, uscita, cessazione, al",
        "",
        True,
    ),
    Column(
        "end_recorded_on",
        _("End entered in the register on"),
        "data annotazione fine, annotazione cessazione, annotazione uscita",
        "",
        True,
    ),
    Column("note", _("Note"), "note, nota, annotazioni, osservazioni", "", True, 300),
)
_ALL = {column.name: column for column in (*_PEOPLE, *_REGISTER)}
KNOWN_HEADINGS = frozenset(heading for column in _ALL.values() for heading in column.folded)


def columns_of(mode: str) -> tuple[Column, ...]:
    """What a file of this mode may hold."""
    return _PEOPLE if mode == PEOPLE else (*_REGISTER, *_PEOPLE)


def label_of(name: str) -> str:
    """The field's name for people."""
    return str(_ALL[name].label)


def longest(name: str) -> int:
    """The most characters the field may have."""
    return _ALL[name].most


def guessed(headers: Sequence[str], mode: str) -> dict[str, int]:
    """Field → place of its column, by the headings; each column serves one field, each field takes its best heading."""
    folded = [fold_heading(header) for header in headers]
    found: dict[str, int] = {}
    wishes = [
        (rank, column.name, place)
        for column in columns_of(mode)
        for rank, heading in enumerate(column.folded)
        for place, header in enumerate(folded)
        if header == heading
    ]
    for _rank, name, place in sorted(wishes, key=lambda wish: wish[0]):
        if name not in found and place not in found.values():
            found[name] = place
    return found


def missing(columns: dict[str, int], mode: str) -> str | Promise:
    """What the choice of columns lacks, in words; empty when it will do."""
    person = "last_name" in columns and "first_name" in columns
    if mode == PEOPLE:
        return "" if person or "name" in columns else _("Say which columns hold first and last name, or the name of the organisation.")
    if not (person or "name" in columns or "fiscal_code" in columns or "member_no" in columns):
        return _("Say which columns hold the name, the fiscal code or the member number.")
    if not {"effective_on", "resolution_on", "recorded_on"} & set(columns):
        return _("Say which column holds the day of the entry.")
    if "seq" in columns and "ended_on" in columns:
        return _("With numbers of entries each entry is a line of its own: the end of a membership cannot be a column.")
    return ""

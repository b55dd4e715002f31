"""The annotations of the old register that a line holds: what, when, how many shares, by which resolution (people P5, P7)."""

from dataclasses import dataclass, field
from datetime import date

from vivaio_core.imports.judging.findings import ERROR, WARNING, of_line
from vivaio_core.imports.judging.given import Given
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Membership
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.selectors.book import nominal_cents
from vivaio_core.rules.errors import NoRuleForDate

Kind, Reason, Category = RegisterEntry.Kind, Membership.EndReason, Membership.Category
REASONS = {
    **dict.fromkeys(("recesso", "recesso del socio", "receduto", "dimissioni", "exit"), Reason.EXIT),
    **dict.fromkeys(("esclusione", "escluso", "exclusion"), Reason.EXCLUSION),
    **dict.fromkeys(("decesso", "morte", "deceduto", "deceduta", "death"), Reason.DEATH),
    **dict.fromkeys(("cessione", "trasferimento", "cessione quote", "transfer"), Reason.TRANSFER),
    **dict.fromkeys(("scioglimento", "liquidazione della societa", "cessazione attivita", "dissolution"), Reason.DISSOLUTION),
}
CATEGORIES = {
    **dict.fromkeys(("ordinario", "ordinaria", "cooperatore", "ordinary"), Category.ORDINARY),
    **dict.fromkeys(("speciale", "in formazione", "in prova", "special"), Category.SPECIAL),
    **dict.fromkeys(("sovventore", "sostenitore", "finanziatore", "supporting"), Category.SUPPORTING),
}
KINDS: dict[str, str] = {
    **dict.fromkeys(("ammissione", "iscrizione", "ingresso", "nuovo socio", "admission"), Kind.ADMISSION),
    **dict.fromkeys(("aumento", "nuove quote", "sottoscrizione", "incremento", "aumento quote", "increase"), Kind.INCREASE),
    **dict.fromkeys(("ristorno", "ristorni"), Kind.RISTORNO),
    **dict.fromkeys(("quote ricevute", "acquisto quote", "subentro", "trasferimento in entrata", "transfer_in"), Kind.TRANSFER_IN),
    **dict.fromkeys(("quote cedute", "vendita quote", "trasferimento in uscita", "transfer_out"), Kind.TRANSFER_OUT),
    **dict.fromkeys(("rimborso", "liquidazione", "liquidazione quote", "rimborso quote", "refund"), Kind.REFUND),
    **dict.fromkeys(("fine", "cessazione", "uscita", "fine rapporto", "end"), Kind.END),
    **dict.fromkeys(("categoria", "cambio categoria", "passaggio di categoria", "category"), Kind.CATEGORY),
    **dict.fromkeys(("variazione", "variazione dati", "variazione anagrafica", "details"), Kind.DETAILS),
    **dict.fromkeys(("numero non usato", "annullato", "annullata", "non usato", "vuoto", "void"), Kind.VOID),
}
IN, OUT = {Kind.ADMISSION, Kind.INCREASE, Kind.RISTORNO, Kind.TRANSFER_IN}, {Kind.TRANSFER_OUT, Kind.REFUND}


@dataclass
class Annotation:
    """One entry to write; `who` is a party's id, less than zero for somebody this file brings in, None for an unused number."""

    place: int
    line: int | None
    kind: str
    seq: int | None
    member_no: int | None
    effective_on: date | None = None
    recorded_on: date | None = None
    qty: int = 0
    nominal_cents: int = 0
    premium_cents: int = 0
    reason: str = ""
    category: str = ""
    text: str = ""
    resolution_on: date | None = None
    minute_no: str = ""
    who: int | None = field(default=None)

    @property
    def status(self) -> int:
        """Its effect on the membership."""
        return {Kind.ADMISSION.value: 1, Kind.END.value: -1}.get(str(self.kind), 0)


def kind_of(row: Given) -> str:
    """The kind of entry; without such a column every line is an admission. A fault for an unknown word."""
    word = fold(row.text("entry"))
    if word in REASONS and word not in KINDS:
        return Kind.END
    if word in KINDS:
        return KINDS[word]
    if word:
        row.fault("entry", "unknown_word", word=word[:40], known="ammissione, aumento, recesso, rimborso…")
    elif "entry" in row.values:
        row.fault("entry", "missing")
    return Kind.ADMISSION


def annotations_of(row: Given, place: int, line: int | None, on: date) -> list[Annotation]:
    """The entry of the line, and the end of the membership when the line has a day for it; faults go to `row`."""
    kind = kind_of(row)
    made = Annotation(place, line, kind, _number(row, "seq"), _number(row, "member_no"), text=row.text("note"))
    if "seq" in row.values and made.seq is None and not row.values["seq"]:
        row.fault("seq", "missing")
    if kind == Kind.VOID:
        made.recorded_on = made.effective_on = row.day("recorded_on")
        if len(made.text) < 3:
            row.findings.append(of_line("void_note"))
        return [made]
    _days(made, row, on)
    _shares(made, row)
    made.category = _category(made, row)
    if kind == Kind.END:
        made.reason = _reason(row, fold(row.text("entry")))
    return [made, *_end(made, row, on)]


def _days(made: Annotation, row: Given, on: date) -> None:
    made.resolution_on, made.minute_no = row.day("resolution_on"), row.text("minute_no")
    recorded = row.day("recorded_on")
    made.effective_on = row.day("effective_on") or made.resolution_on or recorded
    made.recorded_on = recorded or made.resolution_on or made.effective_on
    if made.minute_no and not made.resolution_on:
        made.resolution_on = made.effective_on
    if made.effective_on is None:
        row.findings.append(of_line("no_day_at_all"))
    elif recorded is None and "recorded_on" in row.values:
        row.fault("recorded_on", "taken_day", WARNING)
    for name, day in (("effective_on", made.effective_on), ("recorded_on", made.recorded_on)):
        if day and day > on:
            row.fault(name, "future_day")
    if made.resolution_on and made.recorded_on and made.recorded_on < made.resolution_on:
        row.findings.append(of_line("recorded_before", WARNING))


def _shares(made: Annotation, row: Given) -> None:
    if made.kind not in IN | OUT:
        return
    qty, nominal, amount = row.whole("qty"), row.cents("nominal"), row.cents("amount")
    made.premium_cents = row.cents("premium") or 0
    if any(value is not None and value < 0 for value in (qty, nominal, amount, made.premium_cents)):
        row.fault("qty", "negative")
        return
    if nominal is None and amount is not None and qty:
        nominal = amount // qty if amount % qty == 0 else None
        if nominal is None:
            row.fault("amount", "not_whole")
            return
    if nominal is None and made.effective_on:
        try:
            nominal = nominal_cents(made.effective_on)
        except NoRuleForDate:
            row.fault("nominal", "no_rule")
    if qty is None and amount is not None and nominal:
        qty = amount // nominal if amount % nominal == 0 else None
    if qty is None:
        row.fault("qty", "not_whole" if amount is not None else "missing")
        return
    if amount is not None and nominal is not None and amount != qty * nominal:
        row.fault("amount", "other_amount")
    made.qty, made.nominal_cents = (-qty if made.kind in OUT else qty), nominal or 0


def _category(made: Annotation, row: Given) -> str:
    if made.kind not in (Kind.ADMISSION, Kind.CATEGORY):
        return ""
    word = fold(row.text("category"))
    if word and word not in CATEGORIES:
        row.fault("category", "unknown_word", word=word[:40], known="ordinario, speciale, sovventore")
    elif not word and made.kind == Kind.CATEGORY:
        row.fault("category", "missing")
    return CATEGORIES.get(word, Category.ORDINARY)


def _reason(row: Given, word: str) -> str:
    word = word if word in REASONS else fold(row.text("reason"))
    if word not in REASONS:
        row.fault("reason", "unknown_word" if word else "missing", word=word[:40], known="recesso, esclusione, decesso, cessione, scioglimento")
    return REASONS.get(word, "")


def _end(made: Annotation, row: Given, on: date) -> list[Annotation]:
    ended = row.day("ended_on")
    if ended is None:
        return []
    if made.seq is not None or made.kind != Kind.ADMISSION:
        row.fault("ended_on", "not_with_numbers")
        return []
    if ended > on:
        row.fault("ended_on", "future_day", ERROR)
    recorded = row.day("end_recorded_on") or max(ended, made.recorded_on or ended)
    end = Annotation(made.place, made.line, Kind.END, None, made.member_no, ended, recorded)
    end.reason = _reason(row, "")
    return [end]


def _number(row: Given, name: str) -> int | None:
    number = row.whole(name)
    if number is not None and number < 1:
        row.fault(name, "no_number")
        return None
    return number

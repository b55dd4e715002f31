"""The mirror of an outside circuit: whose account is whose, its statements, and what they bring into our books (dossier 4.4).

The outside circuit is the master: its lines are booked as they are, without limits of ours, each once, by a key derived from its own number.
"""

import hashlib
from datetime import date
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import move, open_account, open_book, post, reverse
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_liberex.models.mirror import OutsideAccount, OutsideLine, OutsideStatement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.reading import Row, rows_of
from vivaio_liberex.selectors.circuit import MIRROR_KIND, OUTSIDE
from vivaio_liberex.selectors.mirror import DIFFERENT, ONLY_HERE, ONLY_THERE, Compared, cause_of, compared
from vivaio_liberex.selectors.participants import UNIT

NAMESPACE = UUID("5d1e7b64-0c3f-5a86-8f0a-6b1d2c9e7a35")
HEADINGS = {
    "line_id": (
        "numero",
        "id",
        "riferimento",
        "movimento",
        "id movimento",
        "numero operazione",
        "id operazione",
        "codice operazione",
        "numero movimento",
    ),
    "outside_code": ("conto", "codice", "codice utente", "utente", "account", "codice conto", "numero conto", "titolare"),
    "amount": ("importo", "saldo movimento", "amount", "crediti", "importo crediti"),
    "credit": ("avere", "entrate", "accrediti", "accredito", "ricevuti", "incassi"),
    "debit": ("dare", "uscite", "addebiti", "addebito", "spesi", "pagamenti"),
    "value_on": ("data", "data valuta", "valuta", "date", "data operazione", "data movimento"),
    "text": ("controparte", "descrizione", "causale", "testo", "description", "note"),
}
BATCH, MOST, TOLD = 400, 20_000, 20


def link_account(*, participant: Participant, outside_code: str, actor: User | None) -> OutsideAccount:
    """Say which account of the outside circuit is the participant's. The same again changes nothing. Raises PermissionDenied, Refused."""
    allow(actor, "liberex.add_outsideaccount")
    code = outside_code.strip()[:60]
    if not code:
        raise Refused(_("Write the code that the outside circuit uses."), "outside_code")
    with transaction.atomic():
        known = OutsideAccount.objects.filter(participant=participant).first()
        if known is not None and known.outside_code == code:
            return known
        if known is not None:
            raise Refused(_("%(name)s has the outside code %(code)s already.") % {"name": participant, "code": known.outside_code}, "outside_code")
        if OutsideAccount.objects.filter(outside_code=code).exists():
            raise Refused(_("Somebody else has this code."), "outside_code")
        own = open_account(book=open_book(code=OUTSIDE, unit=UNIT), code=f"est:{participant.code}", owner=participant.account.owner, floor=None)
        made = OutsideAccount.objects.create(participant=participant, outside_code=code, account=own)
        target = f"liberex.Participant:{participant.pk}"
        record(kind="liberex.mirror_link", actor=actor, subject=participant.party, target=target, payload={"code": code})
        return made


def read_statement(*, content: bytes, file_name: str, since: date, until: date, actor: User | None) -> OutsideStatement:
    """Keep a file of lines that speaks for all accounts from `since` to `until`; the same file again gives the kept one. Nothing is booked yet.

    Raises PermissionDenied; Refused with the lines that cannot be read: then nothing is kept.
    """
    allow(actor, "liberex.add_outsidestatement")
    digest = hashlib.sha256(content).hexdigest()
    known = OutsideStatement.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    if until < since:
        raise Refused(_("The last day lies before the first: correct them."), "until")
    rows = list(rows_of(content, HEADINGS, ("text", "credit", "debit"), {"amount": ("credit", "debit")}, joined="text"))
    if len(rows) > MOST:
        raise Refused(_("At most %(most)s lines at a time: divide the file.") % {"most": MOST}, "file")
    found = _lines(rows, since, until)
    try:
        with transaction.atomic():
            made = OutsideStatement.objects.create(file_name=file_name[:200], sha256=digest, since=since, until=until, imported_by=actor)
            for line in found:
                line.statement = made
            OutsideLine.objects.bulk_create(found, batch_size=500)
            target, payload = f"liberex.OutsideStatement:{made.pk}", {"file": made.file_name, "count": len(found)}
            record(kind="liberex.mirror_read", actor=actor, target=target, payload=payload)
            return made
    except IntegrityError:
        return OutsideStatement.objects.get(sha256=digest)


def book_lines(*, statement: OutsideStatement, actor: User | None) -> int:
    """Book the lines that are only there and whose account is known; return how many. Again books nothing. Raises PermissionDenied."""
    allow(actor, "liberex.add_outsidestatement")
    rows = [one for one in compared(statement) if one.kind == ONLY_THERE and one.account is not None]
    done = 0
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            done += len(post(*(_booked(one) for one in rows[start : start + BATCH])))
    with transaction.atomic():
        record(kind="liberex.mirror_book", actor=actor, target=f"liberex.OutsideStatement:{statement.pk}", payload={"count": done})
    return done


def follow_outside(*, statement: OutsideStatement, cause: str, actor: User | None) -> str:
    """Let our books follow the outside ones for one line: what is only here is reversed, a different amount is replaced, in one group.

    Returns what it was. Raises PermissionDenied; Refused when the line agrees by now.
    """
    allow(actor, "liberex.add_outsidestatement")
    with transaction.atomic():
        OutsideStatement.objects.select_for_update().get(pk=statement.pk)
        one = next((row for row in compared(statement) if row.cause == cause and row.kind in (DIFFERENT, ONLY_HERE)), None)
        if one is None or one.here is None:
            raise Refused(_("This line agrees by now, or has gone: reload the page."))
        back = reverse(one.here, key=uuid5(one.here.key, "back"), cause=cause, value_on=one.here.value_on)
        post(back, *([_booked(one)] if one.kind == DIFFERENT else []))
        payload = {"what": one.kind, "amount": one.line.amount if one.line else 0}
        record(kind="liberex.mirror_follow", actor=actor, target=f"liberex.OutsideStatement:{statement.pk}", payload=payload)
        return one.kind


def _lines(rows: list[Row], since: date, until: date) -> list[OutsideLine]:
    """Raises Refused naming the first lines at fault."""
    found, faults, seen = [], [], set[str]()
    for row in rows:
        try:
            line = _line(row, since, until)
            if line.line_id in seen:
                raise Refused(_("the number stands in the file twice."))
            seen.add(line.line_id)
            found.append(line)
        except Refused as refusal:
            faults.append(_("line %(line)s: %(why)s") % {"line": row.number, "why": refusal})
    if faults:
        raise Refused(_("Nothing was brought in. %(faults)s") % {"faults": " · ".join(faults[:TOLD])}, "file")
    return found


def _line(row: Row, since: date, until: date) -> OutsideLine:
    number, code, day, amount = row.cells["line_id"][:80], row.cells["outside_code"][:60], row.day("value_on"), _amount(row)
    if not number or not code:
        raise Refused(_("number and account are needed."))
    if not amount:
        raise Refused(_("the amount is zero."))
    if not since <= day <= until:
        raise Refused(_("the day lies outside the days of the statement."))
    text = row.cells.get("text", "")[:200]
    return OutsideLine(line_id=number, outside_code=code, amount=amount, value_on=day, text=text, key=uuid5(NAMESPACE, number))


def _amount(row: Row) -> int:
    """The amount with its sign, of one column or of two. Raises Refused."""
    if "amount" in row.cells:
        return row.cents("amount")
    credit, debit = (abs(row.cents(side)) if row.cells[side] else 0 for side in ("credit", "debit"))
    if credit and debit:
        raise Refused(_("write one amount, in or out."))
    return credit - debit


def _booked(one: Compared) -> Transfer:
    """The movement of a line: the first time under the line's own key, later under one of line and amount."""
    line, own = one.line, one.account
    if line is None or own is None:
        raise Refused(_("Nobody is known for this line: link its code to a participant first."))
    key = uuid5(line.key, str(line.amount)) if Transfer.objects.filter(key=line.key).exists() else line.key
    payer, payee = (_net(), own) if line.amount > 0 else (own, _net())
    return move(payer, payee, abs(line.amount), kind=MIRROR_KIND, key=key, cause=cause_of(line), value_on=line.value_on)


def _net() -> Account:
    """The outside circuit as a whole."""
    return open_account(book=open_book(code=OUTSIDE, unit=UNIT), code="liberex.net", kind="system", floor=None)

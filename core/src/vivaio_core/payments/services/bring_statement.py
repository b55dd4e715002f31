"""Bring in a file of the bank: all of it or nothing, each line once (ledger M4)."""

import hashlib
from collections import Counter, defaultdict
from datetime import date
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports.reading.limits import refuse_size
from vivaio_core.payments.bank.camt import read_camt
from vivaio_core.payments.bank.listed import read_listed
from vivaio_core.payments.bank.read import Read, ReadLine
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record

NAMESPACE = UUID("0b7a3a7e-52c1-5d0f-9a57-7f0f3c9b6e21")
Words = tuple[str, int, date]


def bring_statement(
    *, content: bytes, file_name: str, actor: User | None, iban: str = "", opening: int | None = None, closing: int | None = None
) -> list[BankStatement]:
    """The statements of a CAMT.053 file, or of a CSV or XLSX with its account and balances in cents; the same file again gives the kept ones.

    Lines known by account, amount, value date and the bank's id or the reference are skipped. Raises PermissionDenied; Refused: then nothing is kept.
    """
    allow(actor, "payments.add_bankstatement")
    refuse_size(len(content))
    digest = hashlib.sha256(content).hexdigest()
    known = _kept(digest)
    if known:
        return known
    found = _read(content, iban, opening, closing)
    own = set(CollectionAccount.objects.values_list("iban", flat=True))
    for one in found:
        if one.iban not in own:
            text = _("The statement is of the account %(iban)s, which is not among the accounts for payments: write it there first.")
            raise Refused(text % {"iban": one.iban}, "file")
    try:
        with transaction.atomic():
            return [_keep(one, digest, part, file_name, actor) for part, one in enumerate(found)]
    except IntegrityError:
        known = _kept(digest)
        if known:
            return known
        raise Refused(_("Somebody was bringing in the same lines at the same moment: try again."), "file") from None


def _kept(digest: str) -> list[BankStatement]:
    return list(BankStatement.objects.filter(sha256=digest).order_by("part"))


def _read(content: bytes, iban: str, opening: int | None, closing: int | None) -> list[Read]:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return read_camt(content)
    if opening is None or closing is None or not iban:
        raise Refused(_("A spreadsheet does not tell its balances: choose the account and write the opening and the closing balance."), "opening")
    return [read_listed(content, iban=iban, opening=opening, closing=closing)]


def _keep(read: Read, digest: str, part: int, file_name: str, actor: User | None) -> BankStatement:
    days = [line.booked_on for line in read.lines]
    made = BankStatement(file_name=file_name[:200], sha256=digest, part=part, iban=read.iban, opening=read.opening, closing=read.closing)
    made.since, made.until, made.imported_by = min(days), max(days), actor
    fresh = _fresh(read)
    made.skipped = len(read.lines) - len(fresh)
    made.save(force_insert=True)
    rows = [_row(made, key, line) for key, line in fresh]
    BankLine.objects.bulk_create(rows, batch_size=500)
    payload = {"file": made.file_name, "count": len(rows)}
    record(kind="payments.bank_read", actor=actor, target=f"payments.BankStatement:{made.pk}", payload=payload)
    return made


def _fresh(read: Read) -> list[tuple[UUID, ReadLine]]:
    """The lines not known yet, with their keys. Two equal lines of one file are two: its balances prove it."""
    seen: Counter[str] = Counter()
    keyed: dict[UUID, ReadLine] = {}
    for line in read.lines:
        # The bank's number alone is not enough: some give a transfer and its fee the same one, others count anew in each file.
        name = f"id/{line.bank_id}" if line.bank_id else line.reference or line.text
        said = f"{name}/{line.amount}/{line.value_on}"
        seen[said] += 1
        keyed[uuid5(NAMESPACE, f"{read.iban}/{said}/{seen[said]}")] = line
    stored = BankLine.objects.filter(statement__iban=read.iban, value_on__range=_range(read))
    known = {row.key: row for row in stored.only("key", "bank_id", "reference", "amount", "value_on")}
    told: dict[Words, list[str]] = defaultdict(list)
    for row in known.values():
        if row.reference and row.key not in keyed:
            told[row.reference, row.amount, row.value_on].append(row.bank_id)
    return [(key, line) for key, line in keyed.items() if key not in known and not _same_words(line, told)]


def _range(read: Read) -> tuple[date, date]:
    days = [line.value_on for line in read.lines]
    return min(days), max(days)


def _same_words(line: ReadLine, told: dict[Words, list[str]]) -> bool:
    """Whether it is known by reference, amount and day: each stored line once. Two ids of the bank that differ say that it is another."""
    stored = told.get((line.reference, line.amount, line.value_on), [])
    same = next((one for one in stored if not one or not line.bank_id or one == line.bank_id), None)
    if same is None:
        return False
    stored.remove(same)
    return True


def _row(statement: BankStatement, key: UUID, line: ReadLine) -> BankLine:
    fields = ("bank_id", "reference", "amount", "booked_on", "value_on", "payer_name", "payer_iban", "text")
    return BankLine(statement=statement, key=key, **{name: getattr(line, name) for name in fields})

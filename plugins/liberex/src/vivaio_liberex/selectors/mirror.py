"""How our mirror agrees with a statement of the outside circuit, line by line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vivaio_core.ledger.models import Account, Transfer
from vivaio_liberex.models.mirror import OutsideAccount, OutsideLine, OutsideStatement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.circuit import MIRROR_KIND, OUTSIDE

MATCHED, ONLY_THERE, ONLY_HERE, DIFFERENT = "matched", "only_there", "only_here", "different"
KINDS = (DIFFERENT, ONLY_HERE, ONLY_THERE, MATCHED)


@dataclass(frozen=True)
class Compared:
    """A line there beside the movement here: `there` and `inside` are signed minor units as the member's account sees them."""

    kind: str
    cause: str
    line: OutsideLine | None
    here: Transfer | None
    account: Account | None
    participant: Participant | None
    there: int | None
    inside: int | None

    @property
    def line_key(self) -> str:
        """The key of the line, from the cause."""
        return self.cause.partition(":")[2]


def cause_of(line: OutsideLine) -> str:
    """The reference of a line in the books."""
    return f"liberex.OutsideLine:{line.key}"


def statements() -> QuerySet[OutsideStatement]:
    """All, the newest first, with `lines_count`."""
    return OutsideStatement.objects.annotate(lines_count=Count("lines")).select_related("imported_by").order_by("-until", "-pk")


def compared(statement: OutsideStatement) -> list[Compared]:
    """Every line of the statement, and every movement of our mirror in its days that it does not have. Three queries."""
    owners = {one.outside_code: one for one in OutsideAccount.objects.select_related("account__book", "participant__party")}
    by_account = {one.account_id: one for one in owners.values()}
    lines = list(OutsideLine.objects.filter(statement=statement).order_by("value_on", "pk"))
    here = _here(statement)
    found = [_beside(line, here.pop(cause_of(line), None), owners.get(line.outside_code), by_account) for line in lines]
    for cause, row in here.items():
        if statement.since <= row.value_on <= statement.until:
            owner = by_account.get(row.payee_id) or by_account.get(row.payer_id)
            found.append(_row(ONLY_HERE, cause, None, row, owner, by_account))
    return sorted(found, key=lambda one: (KINDS.index(one.kind), (one.line or one.here).value_on))  # type: ignore[union-attr]


def counted(rows: Sequence[Compared]) -> dict[str, int]:
    """How many of each kind, and how many lines nobody is known for."""
    found = Counter(one.kind for one in rows)
    return {**{kind: found[kind] for kind in KINDS}, "unknown": sum(one.kind == ONLY_THERE and one.account is None for one in rows)}


def _here(statement: OutsideStatement) -> dict[str, Transfer]:
    """The movements of the mirror that stand, by cause: those of the statement's days, and its lines that were booked under another day."""
    period = Q(value_on__range=(statement.since, statement.until)) | Q(key__in=OutsideLine.objects.filter(statement=statement).values("key"))
    standing = Transfer.objects.filter(period, payer__book__code=OUTSIDE, kind=MIRROR_KIND, reverses=None)
    return {row.cause: row for row in standing.exclude(Exists(Transfer.objects.filter(reverses=OuterRef("pk")))).order_by("pk")}


def _beside(line: OutsideLine, row: Transfer | None, owner: OutsideAccount | None, by_account: dict[int, OutsideAccount]) -> Compared:
    if row is None:
        return _row(ONLY_THERE, cause_of(line), line, None, owner, by_account)
    same = owner is not None and _inside(row, by_account) == line.amount and owner.account_id in (row.payer_id, row.payee_id)
    kind = MATCHED if same and row.value_on == line.value_on else DIFFERENT
    return _row(kind, cause_of(line), line, row, owner, by_account)


def _row(
    kind: str, cause: str, line: OutsideLine | None, row: Transfer | None, owner: OutsideAccount | None, by_account: dict[int, OutsideAccount]
) -> Compared:
    account, participant = (owner.account, owner.participant) if owner else (None, None)
    inside = _inside(row, by_account) if row else None
    return Compared(kind, cause, line, row, account, participant, line.amount if line else None, inside)


def _inside(row: Transfer, by_account: dict[int, OutsideAccount]) -> int:
    """What the movement did to the member's account."""
    return row.amount if row.payee_id in by_account else -row.amount


def outside_of(participant: Participant) -> OutsideAccount | None:
    """The participant's account in the outside circuit."""
    return OutsideAccount.objects.select_related("account").filter(participant=participant).first()


def latest_lines(account: OutsideAccount, limit: int) -> list[OutsideLine]:
    """The newest lines of the account that are booked, each once however many statements have it."""
    touched = Q(payer=account.account_id) | Q(payee=account.account_id)
    standing = Transfer.objects.filter(touched, kind=MIRROR_KIND, reverses=None).exclude(Exists(Transfer.objects.filter(reverses=OuterRef("pk"))))
    rows = list(standing.order_by("-value_on", "-pk")[:limit])
    keys = [row.cause.partition(":")[2] for row in rows]
    found = {str(line.key): line for line in OutsideLine.objects.filter(key__in=keys, outside_code=account.outside_code).order_by("pk")}
    return [found[key] for key in keys if key in found]

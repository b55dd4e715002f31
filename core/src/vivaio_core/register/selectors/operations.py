"""Reads of operations."""

from django.db.models import QuerySet

from vivaio_core.register.models.book import Operation, RegisterEntry, SharePayment


def operations() -> QuerySet[Operation]:
    """All, with what a page shows."""
    return Operation.objects.select_related("party", "actor", "undoes", "undone_by")


def entries_of(operation: Operation) -> QuerySet[RegisterEntry]:
    """What it wrote, in the order of the book."""
    return operation.entries.select_related("party", "resolution", "counterpart", "reverses", "reversed_by").order_by("seq")


def can_be_undone(operation: Operation) -> bool:
    """True unless it is a correction itself, was undone, or paid a refund; later operations may still forbid it when it is tried."""
    if operation.kind in (Operation.Kind.UNDO, Operation.Kind.CORRECTION) or hasattr(operation, "undone_by"):
        return False
    return not paid_out(operation)


def paid_out(operation: Operation) -> bool:
    """True when money went back to somebody with it; what merely passed from one member to another comes back with its undoing."""
    back = SharePayment.objects.filter(operation=operation, amount_cents__lt=0)
    return operation.kind != Operation.Kind.TRANSFER and back.exists()

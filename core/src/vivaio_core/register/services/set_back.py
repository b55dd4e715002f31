"""When an operation of the book is undone, from wherever, the case or the ristorno it belonged to goes back with it (people P14)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.register.case_states import ExitState
from vivaio_core.register.models.book import Operation
from vivaio_core.register.models.cases import ExitCase, ShareTransfer


def refuse_part(operation: Operation) -> None:
    """Raise Refused when the operation belongs to a case or a ristorno: it is undone as a whole, and what it belongs to goes back with it."""
    from vivaio_core.mutuality.models.ristorni import RistornoPlan

    of_exit = ExitCase.objects.filter(Q(end_operation=operation) | Q(close_operation=operation)).exists()
    if of_exit or any(model.objects.filter(operation=operation).exists() for model in (ShareTransfer, RistornoPlan)):
        raise Refused(_("This entry belongs to an exit, a transfer or a ristorno: undo its whole operation."))


def set_back(*, operation: Operation, actor: User | None) -> None:
    """To be called by `mend.undo` under the book's lock, before it writes. Raises Refused when the case has gone further."""
    from vivaio_core.mutuality.services import ristorni
    from vivaio_core.register.services.leave_end import reopen
    from vivaio_core.register.services.share_transfers import take_back

    for ended in ExitCase.objects.select_for_update().filter(end_operation=operation):
        if ended.state == ExitState.LIQUIDATED:
            raise Refused(_("The case of this exit is closed: undo its closing first."))
        reopen(ended, actor)
    for closed in ExitCase.objects.select_for_update().filter(close_operation=operation):
        reopen(closed, actor)
    for moved in ShareTransfer.objects.select_for_update().filter(operation=operation):
        take_back(moved, actor)
    ristorni.take_back(operation=operation, actor=actor)

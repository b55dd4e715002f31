"""Who may act on a case, and the rows it locks. The book's lock comes before a case's row, the trail's last: nobody waits in a circle."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.register.case_states import OPEN_EXITS, OPEN_TRANSFERS
from vivaio_core.register.models.cases import ExitCase, ShareTransfer

Case = TypeVar("Case", bound=models.Model)


def own(actor: User | None, party: Party) -> bool:
    """True when the login is the party's own."""
    return actor is not None and party.login_id is not None and actor.pk == party.login_id


def allow_for(actor: User | None, party: Party, permission: str) -> bool:
    """Let in the member himself or who holds the permission; True for the member himself. Raises PermissionDenied."""
    if own(actor, party):
        return True
    allow(actor, permission)
    return False


def locked(case: Case) -> Case:
    """The case as it is now, kept from everybody else until the transaction ends."""
    return type(case)._default_manager.select_for_update().get(pk=case.pk)


def queue_at(party: Party) -> Party:
    """Let one case at a time begin for a party."""
    return Party.objects.select_for_update().get(pk=party.pk)


def refuse_another(party: Party, *, exits: Sequence[str] = OPEN_EXITS, transfers: Sequence[str] = OPEN_TRANSFERS) -> None:
    """Raise Refused while a case of the party is in one of these states."""
    if ExitCase.objects.filter(party=party, state__in=exits).exists():
        raise Refused(_("%(party)s has an exit that is still open: finish or withdraw it first.") % {"party": party})
    if ShareTransfer.objects.filter(seller=party, state__in=transfers).exists():
        raise Refused(_("%(party)s has a transfer of shares that is still open: finish or withdraw it first.") % {"party": party})


def say_why(text: str, field: str) -> str:
    """The reason without spaces around it. Raises Refused when there is none."""
    if len(text.strip()) < 3:
        raise Refused(_("Write the reason."), field)
    return text.strip()

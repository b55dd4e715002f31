"""The rows that a case locks. The book's lock comes before a case's row, the trail's last: nobody waits in a circle."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.register.case_states import OPEN_EXITS, OPEN_TRANSFERS
from vivaio_core.register.models.cases import ExitCase, ShareTransfer

Case = TypeVar("Case", bound=models.Model)


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

"""Who becomes a member with shares of somebody else, a buyer or an heir, meets the conditions of every applicant (people P10, P15; art. 2530).

Even a transfer that silence made free is entered only for a buyer who has what the statute asks of a member. What was given, signed and said lies in
an application, like everybody's; only its shares come from elsewhere.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.admission.checklist import Item, Standing, checklist
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.states import OPEN, State
from vivaio_core.people.models import Membership, Party
from vivaio_core.rules.selectors import rule


@dataclass(frozen=True)
class Entry:
    """How a party stands that is to enter: `application` is None as long as nobody has prepared one."""

    party: Party
    qty: int
    application: Application | None
    items: list[Item]

    @property
    def missing(self) -> list[Item]:
        """What still hinders the entry."""
        return [item for item in self.items if item.missing]


def entry(party: Party, on: date, qty: int) -> Entry | None:
    """The conditions of a party that gets `qty` shares on the day; None for a member, who needs nothing. A constant number of queries."""
    if Membership.objects.filter(party=party, ended_on__isnull=True).exists():
        return None
    rows = Application.objects.select_related("collectivity", "charter_version").prefetch_related("sponsorships__sponsor", "party__identifiers")
    found = rows.filter(party=party, state__in=OPEN).first()
    if found is None:
        reason = _("No open application of %(name)s is here.") % {"name": party}
        return Entry(party, qty, None, [Item("application", Standing.MISSING, reason, _("Prepare the application."))])
    begun = [_not_begun(found)] if found.state == State.SUBMITTED else []
    return Entry(party, qty, found, [*begun, *(item for item in checklist(found, on) if item.code != "shares"), _shares(qty, on)])


def _not_begun(application: Application) -> Item:
    reason = _("The application is “%(state)s”.") % {"state": application.get_state_display()}
    return Item("application", Standing.MISSING, reason, _("Take it under review."), "review")


def _shares(qty: int, on: date) -> Item:
    least = max(rule("admission.min_shares", on).days, rule("shares.min_qty", on).days)
    if qty < least:
        text = ngettext("The least is %(count)s share.", "The least is %(count)s shares.", least) % {"count": least}
        return Item("shares", Standing.MISSING, text, _("They take more shares, from whoever gives them or anew."))
    text = ngettext("%(count)s share comes from somebody else.", "%(count)s shares come from somebody else.", qty)
    return Item("shares", Standing.OK, text % {"count": qty})

"""A membership in words, in the form of address the member has chosen; the sex is never guessed from a code (people I4)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import MembershipStatus, status_among

_STATUS = {
    MembershipStatus.NONE: gettext_lazy("not a member"),
    MembershipStatus.MEMBER: gettext_lazy("member"),
    MembershipStatus.FORMER: gettext_lazy("former member"),
}


def status_in_words(status: MembershipStatus) -> str:
    """«socio», «ex socio», «non socio»: for filters and lists."""
    return _STATUS[status]  # type: ignore[return-value]


def bond_in_words(party: Party, memberships: Sequence[Membership], on: date) -> str:
    """«Socia dal 3 marzo 2021, tessera n. 128», «Ex socio dal …», or that there is no membership."""
    status = status_among(list(memberships), on)
    if status == MembershipStatus.MEMBER:
        bond = next(bond for bond in memberships if bond.effective_on <= on and (bond.ended_on is None or bond.ended_on > on))
        return elided(_member_text(party) % {"since": day(bond.effective_on), "number": bond.member_no})
    if status == MembershipStatus.FORMER:
        last = max((bond for bond in memberships if bond.ended_on), key=lambda bond: bond.ended_on or bond.effective_on)
        return elided(_("No longer a member since %(since)s") % {"since": day(last.ended_on or on)})
    return _("Not a member")


def _member_text(party: Party) -> str:
    if party.kind == Party.Kind.ORGANISATION or party.addressed_as == Party.AddressedAs.FEMININE:
        return pgettext("feminine", "Member since %(since)s, number %(number)s")
    if party.addressed_as == Party.AddressedAs.MASCULINE:
        return pgettext("masculine", "Member since %(since)s, number %(number)s")
    return _("Member since %(since)s, number %(number)s")

"""For whom the person signed in acts: for themselves, or for an organisation that they represent today. Asked again at each request."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.people.models import Party
from vivaio_core.people.relations.selectors import organisations_of, person_of_login

CHOSEN = "access.acting_for"


@dataclass(frozen=True)
class Acting:
    """`person` signed in, `party` is who acts; `lost` when the chosen organisation is no longer theirs to speak for."""

    person: Party
    party: Party
    organisations: list[Party] = field(default_factory=list)
    lost: bool = False

    @property
    def represented(self) -> Party | None:
        """The organisation for which the person acts, if any."""
        return None if self.party.pk == self.person.pk else self.party

    @property
    def choices(self) -> list[Party]:
        """Themselves first, then the organisations; the present one is among them."""
        return [self.person, *self.organisations]


def acting_in(request: HttpRequest) -> Acting | None:
    """Who acts in this request; None for a login that is nobody's. One query, two for who represents somebody."""
    today = timezone.localdate()
    found = person_of_login(request.user.pk or 0, today)
    if found is None:
        return None
    person, represents_some = found
    organisations = organisations_of(person, today) if represents_some else []
    chosen = request.session.get(CHOSEN)
    if chosen is None:
        return Acting(person, person, organisations)
    party = next((one for one in organisations if one.pk == chosen), None)
    return Acting(person, party or person, organisations, lost=party is None)


def act_for(request: HttpRequest, acting: Acting, chosen: str) -> Party:
    """Remember in the session for whom the person acts from now on; `chosen` is the number of an entry. Raises PermissionDenied."""
    party = next((one for one in acting.choices if str(one.pk) == chosen), None)
    if party is None:
        raise PermissionDenied("access: nobody acts for whom they do not represent")
    if party.pk == acting.person.pk:
        request.session.pop(CHOSEN, None)
    else:
        request.session[CHOSEN] = party.pk
    # A form left open in another window was meant for whoever acted then: it is refused.
    rotate_token(request)
    return party


def lost_in_words(request: HttpRequest) -> str:
    """Go back to acting for oneself, and say why."""
    name = Party.objects.filter(pk=request.session.pop(CHOSEN)).values_list("display_name", flat=True).first()
    text = _("You no longer represent %(name)s: from now on you act for yourself. Nothing was changed. If this is wrong, call the office.")
    return text % {"name": name or _("this organisation")}

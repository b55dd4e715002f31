"""Who signs for an organisation: the proof of its signature names the person, because an organisation has no hand (people P18)."""

from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.documents.models import Signature
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party

Channel = Signature.Channel
BY_HAND = (Channel.PAPER, Channel.ASSEMBLY)


def proof_of(party: Party, channel: str, actor: User | None, evidence: str, signer: str = "") -> str:
    """The proof as it is kept; for an organisation it begins with who signed. Raises Refused when the office does not say who."""
    if party.kind != Party.Kind.ORGANISATION:
        return evidence
    name = " ".join(signer.split()) or _signed_in(party, actor)
    if not name and actor is not None and channel in BY_HAND:
        raise Refused(_("Write who signed for %(party)s.") % {"party": party}, "signer")
    return " ".join([_("Signed for the organisation by %(name)s.") % {"name": name}, evidence]).strip() if name else evidence


def _signed_in(party: Party, actor: User | None) -> str:
    """The person who acts for the organisation on the site."""
    if actor is None or actor.represented is None or actor.represented.pk != party.pk:
        return ""
    return Party.objects.filter(login=actor).values_list("display_name", flat=True).first() or str(actor)

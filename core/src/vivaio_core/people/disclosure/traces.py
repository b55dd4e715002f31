"""The texts by which somebody can be found where a name was copied: the payloads of the trail, the letters that were sent."""

import json
from collections.abc import Sequence

from django.db.models import Q

from vivaio_core.people.models import Party

SHORTEST = 6


def traces(party: Party) -> list[str]:
    """Codes, e-mail, telephone, the login's address, and the name unless somebody else in use bears it too."""
    found = {party.email, party.phone, party.address}
    found |= {text for pair in party.identifiers.values_list("value", "value_given") for text in pair}
    if party.login:
        found.add(party.login.email)
    if not Party.objects.filter(display_name=party.display_name, status=Party.Status.ACTIVE).exclude(pk=party.pk).exists():
        found.add(party.display_name)
    return sorted(text for text in found if len(text) >= SHORTEST)


def naming(field: str, texts: Sequence[str]) -> Q:
    """The rows whose text `field` holds one of the texts, as written or as JSON escapes it; no row when there is no text."""
    wanted = Q(pk__in=[])
    for text in texts:
        for form in {text, json.dumps(text)[1:-1]}:
            wanted |= Q(**{f"{field}__icontains": form})
    return wanted

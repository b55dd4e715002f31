"""Everything that this room holds about somebody, as plain data."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.documents.signed import signatures_of, signed_for_others
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal

SIGNATURES, FOR_OTHERS = "documents.signatures", "documents.signatures_for_organisations"

# What the keys are called where people read them.
WORDS = (
    *(gettext_noop("signatures"), gettext_noop("document"), gettext_noop("version"), gettext_noop("signed on")),
    *(gettext_noop("how"), gettext_noop("proof"), gettext_noop("fingerprint")),
    *(gettext_noop("signatures for organisations"), gettext_noop("organisation")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """The signatures of the party, JSON-ready."""
    signed = [
        {
            "document": one.version.document.title,
            "version": one.version.number,
            "signed_on": one.at.isoformat(),
            "how": str(one.get_channel_display()),
            "proof": one.evidence,
            "fingerprint": one.version_hash,
        }
        for one in signatures_of(party)
    ]
    given = [
        {"organisation": str(one.party), "document": one.version.document.title, "version": one.version.number, "signed_on": one.at.isoformat()}
        for one in signed_for_others(party).select_related("party", "version__document")
    ]
    return {"signatures": signed, "signatures_for_organisations": given}


def held(party: Party, on: date) -> list[DataClass]:
    """The signatures: the database lets nobody change them, so they stay and only lose their name with the party (people P29)."""
    ground = _("A signature cannot be changed or taken away: it stays, without a name.")
    theirs = _("It is the organisation's signature, and says who gave it: it stays with the organisation.")
    return [
        DataClass(SIGNATURES, _("Signatures under the cooperative's texts"), party.signatures.count(), Disposal.KEEP, ground),
        DataClass(FOR_OTHERS, _("Signatures given for organisations"), signed_for_others(party).count(), Disposal.KEEP, theirs),
    ]

"""The acceptance given with an application becomes the party's signature as soon as the party is known (people P16)."""

from vivaio_core.access.models import User
from vivaio_core.admission.models.application import Application


def keep_signature(application: Application, actor: User | None) -> None:
    """Write the signature of the accepted version, once. What was accepted on the site was the applicant's own act, whoever transcribes it."""
    from vivaio_core.documents.models import Signature
    from vivaio_core.documents.services import sign

    version, party = application.charter_version, application.party
    if version is None or party is None or not version.document.signed:
        return
    if Signature.objects.filter(party=party, version=version).exists():
        return
    own = application.charter_channel == Signature.Channel.WEB
    sign(
        party=party,
        version=version,
        channel=application.charter_channel,
        evidence=application.charter_evidence,
        at=application.charter_at,
        actor=None if own else actor,
        signer=application.representative,
    )

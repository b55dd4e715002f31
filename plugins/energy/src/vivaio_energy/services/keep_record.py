"""Writing the office's own records: suppliers, offers, campaigns in preparation, projects, rules, certificates, texts."""

from collections.abc import Callable
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.suppliers.selectors import supplier_of
from vivaio_core.suppliers.services import Profile, propose_supplier
from vivaio_core.trail.services import record
from vivaio_energy.models.campaigns import Adhesion, Campaign, ConsentText
from vivaio_energy.models.contracts import Offer
from vivaio_energy.models.donations import DonationRule
from vivaio_energy.models.points import Supplier
from vivaio_energy.states import ADHESION_ORDER, AdhesionState, CampaignState


class CheckedForm(Protocol):
    """A form that has passed its own checks."""

    instance: Any

    @property
    def changed_data(self) -> list[str]:
        """Names of the fields that changed."""

    def save(self, commit: bool = True) -> Any:
        """Write the record."""


def keep_record(*, actor: User | None, form: CheckedForm) -> Any:
    """Write a checked form with its trail. Raises PermissionDenied, and Refused when the record is in use and may not change."""
    model, new = type(form.instance), form.instance.pk is None
    allow(actor, f"energy.{'add' if new else 'change'}_{model._meta.model_name}")
    with transaction.atomic():
        if not new and model in _GUARDS:
            _GUARDS[model](model.objects.select_for_update().get(pk=form.instance.pk), form)
        saved = form.save()
        if isinstance(saved, Campaign):
            _recount(saved)
        payload = {"new": new, "fields": sorted(form.changed_data), "name": str(saved)}
        record(kind="energy.keep_record", actor=actor, target=f"energy.{model.__name__}:{saved.pk}", payload=payload)
    return saved


def add_seller(*, actor: User | None, party: Party, form: CheckedForm) -> Supplier:
    """Make an organisation a seller of energy; where it is no supplier of the cooperative yet it becomes a candidate.

    Raises PermissionDenied, Refused when it sells energy already.
    """
    allow(actor, "energy.add_supplier")
    with transaction.atomic():
        seller = supplier_of(party) or propose_supplier(party=party, profile=Profile(supplies=_("Electricity and gas")), actor=actor)
        if Supplier.objects.filter(seller=seller).exists():
            raise Refused(_("%(party)s is already among the suppliers.") % {"party": party})
        form.instance.seller = seller
        made: Supplier = keep_record(actor=actor, form=form)
    return made


def _recount(campaign: Campaign) -> int:
    """Put the stored count right after the campaign's own rules changed. Raises Refused when the new places are too few."""
    counting = ADHESION_ORDER[ADHESION_ORDER.index(AdhesionState(campaign.count_from_state)) :]
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        counted = Adhesion.objects.filter(campaign=locked, state__in=counting).count()
        if locked.places is not None and counted > locked.places:
            raise Refused(_("%(count)d adhesions are already counted: the places cannot be fewer.") % {"count": counted}, "places")
        locked.counted = counted
        locked.save(update_fields=["counted"])
        campaign.counted = counted
    return counted


def _campaign_guard(campaign: Campaign, form: CheckedForm) -> None:
    if campaign.state in (CampaignState.CLOSED, CampaignState.REPORTING):
        raise Refused(_("This campaign is closed: what people joined is not changed afterwards."))


def _offer_guard(offer: Offer, form: CheckedForm) -> None:
    if offer.adhesions.exists() or Campaign.objects.filter(chosen_offer=offer).exists():
        raise Refused(_("Members already have this offer in front of them: please write a new offer instead of changing it."))


def _rule_guard(rule: DonationRule, form: CheckedForm) -> None:
    if set(form.changed_data) - {"last_year"} and rule.entries.exists():
        raise Refused(_("Donations were already recorded with this rule: please give it a last year and write a new rule."))


def _text_guard(text: ConsentText, form: CheckedForm) -> None:
    raise Refused(_("A consent text is never changed: please publish a new version."))


_GUARDS: dict[type, Callable[[Any, CheckedForm], None]] = {
    Campaign: _campaign_guard,
    Offer: _offer_guard,
    DonationRule: _rule_guard,
    ConsentText: _text_guard,
}

"""The office's own records: suppliers, offers, guarantees, funds, donation rules, consent texts. One shape for all of them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_core.suppliers.selectors import state_in_words
from vivaio_energy.models.campaigns import ConsentText
from vivaio_energy.models.contracts import GuaranteeOfOrigin, Offer
from vivaio_energy.models.donations import DonationRule, SocialFund
from vivaio_energy.models.points import Supplier
from vivaio_energy.office import forms
from vivaio_energy.office.pages import Keep, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import office as reads
from vivaio_energy.selectors.member import is_supplier
from vivaio_energy.services.keep_record import add_seller

Reader = Callable[[Any], Any]


class RecordList(OfficeList):
    """Columns and search come from the section."""

    section: Any = None

    def rows(self) -> QuerySet[Any]:
        """What the section reads."""
        found: QuerySet[Any] = self.section.read()
        return found

    def searched(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Any of the section's texts, accents folded where they are kept folded."""
        either = Q()
        for name in self.section.searched_in:
            either |= Q(**{f"{name}__icontains": fold(words) if name.endswith("search_key") else words})
        return rows.filter(either)


class Records(OfficeViewSet):
    """A section of records: a list, a form for a new one, the same form to correct it."""

    form_class: ClassVar[Any] = None
    read: ClassVar[Callable[[], QuerySet[Any]]]
    searched_in: ClassVar[tuple[str, ...]] = ()
    shown: ClassVar[tuple[tuple[Any, Reader], ...]] = ()
    addable = True
    keep: ClassVar[type[Keep]] = Keep

    @property
    def index_view_class(self) -> type[RecordList]:
        """The list with this section's columns."""
        name, (title, first), *others = self.name, *self.shown
        columns = [Link("title", label=title, accessor=first, get_url=lambda row: reverse(f"{name}:correct", args=[row.pk]))]
        columns += [Column(f"c{number}", label=label, accessor=reader) for number, (label, reader) in enumerate(others)]
        add = ((lazy("New"), f"{name}:add", f"energy.add_{self.model_name}"),) if self.addable else ()
        content = {"section": type(self), "columns": columns, "header_actions": add, "columns_exported": dict(self.shown)}
        return type("SectionList", (RecordList,), content)

    def pages(self) -> list[URLPattern]:
        """New and correct."""
        view = self.keep
        given = {"model": self.model, "space": self.name, "form_class": self.form_class}
        new = [path("nuovo/", view.as_view(**given), name="add")] if self.addable else []
        return [*new, path("<int:pk>/", view.as_view(**given), name="correct")]


class KeepSupplier(Keep):
    """A supplier is always somebody known: a new one starts from the organisation's page, and becomes core's candidate where it is none yet."""

    party: Party

    def get_form_kwargs(self) -> dict[str, Any]:
        """The new supplier belongs to the organisation of the address."""
        given = super().get_form_kwargs()
        if "party" in self.kwargs:
            self.party = get_object_or_404(Party, pk=self.kwargs["party"])
            if is_supplier(self.party):
                raise Http404
            given["instance"] = Supplier()
        return given

    def get_page_subtitle(self) -> str:
        """Whose data they are."""
        return str(self.party) if "party" in self.kwargs and self.record is None else ""

    def act(self, data: dict[str, Any]) -> str:
        """A new one through core's supplier."""
        if "party" not in self.kwargs:
            return super().act(data)
        self.record = add_seller(actor=actor_of(self.request), party=self.party, form=self.form)
        return _("“%(name)s” is saved.") % {"name": self.record}


class Suppliers(Records):
    """Who sells energy."""

    model = Supplier
    name = "office_energy_suppliers"
    url_prefix = "energia/fornitori"
    icon = "site"
    menu_label = lazy("Suppliers")
    form_class = forms.SupplierForm
    read = staticmethod(lambda: reads.suppliers(timezone.localdate()))
    searched_in = ("seller__party__search_key",)
    addable = False
    keep = KeepSupplier
    shown = (
        (lazy("Name"), lambda row: str(row.party)),
        (lazy("Whom it serves"), lambda row: row.serves),
        (lazy("State"), lambda row: state_in_words(row.shown)),
    )

    def pages(self) -> list[URLPattern]:
        """A new one starts from an organisation."""
        new = KeepSupplier.as_view(model=Supplier, space=self.name, form_class=self.form_class)
        return [*super().pages(), path("nuovo/<int:party>/", new, name="add")]


class Offers(Records):
    """What suppliers offer."""

    model = Offer
    name = "office_energy_offers"
    url_prefix = "energia/offerte"
    icon = "tag"
    menu_label = lazy("Offers")
    form_class = forms.OfferForm
    read = staticmethod(reads.offers)
    searched_in = ("name", "code", "supplier__seller__party__search_key")
    shown = (
        (lazy("Name"), lambda row: row.name),
        (lazy("Supplier"), lambda row: str(row.supplier)),
        (lazy("Campaign"), lambda row: str(row.campaign or "")),
        (lazy("Price"), lambda row: f"{row.unit_price.normalize():f} {row.price_unit}"),
        (lazy("Can be signed until"), lambda row: days(row.valid_to)),
    )


class Guarantees(Records):
    """Proofs of renewable energy."""

    model = GuaranteeOfOrigin
    name = "office_energy_guarantees"
    url_prefix = "energia/garanzie"
    icon = "check"
    menu_label = lazy("Guarantees of origin")
    form_class = forms.GuaranteeForm
    read = staticmethod(reads.guarantees)
    searched_in = ("certificate_code", "supplier__seller__party__search_key")
    shown = (
        (lazy("Certificate"), lambda row: row.certificate_code),
        (lazy("Supplier"), lambda row: str(row.supplier)),
        (lazy("MWh"), lambda row: row.mwh),
        (lazy("Produced"), lambda row: f"{row.production_month:02d}/{row.production_year}"),
        (lazy("Cancelled on"), lambda row: days(row.cancelled_on)),
    )


class Funds(Records):
    """Where donations gather."""

    model = SocialFund
    name = "office_energy_funds"
    url_prefix = "energia/fondi"
    icon = "folder-inverse"
    menu_label = lazy("Funds")
    form_class = forms.FundForm
    read = staticmethod(SocialFund.objects.all)
    searched_in = ("name",)
    shown = (
        (lazy("Name"), lambda row: row.name),
        (lazy("Accrued"), lambda row: euros(row.accrued_cents)),
        (lazy("Approved"), lambda row: euros(row.approved_cents)),
        (lazy("Paid"), lambda row: euros(row.paid_cents)),
    )


class Rules(Records):
    """What each supplier gives."""

    model = DonationRule
    name = "office_energy_rules"
    url_prefix = "energia/regole-donazioni"
    icon = "list-ul"
    menu_label = lazy("Donation rules")
    form_class = forms.RuleForm
    read = staticmethod(reads.rules)
    searched_in = ("supplier__seller__party__search_key", "project__title")
    shown = (
        (lazy("Rule"), str),
        (lazy("For each contract and year"), lambda row: euros(row.amount_cents)),
        (lazy("From"), lambda row: row.first_year),
        (lazy("Until"), lambda row: row.last_year or ""),
    )


class ConsentTexts(Records):
    """The words people agree to."""

    model = ConsentText
    name = "office_energy_texts"
    url_prefix = "energia/consensi"
    icon = "openquote"
    menu_label = lazy("Consent texts")
    form_class = forms.ConsentTextForm
    read = staticmethod(ConsentText.objects.all)
    searched_in = ("body",)
    shown = (
        (lazy("Version"), lambda row: str(row)),
        (lazy("Published on"), lambda row: days(row.published_on)),
        (lazy("Text"), lambda row: row.body[:80]),
    )

"""The list of people and organisations, and how somebody new enters it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from vivaio_core.contract.errors import ContractError
from vivaio_core.office import duplicates, forms, person, relations
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.people.errors import NeedsDecision
from vivaio_core.people.models import Collectivity, Identifier, Membership, Party
from vivaio_core.people.selectors import (
    CANDIDATE,
    CLIENT,
    MembershipStatus,
    in_group,
    lacking,
    last_membership,
    listed,
    parties,
    search,
    with_category,
    with_status,
)
from vivaio_core.people.services import register_party
from vivaio_core.people.words import bond_in_words, status_in_words

STATUSES = [
    (MembershipStatus.MEMBER.value, status_in_words(MembershipStatus.MEMBER)),
    (CLIENT, gettext_lazy("client, not a member now")),
    (CANDIDATE, gettext_lazy("has applied to become a member")),
    (MembershipStatus.FORMER.value, status_in_words(MembershipStatus.FORMER)),
    (MembershipStatus.NONE.value, gettext_lazy("never a member")),
]
MISSING = [
    ("cf", gettext_lazy("fiscal code")),
    ("definite", gettext_lazy("definite fiscal code")),
    ("email", gettext_lazy("e-mail")),
    ("phone", gettext_lazy("telephone")),
    ("address", gettext_lazy("address")),
    ("birth_date", gettext_lazy("date of birth")),
]


def page_of(party: Party) -> str:
    """Address of a party's page in the office."""
    return reverse("office_people:person", args=[party.pk])


def code_of(party: Party, scheme: str) -> str:
    """The active code of a scheme, from the rows already read."""
    return next((code.value for code in party.identifiers.all() if code.scheme == scheme), "")


def bond_of(party: Party) -> str:
    """«Socia dal 3 marzo 2021, tessera n. 128», from the rows already read."""
    return bond_in_words(party, list(party.memberships.all()), timezone.localdate())


def bond_shown(party: Party) -> str:
    """The same, from what the list has read."""
    return bond_in_words(party, last_membership(party), timezone.localdate())


class PeopleFilter(WagtailFilterSet):
    """Kind, membership, category, group, what is missing, where."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Party.Kind.choices)
    member = django_filters.ChoiceFilter(label=gettext_lazy("Membership"), choices=STATUSES, method="by_status")
    category = django_filters.ChoiceFilter(label=gettext_lazy("Category"), choices=Membership.Category.choices, method="by_category")
    group = django_filters.ModelChoiceFilter(label=gettext_lazy("Group"), queryset=Collectivity.objects.all(), method="by_group")
    missing = django_filters.ChoiceFilter(label=gettext_lazy("Missing"), choices=MISSING, method="by_missing")
    place = django_filters.CharFilter(label=gettext_lazy("Town or street"), field_name="address", lookup_expr="icontains")

    class Meta:
        model = Party
        fields: list[str] = []

    def by_status(self, rows: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """Members, clients, candidates, former members, never members."""
        return with_status(rows, value, timezone.localdate())

    def by_category(self, rows: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """Members of that category now."""
        return with_category(rows, value, timezone.localdate())

    def by_group(self, rows: QuerySet[Party], name: str, value: Collectivity) -> QuerySet[Party]:
        """Those who belong to the group, or to a part of it, now."""
        return in_group(rows, value, timezone.localdate())

    def by_missing(self, rows: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """Those of whom we do not know it."""
        return lacking(rows, value)


class PeopleList(OfficeList):
    """Search by name, code, e-mail or member number."""

    empty = gettext_lazy("There is nobody yet. Register the first person, or bring in a file by “Imports”.")
    filterset_class = PeopleFilter
    page_title = gettext_lazy("People")
    ready_views = (
        (gettext_lazy("Members"), "member=member"),
        (gettext_lazy("Clients"), "member=client"),
        (gettext_lazy("Applicants"), "member=candidate"),
        (gettext_lazy("Organisations"), "kind=organisation"),
        (gettext_lazy("Without a fiscal code"), "missing=cf"),
    )
    header_actions = (
        (gettext_lazy("Add a person"), "office_people:new_person", "people.add_party"),
        (gettext_lazy("Add an organisation"), "office_people:new_organisation", "people.add_party"),
    )
    more_actions = ((gettext_lazy("Duplicates"), "office_people:duplicates", "people.view_duplicatepair"),)
    columns = [
        Link("display_name", label=gettext_lazy("Name"), sort_key="search_key", get_url=page_of),
        Column("bond", label=gettext_lazy("Membership"), accessor=bond_shown),
        Column("shown_code", label=gettext_lazy("Fiscal code")),
        Column("email", label=gettext_lazy("E-mail"), sort_key="email"),
        Column("phone", label=gettext_lazy("Telephone"), classname="office-nowrap"),
    ]
    columns_exported = {
        gettext_lazy("Name"): lambda party: party.display_name,
        gettext_lazy("Kind"): lambda party: str(party.get_kind_display()),
        gettext_lazy("Membership"): bond_of,
        gettext_lazy("Fiscal code"): lambda party: code_of(party, Identifier.Scheme.CF),
        gettext_lazy("VAT number"): lambda party: code_of(party, Identifier.Scheme.VAT),
        gettext_lazy("Date of birth"): lambda party: party.birth_date,
        gettext_lazy("Place of birth"): lambda party: party.birth_place,
        gettext_lazy("E-mail"): lambda party: party.email,
        gettext_lazy("Telephone"): lambda party: party.phone,
        gettext_lazy("Address"): lambda party: party.address,
    }

    def rows(self) -> QuerySet[Party]:
        """Everybody in use; an export shows more of each."""
        return parties() if self.is_export else listed(timezone.localdate())

    def searched(self, rows: QuerySet[Party], words: str) -> QuerySet[Party]:
        """Whatever the order of the words."""
        return search(rows, words)


class NewPerson(ActView):
    """Enter a person."""

    permission = "people.add_party"
    form_class: Any = forms.NewPersonForm
    page_title = gettext_lazy("Add a person")
    header_icon = "user"
    kind = Party.Kind.PERSON
    made: Party | None = None

    def act(self, data: dict[str, Any]) -> str:
        """Register."""
        self.made = register_party(kind=self.kind, actor=self.actor, **data)
        return _("%(name)s is now in the records.") % {"name": self.made}

    def refused(self, form: Any, refusal: ContractError) -> HttpResponse:
        """When somebody is alike, ask."""
        if isinstance(refusal, NeedsDecision):
            form.ask()
        return super().refused(form, refusal)

    def after(self) -> str:
        """The new page, or back to the list."""
        return page_of(self.made) if self.made else reverse("office_people:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse("office_people:index"), "label": _("People and organisations")}]


class NewOrganisation(NewPerson):
    """Enter an organisation."""

    form_class = forms.NewOrganisationForm
    page_title = gettext_lazy("Add an organisation")
    header_icon = "group"
    kind = Party.Kind.ORGANISATION


class People(OfficeViewSet):
    """People and organisations."""

    model = Party
    name = "office_people"
    url_prefix = "persone"
    icon = "user"
    menu_label = gettext_lazy("People and organisations")
    index_view_class = PeopleList
    export_filename = "persone"

    def pages(self) -> list[URLPattern]:
        """New ones, one page for each, and the acts on it."""
        return [
            path("nuova-persona/", NewPerson.as_view(), name="new_person"),
            path("nuova-organizzazione/", NewOrganisation.as_view(), name="new_organisation"),
            *duplicates.pages(),
            *person.pages(),
            *relations.pages(),
        ]

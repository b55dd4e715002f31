"""The list of memberships."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.office.people import page_of
from vivaio_core.pages.numbers import day
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import memberships, memberships_in_force, search_memberships

STATES = [("open", gettext_lazy("in force")), ("ended", gettext_lazy("ended"))]


def ended(bond: Membership) -> str:
    """The last day and the reason, in words."""
    return f"{day(bond.ended_on)}, {bond.get_end_reason_display()}" if bond.ended_on else ""


class MembershipFilter(WagtailFilterSet):
    """In force or ended, of which category, since when."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="by_state")
    category = django_filters.ChoiceFilter(label=gettext_lazy("Category"), choices=Membership.Category.choices)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), field_name="party__kind", choices=Party.Kind.choices)
    since = django_filters.DateFilter(label=gettext_lazy("Member from the day"), field_name="effective_on", lookup_expr="gte")
    until = django_filters.DateFilter(label=gettext_lazy("Member until the day"), field_name="effective_on", lookup_expr="lte")

    class Meta:
        model = Membership
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        """As of today."""
        return memberships_in_force(rows, timezone.localdate(), value == "open")


class MembershipList(OfficeList):
    """Search by name or number."""

    empty = gettext_lazy("There is no member yet. The first ones come from an application or from the old register, by “Imports”.")
    filterset_class = MembershipFilter
    page_title = gettext_lazy("Members")
    ready_views = ((gettext_lazy("In force"), "state=open"), (gettext_lazy("Ended"), "state=ended"))
    columns = [
        Column("member_no", label=gettext_lazy("Number"), sort_key="member_no"),
        Link("party", label=gettext_lazy("Member"), sort_key="party__search_key", get_url=lambda bond: page_of(bond.party)),
        Column("effective_on", label=gettext_lazy("Member from"), sort_key="effective_on", accessor=lambda bond: day(bond.effective_on)),
        Column("ended", label=gettext_lazy("Ended"), accessor=ended, sort_key="ended_on"),
        Column("category", label=gettext_lazy("Category"), accessor="get_category_display", sort_key="category"),
        Column("shares", label=gettext_lazy("Shares"), sort_key="shares"),
    ]
    columns_exported = {
        gettext_lazy("Number"): lambda bond: bond.member_no,
        gettext_lazy("Member"): lambda bond: bond.party.display_name,
        gettext_lazy("Category"): lambda bond: str(bond.get_category_display()),
        gettext_lazy("Shares"): lambda bond: bond.shares,
        gettext_lazy("Member from"): lambda bond: bond.effective_on,
        gettext_lazy("Entered in the book on"): lambda bond: bond.recorded_on,
        gettext_lazy("Ended"): lambda bond: bond.ended_on,
        gettext_lazy("Why"): lambda bond: str(bond.get_end_reason_display()),
        gettext_lazy("Note"): lambda bond: bond.note,
    }

    def rows(self) -> QuerySet[Membership]:
        """All, by number."""
        return memberships()

    def searched(self, rows: QuerySet[Membership], words: str) -> QuerySet[Membership]:
        """By name or number."""
        return search_memberships(rows, words)


class Memberships(OfficeViewSet):
    """Memberships."""

    model = Membership
    name = "office_memberships"
    url_prefix = "soci"
    icon = "list-ol"
    menu_label = gettext_lazy("Members")
    index_view_class = MembershipList
    export_filename = "soci"

"""Who must sign, or sign again: the list that the office works down."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from vivaio_core.documents import lists, selectors
from vivaio_core.documents.office.pages import DUE
from vivaio_core.documents.standing import Reason, Standing
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.models import Party

URGENCIES = [
    (lists.TO_SIGN, lazy("still in time")),
    (lists.MISSED, lazy("the last day has passed")),
    (lists.NEVER, lazy("never signed")),
]
ROLES = [("member", lazy("members")), ("supplier", lazy("suppliers")), ("staff", lazy("staff and board"))]


def when_in_words(row: Any) -> str:
    """«entro il 3 marzo 2027, fra 12 giorni», «scaduta da 4 giorni», «mai firmata»."""
    answer: Standing = row.standing
    if answer.by:
        left = (answer.by - row.on).days
        soon = _("today is the last day") if not left else _("tomorrow") if left == 1 else _("in %(n)s days") % {"n": left}
        return elided(_("by %(by)s, %(soon)s") % {"by": day(answer.by), "soon": soon})
    if answer.reason == Reason.MISSED and answer.since_invalid:
        return elided(_("not valid since %(since)s") % {"since": day(answer.since_invalid)})
    return _("never signed")


def roles_in_words(row: Any) -> str:
    """«socio, fornitore»."""
    found = [(row.member_from, _("member")), (row.supplier_from, _("supplier")), (row.staff, _("staff or board"))]
    return ", ".join(str(word) for is_one, word in found if is_one)


def last_in_words(row: Any) -> str:
    """The version signed last, and when."""
    if not row.signed_no:
        return _("no version yet")
    return _("version %(number)s, %(on)s") % {"number": row.signed_no, "on": day(timezone.localdate(row.signed_at))}


class DueFilter(WagtailFilterSet):
    """Which document, how urgent, who."""

    document = django_filters.ChoiceFilter(label=lazy("Document"), choices=[], method="by_document", empty_label=None)
    urgency = django_filters.ChoiceFilter(label=lazy("How urgent"), choices=URGENCIES, method="by_urgency")
    role = django_filters.ChoiceFilter(label=lazy("Who"), choices=ROLES, method="by_role")

    class Meta:
        model = Party
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["document"].extra["choices"] = [
            (one.document.code, one.document.title) for one in selectors.signed_documents(timezone.localdate())
        ]

    def by_document(self, rows: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """The view has already read the document's own list."""
        return rows

    def by_urgency(self, rows: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """Those in time, too late, never signed."""
        on = timezone.localdate()
        found = selectors.scheme(asked(self.data), on)
        return lists.by_urgency(rows, found, value, on) if found else rows

    def by_role(self, rows: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """Members, suppliers, staff."""
        wanted = {"member": Q(member_from__isnull=False), "supplier": Q(supplier_from__isnull=False), "staff": Q(staff=True)}
        return rows.filter(wanted[value])


def asked(query: Any) -> str:
    """The document of the address, the charter when none is named."""
    return str(query.get("document") or selectors.CHARTER) if query else selectors.CHARTER


class DueList(OfficeList):
    """Search by name or e-mail."""

    empty = lazy("Nobody has anything to sign.")
    filterset_class = DueFilter
    page_title = lazy("Who must sign")
    columns = [
        Link("display_name", label=lazy("Name"), sort_key="search_key", get_url=lambda row: reverse("office_people:person", args=[row.pk])),
        Column("roles", label=lazy("Who"), accessor=roles_in_words),
        Column("when", label=lazy("When"), accessor=when_in_words),
        Column("last", label=lazy("Signed last"), accessor=last_in_words),
        Column("email", label=lazy("E-mail"), sort_key="email"),
        Column("phone", label=lazy("Telephone"), classname="office-nowrap"),
    ]
    columns_exported = {
        lazy("Name"): lambda row: row.display_name,
        lazy("Who"): roles_in_words,
        lazy("Version to sign"): lambda row: row.standing.must_sign,
        lazy("By"): lambda row: row.standing.by,
        lazy("Not valid since"): lambda row: row.standing.since_invalid,
        lazy("Version signed last"): lambda row: row.signed_no or "",
        lazy("E-mail"): lambda row: row.email,
        lazy("Telephone"): lambda row: row.phone,
        lazy("Address"): lambda row: row.address,
    }

    @cached_property
    def scheme(self) -> selectors.Scheme | None:
        """What the document asks today."""
        return selectors.scheme(asked(self.request.GET), timezone.localdate())

    def rows(self) -> QuerySet[Party]:
        """Everybody who has the document to sign."""
        return selectors.must_sign_again(timezone.localdate(), asked(self.request.GET))

    def searched(self, rows: QuerySet[Party], words: str) -> QuerySet[Party]:
        """By name or e-mail."""
        return lists.search_parties(rows, words)

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        """Each row of the page with its standing; no query more."""
        for row in object_list:
            self.judge(row)
        return super().get_table(object_list, **kwargs)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Each exported row with its standing."""
        self.judge(item)
        return super().to_row_dict(item)

    def judge(self, row: Any) -> None:
        """Put the standing beside the row."""
        row.on = timezone.localdate()
        if self.scheme:
            row.standing = lists.standing_of(row, self.scheme, row.on)


class DueParties(OfficeViewSet):
    """Who must sign."""

    model = Party
    name = DUE
    url_prefix = "documenti-sociali/da-firmare"
    icon = "warning"
    menu_label = lazy("Who must sign")
    index_view_class = DueList
    export_filename = "da-firmare"

"""Reads of saved views."""

from django.db.models import Q, QuerySet
from django.http import QueryDict

from vivaio_core.access.models import User
from vivaio_core.office.models import SavedView

LEFT_OUT = ("p", "export", "_w_filter_fragment")


def saved_views(list_name: str, user: User) -> QuerySet[SavedView]:
    """One's own and the shared ones of a list, by name."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True), list_name=list_name).order_by("name", "id")


def kept_part(query: QueryDict) -> str:
    """Search, filters and order of an address: without page and export, in one order, without empty ones."""
    kept = QueryDict(mutable=True)
    for key in sorted(set(query) - set(LEFT_OUT)):
        kept.setlist(key, [value for value in query.getlist(key) if value.strip()])
    return kept.urlencode()

"""What people did with one record."""

from django.db.models import QuerySet

from vivaio_core.trail.models import Event


def events_on(target: str) -> QuerySet[Event]:
    """The events of `app.Model:pk`, newest first, with who acted."""
    return Event.objects.filter(target=target).select_related("actor").order_by("-seq")

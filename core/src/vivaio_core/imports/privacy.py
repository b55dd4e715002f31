"""Lines of imported files about somebody, and how they go (people P29). The file itself goes with them: it cannot lose one line."""

from datetime import date

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.storage import private
from vivaio_core.people.disclosure.traces import naming, traces
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan

LINES = "imports.lines"
State = ImportBatch.State
UNDER_WAY = (State.UPLOADED, State.MAPPED, State.PREVIEWED)

WORDS = (gettext_noop("lines"), gettext_noop("file"), gettext_noop("uploaded"), gettext_noop("line"), gettext_noop("cells"))


def held(party: Party, on: date) -> list[DataClass]:
    """Lines that became the party or name it; an import that is not yet confirmed must be finished first. Two queries."""
    about = _about(party)
    running = about.filter(batch__state__in=UNDER_WAY).exists()
    return [DataClass(LINES, _("Lines of imported files"), about.count(), Disposal.PSEUDONYMISE, in_force=running)]


def forget(party: Party, plan: Plan) -> None:
    """Empty the lines; take away the file they came from and the sample that was kept of it. How many lines there were stays."""
    if plan.action(LINES) == Disposal.KEEP:
        return
    about = _about(party)
    for batch in ImportBatch.objects.filter(rows__in=about).distinct():
        if batch.stored:
            private().delete(batch.stored)
        ImportBatch.objects.filter(pk=batch.pk).update(stored="", sample=[])
    ImportRow.objects.filter(pk__in=list(about.values_list("pk", flat=True))).update(
        cells=[], numeric=[], marks=[], extra={}, alike=[], name="", message="", chosen=""
    )


def _about(party: Party) -> QuerySet[ImportRow]:
    told = ImportRow.objects.annotate(text=Cast("cells", TextField()), others=Cast("alike", TextField()), more=Cast("extra", TextField()))
    texts = traces(party)
    named = naming("text", texts) | naming("others", texts) | naming("more", texts) | naming("message", texts)
    mine = Q(party=party) | Q(duplicate_of=party)
    return told.filter((mine & ~Q(cells=[])) | named)

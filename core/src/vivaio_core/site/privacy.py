"""The letters that were sent or wait to be sent, as the queue of tasks keeps them (people P29)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from vivaio_core.people.disclosure.traces import naming, traces
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_core.site.mail import deliver

LETTERS = "site.letters"
WORDS = (gettext_noop("letters"), gettext_noop("sent on"), gettext_noop("subject"))


def disclosed(party: Party) -> dict[str, Any]:
    """Day and subject of each letter that the queue still knows."""
    found = [row for row in _naming(party) if row.task_path == deliver.module_path]
    return {
        "letters": [
            {"sent_on": row.enqueued_at.date().isoformat(), "subject": row.args_kwargs.get("kwargs", {}).get("subject", "")}
            for row in found
            if row.args_kwargs.get("kwargs", {}).get("to", "").casefold() in _addresses(party)
        ]
    }


def held(party: Party, on: date) -> list[DataClass]:
    """Letters and other work of the queue that name the party."""
    return [DataClass(LETTERS, _("Letters sent by the site"), _naming(party).count(), Disposal.DELETE)]


def forget(party: Party, plan: Plan) -> None:
    """Delete them, sent or not."""
    if plan.action(LETTERS) != Disposal.KEEP:
        _naming(party).delete()


def _addresses(party: Party) -> set[str]:
    return {address.casefold() for address in (party.email, party.login.email if party.login else "") if address}


def _naming(party: Party) -> QuerySet[Any]:
    work = DBTaskResult.objects.annotate(given=Cast("args_kwargs", TextField()))
    texts = traces(party)
    found: QuerySet[Any] = DBTaskResult.objects.filter(pk__in=work.filter(naming("given", texts) | naming("traceback", texts)).values("pk"))
    return found

"""Long imports, left to the worker."""

from datetime import date

from vivaio_core.access.models import User
from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.services.work import do
from vivaio_core.site.tasks import task


@task()
def work_on(batch: int, run: str, on: str, actor: int | None) -> None:
    """Do the work asked for under the name `run`; a second time finds it done and does nothing."""
    found = ImportBatch.objects.filter(pk=batch).first()
    if found:
        do(batch=found, run=run, on=date.fromisoformat(on), actor=User.objects.filter(pk=actor).first() if actor else None)

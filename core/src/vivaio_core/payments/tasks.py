"""Long files of the bank, left to the worker."""

from datetime import date

from vivaio_core.access.models import User
from vivaio_core.payments.models.sepa import PaymentFile
from vivaio_core.site.tasks import task


@task()
def carry_on(file: int, on: str, actor: int | None) -> None:
    """Record the rows of a file that still wait; a second time finds them recorded and does nothing."""
    from vivaio_core.payments.services.execute_file import mark_executed

    found = PaymentFile.objects.defer("content").get(pk=file)
    mark_executed(file=found, on=date.fromisoformat(on), actor=User.objects.filter(pk=actor).first() if actor else None)

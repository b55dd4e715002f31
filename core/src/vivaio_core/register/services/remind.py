"""Letters to the office about the clocks of exits and transfers: one for each clock and stage, whoever calls and how often."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from vivaio_core.register.case_states import ExitState, TransferState
from vivaio_core.register.clocks import Clock, Standing
from vivaio_core.register.models.cases import CaseReminder, ExitCase, ShareTransfer
from vivaio_core.register.selectors import cases as reads
from vivaio_core.rules.selectors import rule
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later
from vivaio_core.site.settings.read import setting

SOON, OVERDUE = "soon", "overdue"
OFFICE_CLOCKS = ("examine", "refund", "answer")


def remind_office(*, on: date) -> int:
    """Write about each deadline that is near or has passed and that the office has not met; return how many letters left."""
    last = on + timedelta(days=rule("cases.notice_days", on).days)
    waiting = Q(state=ExitState.RECEIVED, examine_due_on__lte=last) | Q(state=ExitState.EFFECTIVE, liquidation_due_on__lte=last)
    sent = 0
    for case in reads.exits().filter(waiting):
        sent += _remind(case, reads.exit_clocks(case, on), reverse("office_exits:page", args=[case.pk]), on)
    for transfer in reads.transfers().filter(state=TransferState.RECEIVED, answer_due_on__lte=last):
        sent += _remind(transfer, reads.transfer_clocks(transfer, on), reverse("office_transfers:page", args=[transfer.pk]), on)
    return sent


def _remind(case: ExitCase | ShareTransfer, clocks: list[Clock], path: str, on: date) -> int:
    open_ones = [clock for clock in clocks if clock.done_on is None and clock.code in OFFICE_CLOCKS]
    return sum(_write(case, clock, path, on) for clock in open_ones)


def _write(case: ExitCase | ShareTransfer, clock: Clock, path: str, on: date) -> bool:
    stage = OVERDUE if clock.standing(on) == Standing.OVERDUE else SOON
    target = f"register.{type(case).__name__}:{case.pk}"
    with transaction.atomic():
        _made, fresh = CaseReminder.objects.get_or_create(target=target, clock=clock.code, stage=stage, defaults={"sent_on": on})
        if fresh:
            url = str(setting("WAGTAILADMIN_BASE_URL")) + path
            context = {"case": case, "clock": clock, "words": clock.words(on), "overdue": stage == OVERDUE, "url": url}
            subject, _line, text = render_to_string("register/cases/reminder.txt", context).partition("\n")
            send_later(to=coop().contact.email, subject=subject, text=text.strip(), key=f"{target}:{clock.code}:{stage}")
        return fresh

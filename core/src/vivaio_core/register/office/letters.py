"""Letters about exits and transfers, to print and sign: the words only say what the case already holds."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.models import Party, Resolution
from vivaio_core.register.case_states import ExitKind, TransferState
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.office.case_pages import Letter
from vivaio_core.register.selectors import cases as reads

ANSWER, END = "risposta", "fine-rapporto"


def exit_letters(case: ExitCase) -> list[tuple[str, Any]]:
    """Name and label of the letters that the case's state makes true."""
    found: list[tuple[str, Any]] = []
    if case.resolution and (case.refusal_reasons == "" or case.kind == ExitKind.EXIT):
        found.append((ANSWER, lazy("Letter with the answer")))
    if case.end_operation_id:
        found.append((END, lazy("Certificate of the end")))
    return found


def transfer_letters(transfer: ShareTransfer) -> list[tuple[str, Any]]:
    """A letter once there is an answer."""
    return [(ANSWER, lazy("Letter with the answer"))] if transfer.answer else []


class ExitLetter(Letter):
    """A letter about an exit."""

    permission = "register.view_exitcase"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who, what, the words."""
        case = get_object_or_404(reads.exits(), pk=self.kwargs["pk"])
        if self.kwargs["name"] not in dict(exit_letters(case)):
            raise Http404
        title, words = _certificate(case) if self.kwargs["name"] == END else _exit_answer(case)
        return {**super().get_context_data(**kwargs), **_frame(case.party, title, words)}


class TransferLetter(Letter):
    """A letter about a transfer."""

    permission = "register.view_sharetransfer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who, what, the words."""
        transfer = get_object_or_404(reads.transfers(), pk=self.kwargs["pk"])
        if self.kwargs["name"] not in dict(transfer_letters(transfer)):
            raise Http404
        title, words = _transfer_answer(transfer)
        return {**super().get_context_data(**kwargs), **_frame(transfer.seller, title, words)}


def _frame(party: Party, title: str, words: list[str]) -> dict[str, Any]:
    return {"party": party, "title": title, "words": [elided(text) for text in words], "today": timezone.localdate()}


def _decided(resolution: Resolution | None) -> dict[str, Any]:
    assert resolution is not None  # noqa: S101 - no letter is offered before a resolution
    return {"organ": resolution.get_organ_display(), "day": day(resolution.held_on), "number": resolution.minute_no}


def _exit_answer(case: ExitCase) -> tuple[str, list[str]]:
    decided = _decided(case.resolution)
    if case.kind == ExitKind.EXCLUSION:
        first = _("we write to tell you that with the resolution of %(day)s (organ: %(organ)s, minutes no. %(number)s) you were excluded.") % decided
        reasons = [_("Reasons: %(text)s") % {"text": case.reason}]
        court = _("You may go to court within the days of the law (art. 2533 of the Civil Code), counted from the day you get this letter.")
        return _("Exclusion"), [first, *reasons, court, _("Your shares are refunded as art. 2535 of the Civil Code says.")]
    asked = _("we received your request to leave on %(day)s.") % {"day": day(case.received_on)}
    if case.refusal_reasons:
        answer = _("It was refused by the resolution of %(day)s (organ: %(organ)s, minutes no. %(number)s).") % decided
        court = _("You may go to court within the days of the law (art. 2532 of the Civil Code), counted from the day you get this letter.")
        return _("Your request to leave"), [asked, answer, _("Reasons: %(text)s") % {"text": case.refusal_reasons}, court]
    answer = _("It was accepted by the resolution of %(day)s (organ: %(organ)s, minutes no. %(number)s).") % decided
    ends = _("The membership ends when you get this letter. Services that are running go on as art. 2532 of the Civil Code says.")
    if case.ground == ExitCase.Ground.TRANSFER_BAN:
        ends = _("The membership ends when you get this letter, but not before the notice of art. 2530 of the Civil Code is over.")
    money = _("Your shares are refunded on the balance sheet of this year, within the days that follow its approval (art. 2535).")
    return _("Your request to leave"), [asked, answer, ends, money]


def _certificate(case: ExitCase) -> tuple[str, list[str]]:
    number = getattr(case.party, "member_number", None)
    told = {
        "name": case.party.display_name,
        "number": number.number if number else "—",
        "day": day(case.membership_end_on) if case.membership_end_on else "",
    }
    first = _("we certify that %(name)s, member number %(number)s, is no longer a member from %(day)s.") % told
    why = _("Reason entered in the register of members: %(reason)s.") % {"reason": case.get_kind_display()}
    return _("Certificate of the end of the membership"), [first, why]


def _transfer_answer(transfer: ShareTransfer) -> tuple[str, list[str]]:
    decided = _decided(transfer.resolution)
    asked = _("we received on %(day)s your request to transfer %(count)s shares.") % {"day": day(transfer.received_on), "count": transfer.qty}
    if transfer.answer == ShareTransfer.Answer.YES:
        answer = _("The transfer was authorised by the resolution of %(day)s (organ: %(organ)s, minutes no. %(number)s).") % decided
        return _("Your transfer of shares"), [asked, answer]
    answer = _("The transfer was refused by the resolution of %(day)s (organ: %(organ)s, minutes no. %(number)s).") % decided
    reasons = _("Reasons: %(text)s") % {"text": transfer.refusal_reasons}
    court = _("You may go to court within the days of the law (art. 2530 of the Civil Code), counted from the day you get this letter.")
    return _("Your transfer of shares"), [asked, answer, reasons, *([court] if transfer.state != TransferState.FREE else [])]

"""The QR code of a bank transfer, as the apps of the banks read it (EPC069-12 version 2), and any text as an inline SVG."""

from html import escape

import qrcode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from vivaio_core.people.errors import Refused

LONGEST_NAME, LONGEST_TEXT, MOST_BYTES, MOST_CENTS = 70, 140, 331, 99_999_999_999
QUIET = 4


def epc_payload(*, name: str, iban: str, amount_cents: int, text: str) -> str:
    """The lines of the code: who receives, where, how many euro cents, with which words. Without a BIC, as inside the SEPA area since 2016.

    Name and words are cut to their length. Raises Refused for an IBAN that cannot be, or an amount outside 0,01–999.999.999,99.
    """
    try:
        account = IBAN(iban.replace(" ", "").upper()).compact
    except SchwiftyException as error:
        raise Refused(_("This IBAN is not well written: check it on the bank's papers."), "iban") from error
    if not 0 < amount_cents <= MOST_CENTS:
        raise Refused(_("The amount does not fit into a bank transfer."), "amount")
    amount = f"EUR{amount_cents // 100}.{amount_cents % 100:02d}"
    head = ["BCD", "002", "1", "SCT", "", _line(name, LONGEST_NAME), account, amount, "", ""]
    words = _line(text, LONGEST_TEXT)
    while len("\n".join([*head, words]).encode()) > MOST_BYTES:
        words = words[:-1]
    return "\n".join([*head, words])


def qr_svg(text: str, *, title: str) -> SafeString:
    """The text as a QR code with error level M: one path, no style, `title` for who does not see it. Raises ValueError when it does not fit."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(text.encode())
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    side = len(rows)
    return mark_safe(  # noqa: S308 - numbers of ours and an escaped title
        f'<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(title)}" shape-rendering="crispEdges">'
        f'<title>{escape(title)}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _line(text: str, longest: int) -> str:
    """One line: what breaks it becomes a space."""
    return " ".join(text.split())[:longest].strip()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where the dark runs of a row begin and how long they are."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found

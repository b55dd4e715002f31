"""The QR code of a bank transfer, read back line by line and module by module."""

import re

import pytest
import qrcode

from vivaio_core.payments.epc_qr import epc_payload, qr_svg
from vivaio_core.people.errors import Refused

IBAN = "IT60X0542811101000000123456"


def test_the_lines_are_those_of_the_standard():
    typed = "it60 x054 2811 1010 0000 0123 456"
    said = epc_payload(name="Insieme  società\ncooperativa", iban=typed, amount_cents=122005, text="K7P9QX")
    assert said.split("\n") == ["BCD", "002", "1", "SCT", "", "Insieme società cooperativa", IBAN, "EUR1220.05", "", "", "K7P9QX"]


@pytest.mark.parametrize("cents", [0, -1, 99_999_999_999 + 1])
def test_amounts_outside_the_standard_are_refused(cents):
    with pytest.raises(Refused, match="importo"):
        epc_payload(name="x", iban=IBAN, amount_cents=cents, text="")


@pytest.mark.parametrize("iban", ["", "IT60X0542811101000000123457", "ciao", "IT60"])
def test_an_iban_that_cannot_be_is_refused(iban):
    with pytest.raises(Refused, match="IBAN"):
        epc_payload(name="x", iban=iban, amount_cents=1, text="")


def test_long_names_and_words_are_cut_to_what_fits():
    found = epc_payload(name="à" * 90, iban=IBAN, amount_cents=99_999_999_999, text="è" * 200)
    assert len(found.encode()) <= 331
    assert len(found.split("\n")[5]) == 70
    assert found.split("\n")[7] == "EUR999999999.99"


def test_the_drawing_has_the_very_modules_of_the_code():
    text = epc_payload(name="Insieme", iban=IBAN, amount_cents=100, text="<&>")
    drawn = qr_svg(text, title='Bonifico "a" <Insieme>')
    assert "&quot;a&quot; &lt;Insieme&gt;" in drawn
    assert "style" not in drawn
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text.encode())
    code.make(fit=True)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, on in enumerate(row) if on}
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn)
    assert {(int(x) + step, int(y)) for x, y, length in runs for step in range(int(length))} == dark

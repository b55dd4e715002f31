"""I1 to I5 and the worked examples of the dossier `people`, section 6."""

import time
from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.people.demo_codes import fiscal_code, vat_number
from vivaio_core.people.identifiers import check_fiscal_code, check_vat


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("vrdgnn 62c58 f257v", "VRDGNN62C58F257V"),
        ("BNCLRD91T03F257L", "BNCLRD91T03F257L"),
        ("87654320453", "87654320453"),
        ("76543215008", "76543215008"),
        ("ＶＲＤＧＮＮ６２Ｃ５８Ｆ２５７Ｖ", "VRDGNN62C58F257V"),
        ("VRD.GNN-62C58\u00a0F257V\n", "VRDGNN62C58F257V"),
    ],
)
def test_worked_fiscal_codes(raw, value):
    found = check_fiscal_code(raw)
    assert (found.ok, found.value, found.key, found.errors, found.warnings) == (True, value, value, (), ())


def test_i4_omocodia_has_the_key_of_the_plain_code():
    found = check_fiscal_code("VRDGNN62C58F25TS")
    assert (found.ok, found.key, found.warnings) == (True, "VRDGNN62C58F257V", ("omocodia",))
    assert found.value == "VRDGNN62C58F25TS"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("", "empty"),
        (" .-\t", "empty"),
        ("BNCLRD91T03F257M", "checksum"),
        ("BNCLRD91T03F257", "length"),
        ("IT87654320453", "length"),
        ("87654320454", "checksum"),
        ("00000000000", "zero"),
        ("00000001230", "zero"),
        ("87654320453.0", "spreadsheet_number"),
        ("8.7654320453E+10", "spreadsheet_number"),
        ("VRDGNN62C58F257é", "charset"),
        ("VRDGNN62C58F257_", "charset"),
        ("٨٧٦٥٤٣٢٠٤٥٣", "charset"),
        ("VRDGNN62C58FA57V", "format"),
        ("8765432045A", "format"),
        ("1RDGNN62C58F257V", "format"),
        ("A" * 100_000, "length"),
    ],
)
def test_i1_i2_i3_refusals(raw, error):
    found = check_fiscal_code(raw)
    assert not found.ok
    assert found.errors == (error,)


@pytest.mark.parametrize("days", [("62C00", False), ("62C32", False), ("62C40", False), ("62C72", False), ("62B30", False), ("61B29", False)])
def test_i3_a_date_that_exists_in_no_century_is_refused(days):
    code, _ok = days
    body = f"VRDGNN{code}F257"
    from stdnum.it.codicefiscale import calc_check_digit

    assert check_fiscal_code(body + calc_check_digit(body)).errors == ("date",)


@pytest.mark.parametrize("code", ["60B29", "00B69", "62C31", "62C71"])
def test_i3_a_date_of_one_century_is_enough(code):
    body = f"VRDGNN{code}F257"
    from stdnum.it.codicefiscale import calc_check_digit

    assert check_fiscal_code(body + calc_check_digit(body)).ok


def test_i3_an_unknown_place_is_a_warning_only():
    body = "VRDGNN62C58X999"
    from stdnum.it.codicefiscale import calc_check_digit

    found = check_fiscal_code(body + calc_check_digit(body))
    assert found.ok
    assert found.warnings == ("place_unknown",)


@pytest.mark.parametrize("office", range(0, 1000, 37))
def test_i2_any_office_code_is_a_fiscal_code(office):
    assert check_fiscal_code(vat_number(Random(office), f"{office:03d}")).ok


def test_worked_vat_numbers():
    assert check_vat("IT 01234560363").value == "01234560363"
    short = check_vat("1230366")
    assert (short.ok, short.suggestion) == (False, "00001230366")


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("", "empty"),
        ("IT", "empty"),
        ("1230366.0", "spreadsheet_number"),
        ("123036", "length"),
        ("01234560364", "checksum"),
        ("0123456036X", "format"),
    ],
)
def test_i5_refusals(raw, error):
    assert check_vat(raw).errors == (error,)


@pytest.mark.parametrize(
    ("office", "ok"),
    [("000", False), ("001", True), ("100", True), ("101", False), ("120", True), ("121", True), ("888", True), ("500", False), ("999", True)],
)
def test_i5_offices(office, ok):
    found = check_vat(vat_number(Random(5), office))
    assert found.ok is ok
    assert found.errors == (() if ok else ("province",))


@given(st.text(max_size=40) | st.text(alphabet="ABCLMNPQRSTUV0123456789 .-IT", max_size=20))
def test_no_text_raises(raw):
    for check in (check_fiscal_code, check_vat):
        found = check(raw)
        assert found.ok is not bool(found.errors)
        assert not found.ok or check(found.value) == found


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.booleans(), st.sets(st.sampled_from([6, 7, 9, 10, 12, 13, 14]), min_size=1))
def test_i4_all_omocodia_variants_share_one_key(born, woman, places):
    from stdnum.it.codicefiscale import calc_check_digit

    plain = fiscal_code("Ada", "D'Àngelo", born, woman, "F257")
    assert check_fiscal_code(plain).ok
    body = "".join("LMNPQRSTUV"[int(char)] if place in places else char for place, char in enumerate(plain[:15]))
    found = check_fiscal_code(body + calc_check_digit(body))
    assert found.ok
    assert found.key == plain
    assert "omocodia" in found.warnings


def test_i4_the_128_writings_of_one_code_share_one_key():
    from stdnum.it.codicefiscale import calc_check_digit

    plain, places, values = "VRDGNN62C58F257V", (6, 7, 9, 10, 12, 13, 14), set()
    for chosen in (combination for many in range(8) for combination in combinations(places, many)):
        body = "".join("LMNPQRSTUV"[int(char)] if place in chosen else char for place, char in enumerate(plain[:15]))
        found = check_fiscal_code(body + calc_check_digit(body))
        assert (found.ok, found.key, found.warnings) == (True, plain, ("omocodia",) if chosen else ())
        values.add(found.value)
    assert len(values) == 128


def test_a_register_of_fifteen_thousand_is_checked_within_seconds():
    codes = ["VRDGNN62C58F257V", "VRDGNN62C58F25TS", "87654320453"] * 5000
    start = time.process_time()
    assert all(check_fiscal_code(code).ok for code in codes)
    assert time.process_time() - start < 5

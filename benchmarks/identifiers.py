"""Checks of Italian codes a second, one processor: fiscal codes (plain and with omocodia letters), VAT numbers, IBANs, and a mix of all.

The peer is python-stdnum's own validation of the same fiscal codes, and schwifty's of the same IBANs: what ours adds is folding what
people type, the rules those two lack, and the words of the answer. Tables of places and banks are read before the clock starts.
"""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from _sites import ROOT, table

sys.path.insert(0, str(ROOT / "core" / "src"))
SECONDS, BAR = 1.0, 20_000


def codes() -> dict[str, list[str]]:
    """A few hundred synthetic codes of each sort, right and wrong ones."""
    from datetime import date, timedelta
    from random import Random

    from vivaio_core.people.demo_codes import fiscal_code, vat_number

    chance = Random(7)
    days = [date(1940, 1, 1) + timedelta(days=chance.randrange(24_000)) for _ in range(300)]
    plain = [fiscal_code("Gianna", "Verdi", day, bool(day.day % 2), "F257") for day in days]
    wrong = [code[:-1] + ("A" if code[-1] != "A" else "B") for code in plain[:60]]
    return {
        "fiscal codes": [*plain, *wrong],
        "omocodia": ["VRDGNN62C58F25TS", "vrdgnn 62c58 f25ts"] * 150,
        "VAT numbers": [vat_number(chance, "036") for _ in range(300)],
        "IBANs": ["IT73U0707212900000000123456", "IT93Z0707212900000000123456", "it60 x054 2811 1010 0000 0123 456"] * 100,
    }


def rate(check: Callable[[str], object], values: Sequence[str]) -> float:
    """Checks a second of processor time."""
    done, began = 0, time.process_time()
    while time.process_time() - began < SECONDS:
        for value in values:
            check(value)
        done += len(values)
    return done / (time.process_time() - began)


def peers() -> dict[str, Callable[[str], object]]:
    """The same question asked to the libraries alone."""
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException
    from stdnum.it import codicefiscale, iva

    def iban(raw: str) -> bool:
        with suppress(SchwiftyException):
            return bool(IBAN(raw, validate_bban=True))
        return False

    return {
        "fiscal codes": codicefiscale.is_valid,
        "omocodia": codicefiscale.is_valid,
        "VAT numbers": iva.is_valid,
        "IBANs": iban,
    }


def main() -> int:
    """Print the table; 1 when a bar is not held."""
    from vivaio_core.people.identifiers import check_fiscal_code, check_iban, check_vat

    ours = {"fiscal codes": check_fiscal_code, "omocodia": check_fiscal_code, "VAT numbers": check_vat, "IBANs": check_iban}
    values, others = codes(), peers()
    for name, check in ours.items():
        check(values[name][0])
        others[name](values[name][0])
    rows, held = [], True
    for name, check in ours.items():
        found, peer = rate(check, values[name]), rate(others[name], values[name])
        held &= found >= BAR
        rows.append([name, f"{found:,.0f}", f"{peer:,.0f}", f"{found / peer:.2f} ×", "yes" if found >= BAR else "NO"])
    table(["checks", f"a second (≥ {BAR:,})", "library alone", "ratio", "held"], rows)
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())

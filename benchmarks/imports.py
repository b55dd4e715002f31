"""Brings 15,000 people in from an XLSX file, and 15,000 lines of an old register: lines a second and the most memory each needed.

To hold: check and confirm of 15,000 people in 60 seconds and 500 MB. Each run has a fresh database and a process of its own; the peer of the
same run is openpyxl reading the same file and nothing else.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from _sites import OWN, ROOT, shell, table

COUNT = int(os.environ.get("VIVAIO_IMPORT_ROWS", "15000"))
ON = date(2026, 11, 20)
SECONDS, MEGABYTES = 60, 500


def ready() -> None:
    """Django in the tests' site, on the database of DATABASE_URL."""
    sys.path.insert(0, str(ROOT / "tests" / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def write_file(path: Path, mode: str) -> None:
    """An XLSX file of invented people with sound codes."""
    from openpyxl import Workbook

    from vivaio_core.people.demo_codes import fiscal_code

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Soci")
    heads = ["Cognome", "Nome", "Codice fiscale", "Data di nascita", "Luogo di nascita", "E-mail", "Telefono", "Indirizzo", "CAP", "Comune"]
    sheet.append([*heads, *(["N. annotazione", "N. socio", "Data delibera", "Data annotazione", "Quote", "Valore"] if mode != "people" else [])])
    for number in range(COUNT):
        letters = "".join("BCDFGLMNPRSTVZ"[number // 14**place % 14] for place in range(4)).title()
        born = date(1936, 1, 1) + timedelta(days=number % 25_000)
        row = [f"{letters}ini", "Anna", fiscal_code(f"{letters}ini", "Anna", born, True, "F257"), f"{born:%d/%m/%Y}", "Modena"]
        row += [f"p{number}@casa.example", f"320 {number:07d}", f"Via Emilia {number}", "41121", "Modena"]
        day = date(2012, 1, 10) + timedelta(days=number // 4)
        row += [number + 1, number + 1, f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", 1 + number % 9, "25,00"] if mode != "people" else []
        sheet.append(row)
    book.save(path)


def measure(mode: str, path: Path) -> None:
    """A process: import the file, print the seconds of each step and the peak of memory."""
    ready()
    from django.conf import settings
    from django.core.management import call_command

    settings.BASE_DIR = path.parent  # uploaded files lie below it
    call_command("migrate", verbosity=0)
    write_file(path, mode)
    began = time.monotonic()
    from openpyxl import load_workbook

    lines = sum(1 for _row in load_workbook(path, read_only=True).active.iter_rows(values_only=True))
    seconds = [time.monotonic() - began]
    from vivaio_core.imports.services.choose_columns import choose_columns
    from vivaio_core.imports.services.confirm import confirm
    from vivaio_core.imports.services.preview import preview
    from vivaio_core.imports.services.upload import upload

    began = time.monotonic()
    batch = upload(file_name=path.name, content=path.read_bytes(), mode=mode, actor=None)
    batch = choose_columns(batch=batch, columns=batch.columns, actor=None)
    seconds.append(time.monotonic() - began)
    for step in (preview, confirm):
        began = time.monotonic()
        batch = step(batch=batch, on=ON, actor=None)
        seconds.append(time.monotonic() - began)
    written = batch.counts.get("applied", 0)
    if written != COUNT or lines != COUNT + 1:
        raise SystemExit(f"{mode}: {written} of {COUNT} written, {batch.counts} {batch.blocks}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(*(f"{second:.2f}" for second in seconds), peak)


def run(mode: str, url: str, folder: Path) -> tuple[list[float], int]:
    """The figures of one import in a fresh process."""
    folder.mkdir()
    words = [OWN, str(Path(__file__).resolve()), mode, str(folder / "soci.xlsx")]
    done = subprocess.run(words, cwd=ROOT, env=shell(DATABASE_URL=url), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{mode}\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    *seconds, peak = done.stdout.split()[-5:]
    return [float(second) for second in seconds], int(peak)


def main() -> None:
    """Print the table and whether the bound holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows, holds = [], True
        for mode, title in (("people", "persone"), ("opening_register", "libro soci")):
            (reading, upload, look, write), peak = run(mode, f"sqlite:///{folder / mode}.sqlite3", folder / mode)
            both = look + write
            rows.append([title, *(f"{s:.1f}" for s in (reading, upload, look, write, both)), f"{COUNT / both:.0f}", f"{peak}"])
            holds = holds and (mode != "people" or (both <= SECONDS and peak <= MEGABYTES))
    heads = ["sola lettura s", "caricamento s", "controllo s", "conferma s", "controllo + conferma s", "righe/s", "memoria MB"]
    table([f"{COUNT} righe XLSX, SQLite", *heads], rows)
    print(f"limite per le persone: {SECONDS} s e {MEGABYTES} MB: {'rispettato' if holds else 'superato'}")
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    measure(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 2 else main()

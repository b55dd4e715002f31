"""Imports in the office: the whole way of a file by the pages, without a script."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from spreadsheets import BOOK, HEADINGS, ON, person, previewed, taken, xlsx

from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.services import work
from vivaio_core.imports.services.confirm import confirm
from vivaio_core.imports.tasks import work_on
from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.site.models import WorkerBeat
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(entered):
    return entered("operator")


def at(name: str, *args: object) -> str:
    return reverse(f"office_imports:{name}", args=args)


def sent(operator, content: bytes, name: str = "soci.xlsx", mode: str = "people") -> ImportBatch:
    answer = operator.post(at("upload"), {"mode": mode, "file": SimpleUploadedFile(name, content)})
    batch = ImportBatch.objects.order_by("-pk").first()
    assert (answer.status_code, answer["Location"]) == (302, at("columns", batch.pk))
    return batch


def test_from_upload_to_undo(operator):
    batch = sent(operator, xlsx([HEADINGS, person(1), person(2), ["Neri", "", "", "", "", ""]]))
    page = operator.get(at("columns", batch.pk)).content.decode()
    assert "Codice fiscale" in page
    assert person(1)[0] in page
    choice = {f"c{place}": name for name, place in batch.columns.items()}
    assert operator.post(at("columns", batch.pk), {**choice, "c0": "first_name"}).status_code == 200
    assert operator.post(at("columns", batch.pk), choice)["Location"] == at("page", batch.pk)
    page = operator.get(at("page", batch.pk)).content.decode()
    assert "Confermi 2 righe" in page
    assert "riga in errore" in page
    assert not Party.objects.exists()
    assert "2 righe" in operator.get(at("confirm", batch.pk)).content.decode()
    operator.post(at("confirm", batch.pk))
    assert Party.objects.count() == 2
    assert operator.post(at("undo", batch.pk), {"note": ""}).status_code == 200
    operator.post(at("undo", batch.pk), {"note": "prova"})
    assert not Party.objects.exists()


def test_a_broken_file_is_told_in_the_form(operator):
    answer = operator.post(at("upload"), {"mode": "people", "file": SimpleUploadedFile("soci.xlsx", b"PK\x03\x04 rotto")})
    assert answer.status_code == 200
    assert "rovinato" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_lines_are_decided_one_by_one(operator):
    known = register_party(first_name="Ada", last_name="Neri", birth_date=ON.replace(year=1970))
    batch = previewed(xlsx([HEADINGS, ["Neri", "Ada", "", ON.replace(year=1970), "", ""]]))
    row = batch.rows.get()
    page = operator.get(at("page", batch.pk)).content.decode()
    assert f"same:party:{known.pk}" in page
    operator.post(at("decide", batch.pk, row.pk), {"answer": "same:party:0"})
    row.refresh_from_db()
    assert row.status == "ask"
    operator.post(at("decide", batch.pk, row.pk), {"answer": f"same:party:{known.pk}", "back": "stato=ask"})
    row.refresh_from_db()
    assert row.status == "duplicate"
    for answer in ("", "other", "skip"):
        operator.post(at("decide", batch.pk, row.pk), {"answer": answer})
    row.refresh_from_db()
    assert row.status == "skipped"


def test_the_lines_in_error_go_out_with_their_fault_and_come_back_whole(operator):
    bad = ["Neri", "Ugo", "=1+1", "31/02/1970", "non-email", "+39 059 1"]
    text = "\n".join(";".join(cells) for cells in (HEADINGS, person(1), bad))
    batch = previewed(text.encode(), name="a.csv")
    answer = operator.get(at("faulty", batch.pk))
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:6] == HEADINGS
    assert rows[1][:6] == bad
    assert rows[1][6] == "3"
    assert "non esiste" in rows[1][7]
    assert all(cell.data_type != "f" for cell in sheet[2])
    assert Event.objects.filter(kind="office.export").count() == 1


def test_an_old_register_s_gaps_are_filled_at_a_button(operator):
    lines = [[1, "ammissione", 1, *person(1)[:3], "10/01/2012", "01/02/2012", 1, "25,00", ""]]
    lines += [[3, "ammissione", 2, *person(2)[:3], "10/01/2012", "01/02/2012", 1, "25,00", ""]]
    batch = previewed(xlsx([BOOK, *lines]), mode="opening_register")
    assert at("gaps", batch.pk) in operator.get(at("page", batch.pk)).content.decode()
    operator.post(at("gaps", batch.pk), {"note": "riga annullata"})
    batch.refresh_from_db()
    assert batch.counts == {"ok": 3}
    operator.post(at("confirm", batch.pk))
    batch.refresh_from_db()
    assert batch.state == "confirmed"


def test_long_work_is_left_to_the_worker_and_shown(operator, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 0)
    batch = taken(xlsx([HEADINGS, person(1)]))
    begun = work.begin(batch=batch, work="preview", actor=None)
    page = operator.get(at("page", batch.pk)).content.decode()
    assert 'http-equiv="refresh"' in page
    work_on.call(batch=begun.pk, run="another", on=ON.isoformat(), actor=None)
    assert not batch.rows.exists()
    work_on.call(batch=begun.pk, run=begun.run, on=ON.isoformat(), actor=None)
    work_on.call(batch=begun.pk, run=begun.run, on=ON.isoformat(), actor=None)
    batch.refresh_from_db()
    assert (batch.state, batch.work, batch.rows.count()) == ("previewed", "", 1)
    WorkerBeat.objects.create(worker="w", host="h", started_at=batch.uploaded_at, seen_at=batch.uploaded_at)
    operator.post(at("confirm", batch.pk))
    batch.refresh_from_db()
    assert Party.objects.count() == 1


def test_work_can_be_stopped_and_begun_again(operator):
    batch = taken(xlsx([HEADINGS, person(1)]))
    begun = work.begin(batch=batch, work="preview", actor=None)
    operator.post(at("stop", batch.pk))
    work.do(batch=begun, run=begun.run, on=ON, actor=None)
    assert not batch.rows.exists()
    operator.post(at("check", batch.pk), {"now": "1"})
    assert batch.rows.count() == 1


def test_the_list_and_the_lines_ask_the_same_at_10_and_1000(operator):
    small = previewed(xlsx([HEADINGS, *(person(number) for number in range(10))]))
    large = previewed(xlsx([HEADINGS, *(person(number) for number in range(1000, 2000))]))

    def cost(url: str) -> int:
        operator.get(url)
        with CaptureQueriesContext(connection) as queries:
            answer = operator.get(url)
        assert answer.status_code == 200
        assert len(answer.content) < 150_000
        return len(queries)

    assert cost(at("page", small.pk)) == cost(at("page", large.pk))
    few = cost(at("index"))
    for _copy in range(60):
        small.pk = None
        small.mutation_id = None
        small.save(force_insert=True)
    assert cost(at("index")) == few


@pytest.mark.parametrize("role", ["board"])
def test_other_roles_see_and_do_nothing(entered, role):
    batch = confirm(batch=previewed(xlsx([HEADINGS, person(1)])), on=ON, actor=None)
    client, row = entered(role), batch.rows.get()
    pages = [
        at("index"),
        at("upload"),
        at("template", "people"),
        *(at(name, batch.pk) for name in ("page", "columns", "confirm", "undo", "gaps", "faulty")),
    ]
    for url in pages:
        assert client.get(url).status_code in (302, 403)
    for url in [at(name, batch.pk) for name in ("check", "stop", "codes", "confirm", "undo")] + [at("decide", batch.pk, row.pk)]:
        assert client.post(url).status_code in (302, 403)
    batch.refresh_from_db()
    assert batch.state == "confirmed"


def test_the_command_imports_and_says_what_it_found(tmp_path, capsys):
    path = tmp_path / "soci.xlsx"
    path.write_bytes(xlsx([["Chi", "Nome", "CF"], person(1)[:3], ["Neri", "", ""]]))
    call_command("import", str(path), "--map", "cognome=Chi")
    assert "in errore: 1" in capsys.readouterr().out
    assert not Party.objects.exists()
    call_command("import", str(path), "--confirm")
    assert Party.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("import", str(path), "--map", "cognome=Altro")
    with pytest.raises(CommandError):
        call_command("import", str(tmp_path / "manca.xlsx"))

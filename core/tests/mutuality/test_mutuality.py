"""Exchanges, approved years and ristorni on a real database (people P20 to P27)."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from membership import admitted, left
from office import enter_as
from openpyxl import Workbook, load_workbook

from vivaio_core.access.models import User
from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.ristorni import RistornoPlan
from vivaio_core.mutuality.models.years import PrevalenceYear
from vivaio_core.mutuality.selectors.prevalence import series, year_of, years
from vivaio_core.mutuality.services.exchanges import Exchange, record_exchange, record_many, refresh_membership, reverse_exchange
from vivaio_core.mutuality.services.ristorni import approve_ristorno, drop_ristorno, give_ristorno, plan_ristorno, preview
from vivaio_core.mutuality.services.years import approve_year, record_return
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.selectors import book
from vivaio_core.register.services import mend, shares
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db
D = date
CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453"]


@pytest.fixture
def people() -> list[Party]:
    names = [("Gianna", "Verdi"), ("Leonardo", "Bianchi"), ("Ada", "Neri")]
    return [register_party(first_name=first, last_name=last, fiscal_code=code) for (first, last), code in zip(names, CODES, strict=True)]


def assembly(on: D) -> object:
    return record_resolution(organ="assembly", held_on=on, minute_no="1", actor=None)


def bought(party: Party, cents: int, on: D, name: str, activity: str = "energia") -> MutualExchange:
    return record_exchange(activity=activity, on=on, amount_cents=cents, party=party, source_fact=name)


def test_p20_the_status_of_the_day_is_frozen_and_a_fact_comes_in_once(people):
    admitted(people[0], D(2022, 6, 1))
    before, after = bought(people[0], 100, D(2022, 5, 31), "F1"), bought(people[0], 100, D(2022, 6, 1), "F2")
    assert (before.is_member, after.is_member) == (False, True)
    assert bought(people[0], 100, D(2022, 6, 1), "F2") == after
    with pytest.raises(Refused, match="altre cifre"):
        bought(people[0], 101, D(2022, 6, 1), "F2")
    left(people[0], D(2023, 1, 1))
    after.refresh_from_db()
    assert after.is_member
    assert MutualExchange.objects.count() == 2


def test_p20_a_corrected_register_reverses_and_writes_anew(people):
    admitted(people[0], D(2022, 6, 1))
    bought(people[0], 500, D(2022, 7, 1), "F1")
    mend.undo(operation=Operation.objects.get(), recorded_on=D(2022, 8, 1), note="mai ammessa", actor=None)
    rows = list(MutualExchange.objects.order_by("pk").values_list("amount_cents", "is_member"))
    assert rows == [(500, True), (-500, True), (500, False)]
    assert refresh_membership(party=people[0], actor=None) == 0
    assert year_of(2022, D(2026, 1, 1)).prevalence.members_cents == 0
    assert verify().ok


def test_p20_an_admission_that_is_recorded_later_counts_from_its_own_day(people):
    before, after = bought(people[0], 300, D(2022, 5, 31), "F1"), bought(people[0], 500, D(2022, 7, 1), "F2")
    other = bought(people[1], 700, D(2022, 7, 1), "F3")
    admitted(people[0], D(2022, 6, 1))
    assert list(MutualExchange.objects.exclude(pk__in=[before.pk, after.pk, other.pk]).order_by("pk").values_list("amount_cents", "is_member")) == [
        (-500, False),
        (500, True),
    ]
    assert bought(people[0], 500, D(2022, 7, 1), "F2") == after
    shown = year_of(2022, D(2026, 1, 1)).prevalence
    assert (shown.members_cents, shown.total_cents) == (500, 1500)


def test_p20_status_that_turns_twice_leaves_one_row_standing(people):
    bought(people[0], 500, D(2022, 7, 1), "F1")
    for _turn in range(2):
        admitted(people[0], D(2022, 6, 1))
        last = RegisterEntry.objects.filter(kind="admission").latest("seq").operation
        mend.undo(operation=last, recorded_on=D(2022, 9, 1), note="mai ammessa", actor=None)
    standing = MutualExchange.objects.filter(reverses__isnull=True, reversed_by__isnull=True)
    assert [(row.amount_cents, row.is_member) for row in standing] == [(500, False)]
    assert year_of(2022, D(2026, 1, 1)).prevalence.total_cents == 500


def test_p20_a_refund_is_a_negative_row_and_a_reversal_comes_once(people):
    row = bought(people[0], 500, D(2022, 7, 1), "F1")
    bought(people[0], -200, D(2022, 7, 2), "F1 nota di credito")
    assert year_of(2022, D(2026, 1, 1)).prevalence.total_cents == 300
    made = reverse_exchange(exchange=row, on=D(2022, 9, 1), note="doppia", actor=None)
    assert made.on == row.on
    for again in (row, made):
        with pytest.raises(Refused):
            reverse_exchange(exchange=again, on=D(2022, 9, 1), note="doppia", actor=None)


@pytest.mark.parametrize("sql", ["UPDATE mutuality_mutualexchange SET amount_cents = 1", "DELETE FROM mutuality_mutualexchange"])
def test_p20_the_database_changes_no_exchange(people, sql):
    bought(people[0], 500, D(2022, 7, 1), "F1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_p21_an_approved_year_is_frozen_and_later_rows_are_shown_beside(people):
    admitted(people[0], D(2020, 1, 1))
    bought(people[0], 6500, D(2022, 7, 1), "F1")
    bought(people[1], 3500, D(2022, 7, 1), "F2")
    with pytest.raises(Refused, match="dopo che"):
        approve_year(year=2022, resolution=assembly(D(2022, 12, 1)), actor=None)
    made = approve_year(year=2022, resolution=assembly(D(2023, 4, 27)), actor=None)
    assert (made.members_cents, made.total_cents) == (6500, 10000)
    bought(people[1], 3500, D(2022, 8, 1), "F3")
    found = year_of(2022, D(2026, 1, 1))
    assert (found.shown.percent, found.prevalence.percent, found.differs) == ("65,0", "48,1", True)
    with pytest.raises(Refused, match="già"):
        approve_year(year=2022, resolution=assembly(D(2023, 5, 1)), actor=None)
    with pytest.raises(Refused, match="non si può calcolare"):
        approve_year(year=2019, resolution=assembly(D(2023, 5, 1)), actor=None)


def test_p23_a_lost_prevalence_waits_for_a_person(people):
    for year, cents in ((2020, 10), (2021, 10), (2022, 90)):
        bought(people[1], 50, D(year, 5, 1), f"C{year}")
        admitted(people[0], D(2019, 1, 1)) if year == 2020 else None
        bought(people[0], cents, D(year, 5, 1), f"S{year}")
        approve_year(year=year, resolution=assembly(D(year + 1, 4, 1)), actor=None)
    assert series(D(2026, 1, 1)) == "persa"
    with pytest.raises(Refused):
        record_return(year=PrevalenceYear.objects.get(year=2021), actor=None)
    record_return(year=PrevalenceYear.objects.get(year=2022), actor=None)
    assert series(D(2026, 1, 1)) == "prevalente"


@pytest.fixture
def plan(people: list[Party]) -> RistornoPlan:
    for party, cents in zip(people, (120_000, 80_000, 100_000), strict=True):
        admitted(party, D(2020, 1, 1))
        bought(party, cents, D(2022, 5, 1), f"F{party.pk}")
        bought(party, 999, D(2022, 5, 1), f"W{party.pk}", "welfare")
    return plan_ristorno(
        year=2022, activity="energia", pool_cents=100_000, criterion="in proporzione agli acquisti", form="shares", quality={}, actor=None
    )


def test_p26_p25_the_worked_example_in_shares(plan, people):
    found = {line.party: (line.amount_cents, line.shares, line.credit_cents) for line in preview(plan)}
    assert found == {people[0]: (40000, 16, 0), people[1]: (26667, 10, 1667), people[2]: (33333, 13, 833)}
    board = record_resolution(organ="board", held_on=D(2023, 4, 1), minute_no="3", actor=None)
    with pytest.raises(Refused, match="assemblea"):
        approve_ristorno(plan=plan, resolution=board, actor=None)
    with pytest.raises(IllegalTransition):
        give_ristorno(plan=plan, recorded_on=D(2023, 5, 2), actor=None)
    approve_ristorno(plan=plan, resolution=assembly(D(2023, 4, 27)), actor=None)
    give_ristorno(plan=plan, recorded_on=D(2023, 5, 2), actor=None)
    assert [book.holding(party, D(2023, 5, 2)).qty for party in people] == [17, 11, 14]
    operation = Operation.objects.get(kind="ristorno")
    assert operation.entries.count() == 3
    with pytest.raises(IllegalTransition):
        give_ristorno(plan=plan, recorded_on=D(2023, 5, 2), actor=None)
    mend.undo(operation=operation, recorded_on=D(2023, 6, 1), note="delibera annullata", actor=None)
    assert book.totals(D(2023, 6, 1)).qty == 3
    assert verify().ok


def test_p24_no_weight_no_criterion_no_second_plan(plan, people):
    kept = {"pool_cents": 100, "criterion": "in proporzione", "form": "cash", "quality": {}, "actor": None}
    for wrong in (
        {"year": 2022, "activity": "energia"},
        {"year": 2022, "activity": "altro"},
        {"year": 2021, "activity": "energia", "criterion": " "},
        {"year": 2021, "activity": "energia", "pool_cents": 0},
    ):
        with pytest.raises(Refused):
            plan_ristorno(**{**kept, **wrong})
    empty = plan_ristorno(**{**kept, "year": 2021, "activity": "energia"})
    with pytest.raises(Refused, match="niente da ripartire"):
        preview(empty)
    drop_ristorno(plan=empty, actor=None)
    assert RistornoPlan.objects.count() == 1


def test_p24_who_left_in_the_year_has_no_part_by_default(plan, people):
    left(people[0], D(2022, 9, 1))
    assert {line.party for line in preview(plan)} == set(people[1:])


def test_p27_shares_by_ristorno_are_not_counted_in_the_limit(people):
    admitted(people[0], D(2025, 1, 1), qty=5752)
    with pytest.raises(Refused, match="al massimo"):
        shares.increase(party=people[0], qty=1, recorded_on=D(2025, 2, 1), actor=None)
    shares.increase(party=people[0], qty=10, recorded_on=D(2025, 2, 1), kind="ristorno", actor=None)
    with pytest.raises(Refused, match="al massimo"):
        shares.increase(party=people[0], qty=1, recorded_on=D(2025, 2, 1), actor=None)
    assert RegisterEntry.objects.count() == 2


def test_who_may_not_is_refused(people):
    stranger = User.objects.create_user("chi@prova.example")
    row = bought(people[0], 500, D(2022, 7, 1), "F1")
    acts = [
        lambda: record_many(facts=[Exchange("energia", D(2022, 1, 1), 5, people[0], "X")], actor=stranger),
        lambda: reverse_exchange(exchange=row, on=D(2022, 1, 1), note="perché", actor=stranger),
        lambda: approve_year(year=2022, resolution=assembly(D(2023, 4, 1)), actor=stranger),
        lambda: plan_ristorno(year=2022, activity="energia", pool_cents=1, criterion="statuto", form="cash", quality={}, actor=stranger),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_the_office_reads_a_file_all_or_nothing(people):
    admitted(people[0], D(2020, 1, 1))
    operator = enter_as("operator")

    def send(rows: list[list[object]]) -> str:
        workbook = Workbook()
        for row in [["Attività", "Data", "Codice fiscale", "N. socio", "Importo", "Documento"], *rows]:
            workbook.active.append(row)
        buffer = BytesIO()
        workbook.save(buffer)
        answer = operator.post(
            reverse("office_mutuality_exchanges:file"), {"file": SimpleUploadedFile("scambi.xlsx", buffer.getvalue())}, follow=True
        )
        return answer.content.decode()

    good = [["Energia", "03/04/2025", CODES[0], None, "1.234,56", "F1"], ["Energia", "04/04/2025", None, 1, -20.5, "F2"]]
    wrong = ["Energia", "32/13/2025", "XXX", None, "abc", ""]
    page = send([*good, wrong, ["Energia", "03/04/2025", "76543215008", None, "1", "F3"]])
    assert "Riga 4:" in page
    assert "Riga 5:" in page
    assert not MutualExchange.objects.exists()
    assert "2 scambi annotati" in send(good)
    assert list(MutualExchange.objects.order_by("pk").values_list("amount_cents", "is_member")) == [(123456, True), (-2050, True)]
    assert "0 scambi annotati" in send(good)
    assert MutualExchange.objects.count() == 2
    bad = operator.post(reverse("office_mutuality_exchanges:file"), {"file": SimpleUploadedFile("x.csv", b"nome;cognome\nA;B\n")})
    assert "Nel file mancano" in bad.content.decode()


def test_the_office_from_exchange_to_ristorno(plan, people):
    administrator, board = enter_as("administrator"), enter_as("board")
    page = administrator.get(reverse("office_mutuality_years:index")).content.decode()
    assert "100,0 %" in page
    form = {"organ": "assembly", "held_on": "2023-04-27", "minute_no": "1/2023"}
    administrator.post(reverse("office_mutuality_years:approve", args=[2022]), form)
    assert PrevalenceYear.objects.get().year == 2022
    assert "16" in board.get(reverse("office_mutuality_ristorni:page", args=[plan.pk])).content.decode()
    assert board.post(reverse("office_mutuality_ristorni:approve", args=[plan.pk]), form).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "draft"
    administrator.post(reverse("office_mutuality_ristorni:approve", args=[plan.pk]), form)
    administrator.post(reverse("office_mutuality_ristorni:give", args=[plan.pk]), {"recorded_on": "2023-05-02"})
    plan.refresh_from_db()
    assert plan.state == "posted"
    again = administrator.post(reverse("office_mutuality_ristorni:give", args=[plan.pk]), {"recorded_on": "2023-05-02"}).content.decode()
    assert "da qui questo passo non si può fare" in again
    row = MutualExchange.objects.first()
    administrator.post(reverse("office_mutuality_exchanges:reverse", args=[row.pk]), {"note": "doppia"})
    assert MutualExchange.objects.filter(reverses=row).exists()


def test_years_of_many_exchanges_cost_two_queries(people):
    admitted(people[0], D(2015, 1, 1))
    facts = [Exchange(f"attivita-{n % 5}", D(2016 + n % 9, 3, 1), 100 + n, people[n % 3], f"F{n}") for n in range(1500)]
    record_many(facts=facts, actor=None)
    with CaptureQueriesContext(connection) as queries:
        found = years(D(2026, 1, 1))
    assert len(found) == 9
    assert sum(1 for query in queries if "mutuality_" in query["sql"]) == 2
    operator = enter_as("operator")
    page = operator.get(reverse("office_mutuality_exchanges:index_results"))
    assert len(page.content) < 150_000


def test_the_list_is_filtered_by_activity_year_and_letter_with_few_queries(people):
    operator, url = enter_as("operator"), reverse("office_mutuality_exchanges:index")
    facts = [Exchange(f"attivita-{n % 3}", D(2020 + n % 4, 3, 1), 100 + n, people[n % 3], f"Doc-{n:03d}.", "ab"[n % 2]) for n in range(120)]
    record_many(facts=facts[:12], actor=None)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            operator.get(url, {"activity": "attivita-1", "letter": "a"})
        return len(queries)

    few = cost()
    record_many(facts=facts[12:], actor=None)
    assert cost() == few
    page = operator.get(url, {"activity": "attivita-1", "year": "2022", "letter": "a"}).content.decode()
    wanted = {f"Doc-{n:03d}." for n in range(120) if n % 3 == 1 and n % 4 == 2}
    assert {f"Doc-{n:03d}." for n in range(120) if f"Doc-{n:03d}." in page} == wanted
    assert operator.get(url, {"year": "ieri", "activity": "%"}).status_code == 200


def test_the_lines_of_a_ristorno_leave_as_a_sheet_and_as_a_print_whose_sum_is_the_pool(plan):
    board, url = enter_as("board"), reverse("office_mutuality_ristorni:page", args=[plan.pk])
    rows = list(load_workbook(BytesIO(board.get(url, {"formato": "xlsx"}).content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[3:]] == [400, 266.67, 333.33, 1000]
    assert board.get(url, {"formato": "pdf"}).content.startswith(b"%PDF")
    assert Event.objects.filter(kind="office.export").count() == 2
    assert board.get(url, {"formato": "exe"}).status_code == 200

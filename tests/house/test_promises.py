"""Every promise of the README is held by tests that exist and that nothing skips."""

import ast
import re

import pytest
from databases import ROOT

HOLD = {
    "le pagine passano l'esame di accessibilità WCAG 2.2 AA, chiaro e scuro": [
        "tests/browser/test_newcomer.py::test_each_page_is_fit_for_everybody",
        "tests/browser/test_member.py::test_each_page_of_the_area_is_fit",
        "tests/browser/test_office.py::test_each_page_of_the_office_is_fit",
    ],
    "niente scorrimento di lato a 320 punti, niente richieste ad altri siti": [
        "tests/browser/test_newcomer.py::test_each_page_is_fit_for_everybody",
        "tests/browser/test_office.py::test_the_office_fits_on_a_telephone",
        "tests/browser/test_newcomer.py::test_a_request_to_another_site_is_noticed",
    ],
    "i passi essenziali funzionano senza JavaScript": [
        "tests/browser/test_newcomer.py::test_everything_is_read_without_javascript",
        "tests/browser/test_member.py::test_from_the_code_in_a_letter_to_the_consent_without_javascript",
    ],
    "ogni indirizzo risponde a ogni ruolo come dice la tabella": [
        "tests/access/test_matrix.py::test_every_address_answers_each_role_as_the_table_says",
    ],
    "nessun modulo compilato male rompe una pagina": ["tests/access/test_malformed.py::test_no_body_breaks_an_address"],
    "la memoria non si può riscrivere, nemmeno scrivendo in molti insieme": [
        "core/tests/trail/test_chain.py::test_raw_sql_cannot_change_the_past",
        "core/tests/trail/test_many_writers.py::test_p19_eight_processes_neither_fork_nor_lose",
        "core/tests/trail/test_many_writers.py::test_p19_four_processes_on_sqlite_neither_fork_nor_lose",
    ],
    "il libro soci non si riscrive, non ha buchi, anche con otto scrittori insieme": [
        "core/tests/register/test_guard.py::test_p4_nothing_is_changed_or_deleted",
        "core/tests/register/test_crowd.py::test_p4_eight_at_once_leave_no_gap_no_twin_and_right_sums",
        "core/tests/register/test_machine.py::test_the_book_agrees_with_an_independent_auditor",
    ],
    "il libro soci a una data è giusto al centesimo, sullo schermo e nel foglio": [
        "core/tests/register/test_office.py::test_the_register_on_three_dates_is_right_to_the_unit",
    ],
    "da aspirante a socio con il numero, dal telefono; e fuori, con il rimborso": [
        "tests/browser/test_in_and_out.py::test_an_applicant_becomes_a_numbered_member_and_leaves_with_the_refund",
    ],
    "un foglio guasto non perde una riga": [
        "core/tests/imports/test_reading.py::test_any_text_is_read_or_refused_and_no_line_is_lost",
        "core/tests/imports/test_reading.py::test_more_cells_than_headings_mark_the_line_and_are_kept",
    ],
    "cancellare una persona lascia interi il libro e la memoria": [
        "core/tests/people/test_erasure.py::test_p29_a_client_is_forgotten_everywhere",
        "core/tests/people/test_erasure.py::test_p29_a_former_member_of_long_ago_is_forgotten_and_the_book_stays",
    ],
    "chi agisce per un ente lo fa solo finché lo rappresenta, e resta scritto chi è stato": [
        "core/tests/people/test_acting.py::test_what_is_done_is_the_organisations_and_names_the_person",
        "core/tests/people/test_acting.py::test_when_the_relation_ends_nothing_of_the_request_is_done",
        "core/tests/people/test_acting.py::test_nobody_acts_for_whom_they_do_not_represent",
    ],
    "ogni scambio conta con la condizione di socio di quel giorno, anche per l'energia": [
        "plugins/energy/tests/test_fees.py::test_p20_each_contract_brings_its_fee_once_a_year_with_the_status_of_the_day",
        "plugins/energy/tests/test_fees.py::test_p20_a_fee_that_the_register_had_written_anew_is_still_taken_back",
    ],
    "il libro contabile somma a zero e non supera un limite, anche con otto processi, chiusure improvvise e un riavvio del server": [
        "core/tests/ledger/test_machine.py::test_the_ledger_agrees_with_an_independent_auditor",
        "core/tests/ledger/test_crowd.py::test_l2_a_floor_stands_against_many_payers",
        "core/tests/ledger/test_kills.py::test_kills_and_crashes_on_postgresql_lose_nothing_and_halve_nothing",
        "core/tests/ledger/test_kills.py::test_kills_on_sqlite_lose_nothing_and_halve_nothing",
    ],
    "un incasso copre un dovuto al centesimo, senza tolleranze": [
        "core/tests/payments/test_machine.py::test_m2_charges_receipts_and_allocations_agree_with_plain_numbers",
        "core/tests/payments/test_crowd.py::test_m2_two_operators_allocate_the_same_receipt_once",
    ],
    "di una quota nessuno riceve più di quanto ha versato, e il denaro segue la quota": [
        "core/tests/register/test_money.py::test_nobody_gets_back_what_never_came_in",
        "core/tests/register/test_money.py::test_paid_money_goes_with_the_shares_and_comes_back_with_the_undoing",
    ],
    "un socio paga un altro in tre tocchi, e premere due volte paga una volta": [
        "tests/browser/test_three_taps.py::test_a_member_pays_another_in_three_taps",
    ],
    "un prezzo misto si paga tutto o niente": [
        "plugins/liberex/tests/test_mixed.py::test_c2_one_group_settles_credits_and_euro",
        "plugins/liberex/tests/test_mixed_race.py::test_c2_settling_and_expiring_at_once_never_leave_half",
    ],
    "un estratto conto entra intero o per niente, e due volte entra una volta": [
        "core/tests/payments/test_bank.py::test_m4_the_same_file_twice_adds_nothing",
        "core/tests/payments/test_bank.py::test_m4_a_file_that_is_refused_leaves_nothing",
    ],
    "un file per la banca lo approva un'altra persona, e dopo non cambia più": [
        "core/tests/payments/test_files.py::test_m6_another_person_approves",
        "core/tests/payments/test_files_member.py::test_m6_the_content_of_a_file_never_becomes_another",
    ],
    "una foto della bacheca non porta con sé dove è stata scattata": [
        "plugins/liberex/tests/test_board_pictures.py::test_nothing_hidden_stays_and_the_picture_stands_upright",
    ],
    "un modulo dice che cosa gli manca": [
        "core/tests/conformance/test_kit.py::test_a_broken_plugin_is_told_everything_it_lacks",
        "core/tests/conformance/test_kit.py::test_a_page_of_members_that_is_open_and_an_address_that_is_taken_are_named",
        "core/tests/conformance/test_lists.py::test_only_the_list_that_grows_is_named",
    ],
    "un sito nuovo nasce in fretta, con le stesse tabelle che danno le migrazioni": [
        "tests/house/test_databases.py::test_the_script_of_tables_equals_the_migrations_it_stands_for",
    ],
    "tutto vale su SQLite e su PostgreSQL": [
        "tests/house/test_databases.py::test_cached_template_equals_a_fresh_migrate",
        "tests/house/test_databases.py::test_the_postgres_fixture_is_a_server",
        "core/tests/site/test_move.py::test_everything_arrives_and_life_goes_on",
    ],
}
SKIPS = {"skip", "skipif", "xfail"}


def promised() -> dict[str, str]:
    """Promise → where the README says it is tested."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Le promesse e le prove")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| ([^|]+) \| \[[^\]]+\]\(([^)]+)\) \|$", table, re.MULTILINE))


def test_every_promise_has_its_tests_and_no_test_a_promise_that_is_gone():
    assert sorted(promised()) == sorted(HOLD)


@pytest.mark.parametrize("promise", HOLD)
def test_the_tests_of_a_promise_exist_where_the_readme_says(promise):
    where = promised()[promise].rsplit("/", 1)[0] if "/" in promised()[promise] else ""
    assert any(name.startswith(where) for name in HOLD[promise])
    for name in HOLD[promise]:
        file, function = name.split("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
        assert len(found) == 1, name
        marks = {node.attr for mark in found[0].decorator_list for node in ast.walk(mark) if isinstance(node, ast.Attribute)}
        assert not marks & SKIPS, name

"""All data of somebody on one page: what a row holds in its turn stands below it, many columns stand cell below cell."""

from django.template.loader import render_to_string

from vivaio_core.people.disclosure.reading import Row, sections

MOVES = [{"date": "2026-03-03", "amount": 100}, {"date": "2026-04-04", "amount": 200}]


def test_rows_within_a_row_are_a_table_below_it():
    (one,) = sections({"ledger": {"accounts": [{"account": "a", "moves": MOVES}, {"account": "b", "moves": []}]}})
    (_name, table), *_rest = one.tables
    first, second = table.rows
    assert len(table.heads) == len(first.cells) == 1
    (_title, part), *_rest = first.parts
    assert [row.cells[0][1] for row in part.rows] == ["3 marzo 2026", "4 aprile 2026"]
    assert second == Row([(table.heads[0], "b")])


def test_many_facts_of_one_cell_stand_below_and_few_stay_in_it():
    few, many = {"cells": {"a": "1", "b": "2"}}, {"cells": {str(n): str(n) for n in range(9)}}
    (short,), (long,) = sections({"imports": {"lines": [few]}}), sections({"imports": {"lines": [many]}})
    assert short.tables[0][1].rows[0].parts == []
    ((_name, part),) = long.tables[0][1].rows[0].parts
    assert (len(part.rows[0].cells), part.wide) == (9, True)


def test_the_page_draws_tables_within_tables_once_each():
    (one,) = sections({"ledger": {"accounts": [{"account": "a", "moves": MOVES}]}})
    drawn = render_to_string("people/disclosure/table.html", {"table": one.tables[0][1]})
    assert (drawn.count("<table"), drawn.count("</table>"), drawn.count('class="part"'), drawn.count('class="wide"')) == (2, 2, 1, 0)
    assert drawn.count("3 marzo 2026") == 1

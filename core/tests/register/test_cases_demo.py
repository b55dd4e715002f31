"""The demonstration has exits and transfers under way, and a second run adds none."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from membership import admitted

from vivaio_core.people.services import register_party
from vivaio_core.register import case_demo
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors import cases
from vivaio_core.site.demo import DemoContext

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 10)
CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453", "76543215008"]
PLANS = [
    {"kind": "exit", "place": 0, "days_ago": 70, "text": "Mi trasferisco."},
    {"kind": "accepted", "place": 1, "days_ago": 20},
    {"kind": "exclusion", "place": 2, "days_ago": 5, "text": "Non ha più i requisiti."},
    {"kind": "transfer", "place": 3, "days_ago": 70, "text": "un cugino"},
    {"kind": "exit", "place": 900, "days_ago": 1},
]


def test_the_cases_of_the_example_are_there_once():
    for number, code in enumerate(CODES):
        admitted(register_party(first_name="A", last_name=f"N{number}", fiscal_code=code, confirmed=True), date(2024, 1, 1), 2)
    context = DemoContext(data={"register": {"cases": PLANS}}, folder=Path(), on=ON, random=Random(1))
    for _run in (1, 2):
        case_demo.build(context)
        assert sorted(ExitCase.objects.values_list("kind", "state")) == [("exclusion", "received"), ("exit", "accepted"), ("exit", "received")]
        assert ShareTransfer.objects.get().state_on(ON) == "free_by_silence"
    assert [one.count for one in cases.waiting(ON)] == [1, 1, 0, 0, 0, 0, 1]


def test_an_example_without_them_gets_none():
    case_demo.build(DemoContext(data={}, folder=Path(), on=ON, random=Random(1)))
    assert not ExitCase.objects.exists()

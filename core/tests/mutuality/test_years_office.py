"""Addresses of years in the office."""

import pytest


@pytest.mark.parametrize("year", ["1", "0", "1987654321"])
def test_a_year_that_nobody_can_mean_is_not_found(entered, year):
    client = entered("administrator")
    assert client.get(f"/ufficio/mutualita/prevalenza/{year}/approva/").status_code == 404
    assert client.get(f"/ufficio/mutualita/prevalenza/{year}/rientro/").status_code == 404

"""Codes of the places of birth inside fiscal codes: Italian towns, also ceased ones, and countries.

Source: the table of python-codicefiscale. It lags behind mergers and ceded towns, so an unknown code is never an error (people I3).
"""

from functools import cache


@cache
def place_codes() -> frozenset[str]:
    """Every code of the table, read once when first asked for."""
    from codicefiscale.data import get_countries_data, get_municipalities_data

    return frozenset(row["code"] for row in (*get_municipalities_data(), *get_countries_data()))


@cache
def place_names() -> dict[str, str]:
    """Code → name as the table writes it; of several towns of one code, the one that is there now."""
    from codicefiscale.data import get_countries_data, get_municipalities_data

    rows = sorted((*get_municipalities_data(), *get_countries_data()), key=lambda row: bool(row["active"]))
    return {row["code"]: row["name"] if row["province"] == "EE" else f"{row['name']} ({row['province']})" for row in rows}

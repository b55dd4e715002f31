"""No malformed body breaks an address: hostile values in the very fields that each form asks, and bodies that are no form at all.

Ours and allauth's. Wagtail's own office views are left out: behind the second factor, several of them answer 500 to fields of the wrong kind.
"""

import csv
import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from routes import Route, ids, read_messages, routes

HOSTILE = [
    "",
    "\x00",
    "-1",
    "9" * 40,
    "2026-02-31",
    "{{ 7*7 }}<script>alert(1)</script>",
    "è€🌱\u202e" * 200,
    "' OR 1=1; --",
    "[1, {",
]
FIELD = re.compile(rb"<(?:input|select|textarea)[^>]*\bname=\"([^\"]+)\"")
BROKEN = [
    (b"{", "application/json"),
    (b"--x", "multipart/form-data; boundary=x"),
    (b"%ff=%00", "application/x-www-form-urlencoded"),
]
OURS = ("vivaio_", "allauth.")
# Leaving ends the visit.
AWAY = {"accesso/logout/"}
STAFF = ["operator", "administrator"]
WHO = ["public", "member", *STAFF]
TABLE = Path(__file__).with_name("matrix.csv")
DOORS = ("/accesso/login", "/accesso/reauthenticate", "/accesso/2fa")


def fields(response: HttpResponse) -> list[str]:
    """Names of the fields that the page's forms ask."""
    content = b"" if response.streaming else response.content
    return sorted({name.decode() for name in FIELD.findall(content)})[:40]


def bodies(names: list[str], seed: int) -> list[dict[str, str]]:
    """Three bodies a route, other values each time: management forms broken, all fields hostile alike, each with another value."""
    alike = HOSTILE[seed % len(HOSTILE)]
    found: list[dict[str, str]] = [{name: "x" for name in names if name.endswith("_FORMS")} | {"next": "//evil.example", "unexpected": alike}]
    if names:
        found += [dict.fromkeys(names, alike), {name: HOSTILE[(seed + place) % len(HOSTILE)] for place, name in enumerate(names)}]
    return found


def unread(response: HttpResponse) -> bool:
    """True when the answer is a door, a refusal, an absence, or that nothing is taken here: no body was read."""
    return response.status_code in {403, 404, 405} or (response.status_code == 302 and response["Location"].startswith(DOORS))


def statuses(client: Client, route: Route, seed: int) -> list[tuple[int, object]]:
    """Status and body of every attempt; what they changed is undone, so that the next route finds the same house.

    Where neither a GET nor the first body finds a reader, one broken body by turn stands for the others; so it does where nothing is taken at all.
    """
    found: list[tuple[int, object]] = []
    read_messages(client)
    shown = client.get(route.path)
    first, *others = bodies(fields(shown), seed)
    with transaction.atomic():
        said = client.post(route.path, first)
        found.append((said.status_code, first))
        broken = BROKEN
        if said.status_code == 405 or (unread(shown) and unread(said)):
            others, broken = [], [BROKEN[seed % len(BROKEN)]]
        found += [(client.post(route.path, body).status_code, body) for body in others]
        found += [(client.post(route.path, content, content_type=kind).status_code, kind) for content, kind in broken]
        transaction.set_rollback(True)
    return found


def mine(role: str) -> list[tuple[int, Route]]:
    """The routes that the role tries. What operator and administrator find alike, by the table, they try in turn, the other way round on PostgreSQL:
    each is tried by both, and on both engines by somebody."""
    with TABLE.open(newline="", encoding="utf-8") as handle:
        alike = {row["route"] for row in csv.DictReader(handle) if row["operator"] == row["administrator"]}
    turn = int(role == "administrator") ^ int(connection.vendor == "postgresql")
    ours = enumerate(route for route in routes(ids()) if route.module.startswith(OURS) and route.pattern not in AWAY)
    return [(seed, route) for seed, route in ours if role not in STAFF or route.pattern not in alike or seed % 2 == turn]


@pytest.mark.parametrize("role", WHO)
def test_no_body_breaks_an_address(entered, role):
    tried = mine(role)
    attempts = [(status, route.path, body) for seed, route in tried for status, body in statuses(entered[role].client(), route, seed)]
    assert len(tried) > 120
    assert len(attempts) > 300
    assert len({status for status, _path, _body in attempts}) > 2
    assert sorted({path for status, path, _body in attempts if status >= 500}) == []

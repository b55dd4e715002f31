"""No malformed body breaks an address: hostile values in the very fields that each form asks, and bodies that are no form at all.

Ours and allauth's. Wagtail's own office views are left out: behind the second factor, several of them answer 500 to fields of the wrong kind.
"""

import re

import pytest
from django.db import transaction
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
WHO = ["public", "member", "operator", "administrator"]


def fields(client: Client, route: Route) -> list[str]:
    """Names of the fields that the page's forms ask."""
    response = client.get(route.path)
    content = b"" if response.streaming else response.content
    return sorted({name.decode() for name in FIELD.findall(content)})[:40]


def bodies(names: list[str], seed: int) -> list[dict[str, str]]:
    """Three bodies a route, other values each time: all fields hostile alike, each with another value, and management forms broken."""
    alike = HOSTILE[seed % len(HOSTILE)]
    each = {name: HOSTILE[(seed + place) % len(HOSTILE)] for place, name in enumerate(names)}
    return [
        dict.fromkeys(names, alike),
        each,
        {name: "x" for name in names if name.endswith("_FORMS")} | {"next": "//evil.example", "unexpected": alike},
    ]


def statuses(client: Client, route: Route, seed: int) -> list[tuple[int, object]]:
    """Status and body of every attempt; what they changed is undone, so that the next route finds the same house."""
    found: list[tuple[int, object]] = []
    read_messages(client)
    with transaction.atomic():
        for body in bodies(fields(client, route), seed):
            found.append((client.post(route.path, body).status_code, body))
        for content, kind in BROKEN:
            found.append((client.post(route.path, content, content_type=kind).status_code, kind))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("role", WHO)
def test_no_body_breaks_an_address(entered, role):
    attempts = [
        (status, route.path, body)
        for seed, route in enumerate(route for route in routes(ids()) if route.module.startswith(OURS) and route.pattern not in AWAY)
        for status, body in statuses(entered[role].client(), route, seed)
    ]
    assert len(attempts) > 300
    assert len({status for status, _path, _body in attempts}) > 2
    assert sorted({path for status, path, _body in attempts if status >= 500}) == []

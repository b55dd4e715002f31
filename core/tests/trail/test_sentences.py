"""Events in plain Italian, whatever their payload."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.trail import sentences
from vivaio_core.trail.models import Event


def event(kind: str, **payload: object) -> Event:
    return Event(kind=kind, payload=payload)


def test_dates_become_words_and_cents_euro():
    sentences.register("prova.dono", "Dono di {sum_cents} a {project} il {on}.")
    assert (
        sentences.told(event("prova.dono", sum_cents=123456, project="Sinergika", on="2026-03-03"))
        == "Dono di 1.234,56 € a Sinergika il 3 marzo 2026."
    )


def test_what_is_missing_is_a_dash_and_nothing_is_computed():
    sentences.register("prova.vuota", "Gruppo «{group}», {group.__class__}, {0}.")
    assert sentences.told(event("prova.vuota")) == "Gruppo «—», —, —."


def test_the_payload_cannot_fill_braces_of_its_own():
    sentences.register("prova.ostile", "Nome: {name}.")
    assert sentences.told(event("prova.ostile", name="{secret} {{x}} <b>")) == "Nome: {secret} {{x}} <b>."


def test_an_unknown_kind_and_erased_content_are_still_told():
    assert sentences.told(event("mai.vista")) == "Un fatto è stato annotato."
    assert sentences.told(Event(kind="register.admit", payload=None)) == "Ammissione (il contenuto è stato cancellato su richiesta)"


@pytest.mark.parametrize(
    ("kind", "payload", "text"),
    [
        ("register.admit", {"member_no": 128, "on": "2021-03-03", "qty": 2}, "Ammissione a socio dal 3 marzo 2021, con la tessera n. 128 e 2 quote."),
        ("register.end", {"on": "2024-01-02", "reason": "exit"}, "Fine del rapporto sociale il 2 gennaio 2024: recesso."),
        ("people.correct", {"fields": ["phone", "address"]}, "Dati corretti: telefono, indirizzo."),
        ("people.identify", {"scheme": "cf", "value": "VRDGNN62C58F257V"}, "Codice fiscale registrato: VRDGNN62C58F257V."),
        ("people.join", {"group": "CRAL", "on": "2024-01-02"}, "Ingresso nel gruppo «CRAL» il 2 gennaio 2024."),
    ],
)
def test_what_a_member_reads(kind, payload, text):
    assert sentences.told(Event(kind=kind, payload=payload)) == text


KINDS = [kind for kind, _title in sentences.titles()]


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(["on", "reason", "fields", "scheme", "group", "value"]), st.none() | st.text()))
def test_no_payload_of_another_age_breaks_a_history(kind, payload):
    assert sentences.told(Event(kind=kind, payload=payload))

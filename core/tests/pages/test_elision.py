"""The article before the 8th and the 11th: otto and undici begin with a vowel."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.template import Context, Template

from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused
from vivaio_core.register.clocks import Clock
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Il 8 marzo", "L'8 marzo"),
        ("entro il 11 aprile 2027", "entro l'11 aprile 2027"),
        ("dal 8 maggio al 11 maggio", "dall'8 maggio all'11 maggio"),
        ("Dal 11 giugno", "Dall'11 giugno"),
        ("delibera del 8 luglio, nel 11 agosto, sul 8 settembre", "delibera dell'8 luglio, nell'11 agosto, sull'8 settembre"),
        ("dal <strong>8 ottobre 2026</strong>", "dall'<strong>8 ottobre 2026</strong>"),
        ("il 1 novembre, il 18 dicembre, il 28 gennaio, il 3 febbraio", "il 1 novembre, il 18 dicembre, il 28 gennaio, il 3 febbraio"),
        ("il 8 per cento, al 11 della strada, nel 2011, del 1908", "il 8 per cento, al 11 della strada, nel 2011, del 1908"),
        ("8 marzo 2026", "8 marzo 2026"),
        ("canal 8 marzo, profil 11 maggio", "canal 8 marzo, profil 11 maggio"),
    ],
)
def test_each_article_meets_its_day(written, said):
    assert elided(written) == said
    assert elided(said) == said


def test_every_day_of_a_year_keeps_its_article_or_elides_it():
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        one = date.fromordinal(ordinal)
        assert elided(f"dal {day(one)}") == (f"dall'{day(one)}" if one.day in (8, 11) else f"dal {day(one)}")


def test_templates_elide_what_they_translate():
    text = "{% load i18n vivaio %}{% blocktranslate with on=d|giorno %}Received on {{ on }}.{% endblocktranslate %}"
    page = Template("{% load i18n vivaio %}{% blocktranslate asvar kept with d=d|giorno %}dal {{ d }}{% endblocktranslate %}{{ kept }}")
    assert page.render(Context({"d": date(2026, 4, 8)})) == "dall'8 aprile 2026"
    assert "8 aprile 2026" in Template(text).render(Context({"d": date(2026, 4, 8)}))
    plain = Template("{% load i18n vivaio %}{% blocktranslate with d=d|giorno %}il {{ d }} & {{ x }}{% endblocktranslate %}")
    assert plain.render(Context({"d": date(2026, 4, 11), "x": "<b>"})) == "l'11 aprile 2026 & &lt;b&gt;"


def test_memory_refusals_and_clocks_elide():
    assert told(Event(kind="people.join", payload={"group": "CRAL", "on": "2026-04-08"})) == "Ingresso nel gruppo «CRAL» l'8 aprile 2026."
    assert str(Refused("Comincia il 11 maggio 2026.")) == "Comincia l'11 maggio 2026."
    assert "entro l'8 aprile 2027" in Clock("x", "x", date(2027, 4, 8)).words(date(2027, 3, 1))


def test_wherever_a_day_stands_in_a_translated_sentence_the_house_s_tag_is_used():
    """`{% load i18n vivaio %}`: of two libraries with one tag, the later wins."""
    wrong = []
    for config in apps.get_app_configs():
        if not config.name.startswith("vivaio_"):
            continue
        for file in [*Path(config.path).rglob("*.html"), *Path(config.path).rglob("*.txt")]:
            text = file.read_text(encoding="utf-8")
            loaded = " ".join(re.findall(r"{% load (.*?) %}", text)).split()
            if re.search(r"{% blocktranslate [^%]*\|giorno", text) and loaded[::-1].index("vivaio") > loaded[::-1].index("i18n"):
                wrong.append(file.name)
    assert wrong == []

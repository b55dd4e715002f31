"""Written pages: what a founder writes becomes parts; what is hostile stays text."""

import pytest

from vivaio_core.pages.content.reading import ContentError, number, read

HEAD = '+++\ntype = "standard"\nslug = "prova"\ntitle = "Prova di $name"\n+++\n'
HOSTILE = {"name": "<script>alert(1)</script> {{ 7*7 }} $secret [x](javascript:alert(1)) \"'&", "secret": "no"}


def test_the_front_matter_and_the_text_are_read():
    written = read(HEAD + "Ciao **a tutti**.\n\n## Titolo\n", {"name": "Insieme"})
    assert written.front["title"] == "Prova di Insieme"
    assert written.body == [{"type": "text", "value": "<p>Ciao <strong>a tutti</strong>.</p>\n<h2>Titolo</h2>"}]


def test_values_are_text_and_are_replaced_once():
    written = read(HEAD + "Siamo $name.\n\n::: quote $name\n$name\n:::\n", HOSTILE)
    html = written.body[0]["value"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7*7 }} $secret" in html
    assert 'href="javascript' not in html
    assert written.body[1]["value"]["text"] == HOSTILE["name"]


def test_html_and_dangerous_links_in_the_text_stay_text():
    html = read(HEAD + "<img src=x onerror=alert(1)> [clic](javascript:alert(1)) [ok](/contatti/)\n", {}).body[0]["value"]
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '<a href="/contatti/">ok</a>' in html


def test_a_sentence_that_is_empty_leaves_no_empty_paragraph():
    assert read(HEAD + "Prima.\n\n$sentence_founded\n\nDopo.\n", {"sentence_founded": ""}).body[0]["value"] == "<p>Prima.</p>\n<p>Dopo.</p>"


def test_every_part_becomes_its_block():
    text = """::: figures Numeri
15.000 | persone | fonte
:::

::: steps Passi
Uno | primo
:::

::: action Vai | Ora | /contatti/
Testo.
:::

::: chart bars | Titolo | % | Nota
A | 12,5
:::

::: art table | Titolo
Testo.
:::

::: indicators Oggi | senza zeri
:::

::: questions Domande
Perché? | Perché **sì**.
:::
"""
    parts = {part["type"]: part["value"] for part in read(HEAD + text, {}).body}
    assert parts["figures"]["items"] == [{"value": "15.000", "label": "persone", "note": "fonte"}]
    assert parts["chart"]["rows"] == [{"label": "A", "number": 12.5}]
    assert parts["action"]["path"] == "/contatti/"
    assert parts["indicators"]["all"] is False
    assert parts["questions"]["items"][0]["answer"] == "<p>Perché <strong>sì</strong>.</p>"
    assert list(parts) == ["figures", "steps", "action", "chart", "art", "indicators", "questions"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("senza dati", "dati fra due righe"),
        ("+++\ntype = \n+++\n", "non si leggono"),
        (HEAD + "::: boh\n:::\n", "non conosco la parte «boh»"),
        (HEAD + "::: chart bars | T\nA | dodici\n:::\n", "non è un numero"),
    ],
)
def test_what_cannot_be_read_is_said_in_italian(text, words):
    with pytest.raises(ContentError, match=words):
        read(text, {})


def test_italian_numbers():
    assert (number("1.234,5"), number("15.000"), number("−3"), number("0,25")) == (1234.5, 15000, -3, 0.25)

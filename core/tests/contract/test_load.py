"""coop.toml: each fault names its line, its field and its cure, in Italian."""

from pathlib import Path

import pytest
from pydantic import Field

from vivaio_core.contract.errors import ConfigurationError
from vivaio_core.contract.load import line_of, load_coop, parse_coop
from vivaio_core.contract.manifest import Manifest, PluginSettings

GOOD = '[cooperative]\nname = "Orto"\nprovince = "MO"\n[contact]\nemail = "info@orto.example"\n'


class Garden(PluginSettings):
    beds: int = Field(4, ge=1, title="Beds")


GARDEN = Manifest(slug="garden", title="Garden", summary="Beds", app="vivaio_garden.apps.Garden", version="1", settings=Garden)


def faults(text: str, available: dict[str, Manifest] | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        parse_coop(text, available=available)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file_is_read_and_cleaned() -> None:
    coop = parse_coop(GOOD.replace('"MO"', '"modena"').replace('"Orto"', '"  Orto  "') + 'whatsapp = "+39 333 123.45.67"\n')
    assert (coop.cooperative.province, coop.cooperative.name, coop.contact.whatsapp) == ("MO", "Orto", "+393331234567")


@pytest.mark.parametrize(
    ("text", "line", "field", "cure"),
    [
        (GOOD.replace('name = "Orto"\n', ""), 1, "cooperative.name", "manca: lo aggiunga"),
        (GOOD.replace("name", "nome"), 2, "cooperative.nome", "forse intendeva «name»"),
        (GOOD + "[sito]\n", 6, "sito", "forse intendeva «site»"),
        (GOOD + "zzz = 1\n", 6, "contact.zzz", "Quelle conosciute sono: email, pec"),
        (GOOD.replace('"MO"', '"Modna"'), 3, "cooperative.province", "forse intendeva Modena (MO)"),
        (GOOD.replace('"MO"', '"xyz"'), 3, "cooperative.province", "scriva la sigla o il nome"),
        (GOOD.replace('"Orto"', "7"), 2, "cooperative.name", "tra virgolette"),
        (GOOD.replace('"Orto"', '"O"'), 2, "cooperative.name", "almeno 2 caratteri"),
        (GOOD.replace('"Orto"', f'"{"x" * 10000}"'), 2, "cooperative.name", "al massimo 80 caratteri"),
        (GOOD.replace('"Orto"', '"<script>alert(1)</script>"'), 2, "cooperative.name", "i caratteri < e >"),
        (GOOD.replace('"Orto"', '"Or\\u202eto"'), 2, "cooperative.name", "segni invisibili"),
        (GOOD.replace("info@orto.example", "info@orto"), 5, "contact.email", "indirizzo completo"),
        (GOOD + 'whatsapp = "333"\n', 6, "contact.whatsapp", "con il prefisso"),
        (GOOD + '[brand]\naccent = "verde"\n', 7, "brand.accent", "come #rrggbb"),
        (GOOD + '[brand]\nlogo = "../../etc/passwd"\n', 7, "brand.logo", "dentro own/static"),
        (GOOD + '[site]\nhost = "https://orto.it"\n', 7, "site.host", "senza https://"),
        (GOOD + '[site]\nhttps = "forse"\n', 7, "site.https", "true (sì) o false (no)"),
        (GOOD + "[site]\ntrusted_proxies = 9\n", 7, "site.trusted_proxies", "al massimo 5"),
        (GOOD.replace("[contact]", 'legal_form = "spa"\n[contact]'), 4, "cooperative.legal_form", "scelga uno tra: cooperative"),
        (GOOD.replace("[contact]", 'fiscal_code = "123"\n[contact]'), 4, "cooperative.fiscal_code", "servono 11 cifre, qui ce ne sono 3"),
        (GOOD.replace("[contact]", 'vat = "12345678904"\n[contact]'), 4, "cooperative.vat", "cifra di controllo"),
        (GOOD + "plugins = 3\n", 6, "contact.plugins", "voce sconosciuta"),
    ],
)
def test_a_fault_names_line_field_and_cure(text: str, line: int, field: str, cure: str) -> None:
    found = faults(text)
    assert any(said.startswith(f"riga {line}, {field}: ") and cure in said for said in found), found


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        (GOOD + 'email = "due@orto.example"\n', 6, "scritta due volte"),
        (GOOD + "[contact]\n", 6, "riunisca le sue voci"),
        (GOOD + "phone\n", 6, "manca il segno ="),
        (GOOD + "phone = 059 12\n", 6, "virgolett"),
        (GOOD + 'phone = "a\nb"\n', 6, "virgolette"),
        (GOOD + 'phone = "a" "b"\n', 6, "dopo il valore"),
        (GOOD + '[site\nhost = "a"\n', 6, "parentesi quadra"),
        (GOOD + 'phone = "\\x"\n', 6, "barre rovesciate"),
    ],
)
def test_a_broken_line_is_named(text: str, line: int, cure: str) -> None:
    (said,) = faults(text)
    assert said.startswith(f"riga {line}: ")
    assert cure in said


def test_all_faults_come_at_once() -> None:
    assert len(faults('[cooperative]\nnome = "x"\nprovince = "??"\n[contact]\nemail = "x"\n')) == 4


def test_a_module_section_is_checked_by_its_own_schema() -> None:
    assert parse_coop(GOOD + "[plugins.garden]\nbeds = 2\n", available={"garden": GARDEN}).plugins == {"garden": {"beds": 2}}
    (said,) = faults(GOOD + "[plugins.garden]\nbeds = 0\n", {"garden": GARDEN})
    assert said == "riga 7, plugins.garden.beds: deve essere almeno 1"
    (said,) = faults(GOOD + "[plugins.garden]\nbed = 2\n", {"garden": GARDEN})
    assert said == "riga 7, plugins.garden.bed: voce sconosciuta: forse intendeva «beds»?"


def test_a_missing_module_is_named_with_what_there_is() -> None:
    (said,) = faults(GOOD + "[plugins.gardn]\n", {"garden": GARDEN})
    assert said.startswith("riga 6, plugins.gardn: Il modulo «gardn» non è installato. Forse intendeva «garden».")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes('[cooperative]\nname = "Citt\u00e0"\n'.encode("latin-1"))
    for path, cure in [(tmp_path / "no.toml", "il file non c'è"), (latin, "UTF-8"), (tmp_path, "cartella")]:
        with pytest.raises(ConfigurationError, match=cure):
            load_coop(path)


def test_a_byte_order_mark_is_forgiven(tmp_path: Path) -> None:
    path = tmp_path / "coop.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert load_coop(path).cooperative.name == "Orto"


def test_the_line_of_a_quoted_key_and_of_a_table() -> None:
    text = 'a = 1\n[ cooperative ]\n"name" = "x"\n[plugins."energy"]\n'
    assert line_of(text, ["cooperative", "name"]) == 3
    assert line_of(text, ["plugins", "energy", "x"]) == 4
    assert line_of(text, ["nowhere"]) is None

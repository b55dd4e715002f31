"""The kit on two plugins of strangers: a sound one lacks nothing, a broken one is told everything it lacks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from databases import ROOT

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

"""

SOUND = {
    "vivaio_sano/__init__.py": "",
    "vivaio_sano/manifest.py": """
from vivaio_core.contract.manifest import Manifest

manifest = Manifest(slug="sano", title="Sound", summary="Nothing lacks", app="vivaio_sano.apps.Sano", version="1.0")
""",
    "vivaio_sano/apps.py": """
from typing_extensions import override

from vivaio_core.site.plugin import NavItem, Plugin
from vivaio_sano.manifest import manifest


class Sano(Plugin):
    name = "vivaio_sano"
    label = "sano"
    manifest = manifest

    @override
    def menu(self) -> list[NavItem]:
        return []
""",
    "vivaio_sano/locale/it/LC_MESSAGES/django.po": PO + 'msgid "Sound"\nmsgstr "Sano"\n\nmsgid "Nothing lacks"\nmsgstr "Non manca nulla"\n',
}

BROKEN = {
    "vivaio_rotto/__init__.py": "LOUD = True\n",
    "vivaio_rotto/manifest.py": """
import django
from vivaio_core.contract.manifest import Grant, Manifest

manifest = Manifest(
    slug="rotto", title="Broken", summary="Much lacks", app="vivaio_rotto.apps.Rotto", version="9.9",
    grants=(Grant(role="operator", permissions=("rotto.fly_thing",)),),
)
""",
    "vivaio_rotto/apps.py": """
from django.http import HttpResponse
from django.urls import path

from vivaio_core.site.plugin import Plugin
from vivaio_rotto.manifest import manifest


class Rotto(Plugin):
    name = "vivaio_rotto"
    label = "guasto"
    manifest = manifest

    def urls(self):
        return [path("", lambda request: HttpResponse())]

    def indicators(self, on):
        raise ValueError("senza dati")

    def personal_data(self, party):
        return {}

    def sing(self) -> None:
        pass
""",
    "vivaio_rotto/models.py": """
from django.db import models


class Thing(models.Model):
    name = models.CharField(max_length=9)

    class Meta:
        app_label = "guasto"
""",
    "vivaio_rotto/migrations/__init__.py": "",
    "vivaio_rotto/services.py": """
from datetime import date
from vivaio_core.trail.services import record
from vivaio_rotto.models import Thing


def make_thing(name):
    return Thing.objects.create(name=name)


def mark(*, actor):
    record(kind="altro.mark", payload={"on": date.today().isoformat()})
    record(kind="rotto.mark")
""",
    "vivaio_rotto/forms.py": """
from django import forms
from django.utils.translation import gettext_lazy as lazy
from vivaio_core.people.models import Party


class WhoForm(forms.Form):
    who = forms.ModelChoiceField(Party.objects.all(), label=lazy("Who is it"))
""",
    "vivaio_rotto/views.py": """
import vivaio_sano
from vivaio_rotto.models import Thing


def page(request):
    Thing.objects.create(name="x")
    request.thing.save()
""",
    "vivaio_rotto/utils.py": "",
    "vivaio_rotto/rules/it.toml": '[[parameter]]\ncode = "rotto.limit"\nvalue = "1"\nsource = "Statuto"\n',
    "vivaio_rotto/templates/rotto/page.html": '<p style="color:red" onclick="go()">x</p><script>go()</script>\n',
    "vivaio_rotto/locale/it/LC_MESSAGES/django.po": PO + 'msgid "Broken"\nmsgstr ""\n',
}

DEMO = """
    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_sano.demo import build

        build(context)
"""
BUILD = """
from vivaio_core.people.selectors import parties
from vivaio_core.people.services import register_party
from vivaio_core.site.demo import DemoContext


def build(context: DemoContext) -> None:
    for name in context.data.get("sano", {"names": ["Neri"]})["names"]:
        if name == "Neri" or not parties().filter(display_name__contains=name).exists():
            register_party(first_name="Ada", last_name=name)
"""
FILLING = SOUND | {"vivaio_sano/apps.py": SOUND["vivaio_sano/apps.py"] + DEMO, "vivaio_sano/demo.py": BUILD}

EXPECTED = [
    "__init__.py non è vuoto",
    "utils.py: un nome che non dice nulla",
    "manifest.py importa django",
    "views.py importa vivaio_sano",
    "make_thing accetta argomenti per posizione",
    "make_thing scrive senza lasciare un fatto nella memoria",
    "views.py, riga 7: Thing.objects.create scrive fuori dai servizi.",
    "views.py, riga 8: request.thing.save scrive fuori dai servizi.",
    "services.py, riga 12: date.today() chiede l'ora",
    "services.py, riga 12: «altro.mark» nella memoria deve cominciare con «rotto.».",
    "services.py, riga 13: nessuno racconta «rotto.mark»",
    "forms.py, riga 8: un elenco a tendina di persone",
    "«Who is it», scritto in forms.py, non è nel catalogo italiano.",
    "page.html contiene uno script nella pagina",
    "page.html contiene un attributo style",
    "page.html contiene un attributo on…",
    "Nel catalogo italiano manca la traduzione di «Broken».",
    "«Much lacks», scritto nel manifesto, non è nel catalogo italiano.",
    "L'etichetta dell'app è «guasto»: usi lo slug «rotto».",
    "urls() non porta @override.",
    "sing() non è tra i metodi che un modulo può offrire",
    "La pagina «» non ha un nome.",
    "non dice sotto quale indirizzo (path_prefix)",
    "il permesso rotto.fly_thing, che non esiste",
    "rules/it.toml, «rotto.limit»: manca un nome che la gente capisca",
    "offre personal_data, ma manca data_classes().",
    "offre personal_data, ma manca erase().",
    "manca la migrazione",
    "indicators() non regge un sito ancora vuoto: ValueError: senza dati",
]


def install(folder: Path, slug: str, files: dict[str, str], version: str = "1.0") -> None:
    """Lay a distribution as pip would leave it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    info = folder / f"vivaio_{slug}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: vivaio-{slug}\nVersion: {version}\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[vivaio.plugins]\n{slug} = vivaio_{slug}.manifest:manifest\n", encoding="utf-8")


def ask(folder: Path, *slugs: str, here: Path | None = None) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "vivaio_core.conformance", *slugs]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, cwd=here, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_sound_plugin_of_a_stranger_lacks_nothing(tmp_path):
    install(tmp_path, "sano", SOUND)
    said = ask(tmp_path, "sano")
    assert said.stdout == "sano: non manca nulla\n", said.stderr
    assert said.returncode == 0


@pytest.mark.slow
def test_a_broken_plugin_is_told_everything_it_lacks(tmp_path):
    install(tmp_path, "sano", SOUND)
    install(tmp_path, "rotto", BROKEN, version="9.9")
    said = ask(tmp_path, "rotto")
    assert said.returncode == 1
    assert [sentence for sentence in EXPECTED if sentence not in said.stdout] == [], said.stdout + said.stderr


@pytest.mark.slow
def test_a_demonstration_is_examined_with_the_example_that_has_data_for_it(tmp_path):
    install(tmp_path, "sano", FILLING | {"vivaio_sano/demo.py": BUILD.replace('["Neri"]', "[]")})
    example = tmp_path / "qui" / "examples" / "una"
    shutil.copytree(ROOT / "examples" / "mille-trattori", example)
    with (example / "demo.toml").open("a", encoding="utf-8") as file:
        file.write('\n[sano]\nnames = ["Verdi", "Neri"]\n')
    assert "demo() la seconda volta crea di nuovo people.Party" in ask(tmp_path, "sano", here=tmp_path / "qui").stdout


OPEN = """
    @override
    def member_urls(self) -> Urls:
        return [path("<int:pk>/", lambda request, pk: HttpResponse(), name="thing")]
"""


@pytest.fixture(scope="module")
def careless(tmp_path_factory):
    """What is told of a plugin whose files are sound, but whose site is not: one examination for all that only a site shows."""
    folder = tmp_path_factory.mktemp("careless")
    named = FILLING["vivaio_sano/apps.py"].replace("    manifest = manifest\n", '    manifest = manifest\n    path_prefix = "fornitori"\n')
    imports = "from django.http import HttpResponse\nfrom django.urls import path\nfrom vivaio_core.site.plugin import Urls\n"
    install(folder, "sano", FILLING | {"vivaio_sano/apps.py": imports + named + OPEN})
    return ask(folder, "sano").stdout


@pytest.mark.slow
def test_a_plugin_whose_demonstration_creates_twice_is_named(careless):
    assert "demo() la seconda volta crea di nuovo people.Party" in careless
    assert "crea di nuovo trail.Event" in careless


@pytest.mark.slow
def test_a_page_of_members_that_is_open_and_an_address_that_is_taken_are_named(careless):
    assert "La pagina «<int:pk>/» dell'area dei soci risponde a chi non è entrato" in careless
    assert "Il prefisso «fornitori» è già di «suppliers»." in careless


@pytest.mark.slow
def test_a_site_that_does_not_start_is_a_finding(tmp_path):
    install(tmp_path, "sano", SOUND | {"vivaio_sano/rules/it.toml": '[[parameter]]\ncode = "sano.limit"\nvalue = "1"\n'})
    said = ask(tmp_path, "sano").stdout
    assert "Il sito con il modulo «sano» non parte: " in said
    assert "it.toml" in said


def test_a_manifest_that_disagrees_with_its_package_is_told_first(tmp_path):
    install(tmp_path, "rotto", BROKEN, version="1.0")
    assert "Il manifesto dice versione 9.9, il pacchetto installato è 1.0: le renda uguali." in ask(tmp_path, "rotto").stdout


def test_an_unknown_slug_is_named():
    said = subprocess.run([sys.executable, "-m", "vivaio_core.conformance", "nessuno"], capture_output=True, text=True, check=False)
    assert "Nessun pacchetto installato offre il modulo «nessuno»" in said.stdout
    assert said.returncode == 1

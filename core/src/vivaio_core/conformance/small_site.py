"""A site of a few lines in a temporary folder, to look at a plugin alone or among all the others."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

COOP = """[cooperative]
name = "Prova"
province = "MO"

[contact]
email = "info@prova.example"

[site]
demo = true
"""
SETTINGS = """from pathlib import Path

from vivaio_core.site.settings.build import build

globals().update(build(Path(__file__).resolve().parent.parent))
"""
URLS = 'from django.urls import include, path\n\nurlpatterns = [path("", include("vivaio_core.site.urls"))]\n'


def write_site(folder: Path, slugs: Iterable[str]) -> None:
    """Write coop.toml with these plugins, settings and URLs; their requirements come by themselves."""
    config = folder / "config"
    config.mkdir(parents=True)
    (config / "__init__.py").touch()
    (config / "settings.py").write_text(SETTINGS, encoding="utf-8")
    (config / "urls.py").write_text(URLS, encoding="utf-8")
    (folder / "coop.toml").write_text(COOP + "".join(f"\n[plugins.{slug}]\n" for slug in slugs), encoding="utf-8")


def examine_live(slug: str, company: Iterable[str] = ()) -> dict[str, list[str]]:
    """Findings of `live` on a site with the plugin, what it requires, and `company`. A site that does not start is a finding too."""
    with tempfile.TemporaryDirectory(prefix="vivaio-") as name:
        folder = Path(name)
        write_site(folder, sorted({slug, *company}))
        away = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}
        env = {key: value for key, value in os.environ.items() if key not in away}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": os.pathsep.join([name, *filter(None, [os.environ.get("PYTHONPATH")])])}
        command = [sys.executable, "-m", "vivaio_core.conformance.live", slug, str(Path.cwd())]
        ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        last = (re.findall(r"^[A-Za-z_][\w.]*: .+", ran.stderr, re.MULTILINE) or ["senza una parola"])[-1]
        return {"start": [f"Il sito con il modulo «{slug}» non parte: {last}"]}
    findings: dict[str, list[str]] = json.loads(ran.stdout.strip().splitlines()[-1])
    return findings

"""A site in production: Django's own list of deployment faults is empty, and each header says what it should (platform P8, P16, P17)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.contract.errors import ConfigurationError
from vivaio_core.site.settings.build import build

SITE = Path(settings.BASE_DIR)
PRODUCTION = '\n[site]\nhost = "www.prova.example"\nhttps = true\ntrusted_proxies = 1\n'
KEY = "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz"


def site_copy(folder: Path, more: str = "") -> Path:
    """A site of its own, like the tests' one."""
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("var", "__pycache__"))
    coop = folder / "coop.toml"
    coop.write_text(coop.read_text(encoding="utf-8") + more, encoding="utf-8")
    return folder


def manage(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return subprocess.run([sys.executable, "manage.py", *words], cwd=folder, env={**clean, **environ}, capture_output=True, text=True, check=False)


def test_check_deploy_finds_nothing(tmp_path: Path) -> None:
    done = manage(site_copy(tmp_path / "site", PRODUCTION), "check", "--deploy", "--fail-level", "DEBUG", SECRET_KEY=KEY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_one_switch_drives_all_that_needs_https(tmp_path: Path) -> None:
    plain = build(site_copy(tmp_path / "plain"), {"SECRET_KEY": KEY})
    safe = build(site_copy(tmp_path / "safe", PRODUCTION), {"SECRET_KEY": KEY})
    names = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_INCLUDE_SUBDOMAINS")
    assert [plain[name] for name in names] == [False] * 4
    assert [safe[name] for name in names] == [True] * 4
    assert safe["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert safe["SECURE_HSTS_SECONDS"] >= 31536000
    assert safe["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert safe["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert plain["SECURE_PROXY_SSL_HEADER"] is None


def test_a_demonstration_on_a_public_site_is_refused(tmp_path: Path) -> None:
    done = manage(site_copy(tmp_path / "site", PRODUCTION + "demo = true\n"), "check", SECRET_KEY=KEY)
    assert done.returncode == 1
    assert "access.E001" in done.stderr


def test_a_broken_coop_toml_is_told_without_traceback(tmp_path: Path) -> None:
    done = manage(site_copy(tmp_path / "site", "\n[site]\nhots = 1\n"), "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hots" in done.stderr


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("submission://ada:p%40ss@posta.example", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_HOST_PASSWORD": "p@ss"}),
        ("smtps://posta.example", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("smtp://posta.example:2525", {"EMAIL_PORT": 2525, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}),
    ],
)
def test_mail_goes_where_the_environment_says(tmp_path: Path, url: str, expected: dict[str, Any]) -> None:
    made = build(site_copy(tmp_path / "site"), {"EMAIL_URL": url})
    assert {name: made[name] for name in expected} == expected


def test_a_wrong_mail_address_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="submission://"):
        build(site_copy(tmp_path / "site"), {"EMAIL_URL": "posta.example"})


def test_postgresql_brings_its_app_and_a_shared_cache(tmp_path: Path) -> None:
    made = build(site_copy(tmp_path / "site"), {"DATABASE_URL": "postgres://a:b@db.example/c"})
    assert "django.contrib.postgres" in made["INSTALLED_APPS"]
    assert made["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")
    assert made["DATABASES"]["default"]["CONN_HEALTH_CHECKS"] is True


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    folder = site_copy(tmp_path / "site")
    assert build(folder, {})["SECRET_KEY"] == build(folder, {})["SECRET_KEY"]
    assert (folder / "var" / "secret_key").stat().st_mode & 0o077 == 0


def policy(answer: Any) -> dict[str, set[str]]:
    """Directives as sets: their order changes from one process to the next."""
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


@pytest.mark.django_db
def test_public_and_member_pages_allow_nothing_inline(client: Client) -> None:
    for address in ("/accesso/login/", "/accesso/login/code/", "/non-esiste/"):
        found = policy(client.get(address))
        assert found["script-src"] == {"'self'"}, address
        assert found["style-src"] == {"'self'"}, address
        assert found["object-src"] == found["base-uri"] == {"'none'"}
        assert not [value for values in found.values() for value in values if "nonce" in value or "unsafe" in value]


@pytest.mark.django_db
def test_the_office_is_relaxed_for_inline_scripts_and_style_elements_only(client: Client) -> None:
    enter_office(client, User.objects.create_superuser("ada@ufficio.example"))
    found = policy(client.get("/ufficio/"))
    assert found["script-src"] == found["style-src-elem"] == {"'self'", "'unsafe-inline'"}
    assert found["style-src"] == {"'self'"}
    assert found["default-src"] == {"'self'"}


@pytest.mark.django_db
def test_every_answer_closes_the_browsers_doors(client: Client) -> None:
    answer = client.get("/accesso/login/")
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_uploaded_files_never_act_as_pages(client: Client) -> None:
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.png").write_bytes(b"x")
    (folder.parent / "documents").mkdir(exist_ok=True)
    (folder.parent / "documents" / "segreto.pdf").write_bytes(b"x")
    assert "sandbox" in client.get("/media/images/a.png")["Content-Security-Policy"]
    assert client.get("/media/documents/segreto.pdf").status_code == 404
    assert client.get("/media/images/../documents/segreto.pdf").status_code == 404

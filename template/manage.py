#!/usr/bin/env python3
"""Runs the site's commands: `python3 manage.py start`. Needs only Python 3.11 or newer.

The first time it makes the private environment `.venv` from the packages that vendor/ names, then hands over to it.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".vivaio"
OLDEST = (3, 11)
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3")
APT = "Su Debian o Ubuntu: sudo apt-get install python3 python3-venv"


class Stop(Exception):
    """Something a person must mend; the text is in Italian and says how."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def ready():
    """True when this interpreter can run the site with the packages that vendor/ holds now."""
    found = all(importlib.util.find_spec(name) for name in ("django", "wagtail", "vivaio_core"))
    return found and (Path(sys.prefix).resolve() != VENV.resolve() or stamp_is_fresh())


def stamp_is_fresh():
    return STAMP.is_file() and STAMP.read_text(encoding="ascii") == fingerprint()


def fingerprint():
    """Changes when vendor/ names other packages."""
    total = hashlib.sha256()
    for name in ("requirements.txt", "wheels.txt", "editable.txt"):
        path = VENDOR / name
        total.update(path.read_bytes() if path.is_file() else b"-")
    return total.hexdigest()


def check_vendor():
    """Raise Stop when vendor/ lacks what it names."""
    if not (VENDOR / "requirements.txt").is_file() or not ((VENDOR / "wheels.txt").is_file() or (VENDOR / "editable.txt").is_file()):
        raise Stop(
            f"Mancano i pacchetti di Vivaio in {VENDOR}.\n"
            f"Dalla cartella di Vivaio scriva: ./vivaio vendor \"{HERE}\"\nPoi ripeta questo comando."
        )
    missing = [wheel for wheel in wheels() if not (HERE / wheel).is_file()]
    if missing:
        raise Stop(
            "Manca un pacchetto del sito: " + ", ".join(missing) + ".\n"
            f"Lo riprenda da una copia, oppure dalla cartella di Vivaio scriva: ./vivaio vendor \"{HERE}\""
        )


def wheels():
    path = VENDOR / "wheels.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line.split(" ")[0] for line in lines if line.startswith("./vendor/")]


def works(python):
    """A name on PATH proves nothing: the candidate is run."""
    code = "import sys, venv, ssl, sqlite3; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", code], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def newer_python():
    found = next((path for path in map(shutil.which, NAMES) if path and works(path)), None)
    if found is None:
        raise Stop(f"Serve Python 3.11 o più nuovo; questo è il {sys.version.split()[0]}.\n{APT}\nSu macOS: brew install python")
    return found


def nursery():
    """The nursery that made this site and its place for a migrated database, while both are on this machine and ours to write."""
    path = VENDOR / "nursery.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return lines if lines and os.access(lines[0], os.W_OK) else []


def uv():
    """A uv at hand: on PATH, or in the nursery that made this site. None when there is none: pip does the same, more slowly."""
    near = [os.environ.get("VIVAIO_UV", ""), shutil.which("uv") or "", *(os.path.join(root, ".venv", "bin", "uv") for root in nursery()[:1])]
    for candidate in near:
        try:
            if candidate and subprocess.run([candidate, "--version"], capture_output=True, timeout=20).returncode == 0:
                return candidate
        except (OSError, subprocess.TimeoutExpired):
            continue
    return None


def make_environment():
    check_vendor()
    began = time.monotonic()
    say("Preparo l'ambiente privato del sito in .venv (solo la prima volta)…")
    tool = uv()
    if not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        make_venv(with_pip=tool is None)
    install(tool, ["--require-hashes", "-r", "vendor/requirements.txt"], "i pacchetti da Internet (Django, Wagtail e altri)")
    if (VENDOR / "wheels.txt").is_file():
        again = ["--reinstall"] if tool else ["--force-reinstall"]
        install(tool, ["--no-index", "--no-deps", "--require-hashes", *again, "-r", "vendor/wheels.txt"], "i pacchetti di Vivaio da vendor/")
    if (VENDOR / "editable.txt").is_file():
        install(tool, ["--no-deps", "-r", "vendor/editable.txt"], "i sorgenti modificabili di Vivaio")
    STAMP.write_text(fingerprint(), encoding="ascii")
    say(f"Ambiente pronto in {time.monotonic() - began:.0f} secondi.")


def make_venv(with_pip):
    if with_pip and importlib.util.find_spec("ensurepip") is None:
        raise Stop(f"A questo Python manca il modulo per creare gli ambienti (ensurepip).\n{APT}\nPoi ripeta il comando.")
    try:
        venv.EnvBuilder(with_pip=with_pip, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(f"Non riesco a creare {VENV} ({error}).\nControlli lo spazio sul disco e i permessi della cartella.") from None


def install(tool, arguments, what):
    """With uv where it works, with pip otherwise: pip knows networks and settings that uv does not."""
    say(f"  installo {what}…")
    if tool:
        environment = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}
        done = subprocess.run([tool, "pip", "install", "--quiet", "--no-sources", "--python", str(PYTHON), *arguments], cwd=HERE, env=environment, capture_output=True)
        if done.returncode == 0:
            return
        arguments = ["--force-reinstall" if word == "--reinstall" else word for word in arguments]
        subprocess.run([str(PYTHON), "-m", "ensurepip", "--default-pip"], capture_output=True)
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *arguments], cwd=HERE, capture_output=True, text=True
    )
    if done.returncode:
        say((done.stderr or done.stdout).strip()[-1500:])
        raise Stop(
            f"Non riesco a installare {what}: sopra c'è il motivo, in inglese.\n"
            "Di solito manca la connessione a Internet, o lo spazio sul disco. Nulla è andato perduto: ripeta lo stesso comando."
        )


def hand_over():
    """Run the same command with an interpreter that can: a newer one, then the private environment's."""
    if sys.version_info < OLDEST:
        python = newer_python()
        os.execv(python, [python, str(HERE / "manage.py"), *sys.argv[1:]])
    if not (works(PYTHON) and stamp_is_fresh()):
        make_environment()
    if Path(sys.prefix).resolve() == VENV.resolve() and not ready():
        raise Stop(f"L'ambiente {VENV} non è completo.\nLo cancelli (rm -r .venv) e ripeta il comando: si ricrea da solo.")
    os.execv(PYTHON, [str(PYTHON), str(HERE / "manage.py"), *sys.argv[1:]])


def run():
    from django.core.management import execute_from_command_line
    from vivaio_core.contract.errors import ContractError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for copy in nursery()[1:2]:
        os.environ.setdefault("VIVAIO_MIGRATED_COPY", copy)  # the next site that is grown here starts with ready tables
    if sys.argv[1:] == ["test"]:
        sys.argv.append("tests")  # a folder without __init__.py is only searched when it is named
    try:
        execute_from_command_line(sys.argv)
    except ContractError as error:
        raise Stop(str(error)) from None


def main():
    try:
        if sys.version_info < OLDEST or not ready():
            hand_over()
        run()
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("\nInterrotto. Ripeta lo stesso comando quando vuole: riprende da dove era.")
        return 130
    except PermissionError as error:
        say(f"Non posso scrivere in {error.filename}: lanci il comando con l'utente che possiede la cartella del sito.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs every benchmark of this folder, one after the other, and prints their tables: `.venv/bin/python benchmarks/run.py [name …]`."""

import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def scripts(names: list[str]) -> list[Path]:
    """The benchmarks asked for, or all of them. Raises SystemExit when a name is unknown."""
    found = {path.stem: path for path in sorted(HERE.glob("*.py")) if path != Path(__file__).resolve() and not path.stem.startswith("_")}
    unknown = [name for name in names if name not in found]
    if unknown:
        raise SystemExit(f"Misure sconosciute: {', '.join(unknown)}. Ci sono: {', '.join(found) or 'nessuna'}.")
    return [found[name] for name in names] if names else list(found.values())


def main(names: list[str]) -> int:
    """Print the machine, then each table; 1 when a benchmark could not run."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} CPU, carico {load}\n", flush=True)
    broken = []
    for script in scripts(names):
        began = time.monotonic()
        print(f"== {script.stem}", flush=True)
        code = subprocess.run([sys.executable, str(script)], cwd=HERE.parent, stdin=subprocess.DEVNULL, check=False).returncode
        print(f"-- {script.stem}: {time.monotonic() - began:.0f} s{'' if code == 0 else f', si è fermata (codice {code})'}\n", flush=True)
        broken += [script.stem] if code else []
    if broken:
        print(f"Non riuscite: {', '.join(broken)}.")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

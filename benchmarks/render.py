"""Rendering one site in process: validated answers in, a whole folder out, with and without its packages."""

import statistics
import tempfile
import time
from pathlib import Path

from _sites import table

RUNS = 15


def main() -> None:
    """Print the median and the extremes; the import of copier, paid once a process, stands beside them."""
    began = time.perf_counter()
    from vivaio.answers.collect import validated
    from vivaio.house import house
    from vivaio.render import grow
    from vivaio.wheels import fill_vendor
    from vivaio_core.contract.discovery import installed

    ours = time.perf_counter() - began
    import copier  # noqa: F401

    theirs = time.perf_counter() - began - ours
    raw = {"cooperative": {"name": "Insieme", "province": "MO"}, "contact": {"email": "info@insieme.example"}}
    answers = validated({**raw, "plugins": {slug: {} for slug in installed()}}, installed(), source="benchmark")
    nursery, rows = house(), []
    with tempfile.TemporaryDirectory(prefix="vivaio-render-") as folder:
        for name, fill in {"site": None, "site and packages": lambda work: fill_vendor(work, answers.manifests, nursery)}.items():
            grow(Path(folder) / f"warm {name}", answers, nursery, fill)
            times = []
            for number in range(RUNS):
                began = time.perf_counter()
                grow(Path(folder) / f"{name} {number}", answers, nursery, fill)
                times.append(time.perf_counter() - began)
            cells = [f"{seconds:.3f}" for seconds in (statistics.median(times), min(times), max(times))]
            rows.append([f"render one {name}", *cells, "≤ 0.400" if fill is None else ""])
    table(["in process, seconds", "median", "min", "max", "target"], rows)
    print(f"imports, once a process: ours {ours:.2f} s, copier {theirs:.2f} s")


if __name__ == "__main__":
    main()

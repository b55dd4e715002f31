"""The tests' site: built as every generated site is."""

from pathlib import Path

from vivaio_core.site.settings.build import build

globals().update(build(Path(__file__).resolve().parent.parent))

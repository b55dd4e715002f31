"""The site's settings: core builds them from coop.toml and the environment; what you add below wins."""

from pathlib import Path

from vivaio_core.site.settings.build import build

BASE_DIR = Path(__file__).resolve().parent.parent
globals().update(build(BASE_DIR))

# Your own settings go here, for example: SESSION_COOKIE_AGE = 3600

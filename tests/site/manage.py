"""Runs the commands of the tests' site."""

from vivaio_core.site.command import run

run()

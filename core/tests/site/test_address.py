"""Where letters send people."""

import pytest

from vivaio_core.site.settings.wagtail import address


@pytest.mark.parametrize(
    ("host", "environ", "expected"),
    [
        ("", {}, "http://localhost:8000"),
        ("", {"VIVAIO_PORT": "8003"}, "http://localhost:8003"),
        ("coop.example", {"VIVAIO_PORT": "8003"}, "https://coop.example"),
    ],
)
def test_letters_name_the_site_or_the_port_it_answers_on(settings, host, environ, expected):
    coop = settings.COOP
    site = coop.site.model_copy(update={"host": host, "https": bool(host)})
    assert address(coop.model_copy(update={"site": site}), environ) == expected

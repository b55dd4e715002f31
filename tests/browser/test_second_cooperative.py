"""The model is cloned, not copied: the second cooperative has its own name, colour, emblem and words."""

import pytest
from looks import fit

pytestmark = pytest.mark.browser
ACCENT = "() => getComputedStyle(document.querySelector('main .button')).backgroundColor"


def test_the_two_cooperatives_look_and_speak_differently(insieme, trattori, visit):
    one, other = visit(insieme), visit(trattori)
    assert one.title() != other.title()
    assert one.evaluate(ACCENT) != other.evaluate(ACCENT)
    drawings = [page.locator("header svg, svg").first.inner_html() for page in (one, other)]
    assert drawings[0] != drawings[1]
    words = [set(page.get_by_role("main").inner_text().lower().split()) for page in (one, other)]
    assert len(words[0] & words[1]) < 0.8 * min(map(len, words))


@pytest.mark.parametrize("path", ["/", "/chi-siamo/", "/diventare-socio/", "/trasparenza/", "/energia/"])
def test_its_pages_are_fit(trattori, visit, path):
    fit(visit(trattori, path))

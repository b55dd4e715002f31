"""P18 as pure functions: the dossier's example, and an independent implementation that looks at every single day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from vivaio_core.documents.standing import Reason, Signed, Text, needed, standing

ONE, TWO = Text(1, date(2019, 1, 1)), Text(2, date(2026, 5, 1), date(2026, 6, 30))
FIRST = date(2024, 1, 1)


def test_p18_the_charter_of_the_dossier():
    signed = [Signed(1, date(2021, 3, 1))]
    assert standing([ONE, TWO], signed, date(2026, 4, 30)) == standing([ONE], signed, date(2026, 4, 30))
    in_time = standing([ONE, TWO], signed, date(2026, 6, 30))
    assert (in_time.valid, in_time.must_sign, in_time.by, in_time.reason) == (True, 2, date(2026, 6, 30), Reason.TO_SIGN)
    late = standing([ONE, TWO], signed, date(2026, 7, 1))
    assert (late.valid, late.must_sign, late.by, late.since_invalid, late.reason) == (False, 2, None, date(2026, 7, 1), Reason.MISSED)
    late_but_signed = standing([ONE, TWO], [*signed, Signed(2, date(2026, 7, 9))], date(2026, 7, 9))
    assert (late_but_signed.valid, late_but_signed.must_sign) == (True, None)


def test_p18_a_later_lenient_version_does_not_heal_a_missed_deadline():
    three = Text(3, date(2026, 9, 1))
    late = standing([ONE, TWO, three], [Signed(1, date(2021, 3, 1))], date(2026, 10, 1))
    assert (late.valid, late.must_sign, late.since_invalid) == (False, 3, date(2026, 7, 1))
    assert standing([ONE, TWO, three], [Signed(1, date(2021, 3, 1)), Signed(3, date(2026, 9, 2))], date(2026, 10, 1)).valid


def test_p18_nobody_signed_and_nobody_asked():
    never = standing([ONE], [], date(2026, 1, 1))
    assert (never.valid, never.must_sign, never.since_invalid, never.reason) == (False, 1, None, Reason.NEVER)
    assert standing([ONE], [], date(2026, 1, 1), since=date(2025, 4, 4)).since_invalid == date(2025, 4, 4)
    assert standing([ONE], [], date(2026, 1, 1), since=date(2010, 4, 4)).since_invalid == date(2019, 1, 1)
    assert standing([ONE], [], date(2018, 12, 31)).reason == Reason.NO_TEXT
    exempt = standing([ONE, TWO], [], date(2026, 5, 1), exempt=True)
    assert (exempt.valid, exempt.must_sign, exempt.by) == (True, 2, date(2026, 6, 30))
    assert standing([ONE, TWO], [], date(2026, 8, 1), exempt=True).since_invalid == date(2026, 7, 1)


@st.composite
def lives(draw):
    """Up to five texts with days in order, up to five signatures of any of them on any day, and a day to look at."""
    gaps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=5))
    texts, day = [], FIRST
    for number, gap in enumerate(gaps, 1):
        day += timedelta(days=gap)
        after = draw(st.none() | st.integers(0, 60))
        texts.append(Text(number, day, None if after is None else day + timedelta(days=after)))
    moments = st.integers(0, 260).map(lambda days: FIRST + timedelta(days=days))
    signed = draw(st.lists(st.builds(Signed, st.integers(1, len(texts)), moments), max_size=5))
    since = draw(st.none() | moments)
    on = draw(moments)
    exempt = draw(st.booleans())
    return texts, signed, on, (since if since is None or since <= on else on), exempt


def plainly_valid(texts, signed, day, exempt):
    """The sentence of the dossier, word for word, with sets of numbers instead of a greatest one."""
    mine = {one.number for one in signed if one.on <= day}
    begun = [text for text in texts if text.in_force_from <= day]
    if not begun:
        return True
    if not mine and not exempt:
        return False
    first_mine = min(mine) if mine else 0
    for later in (text for text in begun if text.number > first_mine):
        lenient = later.resign_by is None
        in_time = not lenient and day <= later.resign_by
        signed_it_or_newer = any(number >= later.number for number in mine)
        if not (lenient or in_time or signed_it_or_newer):
            return False
    return True


@settings(max_examples=400, deadline=None)
@given(lives())
def test_p18_against_a_plain_reading_day_by_day(life):
    texts, signed, on, since, exempt = life
    answer = standing(texts, signed, on, since=since, exempt=exempt)
    assert answer.valid == plainly_valid(texts, signed, on, exempt)
    if not answer.valid:
        mine = [one for one in signed if one.on <= on]
        begun = [text for text in texts if text.in_force_from <= on]
        assert answer.must_sign == begun[-1].number
        if mine or since or exempt:
            day = on
            first = max(since, texts[0].in_force_from) if since else texts[0].in_force_from
            while day > first and not plainly_valid(texts, signed, day - timedelta(days=1), exempt):
                day -= timedelta(days=1)
            assert answer.since_invalid == day
        else:
            assert answer.since_invalid is None


@settings(max_examples=300, deadline=None)
@given(lives())
def test_p18_needed_says_the_same_with_one_number(life):
    """What SQL compares: the newest signed version with two numbers of the day."""
    texts, signed, on, _since, exempt = life
    answer = standing(texts, signed, on, exempt=exempt)
    if answer.reason == Reason.NO_TEXT:
        return
    last = max((one.number for one in signed if one.on <= on), default=0)
    missed, pending = needed(texts, on)
    unsigned = last == 0 and not exempt
    assert answer.valid == (last >= missed and not unsigned)
    assert (answer.must_sign is not None) == (last < pending or unsigned)


@settings(max_examples=200, deadline=None)
@given(lives())
def test_p18_signing_the_text_in_force_always_heals(life):
    texts, signed, on, since, exempt = life
    answer = standing(texts, signed, on, since=since, exempt=exempt)
    if answer.must_sign:
        healed = standing(texts, [*signed, Signed(answer.must_sign, on)], on, since=since, exempt=exempt)
        assert healed.valid
        assert healed.must_sign is None

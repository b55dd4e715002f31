"""Amounts as people type them in Italy; every other way is refused with what to write instead."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from vivaio_core.payments.fields import LARGEST, MoneyField, cents_of, shown


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        *(("12", 1200), ("12,5", 1250), ("12,50", 1250), ("0,01", 1), ("1.234,56", 123456), ("1234,56", 123456), ("1.234", 123400)),
        *(("€ 12", 1200), ("12,00 €", 1200), (" 1 234,5 ", 123450), ("12\u00a0€", 1200), ("007", 700), ("999.999.999,99", LARGEST)),
    ],
)
def test_amounts_as_they_are_written_in_italy(typed, cents):
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        *(("1,234.56", "1.234,56"), ("12.50", "1.234,56"), ("1,234,567", "1.234,56"), ("12.", "1.234,56"), ("1.23,45", "25")),
        *(("12,345", "12,50"), ("0", "12,50"), ("0,00", "12,50"), ("-5", "12,50"), ("−5", "12,50"), ("+5", "12,50")),
        *(("1000000000", "999.999.999,99"), ("9" * 38, "999.999.999,99"), ("dodici", "25"), ("1e3", "25"), ("٣", "25"), ("１２", "25"), ("½", "25")),
        *(("12,5,0", "25"), ("1..234", "25"), (",50", "25"), ("0x10", "25"), ("12;DROP", "25")),
    ],
)
def test_other_amounts_are_refused_with_what_to_write(typed, says):
    with pytest.raises(ValidationError) as caught:
        cents_of(typed)
    assert says in str(caught.value)


@settings(max_examples=100)
@given(st.integers(1, LARGEST))
def test_what_is_shown_is_read_back(cents):
    assert cents_of(shown(cents)) == cents
    assert cents_of(shown(cents).replace(".", "")) == cents


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_amount_or_a_refusal(typed):
    try:
        found = cents_of(typed)
    except ValidationError:
        return
    assert found is None or 0 < found <= LARGEST


def test_the_field_shows_cents_as_digits_and_keeps_what_was_typed():
    class Form(forms.Form):
        amount = MoneyField()
        other = MoneyField(required=False)

    assert 'value="1.234,50"' in str(Form(initial={"amount": 123450})["amount"])
    wrong = Form({"amount": "12.5", "other": ""})
    assert not wrong.is_valid()
    assert 'value="12.5"' in str(wrong["amount"])
    assert "other" not in wrong.errors
    right = Form({"amount": "12,5", "other": " "})
    assert right.is_valid()
    assert right.cleaned_data == {"amount": 1250, "other": None}

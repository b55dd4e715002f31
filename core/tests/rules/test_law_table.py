"""Section 5 of the dossier: each row of its table is a dated rule with its source, and says what the statute may do."""

from datetime import date
from decimal import Decimal

import pytest

from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import rule

TODAY = date(2026, 11, 23)
NUMBERS = {
    "admission.refusal_days": (60, "lower"),
    "admission.appeal_days": (60, "no"),
    "transfer.answer_days": (60, "lower"),
    "transfer.opposition_days": (60, "no"),
    "transfer.ban_exit_notice_days": (90, "lower"),
    "transfer.ban_min_years": (2, "no"),
    "exit.examine_days": (60, "lower"),
    "exit.opposition_days": (60, "no"),
    "exit.mutual_notice_months": (3, "free"),
    "exclusion.opposition_days": (60, "no"),
    "liquidation.pay_days": (180, "lower"),
    "liquidation.instalments_years": (5, "lower"),
    "former.liability_years": (1, "no"),
    "vote.entry_days": (90, "no"),
    "vote.legal_person_max": (5, "lower"),
    "proxy.max": (10, "lower"),
    "assembly.separate_required": (3000, "lower"),
    "assembly.separate_required_activities": (500, "lower"),
    "members.min": (9, "raise"),
    "members.min_srl": (3, "raise"),
    "members.min_years": (1, "no"),
    "members.special_years": (5, "lower"),
    "capital.nominal_min_cents": (2500, "no"),
    "capital.share_max_cents": (71900, "lower"),
    "capital.member_max_cents": (14380000, "lower"),
    "capital.large_members": (500, "no"),
    "capital.large_percent": (2, "lower"),
    "capital.review_years": (3, "no"),
    "form.srl_rules": (143800000, "no"),
    "form.srl_members": (20, "no"),
    "prevalence.threshold": (50, "no"),
    "prevalence.loss_years": (2, "no"),
    "reserve.legal_min": (30, "raise"),
    "funds.share": (3, "no"),
    "book.fee_cents": (6700, "no"),
    "book.stamp_cents": (1600, "no"),
    "book.digital_stamp_months": (12, "lower"),
    "minutes.inspect_large_members": (3000, "no"),
}
PARTS = {"vote.integration_max": "0.1", "vote.integration_total_max": "0.333333", "minutes.inspect": "0.1", "minutes.inspect_large": "0.05"}
PARTS |= {"members.special_max": "0.333333", "dividend.spread_max": "2.5"}
WORDS = ["exit.partial", "exclusion.organ", "exclusion.unpaid", "death.heirs", "prevalence.deposit", "ristorni.criterion", "book.fields"]


@pytest.mark.parametrize(("code", "laid_down"), NUMBERS.items())
def test_p30_the_number_and_what_the_statute_may_do(db, code, laid_down):
    found = rule(code, TODAY)
    assert (found.days, found.statute) == laid_down
    assert len(found.source) > 3


@pytest.mark.parametrize(("code", "value"), PARTS.items())
def test_p30_parts_are_exact(db, code, value):
    assert rule(code, TODAY).value == Decimal(value)


@pytest.mark.parametrize("code", WORDS)
def test_p30_words_have_a_source(db, code):
    assert rule(code, TODAY).text


def test_p30_what_is_not_read_in_a_source_is_marked(db):
    """The two limits changed in 2024 and all values of statute are to be confirmed; what was read is not."""
    new = Parameter.objects.filter(valid_from=date(2024, 10, 18))
    assert sorted(new.values_list("code", flat=True)) == ["capital.member_max_cents", "capital.share_max_cents", "form.srl_rules"]
    assert {row.mark for row in new} == {"unverified"}
    assert {row.mark for row in Parameter.objects.filter(code__startswith="shares.")} == {"unverified"}
    assert rule("vote.entry_days", TODAY).mark == "sourced"


def test_p30_the_rows_of_one_code_leave_no_day_out(db):
    rows: dict[str, list[Parameter]] = {}
    for row in Parameter.objects.order_by("code", "valid_from"):
        rows.setdefault(row.code, []).append(row)
    for code, versions in rows.items():
        ends = sorted((row for row in versions if row.valid_to), key=lambda row: row.valid_to or TODAY)
        for row in ends:
            assert row.valid_to
            assert any(other.valid_from and (other.valid_from - row.valid_to).days == 1 for other in versions), code

"""I6 to I8 and the history of codes; the birth declared beside the code (I4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.people import services
from vivaio_core.people.errors import NeedsDecision, Refused
from vivaio_core.people.identifiers import birth_mismatch, check_fiscal_code, check_iban, check_pec, check_provisional, check_sdi
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.places import place_codes, place_names
from vivaio_core.people.provisional import months_after, running_out
from vivaio_core.rules.selectors import NoRuleForDate

D = date
CF, PROVISIONAL = "VRDGNN62C58F257V", "87654320453"
IBAN = "IT73U0707212900000000123456"


@pytest.mark.parametrize(
    ("raw", "errors", "warnings"),
    [
        ("it73 u070 7212 9000 0000 0123 456", (), ()),
        ("IT93Z0707212900000000123456", ("national_check",), ()),
        ("IT74U0707212900000000123456", ("checksum",), ()),
        ("IT73U070721290000000012345", ("length",), ()),
        ("73U0707212900000000123456", ("format",), ()),
        ("", ("empty",), ()),
        ("ÌT73", ("charset",), ()),
        ("123456.0", ("spreadsheet_number",), ()),
        ("DE89 3704 0044 0532 0130 00", (), ()),
        ("TR330006100519786457841326", (), ("bank_unknown", "non_sepa")),
        ("SM86U0322509800000000270100", (), ("bank_unknown",)),
        ("SM06A0322509800000000270100", ("national_check",), ()),
    ],
)
def test_i6_ibans(raw, errors, warnings):
    found = check_iban(raw)
    assert (found.ok, found.errors, found.warnings) == (not errors, errors, warnings)


@given(st.text(max_size=40) | st.text(alphabet="IT0123456789ABCU ", max_size=34))
def test_i6_no_text_raises(raw):
    for check in (check_iban, check_sdi, check_pec, check_provisional):
        found = check(raw)
        assert found.ok is not bool(found.errors)
        assert not found.ok or check(found.value) == found


@given(st.integers(0, 26), st.characters(whitelist_categories=["Lu", "Nd"], max_codepoint=90))
def test_i6_one_wrong_sign_is_always_noticed(place, sign):
    wrong = IBAN[:place] + sign + IBAN[place + 1 :]
    assert check_iban(wrong).ok is (wrong == IBAN)


@pytest.mark.parametrize(
    ("raw", "errors"),
    [("m5uxcr1", ()), ("UF5BHG", ()), ("0000000", ()), ("XXXXXXX", ()), ("12345", ("length",)), ("M5UXCR1!", ("charset",)), (" ", ("empty",))],
)
def test_i7_sdi_codes(raw, errors):
    assert check_sdi(raw).errors == errors


@pytest.mark.parametrize(
    ("raw", "value", "errors"),
    [
        (" Studio@PEC.example ", "studio@pec.example", ()),
        ("studio@pec", "studio@pec", ("format",)),
        ("stùdio@pec.example", "stùdio@pec.example", ("charset",)),
        ("", "", ("empty",)),
    ],
)
def test_i7_certified_addresses(raw, value, errors):
    found = check_pec(raw)
    assert (found.value, found.errors) == (value, errors)


def test_i3_the_table_of_places_knows_ceased_towns_and_countries():
    assert len(place_codes()) > 10_000
    assert {"F257", "Z114", "D620"} <= place_codes()
    assert place_names()["F257"] == "Modena (MO)"


@pytest.mark.parametrize(
    ("born", "place", "said"),
    [
        (D(1962, 3, 18), "F257", ()),
        (D(1962, 3, 18), "", ()),
        (None, "", ()),
        (D(1962, 3, 19), "F257", ("birth_date",)),
        (D(1963, 3, 18), "h223", ("birth_date", "birth_place")),
    ],
)
def test_i4_the_birth_is_compared_never_derived(born, place, said):
    for code in (CF, "VRDGNN62C58F25TS"):
        assert birth_mismatch(check_fiscal_code(code), birth_date=born, place_code=place) == said
    assert birth_mismatch(check_fiscal_code("VRDGNN62C58F257X"), birth_date=born, place_code=place) == ()
    assert birth_mismatch(check_fiscal_code(PROVISIONAL), birth_date=born, place_code=place) == ()


@pytest.mark.parametrize(("start", "end"), [(D(2026, 1, 15), D(2026, 7, 15)), (D(2026, 8, 31), D(2027, 2, 28)), (D(2023, 8, 31), D(2024, 2, 29))])
def test_i8_six_months(start, end):
    assert months_after(start, 6) == end


@pytest.mark.django_db
class TestCodesOfAParty:
    """What the database keeps."""

    def party(self, **more: str) -> Party:
        return services.register_party(first_name="Amina", last_name="Diallo", **more)

    def test_i8_a_provisional_code_expires_and_gives_way_to_the_definite_one(self):
        party = self.party()
        first = services.add_identifier(party=party, scheme="cf_provisional", raw=PROVISIONAL, on=D(2026, 1, 15), evidence="Lettera", actor=None)
        assert (first.valid_from, first.valid_to, first.evidence) == (D(2026, 1, 15), D(2026, 7, 15), "Lettera")
        assert list(running_out(D(2026, 6, 14))) == []
        assert list(running_out(D(2026, 6, 15))) == [first]
        assert list(running_out(D(2027, 1, 1))) == [first]
        services.add_identifier(party=party, scheme="cf", raw=CF, on=D(2026, 6, 20), actor=None)
        first.refresh_from_db()
        assert (first.active, first.valid_to) == (False, D(2026, 6, 20))
        assert list(running_out(D(2027, 1, 1))) == []
        assert party.identifiers.count() == 2

    def test_i8_not_without_a_day_nor_beside_a_definite_code_nor_of_sixteen_places(self):
        party = self.party()
        with pytest.raises(Refused, match="giorno"):
            services.add_identifier(party=party, scheme="cf_provisional", raw=PROVISIONAL, actor=None)
        with pytest.raises(Refused, match="11 cifre"):
            services.add_identifier(party=party, scheme="cf_provisional", raw=CF, on=D(2026, 1, 1), actor=None)
        services.add_identifier(party=party, scheme="cf", raw=CF, actor=None)
        with pytest.raises(Refused, match="definitivo"):
            services.add_identifier(party=party, scheme="cf_provisional", raw=PROVISIONAL, on=D(2026, 1, 1), actor=None)
        with pytest.raises(NoRuleForDate):
            services.add_identifier(party=self.party(), scheme="cf_provisional", raw=PROVISIONAL, on=D(1990, 1, 1), actor=None)

    def test_p2_a_provisional_code_is_one_persons_too(self):
        services.add_identifier(party=self.party(), scheme="cf_provisional", raw=PROVISIONAL, on=D(2026, 1, 1), actor=None)
        with pytest.raises(Refused, match="Amina Diallo"):
            services.add_identifier(party=self.party(), scheme="cf_provisional", raw=PROVISIONAL, on=D(2026, 1, 1), actor=None)
        with pytest.raises(Refused, match="Amina Diallo"):
            self.party(fiscal_code=PROVISIONAL)

    def test_a_new_iban_supersedes_and_keeps_the_old_one_and_may_be_shared(self):
        first, second = self.party(), self.party()
        for party in (first, second):
            services.add_identifier(party=party, scheme="iban", raw=IBAN, on=D(2026, 1, 1), actor=None)
        services.add_identifier(party=first, scheme="iban", raw="DE89370400440532013000", on=D(2026, 5, 1), actor=None)
        kept = first.identifiers.get(active=False)
        assert (kept.value, kept.valid_from, kept.valid_to) == (IBAN, D(2026, 1, 1), D(2026, 5, 1))
        assert second.identifiers.get().active

    def test_the_same_code_again_changes_nothing(self):
        party = self.party(fiscal_code=CF)
        services.add_identifier(party=party, scheme="cf", raw=CF.lower(), on=D(2026, 5, 1), actor=None)
        assert Identifier.objects.count() == 1

    def test_each_scheme_says_its_own_cure(self):
        party = self.party()
        for scheme, raw, words in (
            ("iban", "IT93Z0707212900000000123456", "IBAN"),
            ("sdi", "1", "SDI"),
            ("pec", "x", "e-mail"),
            ("vat", "12", "11 cifre"),
        ):
            with pytest.raises(Refused, match=words) as refusal:
                services.add_identifier(party=party, scheme=scheme, raw=raw, actor=None)
            assert refusal.value.field == scheme

    def test_p3_equal_vat_asks_because_a_vat_group_shares_one_number(self):
        one = services.register_party(kind="organisation", display_name="Caseificio Uno", vat="01234560363")
        with pytest.raises(NeedsDecision) as question:
            services.register_party(kind="organisation", display_name="Caseificio Due", vat="IT01234560363")
        assert question.value.candidates == (one.pk,)

    def test_where_somebody_was_born_is_what_he_declares(self):
        party = self.party(birth_place="Dakar", birth_place_code="z343", language="fr", fiscal_code=CF)
        assert (party.birth_place_code, party.language) == ("Z343", "fr")
        with pytest.raises(Refused, match="lettera"):
            self.party(birth_place_code="Dakar")
        with pytest.raises(TypeError):
            self.party(status="erased")

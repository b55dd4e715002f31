"""The charter on real people: P16 and P18 with roles, in lists and in SQL, with constant queries."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.documents import lists, selectors
from vivaio_core.documents.models import Signature
from vivaio_core.documents.services import Signing, draft_version, open_document, publish_version, sign, sign_many
from vivaio_core.documents.signed import signatures_of
from vivaio_core.documents.standing import Reason
from vivaio_core.people.duplicates.services import merge
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.rules.services import add_parameter
from vivaio_core.site.registry import rooms
from vivaio_core.suppliers.selectors import can_take_orders
from vivaio_core.suppliers.services import Known, Profile, bring_in_suppliers

pytestmark = pytest.mark.django_db
WORDS = {Reason.TO_SIGN: lists.TO_SIGN, Reason.MISSED: lists.MISSED, Reason.NEVER: lists.NEVER}
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def signs(party, version, on):
    return sign(party=party, version=version, channel="import", at=noon(on), actor=None)


def supplier(party, since):
    return bring_in_suppliers(known=[Known(party, Profile(), since, since)], actor=None)[0]


def test_p16_from_the_day_of_the_parameter_the_version_in_force_must_be_signed(publish, organisation):
    party = organisation("Forno Bianchi")
    one = publish(date(2018, 6, 1))
    assert selectors.charter_blocks_member(party, date(2018, 12, 31)) is None
    reason = selectors.charter_blocks_member(party, date(2019, 1, 1))
    assert reason == "Manca la firma di «Carta dei valori»: versione 1, in vigore dal 1 giugno 2018."
    assert selectors.charter_blocks_supplier(party, date(2020, 12, 31)) is None
    assert selectors.charter_blocks_supplier(party, date(2021, 1, 1))
    signs(party, one, date(2026, 4, 1))
    assert selectors.charter_blocks_member(party, date(2026, 3, 31))
    assert selectors.charter_blocks_member(party, date(2026, 4, 1)) is None
    publish(MAY)  # lenient for those who are in, not for a newcomer
    assert "versione 2" in selectors.charter_blocks_member(party, MAY)


def test_p16_without_a_charter_or_when_members_do_not_sign_nobody_is_blocked(charter, publish, organisation):
    party = organisation("Forno Bianchi")
    assert selectors.charter_blocks_member(party, MAY) is None
    publish(MAY)
    assert selectors.charter_blocks_member(party, MAY)
    charter.signed_by_members = False
    charter.save()
    assert selectors.charter_blocks_member(party, MAY) is None


def test_p16_a_cooperative_may_stop_asking_by_a_dated_rule(publish, organisation):
    publish(date(2019, 1, 1))
    party = organisation("Forno Bianchi")
    administrator = User.objects.create_superuser("amministratrice@ufficio.example")
    add_parameter(code=selectors.MEMBERS_FROM, text="no", valid_from=MAY, source="Assemblea, verbale 3", actor=administrator)
    assert selectors.charter_blocks_member(party, MAY - timedelta(days=1))
    assert selectors.charter_blocks_member(party, MAY) is None


def test_p18_the_worked_example_of_the_dossier(publish, organisation):
    one, old, new = publish(date(2019, 1, 1)), organisation("Vecchio"), organisation("Nuovo")
    supplier(old, date(2021, 3, 1))
    signs(old, one, date(2021, 3, 1))
    publish(MAY, JUNE)
    assert selectors.charter_standing(old, JUNE).valid
    late = selectors.charter_standing(old, JULY)
    assert (late.valid, late.must_sign, late.since_invalid) == (False, 2, JULY)
    assert "versione 2" in selectors.charter_blocks_supplier(new, date(2026, 5, 20))


def test_members_of_before_are_exempt_until_a_version_calls_everybody(publish, organisation):
    old, new = organisation("Socio di prima"), organisation("Socio di dopo")
    admitted(old, date(2015, 4, 1))
    admitted(new, date(2020, 4, 1))
    publish(date(2019, 1, 1))
    standing = selectors.standings([old, new], MAY)
    assert (standing[old.pk].valid, standing[old.pk].reason) == (True, Reason.EXEMPT)
    assert (standing[new.pk].valid, standing[new.pk].since_invalid) == (False, date(2020, 4, 1))
    publish(MAY, JUNE)
    assert selectors.charter_standing(old, JUNE).by == JUNE
    assert not selectors.charter_standing(old, JULY).valid
    assert list(selectors.must_sign_again(JULY)) == [new, old]


def test_staff_is_listed_too_and_never_more_than_listed(publish):
    clerk = register_party(first_name="Rita", last_name="Poli")
    clerk.login = User.objects.create_user("rita@ufficio.example", is_staff=True)
    clerk.save()
    assert selectors.signatures_due(clerk, MAY) == []
    publish(MAY)
    due = selectors.signatures_due(clerk, MAY)
    assert [(one.document.code, one.standing.since_invalid) for one in due] == [("charter", None)]
    assert list(selectors.must_sign_again(MAY)) == [clerk]


def test_a_client_owes_nothing(publish, organisation):
    publish(MAY)
    client = organisation("Cliente")
    assert selectors.signatures_due(client, MAY) == []
    assert list(selectors.must_sign_again(MAY)) == []
    assert not selectors.signs(client, selectors.version_in_force("charter", MAY).document, MAY)


def test_other_documents_ask_from_their_first_version(publish, organisation):
    member = organisation("Socio")
    admitted(member, date(2015, 4, 1))
    rules = open_document(title="Regolamento", category="regulation", signed_by_members=True, actor=None)
    publish(date(2016, 1, 1), document=rules)
    assert selectors.signatures_due(member, MAY) == []
    publish(MAY, JUNE, document=rules)
    assert [one.standing.by for one in selectors.signatures_due(member, MAY)] == [JUNE]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_p18_lists_and_sql_agree(db, data):
    """Random texts, people, roles and signatures: the many-people form, the SQL list and the single answer say the same."""
    with transaction.atomic():
        document, versions = some_versions(data)
        on = date(2022, 1, 1) + timedelta(days=data.draw(st.integers(0, 500)))
        for party, answer in selectors.standings(some_parties(data, versions), on, document.code).items():
            agrees(party, answer, on, document.code)
        transaction.set_rollback(True)


def some_versions(data):
    document = open_document(title="Prova", signed_by_members=True, signed_by_suppliers=True, actor=None)
    versions, day = [], date(2022, 1, 1)
    for gap, after in data.draw(st.lists(st.tuples(st.integers(1, 90), st.none() | st.integers(0, 120)), min_size=1, max_size=4)):
        day += timedelta(days=gap)
        draft = draft_version(document=document, text="x", actor=None)
        by = None if after is None else day + timedelta(days=after)
        resign = "by_deadline" if by else "none"
        versions.append(publish_version(version=draft, in_force_from=day, resign=resign, resign_by=by, at=noon(day), actor=None))
    return document, versions


def some_parties(data, versions):
    parties = []
    for number in range(3):
        parties.append(register_party(kind="organisation", display_name=f"Ditta {number}", confirmed=True))
        if data.draw(st.booleans()):
            supplier(parties[-1], date(2021, 6, 1) + timedelta(days=data.draw(st.integers(0, 400))))
        for version in sorted(data.draw(st.sets(st.sampled_from(range(len(versions)))))):
            begins = versions[version].in_force_from
            newer = versions[version + 1].in_force_from if version + 1 < len(versions) else date(2026, 1, 1)
            signs(parties[-1], versions[version], min(begins + timedelta(days=data.draw(st.integers(0, 40))), newer - timedelta(days=1)))
    return parties


def agrees(party, answer, on, code):
    found = selectors.scheme(code, on)
    row = selectors.with_roles(Party.objects.filter(pk=party), on).get()
    listed = selectors.must_sign_again(on, code).filter(pk=party).first()
    assert (listed is not None) == (selectors.concerns(row, found) and answer.must_sign is not None)
    if listed:
        assert lists.standing_of(listed, found, on) == answer
        kinds = [one for one in WORDS.values() if lists.by_urgency(selectors.must_sign_again(on, code), found, one, on).filter(pk=party)]
        assert kinds == [WORDS[answer.reason]]


def queries(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_p18_equal_queries_for_10_and_1000_people(publish):
    publish(date(2019, 1, 1))
    version = publish(MAY, JUNE)

    def crowd(start, count):
        rows = [Party(kind="organisation", display_name=f"Ditta {n:04d}", search_key=f"ditta {n:04d}") for n in range(start, start + count)]
        parties = Party.objects.bulk_create(rows)
        bring_in_suppliers(known=[Known(party, Profile(), MAY, MAY) for party in parties], actor=None)
        sign_many(signings=[Signing(party, version, noon(MAY)) for party in parties[::2]], actor=None)

    def count():
        on = date(2026, 6, 1)
        everybody = queries(lambda: selectors.standings(Party.objects.all(), on))
        return everybody, queries(lambda: list(selectors.must_sign_again(on))), queries(lambda: lists.pressing(on))

    crowd(0, 10)
    count()
    first = count()
    crowd(10, 990)
    assert count() == first
    assert first[0] <= 7
    assert len(selectors.must_sign_again(date(2026, 6, 1))) == 500
    assert lists.pressing(date(2026, 6, 1))[0].never == 500


def test_a_member_of_many_documents_costs_the_same(publish, organisation):
    member = organisation("Socio")
    admitted(member, date(2020, 4, 1))
    publish(MAY)
    selectors.signatures_due(member, MAY)
    first = queries(lambda: selectors.signatures_due(member, MAY))
    for number in range(5):
        publish(MAY, document=open_document(title=f"Testo {number}", signed_by_members=True, actor=None))
    assert queries(lambda: selectors.signatures_due(member, MAY)) == first <= 7


def test_the_day_of_a_signature_is_the_local_one(publish, organisation):
    publish(MAY)
    version, party = selectors.version_in_force("charter", MAY), organisation("Nottambula")
    sign(party=party, version=version, channel="import", at=timezone.make_aware(datetime.combine(JUNE, time(23, 50))), actor=None)
    supplier(party, date(2026, 5, 2))
    assert not selectors.charter_standing(party, date(2026, 6, 29)).valid
    assert selectors.charter_standing(party, date(2026, 6, 30)).valid
    assert selectors.charter_blocks_supplier(party, date(2026, 6, 29))
    assert selectors.charter_blocks_supplier(party, date(2026, 6, 30)) is None


def test_what_is_held_is_disclosed(publish, organisation):
    version, party = publish(MAY), organisation("Officina Neri")
    signs(party, version, MAY)
    held = {key: value for room in rooms() for key, value in room.personal_data(party).items()}
    assert held["signatures"] == [
        {
            "document": "Carta dei valori",
            "version": 1,
            "signed_on": "2026-05-01T10:00:00+00:00",
            "how": "dagli archivi di prima",
            "proof": "",
            "fingerprint": version.text_hash,
        }
    ]


def test_resolution_of_a_text_is_kept(publish):
    version = publish(MAY)
    assert version.resolution == record_resolution(organ="assembly", held_on=MAY, minute_no="3", actor=None)


def test_p3_a_signature_stays_where_it_was_written_and_counts_for_the_merged_person(publish, organisation):
    version = publish(date(2021, 1, 1))
    kept, gone, first = (register_party(kind="organisation", display_name=name, confirmed=True) for name in ("Neri", "Neri snc", "Neri e figli"))
    seller = supplier(kept, date(2021, 3, 1))
    signs(first, version, date(2021, 3, 1))
    assert not can_take_orders(seller, MAY)
    merge(winner=gone, loser=first, actor=None)
    merge(winner=kept, loser=gone, actor=None)
    assert Signature.objects.get().party == first
    assert selectors.charter_standing(kept, MAY).valid
    assert selectors.charter_blocks_supplier(kept, MAY) is None
    assert selectors.signatures_due(kept, MAY) == []
    assert can_take_orders(seller, MAY)
    assert list(selectors.must_sign_again(MAY)) == []
    assert [one.version for one in signatures_of(kept)] == [version]

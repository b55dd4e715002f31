"""Versions and signatures: what the services refuse, what the trail says, what the database itself refuses."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.documents import services
from vivaio_core.documents.models import DocumentVersion, Signature
from vivaio_core.documents.selectors import published, version_in_force
from vivaio_core.documents.triggers import GUARD
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.services import record_resolution
from vivaio_core.trail.guard_check import guard_check
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


def user_of(*roles: str) -> User:
    sync_roles()
    user = User.objects.create_user(f"{'-'.join(roles) or 'nessuno'}@ufficio.example")
    set_roles(user=user, roles=list(roles), actor=None)
    return User.objects.get(pk=user.pk)


def refused(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_version_is_drafted_revised_published_and_in_force_from_its_day(charter):
    draft = services.draft_version(document=charter, text="# Uno\r\nDue  \r\n", changes="Nasce", actor=None)
    assert (draft.number, draft.state, draft.text) == (1, "draft", "# Uno\nDue\n")
    draft = services.revise_draft(version=draft, text="# Uno\n\nTre", actor=None)
    resolution = record_resolution(organ="board", held_on=date(2018, 12, 10), minute_no="12", actor=None)
    made = services.publish_version(version=draft, in_force_from=date(2019, 1, 1), resolution=resolution, actor=None)
    assert made.text_hash == sha256(b"# Uno\n\nTre\n").hexdigest()
    assert version_in_force("charter", date(2018, 12, 31)) is None
    assert version_in_force("charter", date(2019, 1, 1)) == made
    kinds = list(Event.objects.filter(kind__startswith="documents.").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["documents.open", "documents.draft", "documents.revise", "documents.publish"]
    assert told(Event.objects.latest("seq")) == "Pubblicata la versione 1 di «Carta dei valori», in vigore dal 1 gennaio 2019."
    assert verify().ok


def test_one_draft_at_a_time_and_none_empty(charter):
    draft = services.draft_version(document=charter, text="Uno", actor=None)
    with pytest.raises(Refused, match="C'è già una bozza"):
        services.draft_version(document=charter, text="Due", actor=None)
    with pytest.raises(Refused, match="Scriva il testo"):
        services.revise_draft(version=draft, text=" \n ", actor=None)
    services.discard_draft(version=draft, actor=None)
    assert not DocumentVersion.objects.exists()
    with pytest.raises(Refused, match="non c'è più"):
        services.discard_draft(version=draft, actor=None)


def test_publishing_refuses_what_cannot_be(charter, publish):
    publish(date(2019, 1, 1))
    draft = services.draft_version(document=charter, text="Due", actor=None)
    board = record_resolution(organ="board", held_on=MAY, minute_no="4", actor=None)
    put = {"version": draft, "actor": None, "resolution": board}
    with pytest.raises(Refused, match="quale organo"):
        services.publish_version(**put | {"resolution": None}, in_force_from=MAY)
    with pytest.raises(Refused, match="prima di essere adottato"):
        services.publish_version(**put, in_force_from=MAY - timedelta(days=1))
    with pytest.raises(Refused, match="ultimo giorno per firmare di nuovo"):
        services.publish_version(**put, in_force_from=MAY, resign="by_deadline")
    with pytest.raises(Refused, match="è passato"):
        services.publish_version(**put, in_force_from=MAY, resign="by_deadline", resign_by=MAY - timedelta(days=1))
    old = record_resolution(organ="board", held_on=date(2018, 1, 1), minute_no="1", actor=None)
    with pytest.raises(Refused, match="deve cominciare dopo"):
        services.publish_version(**put | {"resolution": old}, in_force_from=date(2019, 1, 1))
    assert DocumentVersion.objects.get(pk=draft.pk).state == "draft"


def test_a_published_version_has_no_way_back(publish):
    version = publish(MAY)
    for act in (services.discard_draft, lambda **kw: services.revise_draft(text="Altro", **kw)):
        with pytest.raises(IllegalTransition):
            act(version=version, actor=None)
    with pytest.raises(IllegalTransition):
        services.publish_version(version=version, in_force_from=MAY, actor=None)


def test_p16_immutable_by_the_database_raw_sql_included(publish, organisation):
    one, two = publish(date(2019, 1, 1)), publish(MAY, date(2026, 6, 30))
    signature = services.sign(party=organisation("Officina Neri"), version=one, channel="import", at=one.published_at, actor=None)
    for column, value in (("text", "altro"), ("text_hash", "0" * 64), ("resign", "none"), ("state", "draft"), ("number", 9)):
        refused(f"UPDATE documents_documentversion SET {column} = %s WHERE id = %s", value, one.pk)
    for column in ("in_force_from", "resign_by"):
        refused(f"UPDATE documents_documentversion SET {column} = %s WHERE id = %s", date(2030, 1, 1), two.pk)
    refused("DELETE FROM documents_documentversion WHERE id = %s", two.pk)
    refused("UPDATE documents_signature SET channel = 'web' WHERE id = %s", signature.pk)
    refused("UPDATE documents_signature SET party_id = party_id WHERE id = %s", signature.pk)
    refused("DELETE FROM documents_signature WHERE id = %s", signature.pk)
    copied = "SELECT party_id, {0}, {1}, at, channel, evidence FROM documents_signature WHERE id = %s"
    insert = "INSERT INTO documents_signature (party_id, version_id, version_hash, at, channel, evidence) "
    refused(insert + copied.format(two.pk, "version_hash"), signature.pk)  # the fingerprint of another text
    refused(insert + copied.format("version_id", "version_hash"), signature.pk)  # twice the same
    assert (DocumentVersion.objects.get(pk=one.pk), Signature.objects.get()) == (one, signature)


@pytest.mark.sqlite
def test_p16_replacing_rows_is_no_way_around_on_sqlite(publish, organisation):
    one = publish(MAY)
    services.sign(party=organisation("Officina Neri"), version=one, channel="paper", actor=None)
    columns = ", ".join(field.column for field in DocumentVersion._meta.concrete_fields)
    changed = columns.replace("text,", "'altro' AS text,", 1)
    refused(f"INSERT OR REPLACE INTO documents_documentversion ({columns}) SELECT {changed} FROM documents_documentversion")
    draft = services.draft_version(document=one.document, text="Due", actor=None)
    refused("UPDATE OR REPLACE documents_documentversion SET number = 1 WHERE id = %s", draft.pk)
    columns = ", ".join(field.column for field in Signature._meta.concrete_fields)
    refused(f"INSERT OR REPLACE INTO documents_signature ({columns}) SELECT {columns} FROM documents_signature")


@pytest.mark.postgres
def test_p16_truncating_is_no_way_around_on_postgresql(publish):
    publish(MAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses for another reason
    refused("TRUNCATE documents_signature")
    refused("TRUNCATE documents_documentversion CASCADE")


def test_a_published_row_cannot_be_slipped_in_before_a_later_one(charter, publish):
    publish(MAY)
    draft = services.draft_version(document=charter, text="Due", actor=None)
    early = "UPDATE documents_documentversion SET state = 'published', text_hash = 'x', published_at = %s, in_force_from = %s WHERE id = %s"
    refused(early, timezone.now(), date(2020, 1, 1), draft.pk)


def test_the_guard_is_checked_and_comes_back(db):
    guard_stands = guard_check(GUARD, what="i documenti e le firme")
    assert guard_stands(None, ["default"]) == []
    GUARD.remove(connection)
    assert len(GUARD.missing(connection)) >= 6
    assert [error.id for error in guard_stands(None, ["default"])] == ["documents.E001"]
    GUARD.after_migrate(sender=None, using="default")
    assert GUARD.missing(connection) == []


def test_sign_writes_who_what_when_how(publish, organisation):
    version, party = publish(MAY), organisation("Officina Neri")
    operator = user_of("operator")
    given = {"evidence": "Raccoglitore 2026, foglio 4", "signer": "Ivo Neri"}
    made = services.sign(party=party, version=version, channel="paper", actor=operator, **given)
    assert (made.version_hash, made.actor, made.evidence) == (
        version.text_hash,
        operator,
        "Per l'organizzazione ha firmato Ivo Neri. Raccoglitore 2026, foglio 4",
    )
    event = Event.objects.latest("seq")
    assert (event.kind, event.subject, event.actor) == ("documents.sign", party, operator)
    assert told(event) == "Firmata «Carta dei valori», versione 1, su carta."
    with pytest.raises(Refused, match="ha già firmato"):
        services.sign(party=party, version=version, channel="assembly", actor=None)
    assert Signature.objects.count() == 1


def test_sign_refuses_drafts_old_texts_the_future_and_what_nobody_signs(charter, publish, organisation):
    party, one = organisation("Officina Neri"), publish(date(2019, 1, 1))
    two = publish(MAY)
    draft = services.draft_version(document=charter, text="Tre", actor=None)
    with pytest.raises(Refused, match="è una bozza"):
        services.sign(party=party, version=draft, channel="web", actor=None)
    with pytest.raises(Refused, match="era in vigore la versione 2"):
        services.sign(party=party, version=one, channel="web", actor=None)
    with pytest.raises(Refused, match="deve ancora venire"):
        services.sign(party=party, version=two, channel="paper", actor=None, at=timezone.now() + timedelta(days=2))
    with pytest.raises(Refused, match="come è stata firmata"):
        services.sign(party=party, version=two, channel="voce", actor=None)
    statute = services.open_document(title="Statuto", category="statute", actor=None)
    with pytest.raises(Refused, match="non lo firma nessuno"):
        services.sign(party=party, version=publish(MAY, document=statute), channel="web", actor=None)
    # A newer text, published but not yet in force, may be signed: at the assembly that adopts it.
    services.sign(party=party, version=two, channel="assembly", actor=None, at=one.published_at)
    assert not Event.objects.filter(kind="documents.sign", payload__number=1).exists()


def test_nobody_signs_on_the_site_for_somebody_else(publish, organisation):
    version, mine, yours = publish(MAY), organisation("Officina Neri"), organisation("Forno Bianchi")
    login = User.objects.create_user("neri@casa.example")
    mine.login = login
    mine.save()
    assert services.sign(party=mine, version=version, channel="web", actor=login).party == mine
    for actor, channel in ((login, "web"), (login, "paper"), (user_of("operator"), "web"), (user_of("board"), "paper")):
        with pytest.raises(PermissionDenied):
            services.sign(party=yours, version=version, channel=channel, actor=actor)


@pytest.mark.parametrize("role", ["board", ""])
def test_every_writing_asks_for_its_permission(charter, publish, organisation, role):
    version = publish(MAY)
    draft = services.draft_version(document=charter, text="Due", actor=None)
    actor = user_of(*[role] if role else [])
    for act in (
        lambda: services.open_document(title="Codice", actor=actor),
        lambda: services.correct_document(document=charter, title="Altro", actor=actor),
        lambda: services.draft_version(document=charter, text="x", actor=actor),
        lambda: services.revise_draft(version=draft, text="x", actor=actor),
        lambda: services.discard_draft(version=draft, actor=actor),
        lambda: services.publish_version(version=draft, in_force_from=MAY, actor=actor),
        lambda: services.sign_many(signings=[services.Signing(organisation("A"), version, timezone.now())], actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert published("charter").count() == 1


def test_sign_many_brings_in_with_their_days_once(publish, organisation):
    version = publish(MAY)
    parties = [organisation(f"Ditta {number}") for number in range(20)]
    signings = [services.Signing(party, version, version.published_at + timedelta(days=n), "import") for n, party in enumerate(parties)]
    assert len(services.sign_many(signings=signings, actor=None)) == 20
    assert services.sign_many(signings=signings, actor=None) == []
    days = list(Event.objects.filter(kind="documents.sign").order_by("seq").values_list("at", flat=True))
    assert days == sorted(days)
    assert len(days) == 20
    assert verify().ok
    with pytest.raises(Refused):
        services.sign_many(signings=[services.Signing(organisation("Altra"), version, timezone.now() + timedelta(days=3))], actor=None)


def test_a_title_is_taken_once_and_fields_are_known(charter):
    with pytest.raises(Refused, match="questo titolo"):
        services.open_document(title="Altra", code="charter", actor=None)
    with pytest.raises(TypeError):
        services.open_document(title="Altra", owner="x", actor=None)
    changed = services.correct_document(document=charter, title="Carta dei valori condivisi", summary="Come lavoriamo.", actor=None)
    assert (changed.title, changed.summary, changed.code) == ("Carta dei valori condivisi", "Come lavoriamo.", "charter")

"""The pages: the public reads, the member signs with a plain form, nothing else opens."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from html import unescape

import pytest
from databases import ROOT
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from membership import admitted
from readability import gulpease, prose

from vivaio_core.access.models import User
from vivaio_core.documents.models import Signature
from vivaio_core.documents.reading import as_page, compare
from vivaio_core.documents.services import draft_version, open_document
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
SIGN = "documents_area:document"
TEXTS = sorted((ROOT / "examples" / "insieme" / "documents").glob("*.md"))


@pytest.fixture
def neri(organisation: Callable[[str], Party]) -> Party:
    """A member since 2020 with a login."""
    party = organisation("Officina Neri")
    admitted(party, date(2020, 4, 1))
    party.login = User.objects.create_user("neri@officina.example")
    party.save()
    return party


@pytest.fixture
def member(client: Client, neri: Party) -> Client:
    assert neri.login
    client.force_login(neri.login)
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_reads_the_text_in_force_the_old_ones_and_the_one_to_come(client, publish, charter):
    today = timezone.localdate()
    assert "Non c'è ancora un testo pubblicato" in page(client, "documents:list")
    one = publish(date(2019, 1, 1), text="# Carta\n\n## Le persone\n\nTrattiamo tutti con **rispetto**.")
    publish(date(2020, 1, 1), text="Testo nuovo.")
    publish(today + timedelta(days=30), text="Testo che verrà.")
    draft_version(document=charter, text="Bozza segreta.", actor=None)
    assert "Carta dei valori" in page(client, "documents:list")
    now = page(client, "documents:document", "charter")
    assert "Versione 2, in vigore dal 1 gennaio 2020." in now
    assert "Testo nuovo." in now
    old = page(client, "documents:version", "charter", 1)
    assert "<h3>Le persone</h3>" in old
    assert "<strong>rispetto</strong>" in old
    assert "oggi superata" in old
    assert one.text_hash in old
    assert "assemblea, 1 gennaio 2019, verbale n. 3" in old
    assert "sarà in vigore" in page(client, "documents:version", "charter", 3)
    assert client.get(reverse("documents:version", args=["charter", 4])).status_code == 404
    assert client.get(reverse("documents:version", args=["charter", 9])).status_code == 404
    assert client.get(reverse("documents:document", args=["altro"])).status_code == 404


def test_the_exact_text_has_the_fingerprint_that_is_shown(client, publish):
    version = publish(date(2019, 1, 1), text="È così: «virgolette», 10 €.\n")
    answer = client.get(reverse("documents:text", args=["charter", 1]))
    assert sha256(answer.content).hexdigest() == version.text_hash
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_what_is_not_public_is_for_members(client, publish, neri):
    audit = open_document(title="Revisione", code="audit", category="audit", public=False, actor=None)
    publish(date(2022, 12, 20), document=audit, text="Esito positivo.")
    for name, args in (("documents:document", ["audit"]), ("documents:version", ["audit", 1]), ("documents:text", ["audit", 1])):
        assert client.get(reverse(name, args=args)).status_code == 404
    assert "Revisione" not in page(client, "documents:list")
    client.force_login(neri.login)
    assert "Revisione" in page(client, "documents_area:home")
    assert "Esito positivo." in page(client, SIGN, "audit")
    stranger = Party.objects.create(kind="person", display_name="Cliente", login=User.objects.create_user("cliente@casa.example"))
    client.force_login(stranger.login)
    assert client.get(reverse(SIGN, args=["audit"])).status_code == 404
    assert "Revisione" not in page(client, "documents_area:home")


def test_a_text_cannot_carry_markup_or_ask_another_site():
    drawn = as_page("# T\n\n<script>alert(1)</script> ![x](https://altrove.example/x.png) [y](javascript:alert(1))")
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "href" not in drawn.replace('href="https://altrove.example/x.png"', "")


def test_the_member_reads_and_signs_with_a_plain_form(member, neri, publish):
    today = timezone.localdate()
    publish(date(2019, 1, 1))
    publish(today - timedelta(days=5), today + timedelta(days=12), text="Testo nuovo da firmare.")
    home = page(member, "area:home")
    assert "Firme da fare" in home
    assert "Leggi e firma «Carta dei valori»" in home
    shown = page(member, SIGN, "charter")
    assert "Testo nuovo da firmare." in shown
    assert 'name="version" value="2"' in shown
    assert "<script" not in shown.split("<main", 1)[1]
    bare = member.post(reverse(SIGN, args=["charter"]), {"version": "2"})
    assert "metta il segno nella casella" in bare.content.decode()
    assert not Signature.objects.exists()
    answer = member.post(reverse(SIGN, args=["charter"]), {"version": "2", "agreed": "on"}, follow=True)
    assert "la Sua firma è registrata" in answer.content.decode()
    made = Signature.objects.get()
    assert (made.party, made.version.number, made.channel, made.actor) == (neri, 2, "web", neri.login)
    assert "Firme da fare" not in page(member, "area:home")
    assert "Lei ha firmato questa versione" in page(member, SIGN, "charter")
    assert Event.objects.latest("seq").subject == neri


def test_signing_twice_or_a_text_that_changed_meanwhile(member, publish):
    publish(date(2019, 1, 1), text="Il vecchio testo.")
    publish(timezone.localdate(), text="Il testo di oggi.")
    stale = member.post(reverse(SIGN, args=["charter"]), {"version": "1", "agreed": "on"}).content.decode()
    assert "Intanto è entrata in vigore una nuova versione" in stale
    assert "Il testo di oggi." in stale
    assert 'name="version" value="2"' in stale
    for version in ("x", "", "99999999999999999999"):
        assert member.post(reverse(SIGN, args=["charter"]), {"version": version, "agreed": "on"}).status_code == 200
    assert not Signature.objects.exists()
    member.post(reverse(SIGN, args=["charter"]), {"version": "2", "agreed": "on"})
    again = member.post(reverse(SIGN, args=["charter"]), {"version": "2", "agreed": "on"}, follow=True)
    assert "non c'è più niente da firmare" in unescape(again.content.decode())
    assert Signature.objects.count() == 1


def test_whoever_does_not_sign_a_document_is_not_asked(client, publish, organisation):
    publish(date(2019, 1, 1))
    stranger = organisation("Cliente")
    stranger.login = User.objects.create_user("cliente@casa.example")
    stranger.save()
    client.force_login(stranger.login)
    assert "Ho letto questo testo" not in page(client, SIGN, "charter")
    client.post(reverse(SIGN, args=["charter"]), {"version": "1", "agreed": "on"})
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["documents_area:home", SIGN])
def test_nobody_enters_without_signing_in(client, publish, name):
    publish(date(2019, 1, 1))
    args = ["charter"] if name == SIGN else []
    assert client.get(reverse(name, args=args)).status_code == 302
    client.force_login(User.objects.create_user("sconosciuto@casa.example"))
    assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse(name, args=args)).status_code in (403, 405)


def test_a_form_without_its_token_signs_nothing(neri, publish):
    publish(date(2019, 1, 1))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(neri.login)
    assert strict.post(reverse(SIGN, args=["charter"]), {"version": "1", "agreed": "on"}).status_code == 403
    assert not Signature.objects.exists()


def test_the_public_list_costs_the_same_with_many_documents(client, publish):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, "documents:list")
        return len(queries)

    publish(date(2019, 1, 1))
    count()
    first = count()
    for number in range(12):
        publish(date(2020, 1, 1), document=open_document(title=f"Testo {number}", category="other", actor=None))
    assert count() == first


def test_a_comparison_says_each_line_once():
    lines = compare("Uno\n\nDue\n\nTre\n", "Uno\n\nDue bis\n\nTre\n\nQuattro\n")
    assert [(one.kind, one.text) for one in lines if one.text] == [
        ("same", "Uno"),
        ("gone", "Due"),
        ("added", "Due bis"),
        ("same", "Tre"),
        ("added", "Quattro"),
    ]
    assert {one.kind for one in compare("a\nb\n", "a\nb\n")} == {"same"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_texts_of_the_demonstration_are_easy(path):
    assert gulpease(prose(path.read_text(encoding="utf-8"))) >= 60

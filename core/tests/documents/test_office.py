"""The office: lists with constant queries and exports, drafting to publishing, paper signatures, who may what."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vivaio_core.documents.models import DocumentVersion, LivingDocument, Signature
from vivaio_core.documents.services import Signing, draft_version, open_document, sign_many
from vivaio_core.people.models import Party, Resolution
from vivaio_core.suppliers.services import Known, Profile, bring_in_suppliers

pytestmark = pytest.mark.django_db
LISTS = ["office_documents:index", "office_documents_due:index", "office_documents_signatures:index"]


@pytest.fixture
def crowd(publish: Callable[..., DocumentVersion]) -> Callable[[int], None]:
    """So many suppliers more, who signed version 1 of a charter whose version 2 is to be signed within ten days."""
    today = timezone.localdate()
    one = publish(date(2021, 1, 1))
    publish(today - timedelta(days=3), today + timedelta(days=10))
    made: list[int] = []

    def bring(count: int) -> None:
        numbers = range(len(made), len(made) + count)
        made.extend(numbers)
        rows = [Party(kind="organisation", display_name=f"Ditta {n:05d}", search_key=f"ditta {n:05d}") for n in numbers]
        parties = Party.objects.bulk_create(rows)
        bring_in_suppliers(known=[Known(party, Profile(), date(2021, 1, 1), date(2021, 1, 1)) for party in parties], actor=None)
        sign_many(signings=[Signing(party, one, one.published_at) for party in parties], actor=None)

    return bring


def measure(client: Client, url: str) -> tuple[int, int]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(queries), len(answer.content)


@pytest.mark.parametrize("name", LISTS)
def test_equal_queries_at_10_and_1000_rows(operator, crowd, name):
    crowd(10)
    first = measure(operator, reverse(name))
    part = measure(operator, reverse(name.replace("index", "index_results")))[0] - measure(operator, reverse("office_documents:add"))[0]
    crowd(990)
    second = measure(operator, reverse(name))
    assert first[0] == second[0]
    assert second[1] <= 150_000
    assert part <= 8


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["q=%00", "p=abc", "ordering=x", "document=x&urgency=y&role=z", "number=abc&since=ieri", "export=pdf", "urgency=missed", "role=member"]
)
def test_wild_queries_are_harmless(operator, crowd, name, query):
    crowd(3)
    assert operator.get(f"{reverse(name)}?{query}").status_code == 200


def test_who_must_sign_says_when_and_filters(operator, crowd, organisation):
    crowd(2)
    never = organisation("Mai Firmato")
    bring_in_suppliers(known=[Known(never, Profile(), date(2021, 5, 1), date(2021, 5, 1))], actor=None)
    url = reverse("office_documents_due:index")
    found = operator.get(url).content.decode()
    assert "fra 10 giorni" in found
    assert "fornitore" in found
    assert "mai firmata" in found
    assert "Mai Firmato" not in operator.get(url, {"urgency": "to_sign"}).content.decode()
    only = operator.get(url, {"urgency": "never"}).content.decode()
    assert "Mai Firmato" in only
    assert "Ditta 00001" not in only
    assert "Ditta 00001" in operator.get(url, {"q": "ditta 00001"}).content.decode()
    assert "Ditta 00001" not in operator.get(url, {"role": "member"}).content.decode()
    assert "Ditta 00001" not in operator.get(url, {"document": "altro"}).content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_exports(operator, crowd, name):
    crowd(2)
    text = b"".join(operator.get(reverse(name), {"export": "csv"}).streaming_content).decode()
    assert len(text.splitlines()) in (2, 3)
    assert operator.get(reverse(name), {"export": "xlsx"}).status_code == 200
    if "due" in name:
        assert (timezone.localdate() + timedelta(days=10)).isoformat() in text


def test_from_a_title_to_a_published_text(operator, db):
    form = {"title": "Regolamento dei servizi", "category": "regulation", "summary": "", "public": "on", "signed_by_members": "on"}
    assert operator.post(reverse("office_documents:add"), form).status_code == 302
    document = LivingDocument.objects.get()
    assert (document.code, document.signed_by_suppliers) == ("regolamento-dei-servizi", False)
    operator.post(reverse("office_documents:draft", args=[document.pk]), {"text": "# Regolamento\n\nUno.", "changes": "Nasce"})
    version = DocumentVersion.objects.get()
    operator.post(reverse("office_documents:revise", args=[version.pk]), {"text": "# Regolamento\n\nDue.", "changes": "Nasce"})
    assert "Due." in operator.get(reverse("office_documents:version", args=[version.pk])).content.decode()
    url = reverse("office_documents:publish", args=[version.pk])
    wrong = {"organ": "board", "held_on": "", "minute_no": "7", "in_force_from": "2026-01-10", "resign": "none"}
    answer = operator.post(url, wrong).content.decode()
    assert "il giorno della riunione e il numero del verbale" in answer
    assert 'value="7"' in answer
    without = operator.post(url, wrong | {"minute_no": ""}).content.decode()
    assert "quale organo" in without
    assert operator.post(url, wrong | {"held_on": "2025-12-20"}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.text) == ("published", "# Regolamento\n\nDue.\n")
    assert version.resolution == Resolution.objects.get()
    page = operator.get(reverse("office_documents:page", args=[document.pk])).content.decode()
    assert "in vigore dal 10 gennaio 2026" in page
    assert operator.get(reverse("office_documents:revise", args=[version.pk])).status_code == 200
    refused = operator.post(reverse("office_documents:revise", args=[version.pk]), {"text": "Altro"}).content.decode()
    assert "non cambia più" in refused


def test_a_refused_publication_records_no_resolution(operator, publish, charter):
    publish(date(2019, 1, 1))
    before = Resolution.objects.count()
    version = draft_version(document=charter, text="Due", actor=None)
    form = {"organ": "board", "held_on": "2018-01-01", "minute_no": "9", "in_force_from": "2018-06-01", "resign": "none"}
    assert operator.post(reverse("office_documents:publish", args=[version.pk]), form).status_code == 200
    assert Resolution.objects.count() == before


def test_the_comparison_is_shown_in_words(operator, publish, charter):
    publish(date(2019, 1, 1), text="Uno\n\nDue")
    version = draft_version(document=charter, text="Uno\n\nTre", actor=None)
    page = operator.get(reverse("office_documents:version", args=[version.pk])).content.decode()
    assert "1 riga nuova, 1 riga tolta" in page
    assert "<ins>Tre</ins>" in page
    assert "<del>Due</del>" in page
    operator.post(reverse("office_documents:discard", args=[version.pk]))
    assert not DocumentVersion.objects.filter(pk=version.pk).exists()


def test_a_paper_signature_is_recorded_with_its_sheet(operator, publish, organisation):
    version, party = publish(date(2021, 1, 1)), organisation("Officina Neri")
    url = reverse("office_documents_signatures:record", args=[party.pk])
    form = {"version": version.pk, "channel": "paper", "on": "2026-03-04", "evidence": "", "signer": "Ivo Neri"}
    assert not Signature.objects.exists()
    assert operator.post(url, form).status_code == 200
    assert operator.post(url, form | {"evidence": "Foglio 4", "channel": "web"}).status_code == 200
    assert "Scriva chi ha firmato per Officina Neri" in operator.post(url, form | {"evidence": "Foglio 4", "signer": ""}).content.decode()
    assert operator.post(url, form | {"evidence": "Foglio 4"}).status_code == 302
    made = Signature.objects.get()
    assert (made.channel, made.evidence, timezone.localdate(made.at)) == (
        "paper",
        "Per l'organizzazione ha firmato Ivo Neri. Foglio 4",
        date(2026, 3, 4),
    )
    assert "ha già firmato" in operator.post(url, form | {"evidence": "Foglio 5"}).content.decode()
    assert "Foglio 4" in operator.get(reverse("office_people:person", args=[party.pk])).content.decode()


def test_the_board_reads_and_writes_nothing(entered, publish, charter, organisation):
    board, party = entered("board"), organisation("Officina Neri")
    version = publish(date(2021, 1, 1))
    for name in LISTS:
        assert board.get(reverse(name)).status_code == 200
    assert board.get(reverse("office_documents:page", args=[charter.pk])).status_code == 200
    closed = [
        ("office_documents:add", []),
        ("office_documents:correct", [charter.pk]),
        ("office_documents:draft", [charter.pk]),
        ("office_documents:revise", [version.pk]),
        ("office_documents:publish", [version.pk]),
        ("office_documents:discard", [version.pk]),
        ("office_documents_signatures:record", [party.pk]),
    ]
    for name, args in closed:
        assert board.get(reverse(name, args=args)).status_code == 302
        assert board.post(reverse(name, args=args), {"text": "x", "title": "Altro"}).status_code == 302
    charter.refresh_from_db()
    assert charter.title == "Carta dei valori"
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["page", "correct", "draft", "version", "revise", "publish", "discard"])
def test_what_is_not_there_is_not_found(operator, name):
    assert operator.get(reverse(f"office_documents:{name}", args=[999_999])).status_code == 404


def test_what_waits_stands_on_the_start_page(operator, crowd):
    crowd(2)
    open_document(title="Muto", actor=None)
    page = operator.get(reverse("wagtailadmin_home")).content.decode()
    assert "persone che devono rifirmare «Carta dei valori», ancora in tempo" in page
    assert "fornitori che devono rifirmare la Carta" in page

"""What is done with Wagtail's own pages, images and users is in the trail."""

import pytest
from django.core.files.base import ContentFile
from wagtail.log_actions import log
from wagtail.models import Page

from vivaio_core.access.models import User
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("capo@prova.example", first_name="Aldo")


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="office.").order_by("seq").values_list("kind", flat=True))


def test_a_page_leaves_one_event_for_each_act(editor):
    page = Page.objects.get(depth=1).add_child(instance=Page(title="Chi siamo", slug="prova-chi-siamo"))
    page.save_revision(user=editor, log_action=True).publish(user=editor)
    page.unpublish(user=editor)
    page.delete(user=editor)
    assert kinds()[-3:] == ["office.publish", "office.unpublish", "office.delete"]
    last = Event.objects.latest("seq")
    assert last.actor == editor
    assert told(last) == "Eliminazione: pagina «Chi siamo»."


def test_moving_a_page_is_an_act(editor):
    root = Page.objects.get(depth=1)
    first = root.add_child(instance=Page(title="Uno", slug="prova-uno"))
    second = root.add_child(instance=Page(title="Due", slug="prova-due"))
    second.move(first, pos="last-child", user=editor)
    assert kinds()[-1] == "office.move"


@pytest.mark.parametrize("what", ["document", "user"])
def test_documents_and_users_too(editor, what):
    if what == "user":
        instance = User.objects.create_user("nuovo@prova.example")
    else:
        from wagtail.documents.models import Document

        instance = Document.objects.create(title="Statuto", file=ContentFile(b"x", name="statuto.txt"))
    log(instance=instance, action="wagtail.edit", user=editor)
    event = Event.objects.latest("seq")
    assert event.kind == "office.edit"
    assert event.actor == editor
    assert event.target.endswith(f":{instance.pk}")

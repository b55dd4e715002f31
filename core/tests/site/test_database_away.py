"""A database that does not answer becomes a page in Italian (platform P24)."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from wagtail.models import Page


class Away:
    """Refuses every query, as a server that is down does."""

    def __call__(self, *args: Any) -> Any:
        raise OperationalError("connection refused")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/accesso/sessions/"])
def test_the_page_needs_no_query(client: Client, address: str) -> None:
    client.cookies["session"] = "x" * 32
    client.raise_request_exception = False
    with connection.execute_wrapper(Away()):
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Prova" in answer.content.decode()
    assert 'lang="it"' in answer.content.decode()


@pytest.mark.django_db
def test_other_faults_stay_500(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Page, "serve", broken)
    monkeypatch.setattr("vivaio_core.site.views.HttpResponse", broken)
    assert client.get("/healthz").status_code == 500


@pytest.mark.django_db
def test_after_it_has_come_back_all_is_well(client: Client) -> None:
    client.raise_request_exception = False
    with connection.execute_wrapper(Away()):
        assert client.get("/healthz").status_code == 503
    assert client.get("/healthz").status_code == 200

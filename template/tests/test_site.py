"""The site's own tests: `python3 manage.py test`. Add yours beside this file."""

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils.html import escape


@override_settings(SECURE_SSL_REDIRECT=False, ALLOWED_HOSTS=["testserver"])
class SiteTests(TestCase):
    """What must hold in every cooperative's site."""

    def test_settings_pass_the_check(self) -> None:
        call_command("check")

    def test_health_answers(self) -> None:
        self.assertEqual(self.client.get("/healthz").status_code, 200)

    def test_office_asks_who_you_are(self) -> None:
        answer = self.client.get("/ufficio/")
        self.assertEqual(answer.status_code, 302)
        self.assertIn("/accesso/", answer["Location"])

    def test_home_shows_the_name(self) -> None:
        call_command("start", "--no-serve")
        self.assertContains(self.client.get("/"), escape(settings.COOP.cooperative.name))

"""Rules for passwords beside Django's: the words that everybody would try first here (ASVS 6.2.11)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.site.coop import coop


class ContextWords:
    """Refuses a password that is little more than a name of the cooperative or of its place."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when fewer than eight characters remain without those names."""
        identity = coop().cooperative
        words = {word for text in (identity.name, identity.town, "cooperativa", "password") for word in re.findall(r"\w{4,}", text.lower())}
        rest = password.lower()
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < 8:
            raise ValidationError(_("The password leans on the name of the cooperative. Choose other words."), code="context_word")

    def get_help_text(self) -> str:
        """What the form says about it."""
        return _("Do not build it on the name of the cooperative.")

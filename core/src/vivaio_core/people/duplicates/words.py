"""Why two entries look alike, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

CODE, NAME_BIRTH, VAT = "same_code", "same_name_and_birth", "same_vat"
NAME_EMAIL, NAME_PHONE, EMAIL, PHONE = "same_name_and_email", "same_name_and_phone", "same_email", "same_phone"
CERTAIN = {CODE, NAME_BIRTH, VAT}
REASONS = {
    CODE: gettext_lazy("the same fiscal code once its letters are turned back into digits"),
    NAME_BIRTH: gettext_lazy("the same name and the same date of birth"),
    VAT: gettext_lazy("the same VAT number"),
    NAME_EMAIL: gettext_lazy("the same name and the same e-mail"),
    NAME_PHONE: gettext_lazy("the same name and the same telephone"),
    EMAIL: gettext_lazy("the same e-mail"),
    PHONE: gettext_lazy("the same telephone"),
}


def in_words(reasons: Iterable[str]) -> list[str]:
    """The reasons known, strongest first, none said twice."""
    found = set(reasons)
    found -= {weaker for stronger, weaker in ((NAME_EMAIL, EMAIL), (NAME_PHONE, PHONE)) if stronger in found}
    return [str(text) for reason, text in REASONS.items() if reason in found]

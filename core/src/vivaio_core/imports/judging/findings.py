"""What can be found about a line: a code for machines, a sentence for people, and how much it weighs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vivaio_core.imports.columns import label_of
from vivaio_core.imports.models import ImportRow

ERROR, DUPLICATE, ASK, WARNING = ImportRow.Status.ERROR, ImportRow.Status.DUPLICATE, ImportRow.Status.ASK, ImportRow.Status.WARNING
GRAVITY = (ERROR, DUPLICATE, ASK, WARNING)


@dataclass(frozen=True)
class Finding:
    """One thing found; `level` is a row status."""

    code: str
    text: str
    level: str


def status_of(findings: list[Finding]) -> str:
    """The gravest level, OK without any."""
    levels = {finding.level for finding in findings}
    return next((level for level in GRAVITY if level in levels), ImportRow.Status.OK)


def at_field(field: str, code: str, level: str = ERROR, **more: Any) -> Finding:
    """A finding about one field, its column named first."""
    return Finding(code, f"{label_of(field)}: {_of_cells()[code] % more}", level)


def of_line(code: str, level: str = ERROR, **more: Any) -> Finding:
    """A finding about the whole line."""
    return Finding(code, _of_lines()[code] % more, level)


def _of_cells() -> dict[str, str]:
    return {
        "day_is_number": _("there is a number instead of a day: give the column the format of a date."),
        "short_year": _("the year has two digits: write all four."),
        "no_day": _("this is not a day: write it as 31/12/2020."),
        "impossible_day": _("this day does not exist."),
        "future_day": _("this day is still to come."),
        "no_amount": _("this is not an amount: write it as 1.234,56."),
        "no_number": _("this is not a whole number."),
        "too_long": _("the text is too long: at most %(most)s characters."),
        "unknown_word": _("“%(word)s” is not one of the words known here (%(known)s)."),
        "lost_zeros": _("the spreadsheet took the code for a number and lost its zeros. It could be %(value)s: confirm it, or correct the file."),
        "spreadsheet_number": _("the spreadsheet took the code for a number: compare it with the document."),
        "not_email": _("this is not an e-mail address."),
        "omocodia": _("some digits are replaced by letters, as the tax office does when two people would have the same code."),
        "place_unknown": _("the place of birth inside the code is not in our table."),
        "bank_unknown": _("the bank is not in our table."),
        "non_sepa": _("the account is outside the SEPA area."),
        "birth_mismatch": _("what is declared is not what the fiscal code says."),
        "provisional": _("it is a provisional code: it will have to be replaced."),
        "unknown_group": _("“%(name)s” is not on the list of included groups: nobody joins it."),
        "missing": _("it is missing."),
        "taken_day": _("it is missing: the day of the act is taken."),
        "not_with_numbers": _("with numbers of entries, the end needs a line of its own."),
        "not_whole": _("it does not divide into whole shares."),
        "other_amount": _("shares times value make another amount."),
        "negative": _("it cannot be less than zero."),
        "no_rule": _("no value of a share is known for that day: write it in the file or among the rules."),
    }


def _of_lines() -> dict[str, str]:
    return {
        "formula": _("A cell holds a formula without its result: paste the values in its place."),
        "merged": _("Some cells of this line are merged: separate them and write each value."),
        "too_many_cells": _("The line has more cells than the headings: perhaps a separator inside a text."),
        "no_name": _("The name is missing: first and last name of a person, or the name of an organisation."),
        "half_name": _("A person needs a first name and a last name."),
        "two_names": _("The line has both a person's name and an organisation's: say which it is."),
        "imported_line": _("This very line has been brought in already, from “%(file)s”."),
        "same_line": _("The same as line %(line)s of this file."),
        "known_code": _("Already there: %(name)s has this fiscal code."),
        "code_in_file": _("The fiscal code is the same as in line %(line)s."),
        "alike": _("It may be somebody who is already there: %(names)s."),
        "shared_email": _("The e-mail is also that of %(names)s."),
        "shared_phone": _("The telephone is also that of %(names)s."),
        "shared_address": _("The address is also that of %(names)s."),
        "decided_same": _("You decided: it is the same as %(names)s."),
        "decided_other": _("You decided: it is another one."),
        "decided_skip": _("You decided to leave it out."),
        "number_of_another": _("The member number %(number)s belongs to %(names)s."),
        "other_number": _("%(names)s already has another member number."),
        "nobody": _("Nobody of this name is a member at this point: the admission is missing."),
        "no_code": _("The fiscal code is missing: add it as soon as you can."),
        "void_note": _("A number that was not used needs a note that says why."),
        "no_day_at_all": _("The day of the entry is missing."),
        "recorded_before": _("It was entered in the register before it was decided."),
        "register": "%(text)s",
    }

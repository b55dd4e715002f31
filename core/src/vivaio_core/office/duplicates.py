"""Duplicates: the pairs to decide, two entries side by side, and the decisions."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.acts import ActView
from vivaio_core.office.fields import PartyField
from vivaio_core.office.listing import PER_PAGE
from vivaio_core.office.person import PersonAct
from vivaio_core.pages.numbers import day
from vivaio_core.people.duplicates import moving
from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.duplicates.search import look_for_duplicates
from vivaio_core.people.duplicates.selectors import duplicate_pairs, last_merge, pairs_to_decide
from vivaio_core.people.duplicates.services import ignore, merge, suspect, undo_merge
from vivaio_core.people.duplicates.words import in_words
from vivaio_core.people.models import Party
from vivaio_core.people.words import bond_in_words

COMPARED = ("display_name", "kind", "birth_date", "birth_place", "email", "phone", "address", "legal_form")
State = DuplicatePair.State


@dataclass(frozen=True)
class Line:
    """One line of the comparison."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Both say something, and not the same."""
        return bool(self.first and self.second and self.first != self.second)


class _Shown(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see duplicates."""
        if not request.user.has_perm("people.view_duplicatepair"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Duplicates(_Shown):
    """The pairs of one state, strong reasons first."""

    template_name = "office/duplicates.html"
    page_title = gettext_lazy("Duplicates")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the people."""
        return [*self.breadcrumbs_items, _people(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of pairs, each with its reasons."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        state = self.request.GET.get("state", State.OPEN)
        state = state if state in State.values else State.OPEN
        found = pairs_to_decide() if state == State.OPEN else duplicate_pairs(state)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        pairs = [(pair, in_words(pair.reasons)) for pair in page.object_list]
        may = self.request.user.has_perm("people.change_duplicatepair")
        return {**context, "page": page, "pairs": pairs, "state": state, "states": State.choices, "may": may}


class PairPage(_Shown):
    """Two entries side by side."""

    template_name = "office/duplicate.html"
    page_title = gettext_lazy("Two entries side by side")
    pair: DuplicatePair

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the duplicates."""
        return [*self.breadcrumbs_items, _people(), _list(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What both say, line by line, and what hangs on each."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pair = _pair(self.kwargs["pk"])
        both = [pair.party_a, pair.party_b]
        decided = pair.state in (State.IGNORED, State.MERGED) or any(one.status != Party.Status.ACTIVE for one in both)
        return {
            **context,
            "pair": pair,
            "reasons": in_words(pair.reasons),
            "lines": compared(*both),
            "pointing": [list(moving.pointing_at(one)) for one in both],
            "may_ignore": self.request.user.has_perm("people.change_duplicatepair") and not decided,
            "may_merge": self.request.user.has_perm("people.add_merge") and not decided,
        }


class Search(ActView):
    """Look for duplicates."""

    permission = "people.change_duplicatepair"
    page_title = gettext_lazy("Look for duplicates")
    explanation = gettext_lazy("The records are searched for entries that may be one. Nothing is merged: each pair waits for your decision.")
    button = gettext_lazy("Look")
    header_icon = "search"
    form_class = forms.Form

    def act(self, data: dict[str, Any]) -> str:
        """Look."""
        count = look_for_duplicates(on=timezone.localdate(), actor=self.actor)
        return ngettext("%(count)s new pair to decide.", "%(count)s new pairs to decide.", count) % {"count": count}

    def after(self) -> str:
        """The list."""
        return reverse("office_people:duplicates")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [_people(), _list()]


class _PairAct(ActView):
    pair: DuplicatePair
    header_icon = "group"

    def prepare(self) -> None:
        """The pair of the address."""
        self.pair = _pair(self.kwargs["pk"])

    def after(self) -> str:
        """The pairs that are left."""
        return reverse("office_people:duplicates")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the pair."""
        return [_people(), _list(), {"url": reverse("office_people:duplicate", args=[self.pair.pk]), "label": str(self.pair)}]


class NoteForm(forms.Form):
    """Why they are two."""

    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False, help_text=gettext_lazy("For example: mother and daughter."))


class Ignore(_PairAct):
    """They are two."""

    permission = "people.change_duplicatepair"
    page_title = gettext_lazy("They are two different ones")
    explanation = gettext_lazy("Both entries stay as they are, and the search does not propose this pair again.")
    form_class = NoteForm

    def act(self, data: dict[str, Any]) -> str:
        """Decide."""
        ignore(pair=self.pair, actor=self.actor, **data)
        return _("Noted: they are two different ones.")


class MergePair(_PairAct):
    """They are one."""

    permission = "people.add_merge"
    page_title = gettext_lazy("Merge the two entries")
    button = gettext_lazy("Merge")
    form_class = forms.Form
    kept: Party
    gone: Party

    def prepare(self) -> None:
        """Which one stays."""
        super().prepare()
        both = {one.pk: one for one in (self.pair.party_a, self.pair.party_b)}
        if self.kwargs["kept"] not in both:
            raise Http404
        self.kept = both.pop(self.kwargs["kept"])
        (self.gone,) = both.values()
        text = _(
            "The entry %(kept)s (no. %(kept_id)s) stays. Everything that hangs on %(gone)s (no. %(gone_id)s) goes to it, and where it says nothing "
            "it takes the other's data. The register of members does not change. You can undo the whole as long as nothing else has been changed."
        )
        names = {"kept": self.kept, "kept_id": self.kept.pk, "gone": self.gone, "gone_id": self.gone.pk}
        self.explanation = text % names

    def act(self, data: dict[str, Any]) -> str:
        """Merge."""
        merge(winner=self.kept, loser=self.gone, actor=self.actor)
        return _("The two entries are one now.")


class Undo(PersonAct):
    """Take the last merge back."""

    permission = "people.add_merge"
    page_title = gettext_lazy("Undo the merge")
    explanation = gettext_lazy("Both entries come back as they were, with everything that hung on each. It works only if nothing was changed since.")
    button = gettext_lazy("Undo the merge")
    form_class = forms.Form
    made: Merge

    def prepare(self) -> None:
        """The merge that still stands."""
        super().prepare()
        found = last_merge(self.party)
        if found is None:
            raise Http404
        self.made = found

    def act(self, data: dict[str, Any]) -> str:
        """Undo."""
        undo_merge(made=self.made, actor=self.actor)
        return _("The merge is undone: there are two entries again.")


class OtherForm(forms.Form):
    """With whom to compare."""

    other = PartyField(label=gettext_lazy("The other entry"))


class Compare(PersonAct):
    """Put two entries side by side."""

    permission = "people.change_duplicatepair"
    page_title = gettext_lazy("Compare with another entry")
    explanation = gettext_lazy("You will see the two side by side, and decide there. Nothing is merged yet.")
    button = gettext_lazy("Compare")
    form_class = OtherForm
    made: DuplicatePair | None = None

    def act(self, data: dict[str, Any]) -> str:
        """Make the pair."""
        self.made = suspect(one=self.party, other=data["other"], on=timezone.localdate(), actor=self.actor)
        return _("Here are the two entries.")

    def after(self) -> str:
        """The pair's page once there is one."""
        return reverse("office_people:duplicate", args=[self.made.pk]) if self.made else super().after()


def compared(first: Party, second: Party) -> list[Line]:
    """Data, membership and codes of two parties, line by line."""
    lines = [Line(str(getattr(Party._meta.get_field(name), "verbose_name", name)), _text(first, name), _text(second, name)) for name in COMPARED]
    bonds = [bond_in_words(one, list(one.memberships.all()), timezone.localdate()) for one in (first, second)]
    codes = [[f"{code.get_scheme_display()} {code.value}" for code in one.identifiers.all() if code.active] for one in (first, second)]
    groups = [[str(row.collectivity) for row in one.belongings.all() if row.to_on is None] for one in (first, second)]
    made = [day(timezone.localdate(one.created_at)) for one in (first, second)]
    return [
        *(line for line in lines if line.first or line.second),
        Line(_("membership"), *bonds),
        Line(_("codes"), *("; ".join(texts) for texts in codes)),
        Line(_("groups"), *("; ".join(texts) for texts in groups)),
        Line(_("written down on"), *made),
    ]


def _text(party: Party, name: str) -> str:
    if name == "birth_date":
        return day(party.birth_date) if party.birth_date else ""
    return str(party.get_kind_display()) if name == "kind" else str(getattr(party, name))


def _pair(pk: int) -> DuplicatePair:
    found = DuplicatePair.objects.select_related("party_a", "party_b")
    related = ("memberships", "identifiers", "belongings__collectivity")
    return get_object_or_404(found.prefetch_related(*(f"party_{side}__{name}" for side in "ab" for name in related)), pk=pk)


def _people() -> dict[str, str]:
    return {"url": reverse("office_people:index"), "label": _("People and organisations")}


def _list() -> dict[str, str]:
    return {"url": reverse("office_people:duplicates"), "label": _("Duplicates")}


def pages() -> list[URLPattern]:
    """The list, a pair, the decisions."""
    return [
        path("doppioni/", Duplicates.as_view(), name="duplicates"),
        path("doppioni/cerca/", Search.as_view(), name="look_for_duplicates"),
        path("doppioni/<int:pk>/", PairPage.as_view(), name="duplicate"),
        path("doppioni/<int:pk>/diverse/", Ignore.as_view(), name="not_duplicate"),
        path("doppioni/<int:pk>/unisci/<int:kept>/", MergePair.as_view(), name="merge"),
        path("<int:pk>/annulla-unione/", Undo.as_view(), name="undo_merge"),
        path("<int:pk>/confronta/", Compare.as_view(), name="compare"),
    ]

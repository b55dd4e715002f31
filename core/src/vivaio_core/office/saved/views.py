"""Pages that keep a view of a list and take one away."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.office.acts import ActView
from vivaio_core.office.models import SavedView
from vivaio_core.office.saved.selectors import kept_part
from vivaio_core.office.saved.services import drop_view, save_view


class NameForm(forms.Form):
    """A name, and whether everybody sees it."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Show it to everybody in the office"), required=False)


def permission_to_see(list_name: str) -> str:
    """The permission with which a list of the office is seen. Raises Http404 when there is no such list."""
    try:
        view = resolve(reverse(list_name)).func
        model = getattr(view, "view_initkwargs", {})["model"]
    except (NoReverseMatch, Resolver404, KeyError):
        raise Http404 from None
    return f"{model._meta.app_label}.view_{model._meta.model_name}"


class _SavedAct(ActView):
    list_name: str
    query: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see the list."""
        self.list_name, self.query = self.about(request, **kwargs)
        self.permission = permission_to_see(self.list_name)
        return super().dispatch(request, *args, **kwargs)

    def about(self, request: HttpRequest, **kwargs: Any) -> tuple[str, str]:
        """Which list, and with which search and filters."""
        raise NotImplementedError

    def after(self) -> str:
        """The list as it was."""
        return f"{reverse(self.list_name)}?{self.query}"


class SaveView(_SavedAct):
    """Keep a view."""

    page_title = gettext_lazy("Keep this view")
    explanation = gettext_lazy("Search, filters and order of the list are kept under a name. It stands above the list, one click away.")
    form_class = NameForm

    def about(self, request: HttpRequest, **kwargs: Any) -> tuple[str, str]:
        """From the address: the list's name, the rest as the list had it."""
        given = request.GET.copy()
        return str(given.pop("list", [""])[-1]), kept_part(given)

    def act(self, data: dict[str, Any]) -> str:
        """Keep."""
        made = save_view(list_name=self.list_name, query=self.query, actor=self.actor, **data)
        return _("The view “%(name)s” is kept.") % {"name": made}


class DropView(_SavedAct):
    """Take a view away."""

    page_title = gettext_lazy("Take this view away")
    explanation = gettext_lazy("Only the name goes. The list and its rows stay as they are.")
    button = gettext_lazy("Take away")
    form_class = forms.Form
    view: SavedView

    def about(self, request: HttpRequest, **kwargs: Any) -> tuple[str, str]:
        """From the view itself; somebody else's own is none of mine."""
        self.view = get_object_or_404(SavedView, pk=kwargs["pk"])
        if not self.view.shared and self.view.owner_id != request.user.pk:
            raise PermissionDenied
        return self.view.list_name, QueryDict(self.view.query).urlencode()

    def get_page_subtitle(self) -> str:
        """Which one."""
        return self.view.name

    def act(self, data: dict[str, Any]) -> str:
        """Take away."""
        drop_view(view=self.view, actor=self.actor)
        return _("The view is gone.")

    def after(self) -> str:
        """The whole list."""
        return reverse(self.list_name)

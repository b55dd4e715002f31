"""An act of the office: a small form on a page of its own that calls one service. What was typed is never lost by a refusal."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.office.exports import Text
from vivaio_core.pages.elision import elided

if TYPE_CHECKING:
    AnyFormView = FormView[Any]
else:
    AnyFormView = FormView


class ActView(WagtailAdminTemplateMixin, AnyFormView):
    """Subclasses give `permission`, `form_class`, `act` and `after`."""

    template_name = "office/act.html"
    permission = ""
    button: Text = gettext_lazy("Save")
    explanation: Text = ""
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not, before anything is read."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.prepare()
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> User:
        """Who acts; Wagtail lets nobody else in."""
        return cast(User, self.request.user)

    def prepare(self) -> None:
        """Read what the act is about."""

    def act(self, data: dict[str, Any]) -> str:
        """Call the service; return the sentence shown afterwards. Refusals go back into the form."""
        raise NotImplementedError

    def after(self) -> str:
        """Where to go once it is done."""
        raise NotImplementedError

    def crumbs(self) -> list[dict[str, str]]:
        """Address and label of the pages above this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to this page."""
        return [*self.breadcrumbs_items, *self.crumbs(), {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it, or say in the form why not."""
        try:
            said = self.act(form.cleaned_data)
        except ContractError as refusal:
            return self.refused(form, refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, elided(said))
        return redirect(self.after())

    def refused(self, form: forms.Form, refusal: ContractError) -> HttpResponse:
        """The form again, with the refusal at its field."""
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, str(refusal))
        return self.form_invalid(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Nothing was done; say so."""
        messages.error(self.request, _("Nothing was saved: please look at the marked fields."))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "button": self.button, "explanation": self.explanation, "back": self.after()}

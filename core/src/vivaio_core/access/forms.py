"""allauth's forms with large, plain fields: labels in Italian, the right keyboard, help from the browser."""

from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vivaio_core.access.models import User


def _dress(field: forms.Field, label: Any, **attrs: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class PasswordSignIn(LoginForm):
    """E-mail and password: the first half of the office's door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["login"], _("Your e-mail"), autocomplete="username")
        _dress(self.fields["password"], _("Password"))
        self.fields["password"].help_text = ""


class CodeRequest(RequestLoginCodeForm):
    """Asks for a code. Who works in the office gets the same answer, but no code: for them an e-mail is not enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["email"], _("Your e-mail"), autocomplete="email")

    def clean(self) -> Any:
        """Forget a user who needs a password; the adapter writes to them instead."""
        cleaned = super().clean()
        user = getattr(self, "_user", None)
        if user is not None and (user.is_staff or user.is_superuser):
            self._user = None
        return cleaned


class _DigitsMixin:
    fields: dict[str, forms.Field]

    def _digits(self, label: Any) -> None:
        _dress(self.fields["code"], label, inputmode="numeric", autocomplete="one-time-code", spellcheck="false")


class CodeConfirm(_DigitsMixin, ConfirmLoginCodeForm):
    """The code that arrived by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._digits(_("Code"))


class EmailConfirm(_DigitsMixin, ConfirmEmailVerificationCodeForm):
    """The code that proves a new address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._digits(_("Code"))


class PasswordReset(ResetPasswordForm):
    """Asks for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["email"], _("Your e-mail"), autocomplete="email")


class SecondFactor(AuthenticateForm):
    """Code of the app, or one of the recovery codes: both are digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], _("Code of the app"), inputmode="numeric", autocomplete="one-time-code")


class SecondFactorAgain(ReauthenticateForm):
    """The same, before an act that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], _("Code of the app"), inputmode="numeric", autocomplete="one-time-code")


class SecondFactorStart(ActivateTOTPForm):
    """The first code, which proves that the app is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], _("Six digits shown by the app"), inputmode="numeric", autocomplete="one-time-code")


class InvitationForm(forms.Form):
    """Name and password of who follows a one-time link; the e-mail only for the first administrator."""

    email = forms.EmailField(label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    first_name = forms.CharField(label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    password = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(label=_("The same password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())
        if user is not None:
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """Refuse the address of another login."""
        email = self.cleaned_data["email"].strip().lower()
        if self.user is None and User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("This address already has a login. Enter with it, or write another address."))
        return str(email)

    def clean(self) -> dict[str, Any]:
        """Both passwords equal, and good enough."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Write the same one twice."))
        elif password:
            person = User(email=data.get("email", ""), first_name=data.get("first_name", ""), last_name=data.get("last_name", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data

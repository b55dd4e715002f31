"""Sign-in: members by a code sent by e-mail, staff by password and a second factor (django-allauth)."""

from typing import Any

from vivaio_core.contract.coop import Coop


def sign_in(coop: Coop) -> dict[str, Any]:
    """Settings of allauth and of Django's authentication."""
    return {
        "AUTH_USER_MODEL": "access.User",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/area/",
        "WAGTAILADMIN_LOGIN_URL": "account_login",
        "WAGTAIL_FRONTEND_LOGIN_URL": "/accesso/login/",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "DEFAULT_FROM_EMAIL": coop.contact.email,
    }

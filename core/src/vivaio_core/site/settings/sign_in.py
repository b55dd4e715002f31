"""Sign-in: members by a code sent by e-mail, staff by password and a second factor (django-allauth; platform P1 to P8)."""

from datetime import timedelta
from typing import Any

from vivaio_core.contract.coop import Coop

# Per address and per account. Fifteen people in one room share an address: a site may raise the first figures in its own settings.
RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "request_login_code": "60/m/ip,3/m/key,12/h/key",
    "reset_password": "30/m/ip,3/m/key",
    "reset_password_from_key": "30/m/ip",
    "confirm_email": "1/10s/key",
    "signup": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
# (without a sign of life, since sign-in)
SESSION_LIMITS = {"staff": (timedelta(hours=3), timedelta(hours=12)), "member": (timedelta(days=14), timedelta(days=30))}
PASSWORD_RULES = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "vivaio_core.access.passwords.ContextWords"},
]
# Eight digits (26.6 bits, 3 tries): easier to read from a telephone than letters, and the numeric keyboard opens by itself.
CODE = {"numeric": True, "length": 8, "dashed": True}


def sign_in(coop: Coop) -> dict[str, Any]:
    """Settings of Django's authentication and of allauth."""
    return {
        "AUTH_USER_MODEL": "access.User",
        "AUTHENTICATION_BACKENDS": ["vivaio_core.access.backends.Backend"],
        "AUTH_PASSWORD_VALIDATORS": PASSWORD_RULES,
        "PASSWORD_RESET_TIMEOUT": 3600,
        "LOGIN_URL": "account_request_login_code",
        "LOGIN_REDIRECT_URL": "access_home",
        "LOGOUT_REDIRECT_URL": "/",
        "SESSION_COOKIE_AGE": int(SESSION_LIMITS["member"][1].total_seconds()),
        "ACCESS_SESSION_LIMITS": SESSION_LIMITS,
        "ACCESS_INVITATION_HOURS": 48,
        "ALLAUTH_TRUSTED_PROXY_COUNT": coop.site.trusted_proxies,
        **_account(coop),
        **_second_factor(coop),
    }


def _account(coop: Coop) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "vivaio_core.access.adapter.Adapter",
        "ACCOUNT_FORMS": {
            "login": "vivaio_core.access.forms.PasswordSignIn",
            "request_login_code": "vivaio_core.access.forms.CodeRequest",
            "confirm_login_code": "vivaio_core.access.forms.CodeConfirm",
            "confirm_email_verification_code": "vivaio_core.access.forms.EmailConfirm",
            "reset_password": "vivaio_core.access.forms.PasswordReset",
        },
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if coop.site.https else "http",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 600,
        "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
        "ACCOUNT_LOGIN_BY_CODE_FORMAT": CODE,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT": 600,
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT": CODE,
        "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": f"{coop.cooperative.name}: ",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_RATE_LIMITS": RATE_LIMITS,
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }


def _second_factor(coop: Coop) -> dict[str, Any]:
    return {
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_FORMS": {
            "authenticate": "vivaio_core.access.forms.SecondFactor",
            "reauthenticate": "vivaio_core.access.forms.SecondFactorAgain",
            "activate_totp": "vivaio_core.access.forms.SecondFactorStart",
        },
        "MFA_TOTP_ISSUER": coop.cooperative.name,
        # One step of delay, as RFC 6238 section 5.2 recommends: tired hands and slow clocks.
        "MFA_TOTP_TOLERANCE": 1,
    }

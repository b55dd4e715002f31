"""Refusals of the services of logins; each text says what to do."""

from django.core.exceptions import ValidationError


class AccessRefused(ValidationError):
    """A login cannot be made or changed as asked."""

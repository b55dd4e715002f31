"""Ends sessions on the server."""

from allauth.usersessions.models import UserSession

from vivaio_core.access.models import User


def end_sessions(*, user: User) -> int:
    """End every session of `user` on every device; return how many."""
    ended = 0
    for session in UserSession.objects.filter(user=user):
        session.end()
        ended += 1
    return ended

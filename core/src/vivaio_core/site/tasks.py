"""The one place where `task` comes from (platform P9). Everybody writes `from vivaio_core.site.tasks import task`.

A task is enqueued inside the service's transaction, so that it exists if and only if the act does (P15). It may run twice
(P13): its effect and the key of that effect belong in one transaction.
"""

from django_tasks import task

__all__ = ["task"]

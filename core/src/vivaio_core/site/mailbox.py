"""Reads the letters that a site without a mail server leaves in var/posta."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string
from email.message import Message
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

MARK = "-" * 79


@dataclass(frozen=True)
class Letter:
    """One letter as its reader sees it."""

    to: str
    subject: str
    text: str
    at: datetime | None


def letters(folder: str | Path, count: int) -> list[Letter]:
    """The newest `count` letters of Django's file backend, newest first; a file half written is read as far as it goes."""
    files = sorted(Path(folder).glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    found: list[Letter] = []
    for file in files[:count]:
        parts = [part for part in file.read_text(encoding="utf-8", errors="replace").split(MARK) if part.strip()]
        found += [_letter(message_from_string(part.lstrip(), policy=default)) for part in reversed(parts)]
    return found[:count]


def _letter(message: Message) -> Letter:
    payload = message.get_payload(decode=True)
    text = payload.decode(message.get_content_charset() or "utf-8", "replace") if isinstance(payload, bytes) else ""
    date = message.get("Date")
    at = parsedate_to_datetime(date) if date else None
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)  # "-0000": the time is UTC, the writer's zone unknown (RFC 5322, 3.3)
    return Letter(str(message.get("To", "")), str(message.get("Subject", "")), text, at)

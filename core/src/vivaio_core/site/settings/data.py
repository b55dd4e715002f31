"""Database, cache, files, secret key: SQLite and local folders by default, everything else by the environment."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url


def databases(base: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """SQLite in var/ unless DATABASE_URL names a server. SQLite writes are IMMEDIATE: deferred ones fail at once under load (measured)."""
    url = environ.get("DATABASE_URL", "")
    if url:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    else:
        config = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": base / "var" / "db.sqlite3",
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    return {"DATABASES": {"default": config}}


def caches(base: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """A cache shared by all processes: rate limits count in it. Files by default, Redis with REDIS_URL."""
    url = environ.get("REDIS_URL", "")
    if url:
        return {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}}
    return {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(base / "var" / "cache")}}}


def files(base: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """Static files with hashed names once `collectstatic` has run, straight from the packages before that."""
    collected = (base / "var" / "static" / "staticfiles.json").exists()
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage" if collected else "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {
        "STATIC_URL": "/static/",
        "STATIC_ROOT": base / "var" / "static",
        "STATICFILES_DIRS": [path for path in [base / "own" / "static"] if path.is_dir()],
        "WHITENOISE_USE_FINDERS": not collected,
        "MEDIA_URL": "/media/",
        "MEDIA_ROOT": base / "var" / "media",
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": backend},
        },
    }


def secret_key(base: Path, environ: Mapping[str, str]) -> str:
    """SECRET_KEY of the environment, or one made once and kept in var/ readable by its owner only."""
    given = environ.get("SECRET_KEY", "")
    if given:
        return given
    path = base / "var" / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")

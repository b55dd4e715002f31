"""Database, cache, files, secret key: SQLite and local folders by default, everything else by the environment."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

# 16 MB of pages in memory for each connection, instead of 2: sums over a whole table read no page twice, and the ledger's check() of 100,000
# transfers takes two thirds of the time.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
}


def database(url: str) -> dict[str, Any]:
    """One entry of DATABASES for `url`. SQLite writes are IMMEDIATE: deferred ones fail at once under load (platform P22, measured)."""
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
    return config


def databases(base: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """SQLite in var/ unless DATABASE_URL names a server."""
    url = environ.get("DATABASE_URL", "")
    if url:
        return {"DATABASES": {"default": database(url)}}
    config = database("sqlite:///:memory:")
    config["NAME"] = base / "var" / "db.sqlite3"
    return {"DATABASES": {"default": config}}


def caches(base: Path, environ: Mapping[str, str], engine: str) -> dict[str, Any]:
    """A cache that all processes share, because rate limits count in it (platform P4).

    Redis with REDIS_URL; without it a table of PostgreSQL, which several machines share, or files beside SQLite.
    """
    url = environ.get("REDIS_URL", "")
    if url:
        default = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    elif engine.endswith("postgresql"):
        default = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}
    else:
        default = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(base / "var" / "cache")}
    return {"CACHES": {"default": default | {"OPTIONS": {} if url else {"MAX_ENTRIES": 10_000}}}}


def files(base: Path) -> dict[str, Any]:
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
    fresh = path.with_name(f".secret_key-{os.getpid()}")
    if not path.exists():
        # Written aside and linked: a second process starting at the same moment never reads half a key.
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")

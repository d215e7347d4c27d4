"""What must not be so in production, each by its name: `manage.py check --deploy` refuses it, and a server behind TLS does not start.

Settings are read back from the live connection: what a file says and what a database does have differed for years elsewhere.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

SHORTEST = 50
"""Characters of a secret."""
DIFFERENT = 15
"""Different characters of a secret."""
ON = frozenset({"1", "true", "yes", "on", "y", "t"})
ALIASES = ("default", "trail")
SYNCED = frozenset({"2", "3"})
"""SQLite's FULL and EXTRA: a commit is on the disk before it is acknowledged."""
SAFE_COMMIT = frozenset({"on", "remote_apply"})


LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})


def faults() -> list[CheckMessage]:
    """Everything that is wrong, errors first."""
    found = [
        *_debug(),
        *_secret(),
        *_names(),
        *_mail(),
        *_shared(),
        *(f for alias in ALIASES for f in _database(alias)),
    ]
    return sorted(found, key=lambda m: (-m.level, m.id or ""))


def deploy(**_: Any) -> list[CheckMessage]:
    """Django's hook of `check --deploy`."""
    return faults()


def at_start() -> None:
    """Before the first request is answered. Raises ImproperlyConfigured in production, where an error would lose or open something.

    Production is what is behind TLS (YHDYSPINTA_HTTPS): nobody else serves other people.
    """
    if not settings.HTTPS:
        return
    errors = [m for m in faults() if m.level >= 40]
    if errors:
        told = "\n".join(f"  {m.id}: {m.msg}\n    {m.hint}" for m in errors)
        raise ImproperlyConfigured(f"Yhdyspinta does not start like this:\n{told}")


def _debug() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error("Debugging is on: error pages would show settings and code to everybody.", hint="Leave YHDYSPINTA_DEBUG out.", id="yhdyspinta.E001")  # fmt: skip
    elif os.environ.get("DEBUG", "").casefold() in ON:
        yield Error("The variable DEBUG is set: whoever set it wants debugging.", hint="Take DEBUG out of the environment of a server.", id="yhdyspinta.E001")  # fmt: skip
    if settings.DEMO:
        yield Error("This is an example installation, with an invented region.", hint="Leave YHDYSPINTA_DEMO out.", id="yhdyspinta.E002")  # fmt: skip


def _secret() -> Iterator[CheckMessage]:
    for name, key in (("YHDYSPINTA_SECRET_KEY", settings.SECRET_KEY), *(("YHDYSPINTA_OLD_SECRET_KEYS", k) for k in settings.SECRET_KEY_FALLBACKS)):  # fmt: skip
        if len(key) < SHORTEST or len(set(key)) < DIFFERENT or key.startswith("insecure"):
            yield Error(
                f"{name} can be guessed: whoever does signs in as anybody and opens sealed answers.",
                hint="Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
                id="yhdyspinta.E003",
            )


def _names() -> Iterator[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        yield Error("Any host name is answered: letters could lead to another site.", hint="Name the hosts in YHDYSPINTA_HOSTS.", id="yhdyspinta.E004")  # fmt: skip
    if not settings.HTTPS:
        yield Error("Cookies and forms go in the open.", hint="Serve behind TLS and set YHDYSPINTA_HTTPS=1.", id="yhdyspinta.E005")  # fmt: skip
    if not settings.MFA_REQUIRED:
        yield Error("Whoever writes needs no second factor.", hint="Leave YHDYSPINTA_MFA out.", id="yhdyspinta.E006")
    if not settings.BACKUP_DIR:
        yield checks.Warning("Nobody takes backups here.", hint="Set YHDYSPINTA_BACKUP_DIR, or take them by your own means and verify them.", id="yhdyspinta.W001")  # fmt: skip


def _mail() -> Iterator[CheckMessage]:
    if settings.MAIL_ON and settings.EMAIL_HOST not in LOCAL and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Error("Letters, with their links, go to the mail server in the open.", hint="Write YHDYSPINTA_MAIL_URL with smtp+tls:// or smtp+ssl://.", id="yhdyspinta.E008")  # fmt: skip


def _shared() -> Iterator[CheckMessage]:
    if not str(settings.CACHES["default"]["BACKEND"]).endswith("DatabaseCache"):
        yield Error("What counts tries to sign in is not shared by all processes.", hint="Keep CACHES as it is: the table in `trail`.", id="yhdyspinta.E007")  # fmt: skip


def _database(alias: str) -> Iterator[CheckMessage]:
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            yield from (_sqlite if connection.vendor == "sqlite" else _postgres)(alias, cursor)
    except DatabaseError as error:
        yield checks.Warning(f"The database {alias} does not answer: {error}", hint="Its settings could not be read back. Check again when it is up.", id="yhdyspinta.W002")  # fmt: skip


def _sqlite(alias: str, cursor: Any) -> Iterator[CheckMessage]:
    """What the live connection says of itself."""

    def pragma(name: str) -> str:
        return str(cursor.execute(f"PRAGMA {name}").fetchone()[0])

    name = Path(str(connections[alias].settings_dict["NAME"])).name
    if (told := pragma("synchronous")) not in SYNCED:
        yield Error(f"{name}: synchronous={told} loses acknowledged writes when the power fails.", hint="Leave YHDYSPINTA_SYNCHRONOUS out (FULL).", id="yhdyspinta.E010")  # fmt: skip
    if (told := pragma("journal_mode")) != "wal":
        yield Error(f"{name}: journal_mode={told}: readers and writers wait for each other.", hint="Keep the data on a local disk, not on a network file system.", id="yhdyspinta.E011")  # fmt: skip
    if pragma("foreign_keys") != "1":
        yield Error(f"{name}: foreign keys are not watched.", hint="Keep the init_command of DATABASES.", id="yhdyspinta.E012")  # fmt: skip
    if int(told := pragma("busy_timeout")) < 5000:
        yield Error(f"{name}: busy_timeout={told} ms: writers fail when two write at once.", hint="Keep the timeout of DATABASES.", id="yhdyspinta.E013")  # fmt: skip


def _postgres(alias: str, cursor: Any) -> Iterator[CheckMessage]:
    """Whether a commit that is acknowledged outlives the server, and its standby's lag."""

    def one(sql: str) -> str:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])

    if one("SHOW fsync") != "on" or one("SHOW full_page_writes") != "on":
        yield Error(f"{alias}: fsync or full_page_writes is off: a power failure breaks the database.", hint="Turn both on in postgresql.conf.", id="yhdyspinta.E020")  # fmt: skip
    if (told := one("SHOW synchronous_commit")) not in SAFE_COMMIT:
        yield Error(f"{alias}: synchronous_commit={told} acknowledges writes that a failure loses.", hint="Set it to on.", id="yhdyspinta.E021")  # fmt: skip
    there = str(connections[alias].settings_dict["HOST"])
    if not (there in LOCAL or there.startswith("/")):
        if one("SELECT COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)") != "True":
            yield Error(f"{alias}: what is asked of {there} and what it answers go in the open.", hint="Let PostgreSQL take TLS, and write sslmode=verify-full into its address.", id="yhdyspinta.E023")  # fmt: skip
        elif connections[alias].settings_dict["OPTIONS"].get("sslmode") != "verify-full":
            yield checks.Warning(f"{alias}: nobody makes sure that {there} is who it says.", hint="Write sslmode=verify-full and sslrootcert into its address.", id="yhdyspinta.W004")  # fmt: skip
    if one("SHOW synchronous_standby_names"):
        return
    if int(one("SELECT count(*) FROM pg_stat_replication")):
        yield Error(f"{alias}: standbys follow asynchronously: when the leader fails, the last acknowledged writes are lost.", hint="Patroni: synchronous_mode: true. Otherwise set synchronous_standby_names.", id="yhdyspinta.E022")  # fmt: skip
    else:
        yield checks.Warning(f"{alias}: one server and no standby: what it holds is as safe as its disk.", hint="Archive its WAL, or let a synchronous standby follow.", id="yhdyspinta.W003")  # fmt: skip

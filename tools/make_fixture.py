"""Makes the database fixture of a release: python tools/make_fixture.py VERSION

A fresh installation is prepared and dumped as SQL: the facts' database of SQLite, or of the PostgreSQL that
DATABASE_URL names (empty; needs pg_dump). tests/site/test_upgrade.py migrates every fixture ever after.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "fixtures"


def main(version: str) -> None:
    """Prepares and dumps."""
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "YHDYSPINTA_DATA": data, "YHDYSPINTA_SECRET_KEY": "fixture"}
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True)
        address = os.environ.get("DATABASE_URL", "")
        if address.startswith("postgres"):
            dump = subprocess.run(  # noqa: S603  (our own command)
                ["pg_dump", "--no-owner", "--no-privileges", "--exclude-schema=trail", address],  # noqa: S607  (from the system's path)
                check=True,
                capture_output=True,
            ).stdout
            target = FOLDER / f"{version}-postgresql.sql.gz"
        else:
            connection = sqlite3.connect(Path(data) / "yhdyspinta.sqlite3")
            dump = "\n".join(connection.iterdump()).encode()
            connection.close()
            target = FOLDER / f"{version}-sqlite.sql.gz"
    FOLDER.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress(dump, mtime=0))
    print(target.relative_to(ROOT), len(dump), "bytes of SQL")  # noqa: T201  (a script talks to its terminal)


if __name__ == "__main__":
    main(sys.argv[1])

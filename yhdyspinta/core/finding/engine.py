"""The two engines under the index: SQLite's FTS5 and PostgreSQL's tsvector, fed with the same stems and asked the same way.

The only place with SQL by hand: neither engine is known to Django on both databases. Every value is a parameter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, connections

from yhdyspinta.core.common.reading import reader

TABLE = "finding_words"
MOST = 300
"""Candidates of one asking."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is kept of a thing: stems of its title and body, three-letter pieces of its title, facets."""

    title: Sequence[str]
    body: Sequence[str]
    grams: Sequence[str]
    facets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked. `words`: for each word its forms, of which one has to be there; `every`: whether all words have to.

    `grams`: pieces of titles instead of words: of some word, of each group of its pieces one. `facets`: of each group one.
    """

    words: Sequence[Sequence[str]] = ()
    every: bool = True
    grams: Sequence[Sequence[Sequence[str]]] = ()
    facets: Sequence[Sequence[str]] = ()


def on_sqlite() -> bool:
    """Which of the two it is."""
    return connection.vendor == "sqlite"


def put(rows: Sequence[tuple[int, Words]]) -> None:
    """Keeps the words of some things, instead of what was kept of them."""
    remove([key for key, _ in rows])
    with connection.cursor() as cursor:
        if on_sqlite():
            sql = f"INSERT INTO {TABLE} (rowid, title, body, grams, facets) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608  (a fixed name)
            cursor.executemany(
                sql, [(k, *(" ".join(x) for x in (w.title, w.body, w.grams, w.facets))) for k, w in rows]
            )
        else:
            sql = f"INSERT INTO {TABLE} (rowid, title, words, grams) VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector)"  # noqa: S608  (a fixed name)
            cursor.executemany(
                sql, [(k, _plain(w.title, w.facets), _vector(w), _plain(w.grams, w.facets)) for k, w in rows]
            )


def remove(keys: Sequence[int]) -> None:
    """Forgets the words of some things."""
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(k,) for k in keys])  # noqa: S608  (a fixed name)


def counted() -> None:
    """Lets the planner know how much there is: after much has come at once."""
    if not on_sqlite():
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLE}")
            cursor.execute("ANALYZE finding_indexed")


def candidates(asked: Asked, most: int = MOST) -> list[tuple[int, float]]:
    """(key, rank) of the best, the best first; a larger rank is better."""
    if not asked.words and not asked.grams:
        return []
    with connections[reader()].cursor() as cursor:
        if on_sqlite():
            sql = f"SELECT rowid, -bm25({TABLE}, 8.0, 1.0, 2.0, 0.0) AS rank FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rank DESC, rowid LIMIT %s"  # noqa: S608  (a fixed name)
            cursor.execute(sql, [_fts(asked), most])
        else:
            sql, values = _postgres(asked, most)
            cursor.execute(sql, values)
        return [(int(key), float(rank)) for key, rank in cursor.fetchall()]


def _postgres(asked: Asked, most: int) -> tuple[str, list[str | int]]:
    """Titles first, which are short and ranked quickly; of texts a few thousand are ranked, not all."""
    query = _tsquery(asked)
    if asked.grams:
        sql = f"SELECT rowid, ts_rank(grams, q) AS rank FROM {TABLE}, (SELECT %s::tsquery AS q) AS a WHERE grams @@ q ORDER BY rank DESC, rowid LIMIT %s"  # noqa: S608  (a fixed name)
        return sql, [query, most]
    sql = (
        f"WITH a AS (SELECT %s::tsquery AS q), t AS (SELECT rowid, 1 + ts_rank(title, q, 1) AS rank FROM {TABLE}, a WHERE title @@ q "  # noqa: S608  (a fixed name)
        f"ORDER BY rank DESC, rowid LIMIT %s), w AS (SELECT rowid, words FROM {TABLE}, a WHERE words @@ q LIMIT %s), "
        "b AS (SELECT rowid, ts_rank(words, q, 1) AS rank FROM w, a ORDER BY rank DESC, rowid LIMIT %s) "
        "SELECT rowid, max(rank) AS rank FROM (SELECT * FROM t UNION ALL SELECT * FROM b) AS u GROUP BY rowid ORDER BY rank DESC, rowid LIMIT %s"
    )
    return sql, [query, most, 4 * most, most, most]


def _fts(asked: Asked) -> str:
    """The same asking in FTS5's language. Stems have letters and digits only, so nothing needs to be escaped but is quoted."""
    groups = [f"facets : ({' OR '.join(_quoted(f) for f in group)})" for group in asked.facets]
    if asked.grams:
        each = [
            "(" + " AND ".join(f"({' OR '.join(_quoted(g) for g in group)})" for group in word) + ")"
            for word in asked.grams
        ]
        groups.append(f"grams : ({' OR '.join(each)})")
    else:
        each = [f"({' OR '.join(_quoted(x) for x in forms)})" for forms in asked.words]
        groups.append(f"{{title body}} : ({(' AND ' if asked.every else ' OR ').join(each)})")
    return " AND ".join(f"({g})" for g in groups)


def _quoted(stem: str) -> str:
    """A stem; one that ends with * is asked as a beginning."""
    return f'"{stem[:-1]}" *' if stem.endswith("*") else f'"{stem}"'


def _tsquery(asked: Asked) -> str:
    groups = [" | ".join(f"'{f}'" for f in group) for group in asked.facets]
    if asked.grams:
        each = [
            "(" + " & ".join("(" + " | ".join(f"'{g}'" for g in group) + ")" for group in word) + ")"
            for word in asked.grams
        ]
        groups.append(" | ".join(each))
    else:
        each = ["(" + " | ".join(_lexeme(x) for x in forms) + ")" for forms in asked.words]
        groups.append((" & " if asked.every else " | ").join(each))
    return " & ".join(f"({g})" for g in groups)


def _lexeme(stem: str) -> str:
    return f"'{stem[:-1]}':*" if stem.endswith("*") else f"'{stem}'"


def _vector(words: Words) -> str:
    """A tsvector: stems of the title weigh most, facets nothing but are there to narrow by."""
    places: dict[str, list[str]] = {}
    at = 0
    for weight, stems in (("A", words.title), ("C", words.body)):
        for stem in stems:
            at = min(at + 1, 16_000)
            places.setdefault(stem, []).append(f"{at}{weight}")
    for facet in words.facets:
        places.setdefault(facet, []).append(f"{min(at + 1, 16_000)}")
    return " ".join(f"'{stem}':{','.join(list(dict.fromkeys(found))[:200])}" for stem, found in places.items())


def _plain(grams: Sequence[str], facets: Sequence[str]) -> str:
    told = " ".join(f"'{g}':{i}A" for i, g in enumerate(dict.fromkeys(grams), 1))
    return f"{told} {' '.join(repr(f) for f in dict.fromkeys(facets))}"

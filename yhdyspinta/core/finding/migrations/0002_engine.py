"""The index of words: SQLite's FTS5 table, or PostgreSQL's tsvectors."""

from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE finding_words USING fts5(title, body, grams, facets, tokenize='ascii')")
        return
    schema_editor.execute("CREATE TABLE finding_words (rowid bigint PRIMARY KEY, title tsvector NOT NULL, words tsvector NOT NULL, grams tsvector NOT NULL)")
    schema_editor.execute("CREATE INDEX finding_title_gin ON finding_words USING gin (title)")
    schema_editor.execute("CREATE INDEX finding_words_gin ON finding_words USING gin (words)")
    schema_editor.execute("CREATE INDEX finding_grams_gin ON finding_words USING gin (grams)")


def backwards(apps, schema_editor):
    schema_editor.execute("DROP TABLE finding_words")


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_index")]
    operations = [migrations.RunPython(forwards, backwards)]

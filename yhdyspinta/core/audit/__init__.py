"""The house's event stream: append-only events, text versions, revisions, form keys. No names, no foreign keys."""

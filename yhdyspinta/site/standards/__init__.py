"""What is public, in the forms that others already read: OParl, Popolo, Atom, RSS, schema.org, DCAT-AP, a sitemap. One view each."""

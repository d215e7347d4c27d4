"""The people of the tests: those of the permission matrix."""

from yhdyspinta.site.rights.people import (
    People,
    actor,
    agreed,
    browser,
    gathered,
    opened,
    org,
    row,
    seated,
    sent_home,
    side,
)

__all__ = ["People", "actor", "agreed", "browser", "gathered", "opened", "org", "row", "seated", "sent_home", "side"]

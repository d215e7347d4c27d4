"""App configuration of the house as a whole."""

from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from yhdyspinta.core.common import words
from yhdyspinta.core.jobs.catalogue import Job, add, add_work
from yhdyspinta.site.api.words import SENTENCES as PROGRAMS
from yhdyspinta.site.briefing.words import SENTENCES as BRIEFING
from yhdyspinta.site.embeds.words import SENTENCES as EMBEDS
from yhdyspinta.site.example.places import settle
from yhdyspinta.site.guards import deploy
from yhdyspinta.site.hyte.words import SENTENCES
from yhdyspinta.site.packets.words import SENTENCES as PACKETS
from yhdyspinta.site.search.words import SENTENCES as SEARCH


class Site(AppConfig):
    """Pages that show several rooms at once; the upkeep."""

    name = "yhdyspinta.site"
    label = "site"

    def ready(self) -> None:
        """Registers words and the scheduled jobs of the house; an example installation also reads its invented region."""
        checks.register(deploy, "yhdyspinta", deploy=True)
        words.register(SENTENCES)
        words.register(PACKETS)
        words.register(BRIEFING)
        words.register(PROGRAMS)
        words.register(SEARCH)
        words.register(EMBEDS)
        if settings.DEMO:
            settle()
        add_work("packets", "yhdyspinta.site.packets.making.make_all")
        add(Job("seal-events", timedelta(minutes=1), "yhdyspinta.site.upkeep.seal"))
        add(Job("verify-seals", timedelta(days=1), "yhdyspinta.site.upkeep.verify", offset=timedelta(hours=1)))
        add(
            Job("sweep-codes", timedelta(days=1), "yhdyspinta.site.upkeep.sweep", offset=timedelta(hours=1, minutes=10))
        )
        if settings.SYNC:
            add(
                Job(
                    "sync-figures",
                    timedelta(days=1),
                    "yhdyspinta.site.upkeep.sync",
                    offset=timedelta(hours=2),
                    waits=True,
                )
            )
        if settings.BACKUP_DIR:
            add(Job("backup", timedelta(hours=1), "yhdyspinta.site.backup.keeping.each_hour"))
        add(Job("index", timedelta(minutes=1), "yhdyspinta.site.search.sources.refresh"))
        add(Job("hooks-gather", timedelta(minutes=5), "yhdyspinta.site.following.telling.gather"))
        add(Job("notices-now", timedelta(minutes=10), "yhdyspinta.site.notices.send_now"))
        add(Job("notices", timedelta(days=1), "yhdyspinta.site.notices.send_all", offset=timedelta(hours=4)))
        add(
            Job(
                "retention",
                timedelta(days=1),
                "yhdyspinta.site.people.retaining.forget",
                offset=timedelta(hours=1, minutes=30),
            )
        )
        add(Job("tidy-up", timedelta(days=1), "yhdyspinta.site.upkeep.tidy", offset=timedelta(hours=1, minutes=20)))

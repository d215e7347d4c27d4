"""`manage.py packet --region SLUG --out DIR`: every municipality's negotiation packet as a file, from what is public."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.press.files import MAKERS, made
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.management.asked import day_of, region_of
from yhdyspinta.site.packets.document import packet
from yhdyspinta.site.packets.parts import PARTS, Subject


class Command(BaseCommand):
    """One file a municipality; the same data and day give the same bytes."""

    requires_system_checks = ()
    help = "Writes the negotiation packets of a region's municipalities."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Region, form, folder, language, day, parts."""
        parser.add_argument("--region", required=True, help="slug of the region, e.g. keski-suomi")
        parser.add_argument("--format", choices=sorted(MAKERS), default="pdf")
        parser.add_argument("--out", required=True, help="folder for the files; made when there is none")
        parser.add_argument("--lang", choices=LANGUAGES, default="fi")
        parser.add_argument("--on", default="", help="the day, e.g. 2026-10-31; today when left out")
        parser.add_argument("--parts", default=",".join(PARTS), help="parts in their order, separated by commas")

    def handle(self, *args: Any, region: str, out: str, lang: str, on: str, parts: str, **options: Any) -> None:
        """Writes each beside its name and moves it into place, so that a broken run leaves no half file."""
        area, day = region_of(region), day_of(on)
        wanted = [p for p in parts.split(",") if p]
        if lost := [p for p in wanted if p not in PARTS]:
            raise CommandError(f"No part {lost[0]!r}. There are: {', '.join(PARTS)}")
        view = atlas().view(area.code, day)
        folder = Path(out)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"--out {out}: {error}") from error
        for number, org in enumerate(view.municipalities, 1):
            subject = Subject(view, org, lang, ANONYMOUS)
            target = folder / f"neuvottelu-{org.slug}-{view.on}.{options['format']}"
            self._write(target, subject, wanted, options["format"], org)
            self.stdout.write(f"{number}/{len(view.municipalities)} {target.name}")

    def _write(self, target: Path, subject: Subject, parts: list[str], form: str, org: Org) -> None:
        try:
            body = made(packet(subject, parts, f"/{subject.lang}/kunnat/{org.slug}/neuvottelupaketti/"), form)
            part = target.with_suffix(".part")
            part.write_bytes(body)
            os.replace(part, target)
        except OSError as error:
            raise CommandError(f"{target}: {error}. The files written before it are whole.") from error

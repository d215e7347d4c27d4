"""`manage.py sync [sotkanet|pxweb] [--indicator CODE …] [--since 2015] [--force]`: brings figures from their sources."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.indicators.pipeline import Result, bring, shared_reason, wanted


class Command(BaseCommand):
    """One line an indicator with progress, rate and time left; goes on where an earlier run was cut off."""

    help = "Brings figures from Sotkanet and Statistics Finland; what fails leaves the last good figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which source, which indicators, from which year."""
        parser.add_argument("source", nargs="?", default="", choices=["", "sotkanet", "pxweb"], help="one source; all when left out")  # fmt: skip
        parser.add_argument(
            "--indicator", nargs="+", default=[], metavar="CODE", help="codes, or Sotkanet's own numbers"
        )
        parser.add_argument("--since", default="", help="the first year to bring, for example 2015")
        parser.add_argument("--force", action="store_true", help="ask again what was brought within twelve hours")

    def handle(self, *args: Any, source: str, indicator: list[str], since: str, force: bool, **options: Any) -> None:
        """Exit 1 when something failed."""
        if since and not (since.isascii() and since.isdigit() and len(since) == 4):
            raise CommandError(f"--since {since}: give a year, for example 2015")
        try:
            chosen = wanted(source, indicator)
        except LookupError as error:
            raise CommandError(f"{error}. Codes are on the page /fi/tilastot/.") from error
        began, results = time.monotonic(), []
        for done, result in enumerate(
            bring(by=HOUSE, indicators=chosen, since=since, force=force or bool(indicator)), 1
        ):
            results.append(result)
            spent = time.monotonic() - began
            left = spent / done * (len(chosen) - done)
            self.stdout.write(f"{done:4}/{len(chosen)}  {done / spent:5.1f}/s  {left:5.0f} s left  {_said(result)}")
        passed = len(chosen) - len(results)
        failed = [r for r in results if not r.ok]
        changed = sum(r.changed for r in results)
        self.stdout.write(f"{changed} with new figures, {len(results) - changed - len(failed)} unchanged, {len(failed)} failed, {passed} not asked")  # fmt: skip
        if failed:
            raise CommandError(f"The last good figures stay. {shared_reason(failed)}")


def _said(result: Result) -> str:
    what = "new figures" if result.changed else "unchanged" if result.ok else f"FAILED: {result.reason}"
    return f"{result.indicator.code}: {what}"

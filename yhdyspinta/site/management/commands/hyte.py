"""`manage.py hyte [--level county] [--year 2025] [--check]`: the HYTE coefficient from what is known, and what is missing."""

from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.hyte.scheme import LEVELS, SCHEMES
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.site.hyte.inputs import Country, country


class Command(BaseCommand):
    """Prints the country's calculation; with --check whether it sums up, and every missing input."""

    requires_system_checks = ()
    help = "Counts the HYTE coefficient of a year from the figures at hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Level, year, check."""
        parser.add_argument("--level", choices=LEVELS, default="municipality")
        parser.add_argument("--year", type=int, default=0, help="the newest whose price is known when left out")
        parser.add_argument("--check", action="store_true", help="check that euros sum to price × residents")

    def handle(self, *args: Any, level: str, year: int, check: bool, **options: Any) -> None:
        """One line an area, or the check."""
        scheme = SCHEMES[level]  # type: ignore[index]  # one of the choices
        asked = year or scheme.years[0]
        price = scheme.price(asked)
        if asked not in scheme.years or price is None:
            known = ", ".join(map(str, scheme.years))
            raise CommandError(f"--year {asked}: no calculation of this level; there are {known}")
        whole = country(scheme.level, asked)
        if check:
            self._check(whole, Fraction(price.value))
            return
        if whole.division.lacking:
            self._missing(whole)
            raise CommandError("The coefficient cannot be counted: the inputs above are not known of anybody.")
        for home in whole.homes.values():
            share = whole.division.shares[home.code]
            numbers = f"{float(share.points.total):6.2f} {float(share.coefficient):.4f} {share.cents / 100:14.2f}"
            self.stdout.write(f"{home.slug:24} {numbers}")

    def _check(self, whole: Country, price: Fraction) -> None:
        """The sum to the cent; then what is missing. Raises CommandError when it does not hold."""
        due = price * whole.residents * 100
        paid = whole.division.total_cents
        exact = sum((s.euros for s in whole.division.shares.values()), Fraction(0)) * 100
        self.stdout.write(
            f"{whole.scheme.level} {whole.year}: {len(whole.homes)} areas, {whole.residents} residents × {float(price):.2f} € "
            f"= {float(due) / 100:.2f} €; sum of areas {paid / 100:.2f} €, mean {float(whole.division.mean):.2f} points"
        )
        if exact != due or paid != round(due):
            raise CommandError("The sum does not hold.")
        self.stdout.write("The sum holds to the cent.")
        self._missing(whole)

    def _missing(self, whole: Country) -> None:
        names = {p.code: p.name.en for p in whole.scheme.process}
        for result in whole.scheme.results:
            one = law().indicators.get(result.indicator)
            names[result.code] = f"{one.name.en if one else result.name.en} {result.indicator}".strip()
        every = whole.division.shares.values()
        for code, name in names.items():
            lack = sum(code in s.points.missing for s in every)
            if lack:
                self.stdout.write(f"missing of {lack}/{len(every)}: {code} {name}")
        if whole.division.lacking:
            self.stdout.write("Not a result of the law: some inputs are known of nobody and count as 0 for all.")

"""Evidence as the clocks read it: frozen, without a database. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from yhdyspinta.core.common.periods import latest
from yhdyspinta.core.common.texts import Text

STATES = frozenset({"preparation", "not_started"})


@dataclass(frozen=True, slots=True)
class Record:
    """One evidence as it concerns one duty. Organisations are the registry's ids."""

    public_id: UUID
    kind: str
    title: Text
    happened_on: date
    precision: str
    holds_until: date | None
    extent: str
    source_title: str
    source_url: str
    parties: frozenset[int]
    on_behalf: bool
    confirmed: Mapping[int, date] = field(default_factory=dict, hash=False)

    @property
    def is_act(self) -> bool:
        """Something done, not a statement of a state."""
        return self.kind not in STATES

    @property
    def unconfirmed(self) -> bool:
        """Recorded on the parties' behalf, and none of them has confirmed."""
        return self.on_behalf and not self.confirmed

    def fresh_on(self, on: date) -> date:
        """The last day on or before `on` when somebody stood behind it: it happened, or a party confirmed."""
        return latest([self.happened_on, *(d for d in self.confirmed.values() if d <= on)]) or self.happened_on


@dataclass(frozen=True)
class Ledger:
    """All public records by duty code, newest first, and which organisation declares complete records from when."""

    by_duty: Mapping[str, tuple[Record, ...]]
    complete_from: Mapping[int, date]

    @cached_property
    def _by_party(self) -> dict[tuple[str, int], list[int]]:
        """(duty, organisation) → places of its records, so that a question costs what it finds, not what there is."""
        found: dict[tuple[str, int], list[int]] = {}
        for duty, records in self.by_duty.items():
            for place, record in enumerate(records):
                for party in record.parties:
                    found.setdefault((duty, party), []).append(place)
        return found

    def of(
        self, duty_code: str, orgs: frozenset[int], on: date, also: frozenset[int] = frozenset()
    ) -> tuple[Record, ...]:
        """Records of a duty in which one of `orgs` took part (and one of `also`, if any), on or before the day."""
        records = self.by_duty.get(duty_code, ())
        if not records:
            return ()
        by_party = self._by_party
        if len(orgs) == 1:
            places: Sequence[int] = by_party.get((duty_code, next(iter(orgs))), ())
        else:
            places = sorted({p for org in orgs for p in by_party.get((duty_code, org), ())})
        if not places:
            return ()
        found = (records[p] for p in places)
        return tuple(r for r in found if r.happened_on <= on and (not also or not also.isdisjoint(r.parties)))

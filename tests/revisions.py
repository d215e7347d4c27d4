"""Whoever writes what a kept page shows gives a new revision: watched at every request that a test sends.

Kept pages (`core/ui/pages.kept`) are kept by revisions. A table written without one would be shown as it was before, until
something else is written. Which tables the pages read is asked of the example region in `tests/site/test_example.py`.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yhdyspinta.core.jobs import schedule
from yhdyspinta.core.jobs.catalogue import Job
from yhdyspinta.core.jobs.models import ScheduledRun

REVISIONS = "audit_revision"
SHOWN = frozenset(
    [
        "agreements_agreed",
        "agreements_agreement",
        "agreements_agreementparty",
        "agreements_agreementstance",
        "agreements_agreementtheme",
        "agreements_change",
        "agreements_changeparty",
        "agreements_rung",
        "employment_groupseat",
        "employment_resource",
        "employment_staff",
        "employment_steeringgroup",
        "employment_tymyear",
        "evidence_completeness",
        "evidence_confirmation",
        "evidence_evidence",
        "evidence_evidenceduty",
        "evidence_evidenceparty",
        "forums_forum",
        "forums_forumparty",
        "forums_forumseat",
        "forums_forumstance",
        "forums_forumtheme",
        "forums_item",
        "forums_meeting",
        "goals_followup",
        "goals_goal",
        "goals_goalfigure",
        "goals_goalparty",
        "goals_goalshare",
        "goals_goalstance",
        "goals_goaltheme",
        "goals_measure",
        "goals_measurepartner",
        "goals_programme",
        "indicators_cube",
        "indicators_edition",
        "indicators_ownindicator",
        "matters_consultation",
        "matters_decision",
        "obligations_regionday",
        "preparedness_contactcheck",
        "preparedness_exercise",
        "preparedness_partner",
        "preparedness_signed",
        "registry_body",
        "registry_boundaries",
        "registry_organisation",
        "registry_organisationlink",
        "registry_population",
        "registry_person",
        "registry_region",
        "registry_seat",
        "responsibilities_contact",
        "responsibilities_division",
        "responsibilities_divisioncost",
        "responsibilities_divisionparty",
        "responsibilities_divisionrole",
        "responsibilities_divisionstance",
        "responsibilities_divisiontask",
        "statistics_snapshot",
        "surveys_survey",
        "themes_regionagreement",
    ]
)
"""Tables that kept pages read."""
BESIDE = frozenset({"accounts_grant", "accounts_user", "preparedness_dutycontact", "preparedness_plan"})
"""What has no revision at every write: a region's page asks each time who coordinates it; of plans and contacts everybody sees only
what `preparedness/training.PUBLIC` tells."""
_WRITES = re.compile(r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_READS = re.compile(r'\b(?:FROM|JOIN)\s+"(\w+)"')


class Tables:
    """The tables that were read and written while it listened."""

    def __init__(self) -> None:
        self.read, self.written = set[str](), set[str]()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's hook around each statement."""
        done = execute(sql, params, many, context)
        fits = context["cursor"].rowcount != 0 or "RETURNING" in sql  # an UPDATE that fits no row writes nothing
        if (found := _WRITES.match(sql)) and fits:
            self.written.add(found[1])
        self.read.update(_READS.findall(sql))
        return done

    def listen(self) -> AbstractContextManager[None]:
        """To the facts; what a GET may write is no page's matter."""
        return connections["default"].execute_wrapper(self)

    @property
    def untold(self) -> set[str]:
        """What kept pages show and was written without a revision."""
        return set() if REVISIONS in self.written else self.written & SHOWN


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request of every test client, and every job that comes due."""
    original = BaseHandler.get_response

    def get_response(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        tables = Tables()
        with ExitStack() as stack:
            if request.method == "POST":
                stack.enter_context(tables.listen())
            answer = original(self, request)
        if answer.status_code < 400:  # what was refused has been rolled back
            assert not tables.untold, f"{request.path} wrote {sorted(tables.untold)} and gave no new revision"
        return answer

    monkeypatch.setattr(BaseHandler, "get_response", get_response)
    work = schedule._run

    def run(job: Job, taken: ScheduledRun) -> None:
        tables = Tables()
        with tables.listen():
            work(job, taken)
        assert not tables.untold, f"the job {job.name} wrote {sorted(tables.untold)} and gave no new revision"

    monkeypatch.setattr(schedule, "_run", run)

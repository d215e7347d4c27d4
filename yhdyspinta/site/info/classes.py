"""What each column holds, and what is asked of it. Plain Python; a test reads the tables and asks that none is missing.

`docs/security/data.md` is written of this (`tools/write_references.py`). Classes of preparedness are the room's own
(`rooms/preparedness/secrecy.py`): all of its columns are `circle` here, whatever of them the circle lets out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Class = Literal["open", "row", "own", "office", "trace", "key", "sealed", "circle", "upkeep"]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a class is, who reads it, and how it is kept."""

    what: str
    read: str
    kept: str
    logged: str


DEMANDS: Mapping[Class, Demand] = {
    "open": Demand(
        "What everybody may know: duties, organisations, figures, codes, days of public records.",
        "everybody, also programs",
        "as it is; earlier content stays (versions, editions)",
        "writing: an event",
    ),
    "row": Demand(
        "Content of a record with a visibility of its own: draft, parties, region's organisations or public.",
        "whoever `visible_to` lets: one named query a table, tested by the permission matrix and by two worlds that differ in a draft",
        "as it is; withdrawn, not removed; earlier versions stay",
        "writing: an event; reading what is not public and not one's own: a row of `Reading` for two years",
    ),
    "own": Demand(
        "A person's own: address, choices, what they follow, sign-ins.",
        "the person (own page, own data as a file) and, of accounts, an administrator",
        "erased when the person asks; sign-ins until the night after they end, looks and readings two years",
        "only that something was written, never what",
    ),
    "office": Demand(
        "Names and ways to reach people in an office: seats, contacts, registries, who is asked from outside.",
        "everybody where the organisation has published it; the person's name is hidden or erased on request",
        "until withdrawn; a hidden or erased name is gone from versions too",
        "writing: an event without the name",
    ),
    "trace": Demand(
        "Who wrote, confirmed or asked: the public id of an account, which tells a name only while the account has one.",
        "the person; an administrator; pages tell the organisation alone",
        "as long as the record, for decisions are answered for; an erased account leaves an id that leads nowhere",
        "it is the log",
    ),
    "key": Demand(
        "Secrets and what is made of them: digests of tokens, hashes of passwords, seals, salts.",
        "nobody; compared or opened by the code that needs it",
        "digests (SHA-256) of random tokens, hashes (PBKDF2) of passwords, seals (AES-256-GCM) by the installation's secret; tokens end by their day",
        "never",
    ),
    "sealed": Demand(
        "Answers to surveys and the right to answer.",
        "nobody; what may be told is decided by `rooms/surveys/releasing.py` at closing",
        "sealed until closing, then mixed and removed; no time, person, address or order is kept",
        "never: exempt by name from events, lines and keys of forms",
    ),
    "circle": Demand(
        "Preparedness: procedures, numbers, logs of disruptions, weaknesses that exercises showed.",
        "people with the role of preparedness in organisations that have decided to use it with the others, by a second factor also to read; the room's own classes tell what of it is told outside",
        "in no search, feed, packet, notice, letter or export; sealed in backups that are sealed; pages are never kept by a browser",
        "that something was written, without words",
    ),
    "upkeep": Demand(
        "How the installation itself works: jobs, runs of sources, what has been loaded, keys of forms.",
        "administrators",
        "until the next run or the night's clean-up, as docs/security/keys-logs-sessions.md tells",
        "it is a log",
    ),
}

TABLES: Mapping[str, tuple[Class, Mapping[str, Class]]] = {
    "contenttypes.ContentType": ("upkeep", {}),
    "auth.Permission": ("upkeep", {}),
    "auth.Group": ("upkeep", {}),
    "audit.AuditEvent": ("trace", {"seal": "key"}),
    "audit.Version": ("row", {}),
    "audit.Revision": ("upkeep", {}),
    "audit.FormKey": ("upkeep", {"key": "key", "digest": "key"}),
    "jobs.ScheduledRun": ("upkeep", {}),
    "jobs.Work": ("upkeep", {"asked": "row"}),
    "finding.Indexed": ("row", {}),
    "finding.Told": ("upkeep", {}),
    "hooks.Hook": ("own", {}),
    "hooks.Telling": ("upkeep", {"body": "open"}),
    **dict.fromkeys(("indicators.Cube", "indicators.Absolute", "indicators.Edition", "indicators.OwnIndicator"), ("open", {})),
    **dict.fromkeys(("indicators.SourceRun", "indicators.RawAnswer"), ("upkeep", {})),
    **dict.fromkeys(
        ("registry.Region", "registry.Organisation", "registry.SlugAlias", "registry.OrganisationLink", "registry.Population", "registry.Body", "registry.Boundaries"),
        ("open", {}),
    ),
    "registry.Person": ("office", {}),
    "registry.Seat": ("office", {}),
    "registry.LoadedFile": ("upkeep", {}),
    "visits.Visit": ("own", {"session_key": "key", "session_data": "key"}),
    "visits.Writing": ("own", {}),
    "visits.Reading": ("trace", {}),
    "visits.Look": ("own", {}),
    "accounts.User": ("own", {"password": "key"}),
    "accounts.Grant": ("own", {}),
    "accounts.LoginLink": ("own", {}),
    "accounts.Invitation": ("own", {}),
    "accounts.AccessRequest": ("own", {}),
    "accounts.Feedback": ("own", {}),
    "accounts.NoticeChoice": ("own", {}),
    "accounts.Sitting": ("own", {}),
    "accounts.Follow": ("own", {}),
    "accounts.CalendarLink": ("own", {}),
    "accounts.ApiToken": ("own", {"hint": "own"}),
    "publications.Publication": ("row", {"content": "row", "digest": "open"}),
    "themes.RegionAgreement": ("open", {}),
    "themes.SideStance": ("open", {}),
    **dict.fromkeys(("matters.Matter", "matters.MatterTheme", "matters.MatterParty", "matters.Consultation", "matters.Decision"), ("row", {})),
    "matters.RegistryAddress": ("office", {}),
    "matters.Letter": ("upkeep", {}),
    "matters.AnswerLink": ("upkeep", {}),
    **dict.fromkeys(("matters.Document", "matters.DocumentReader", "matters.StoredFile", "matters.DocumentVersion", "matters.Use"), ("row", {})),
    "matters.DecisionFeed": ("open", {}),
    "matters.FeedEntry": ("open", {}),
    "matters.Resemblance": ("upkeep", {}),
    **dict.fromkeys(("evidence.Evidence", "evidence.EvidenceDuty", "evidence.EvidenceParty", "evidence.Confirmation"), ("row", {})),
    "evidence.ConfirmLink": ("upkeep", {}),
    "evidence.Completeness": ("open", {}),
    "bringing.Bringing": ("row", {}),
    "bringing.Brought": ("row", {}),
    **dict.fromkeys(("obligations.RegionDay", "obligations.WatchedStatute", "obligations.ChangedSection"), ("open", {})),
    "statistics.Snapshot": ("open", {}),
    **dict.fromkeys(
        ("goals.Programme", "goals.Goal", "goals.GoalTheme", "goals.GoalParty", "goals.GoalStance", "goals.GoalFigure", "goals.Measure", "goals.MeasurePartner", "goals.FollowUp", "goals.GoalShare", "goals.Review"),
        ("row", {}),
    ),
    "goals.Cycle": ("open", {}),
    **dict.fromkeys(
        ("responsibilities.Division", "responsibilities.DivisionParty", "responsibilities.DivisionRole", "responsibilities.DivisionTask", "responsibilities.DivisionCost", "responsibilities.DivisionStance", "responsibilities.RoleCheck"),
        ("row", {}),
    ),
    "responsibilities.Contact": ("office", {}),
    "responsibilities.ServicePoint": ("open", {"phone": "office", "email": "office"}),
    "responsibilities.PointReading": ("upkeep", {}),
    **dict.fromkeys(
        ("agreements.Agreement", "agreements.AgreementTheme", "agreements.AgreementParty", "agreements.AgreementStance", "agreements.Agreed", "agreements.Part", "agreements.Rung", "agreements.Change", "agreements.ChangeParty", "agreements.Problem", "agreements.ProblemParty", "agreements.ProblemStep"),
        ("row", {}),
    ),
    **dict.fromkeys(
        ("forums.Forum", "forums.ForumTheme", "forums.ForumParty", "forums.ForumSeat", "forums.ForumStance", "forums.Meeting", "forums.Attendance", "forums.Item", "forums.Proposal"),
        ("row", {}),
    ),
    "forums.Call": ("upkeep", {}),
    "forums.OpenEvent": ("open", {}),
    "surveys.Survey": ("row", {"salt": "key"}),
    "surveys.Invitation": ("sealed", {"token_hash": "key", "email": "sealed"}),
    "surveys.Sheet": ("sealed", {}),
    "surveys.Answer": ("sealed", {}),
    "surveys.OrganisationView": ("open", {}),
    **dict.fromkeys(("employment.SteeringGroup", "employment.GroupSeat", "employment.TymYear", "employment.Staff", "employment.Resource"), ("open", {})),
    **dict.fromkeys(
        ("preparedness.Joining", "preparedness.Plan", "preparedness.PlanParty", "preparedness.PlanRole", "preparedness.PlanStance", "preparedness.PlanVersion", "preparedness.Signed", "preparedness.Exercise", "preparedness.ExerciseParty", "preparedness.Lesson", "preparedness.DutyContact", "preparedness.ContactCheck", "preparedness.Partner", "preparedness.Incident", "preparedness.LogEntry"),
        ("circle", {}),
    ),
    **dict.fromkeys(
        ("welfare.WelfareDocument", "welfare.Chapter", "welfare.LeftOut", "welfare.Added", "welfare.Nested", "welfare.Remark", "welfare.Statement"),
        ("row", {}),
    ),
    "account.EmailAddress": ("own", {}),
    "account.EmailConfirmation": ("own", {"key": "key"}),
    "socialaccount.SocialApp": ("upkeep", {"secret": "key", "key": "key"}),
    "socialaccount.SocialAccount": ("own", {}),
    "socialaccount.SocialToken": ("own", {"token": "key", "token_secret": "key"}),
    "mfa.Authenticator": ("own", {"data": "key"}),
}  # fmt: skip
"""Of each table: the class of its columns, and those that differ. Keys, versions and moments go with their row."""

_TRACE = re.compile(r"(^|_)by$|^actor$|^asked_by$")
_NOT_PEOPLE = frozenset({"notice_by", "statements_by", "DivisionTask.by", "called_by"})
"""Days until which something is told, a task that was added by an organisation, a contact above another."""
WATCHED = re.compile(r"email|phone|password|token|secret|hash|salt|^seal|session_")
"""Names that look like a person's or a secret: their class is never `open`, `row` or `upkeep`."""


def class_of(table: str, column: str) -> Class | None:
    """The class of a column of "app.Table"; None when nobody has given the table one."""
    if table not in TABLES:
        return None
    whole, differing = TABLES[table]
    if column in differing:
        return differing[column]
    if column == "token_hash":
        return "key"
    named = column in _NOT_PEOPLE or f"{table.split('.')[1]}.{column}" in _NOT_PEOPLE
    if _TRACE.search(column) and not named and whole in ("open", "row", "office", "upkeep"):
        return "trace"
    return whole

"""What a region owns, table by table. A table that is not classified fails the build: nothing is forgotten, nothing slips out.

Of each table one of: `Region(path)`: rows whose region it is; `Own(path)`: rows of the region's own organisations;
`Of(field)`: rows of a row that is taken; `Named(…)`: what both installations know by name; `Never(reason)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """Rows of the region: the path to it."""

    path: str = "region"


@dataclass(frozen=True, slots=True)
class Own:
    """Rows of the region's own organisations: the path to the organisation."""

    path: str = "organisation"


@dataclass(frozen=True, slots=True)
class Of:
    """Rows that belong to a row that is taken: the field that names it."""

    field: str


@dataclass(frozen=True, slots=True)
class Named:
    """Rows that are found by what they are called: these columns together. `how`: which are taken."""

    columns: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not taken, and why."""

    reason: str


Class = Region | Own | Of | Named | Never
LINK = Never("a link works in the installation that made it")
PERSON = Never("accounts and what people have chosen are their own; they are invited anew")
HOUSE = Never("the installation's own upkeep")
LOGS = Never("who read and wrote here stays in the log of this installation")

OWNED: Mapping[str, Class] = {
    # the order is that of bringing in: what is named comes before what names it
    "registry.Region": Named(("slug",), "the region itself"),
    "registry.Organisation": Named(("space", "slug"), "the region's own, and all that taken rows name"),
    "registry.SlugAlias": Of("organisation"),
    "registry.OrganisationLink": Of("subject"),
    "registry.Population": Named(("organisation", "on"), "of the region's own organisations"),
    "registry.Body": Own(),
    "registry.Person": Named(("public_id",), "who sits in a taken body"),
    "registry.Seat": Of("body"),
    "indicators.OwnIndicator": Named(("code",), "the region's own figures"),
    "indicators.Cube": Named(("indicator",), "figures that the region uses"),
    "indicators.Absolute": Named(("indicator",), "figures that the region uses"),
    "indicators.Edition": Never("how figures have been replaced is told by their source"),
    "themes.RegionAgreement": Region(),
    "themes.SideStance": Of("agreement"),
    "publications.Publication": Region(),
    "matters.Matter": Region(),
    "matters.MatterTheme": Of("matter"),
    "matters.MatterParty": Of("matter"),
    "matters.Consultation": Region(),
    "matters.Decision": Of("consultation"),
    "matters.DecisionFeed": Own(),
    "matters.FeedEntry": Of("feed"),
    "matters.Resemblance": Of("consultation"),
    "matters.RegistryAddress": Own(),
    "matters.Letter": Own(),
    "matters.AnswerLink": LINK,
    "matters.Document": Own(),
    "matters.DocumentReader": Of("document"),
    "matters.StoredFile": Named(("sha256",), "files of taken documents"),
    "matters.DocumentVersion": Of("document"),
    "matters.Use": Of("document"),
    "evidence.Evidence": Own("parties__organisation"),
    "evidence.EvidenceDuty": Of("evidence"),
    "evidence.EvidenceParty": Of("evidence"),
    "evidence.Confirmation": Of("evidence"),
    "evidence.ConfirmLink": LINK,
    "evidence.Completeness": Own(),
    "obligations.RegionDay": Region(),
    "statistics.Snapshot": Region(),
    "goals.Programme": Region(),
    "goals.Goal": Of("programme"),
    "goals.GoalTheme": Of("goal"),
    "goals.GoalParty": Of("goal"),
    "goals.GoalStance": Of("goal"),
    "goals.GoalFigure": Of("goal"),
    "goals.Measure": Of("goal"),
    "goals.MeasurePartner": Of("measure"),
    "goals.FollowUp": Of("goal"),
    "goals.GoalShare": Of("goal"),
    "goals.Cycle": Own(),
    "goals.Review": Of("programme"),
    "responsibilities.Division": Region(),
    "responsibilities.DivisionParty": Of("division"),
    "responsibilities.DivisionRole": Of("division"),
    "responsibilities.DivisionTask": Of("division"),
    "responsibilities.DivisionCost": Of("division"),
    "responsibilities.DivisionStance": Of("division"),
    "responsibilities.Contact": Own(),
    "responsibilities.RoleCheck": Region(),
    "agreements.Agreement": Region(),
    "agreements.AgreementTheme": Of("agreement"),
    "agreements.AgreementParty": Of("agreement"),
    "agreements.AgreementStance": Of("agreement"),
    "agreements.Agreed": Of("agreement"),
    "agreements.Part": Of("agreement"),
    "agreements.Rung": Of("agreement"),
    "agreements.Change": Region(),
    "agreements.ChangeParty": Of("change"),
    "agreements.Problem": Region(),
    "agreements.ProblemParty": Of("problem"),
    "agreements.ProblemStep": Of("problem"),
    "forums.Forum": Region(),
    "forums.ForumTheme": Of("forum"),
    "forums.ForumParty": Of("forum"),
    "forums.ForumSeat": Of("forum"),
    "forums.ForumStance": Of("forum"),
    "forums.Meeting": Of("forum"),
    "forums.Attendance": Of("meeting"),
    "forums.Item": Of("meeting"),
    "forums.Proposal": Of("forum"),
    "forums.Call": Never("invitations wait to be sent from the installation that made them"),
    "forums.OpenEvent": Region(),
    "surveys.Survey": Region(),
    "surveys.Invitation": Never("rights to answer: taken along they could be used twice"),
    "surveys.Sheet": Never("sealed answers are opened only where they were given"),
    "surveys.Answer": Never("single answers wait for the next survey and leave for nowhere"),
    "surveys.OrganisationView": Region(),
    "employment.SteeringGroup": Own("area"),
    "employment.GroupSeat": Of("group"),
    "employment.TymYear": Own("area"),
    "employment.Staff": Of("year"),
    "employment.Resource": Own("area"),
    "welfare.WelfareDocument": Region(),
    "welfare.Chapter": Of("document"),
    "welfare.LeftOut": Of("chapter"),
    "welfare.Added": Of("chapter"),
    "welfare.Nested": Of("document"),
    "welfare.Remark": Of("chapter"),
    "welfare.Statement": Of("document"),
    "audit.Version": Named(("subject_type", "subject_id", "number"), "earlier texts of taken rows"),
    **{f"accounts.{n}": PERSON for n in (
        "User", "Grant", "Invitation", "AccessRequest", "Feedback", "NoticeChoice", "Sitting", "Follow",
    )},
    **{f"accounts.{n}": LINK for n in ("LoginLink", "CalendarLink", "ApiToken")},
    **{f"visits.{n}": LOGS for n in ("Visit", "Writing", "Reading", "Look")},
    "audit.AuditEvent": Never("a sealed chain cannot be cut; the events of taken rows go along to be read, not brought in"),
    "audit.Revision": HOUSE,
    "audit.FormKey": HOUSE,
    "finding.Indexed": Never("the index is made anew from what there is"),
    "finding.Told": HOUSE,
    "bringing.Bringing": Never("a file on its way in; what came of it is taken as the records it became"),
    "bringing.Brought": Never("what became of a file's rows stays with whoever brought it"),
    "obligations.WatchedStatute": HOUSE,
    "obligations.ChangedSection": HOUSE,
    "responsibilities.ServicePoint": Never("read anew from PTV by each installation"),
    "responsibilities.PointReading": HOUSE,
    "hooks.Hook": PERSON,
    "hooks.Telling": PERSON,
    "jobs.ScheduledRun": HOUSE,
    "jobs.Work": HOUSE,
    "registry.LoadedFile": HOUSE,
    "registry.Boundaries": Never("shapes of the whole country, imported from their source"),
    "indicators.SourceRun": HOUSE,
    "indicators.RawAnswer": HOUSE,
}  # fmt: skip
CIRCLE: Mapping[str, Class] = {
    "preparedness.Joining": Region(),
    "preparedness.Plan": Region(),
    "preparedness.PlanParty": Of("plan"),
    "preparedness.PlanRole": Of("plan"),
    "preparedness.PlanStance": Of("plan"),
    "preparedness.PlanVersion": Of("plan"),
    "preparedness.Signed": Of("plan"),
    "preparedness.Exercise": Region(),
    "preparedness.ExerciseParty": Of("exercise"),
    "preparedness.Lesson": Of("exercise"),
    "preparedness.DutyContact": Region(),
    "preparedness.ContactCheck": Of("contact"),
    "preparedness.Partner": Region(),
    "preparedness.Incident": Region(),
    "preparedness.LogEntry": Of("incident"),
}
"""Between those who answer for preparedness: taken only when that is asked for by name, and then the file is as secret as they."""
WITHOUT = {"surveys.Survey": ("salt", "mixed")}
"""Columns that are not taken: seals of answers."""
ONLY = {"surveys.Survey": {"state": ("closed", "cancelled")}}
"""Rows that are taken only in some states: an open survey's answers are where they were given."""

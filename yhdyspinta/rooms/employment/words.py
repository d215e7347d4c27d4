"""Words of the room: roles, refusals, findings."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "tym_role:chair": _("chair"),
    "tym_role:vice": _("vice chair"),
    "tym_role:member": _("member"),
    "tym_role:deputy": _("deputy"),
    "employment_told": _("Told by the parties"),
    "employment_not_yours": _("The employment authority's, the county's and Kela's own people tell of this; from a public source also the region's coordinators."),
    "employment_needs_link": _("What you tell of others needs a link to a public source."),
    "employment_own_people": _("Each organisation tells of its own people."),
    "employment_party": _("The organisation is not a party of this employment area."),
    "employment_persons": _("Give numbers of people, none below zero."),
    "employment_future": _("This has not happened yet: give a day that is not in the future."),
    "employment_term": _("A steering group is set for %(years)s years at most, and ends after it was set."),
    "employment_chair": _("One chair is named, by the employment authority."),
    "employment_vice": _("One vice chair is named, by the wellbeing services county."),
    "employment_seats": _("Give from one to %(count)s seats."),
    "employment_seat": _("Give each seat an organisation of the area, a role and a function."),
    "employment_group_told": _("A group set on this day has been told already."),
    "employment_year": _("Give a year from %(first)s to %(last)s."),
    "employment_needs_goals": _("Write the goals of the year."),
    "tym_group": _("%(name)s: a steering group until %(day)s."),
    "tym_goals": _("%(name)s: goals of joint support agreed for %(year)s."),
    "tym_gap": _("%(name)s: in %(count)s needs the county has fewer people than the employment side."),
    "event:tym_group_set": _("Steering group told"),
    "event:tym_group_withdrawn": _("Steering group withdrawn"),
    "event:tym_year_agreed": _("Goals of joint support agreed"),
    "event:tym_year_withdrawn": _("Goals of joint support withdrawn"),
    "event:tym_people_told": _("People for joint support told"),
}  # fmt: skip

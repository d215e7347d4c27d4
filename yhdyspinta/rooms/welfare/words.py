"""Words of the room: kinds, states, steps, what is open, why something is refused."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "welfare_kind:report": _("Wellbeing report"),
    "welfare_kind:plan": _("Wellbeing plan"),
    "welfare_kind:yearly": _("Yearly wellbeing follow-up"),
    "publication:welfare-report": _("Wellbeing report"),
    "publication:welfare-plan": _("Wellbeing plan"),
    "publication:welfare-yearly": _("Yearly wellbeing follow-up"),
    "welfare_state:writing": _("Being written"),
    "welfare_state:council": _("Before the council"),
    "welfare_state:approved": _("Approved"),
    "welfare_step:send": _("Send to the council"),
    "welfare_step:back": _("Take back to be written"),
    "welfare_body:older": _("Council of older people"),
    "welfare_body:disabled": _("Council of people with disabilities"),
    "welfare_body:youth": _("Youth council"),
    "welfare_nested:included": _("Included in this plan"),
    "welfare_nested:apart": _("A plan of its own"),
    "welfare_why:nothing_brought": _("no figures have been brought here"),
    "welfare_why:not_told": _("the source does not tell it of this area"),
    "welfare_empty": _("The section has no text: %(name)s"),
    "welfare_remarks": _("%(name)s: remarks that nobody has settled: %(count)s"),
    "welfare_no_goals": _("The plan has no goals: choose the programme whose goals it is"),
    "welfare_nested_open": _("Nothing is said of this plan: %(name)s"),
    "welfare_statement_missing:older": _("No statement has come: council of older people"),
    "welfare_statement_missing:disabled": _("No statement has come: council of people with disabilities"),
    "welfare_statement_missing:youth": _("No statement has come: youth council"),
    "welfare_statement_not_asked:older": _("No statement has been asked: council of older people"),
    "welfare_statement_not_asked:disabled": _("No statement has been asked: council of people with disabilities"),
    "welfare_statement_not_asked:youth": _("No statement has been asked: youth council"),
    "welfare_not_yours": _(
        "Only the organisation's own people, and whoever has been asked to write a section, can do this."
    ),
    "welfare_closed": _("It is before the council or has been approved, so it is not changed now."),
    "welfare_state": _("It has moved on meanwhile. Look at it again."),
    "welfare_years": _("Give years between %(first)s and %(last)s, the first one first, at most eight in all."),
    "welfare_future": _("The day of the decision cannot be ahead."),
    "welfare_needs_body": _("Tell which body decided."),
    "welfare_needs_link": _("Give a link to the public decision."),
    "welfare_needs_title": _("Give it a name in at least one language."),
    "welfare_one_of_a_kind": _(
        "There is already one of this kind for these years. Go on with it, or withdraw it first."
    ),
    "welfare_not_of_these": _("The figure is not one of this section's."),
    "welfare_needs_reason": _("Tell why the figure is left out: the reason is printed."),
    "welfare_needs_text": _("Write something first."),
    "welfare_programme": _("The programme is not one of this organisation's or its region's."),
    "welfare_nested_link": _("Give the address of the plan that is apart."),
    "welfare_statement_days": _("A statement is asked today or before, and given on that day or later, not ahead."),
    "welfare_no_evidence": _("The decision was kept, but not as a record of the duty"),
}

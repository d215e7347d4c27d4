"""Words of the errors that any page can meet."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "bad_date": _("“%(given)s” is not a day. Write it like this: %(example)s (year-month-day) or 24.10.2025."),
    "date_out_of_range": _("The map can be drawn from 1.1.2023 to %(day)s. “%(given)s” is outside it."),
    "bad_form_key": _("The form has lost its key. Go back, open the page again and send the form from there."),
    "bad_choice": _("“%(given)s” is not one of the choices here. Valid ones are for example: %(example)s."),
    "login_needed": _("Sign in to do this."),
    "too_many": _("Too many days of the map were asked for in a short time. Try again in %(seconds)s seconds."),
    "rule:summary_none": _("No duty binds anybody here, or it has been agreed together that this part is not needed."),
    "rule:summary_all": _("Everything that is counted has been met in its time."),
    "rule:summary_some": _("Something has been met, or a part of it."),
    "rule:summary_preparation": _("Only preparation has been recorded."),
    "rule:summary_not_started": _("A party says that nothing has begun."),
    "rule:summary_silence": _("Nobody has recorded anything."),
    "next:picture": _("Agree which figures you look at together."),
    "next:goals": _("Propose the first shared goal."),
    "next:roles": _("Tell who answers for what, and who is the counterpart."),
    "next:models": _("Agree how you work together and where a problem climbs."),
    "next:forums": _("Agree where and how often you meet."),
    "yta:1": _("Southern Finland collaborative area"),
    "yta:2": _("Eastern Finland collaborative area"),
    "yta:3": _("Inland Finland collaborative area"),
    "yta:4": _("Western Finland collaborative area"),
    "yta:5": _("Northern Finland collaborative area"),
}

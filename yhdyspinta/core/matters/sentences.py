"""Words of outcomes, their rules and events."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "handled:": _("Not handled yet"),
    "handled:noted": _("For information"),
    "handled:accepted": _("Accepted"),
    "handled:accepted_with_changes": _("Accepted with changes"),
    "handled:not_accepted": _("Not accepted"),
    "handled:returned": _("Returned to preparation"),
    "handled:tabled": _("Tabled"),
    "handled:office_holder": _("An office holder's decision"),
    "handled:not_needed": _("Needs no handling"),
    "handled:implemented": _("Carried out"),
    "matters_withdrawn": _("The question has been taken back."),
    "matters_not_yours": _("Only the organisation's own people and the region's coordinators tell how it was handled."),
    "matters_no_such_outcome": _("Choose how it was handled."),
    "matters_before_asked": _("The day is before it was asked, %(day)s."),
    "matters_needs_text": _("Write a title and a proposed decision in at least one language."),
    "matters_needs_party": _("Choose at least one party."),
    "matters_due_past": _("The day has passed already."),
    "matters_link_spent": _(
        "This link has been used, replaced by a newer one, or is too old. The next letter has a new one."
    ),
    "matters_not_your_address": _(
        "Only the organisation's own people and the region's coordinators keep its registered address."
    ),
    "event:address_set": _("A registered address set"),
    "event:consultation_asked": _("Asked of a party"),
    "event:consultation_answered": _("A party's handling"),
    "event:consultation_withdrawn": _("A question taken back"),
}

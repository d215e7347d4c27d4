"""What is said of a frozen document."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "publication:packet": _("Negotiation packet"),
    "publication_for:own": _("Only for the one who froze it"),
    "publication_for:public": _("Public"),
    "publication_needs_role": _("Only people who act in the region can freeze a public document."),
    "publication_not_yours": _(
        "Only the one who froze it, and the region's coordinators when it is public, take it back."
    ),
    "publication_decided": _("The council has decided on it. It is withdrawn on the page of the document."),
    "publication_withdrawn": _("It has been taken back already."),
}

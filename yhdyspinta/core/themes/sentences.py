"""Words of proposals, their rules and events."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "agreement:theme": _("A theme of the region's own"),
    "agreement:need": _("What the theme needs"),
    "agreement:picture": _("Figures that we look at together"),
    "themes_picture_empty": _("Choose at least one figure."),
    "agreement:opening": _("Opening the map to the public"),
    "agreed_not_needed": _("Agreed together on %(day)s: the theme does not need this part."),
    "themes_unknown": _("There is no such theme in this region."),
    "themes_name_missing": _("Give the theme a name in at least one language."),
    "themes_name_taken": _("The region already has a theme with this name."),
    "themes_text_missing": _("Write what the theme needs, in at least one language."),
    "themes_law_always": _("What the law asks cannot be agreed away."),
    "themes_already_open": _("The map is already open."),
    "themes_not_open": _("The region has not opened its map yet. Records and their sources are public."),
    "themes_ended": _("This has already ended."),
    "event:agreement_proposed": _("Proposed"),
    "event:agreement_said": _("A side told its view"),
    "event:agreement_accepted": _("Confirmed by the other side"),
    "event:agreement_replaced": _("Gave way to a newer one"),
    "event:agreement_ended": _("Ended"),
}

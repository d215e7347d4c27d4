"""Headings of a packet's parts."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "packets_one_at_a_time": _("You wait for other packets already. Ask again when they are ready."),
    "packet:agenda": _("Agenda"),
    "packet:done": _("Done together"),
    "packet:duties": _("Duties and their next days"),
    "packet:picture": _("Situational picture"),
    "packet:ahead": _("Known changes ahead"),
    "packet:goals": _("Shared goals"),
    "packet:labour": _("Division of labour: what is open"),
    "packet:agreements": _("Agreements and operating models"),
    "packet:problems": _("Problems that are being settled"),
    "packet:receipts": _("What was sent to the parties' own bodies"),
    "packet:surveys": _("How the cooperation is felt: survey"),
    "packet:questions": _("Questions for discussion"),
}

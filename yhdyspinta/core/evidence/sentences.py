"""Words of evidence."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "evidence_link_spent": _(
        "The link has been used, has grown old, or the record has changed since the letter. The next letter brings a new one."
    ),
    "event:recorded": _("Recorded"),
    "event:corrected": _("Corrected; the earlier version is kept"),
    "event:confirmed": _("Confirmed by a party"),
    "event:withdrawn": _("Withdrawn"),
    "event:restored": _("Restored"),
    "evidence:negotiation": _("Negotiation held"),
    "evidence:plan": _("Plan approved"),
    "evidence:report": _("Report given"),
    "evidence:agreement": _("Agreement approved"),
    "evidence:body": _("Body set up"),
    "evidence:notification": _("Notification given"),
    "evidence:arrangement": _("Cooperation arranged"),
    "evidence:elsewhere": _("Done elsewhere (link)"),
    "evidence:preparation": _("Under preparation"),
    "evidence:not_started": _("Not yet started"),
    "extent:whole": _("The whole duty"),
    "extent:part": _("A part of it"),
    "visibility:draft": _("Draft: only our organisation sees it"),
    "visibility:parties": _("The parties see it"),
    "visibility:public": _("Public"),
    "precision:day": _("The exact day"),
    "precision:month": _("The month is known"),
    "precision:year": _("The year is known"),
    "evidence_future": _("%(given)s is in the future. Only what has happened is recorded; the latest day is %(day)s."),
    "evidence_before_statute": _(
        "“%(duty)s” has been in force since %(day)s. Something from %(given)s cannot be a record of it."
    ),
    "evidence_not_in_force": _("“%(duty)s” is not in force yet, so nothing can be recorded for it."),
    "evidence_holds_order": _("The last day it holds is before the day it happened. Check the two dates."),
    "evidence_choose_organisation": _("Choose an organisation that you act for."),
    "evidence_not_party": _("You can record and correct only what your own organisation or region took part in."),
    "evidence_has_origin": _("This record was made by a meeting or a document. Correct it there."),
    "evidence_not_your_confirmation": _("Each organisation confirms for itself. Yours is not a party to this record."),
    "evidence_not_your_organisation": _("Only the organisation's own people can say this."),
    "evidence_keeps_recorder": _(
        "The organisation that made the record stays a party to it. Make a record of your own instead."
    ),
    "evidence_keeps_visibility": _("Only the organisation that made the record can change who sees it."),
    "evidence_withdrawn": _("This record has been withdrawn."),
    "evidence_confirmed_already": _("Your organisation has already confirmed this."),
    "evidence_needs_duty": _("Choose at least one duty that the record is about."),
    "evidence_party_gone": _("One of the organisations is no longer in use here. Choose the organisations again."),
    "evidence_needs_party": _("Choose at least one organisation that took part."),
    "evidence_needs_source": _("A record made on behalf of others needs its public source: a title and an address."),
    "evidence_needs_title": _("Write a short title in at least one language."),
    "evidence_secret": _("Secret information must not be entered here."),
    "evidence_needs_reason": _("Say shortly why the record is withdrawn."),
    "declare_before_start": _("Give a day from 1.1.2021 to today: from then on everything is recorded here."),
}

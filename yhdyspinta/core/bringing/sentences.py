"""Words of bringing rows from a spreadsheet."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "bring_empty": _("Empty, and the row needs it: %(field)s."),
    "bring_too_long": _("The text is longer than %(limit)s characters."),
    "bring_no_day": _("Not a day. Write 24.10.2026."),
    "bring_no_word": _("Not one of the words of this column: %(words)s."),
    "bring_no_name": _("There is nothing by this name here."),
    "bring_two_by_name": _("Two things here have this name. Tell them apart first."),
    "bring_no_organisation": _("No organisation of the region has this name."),
    "bring_part": _("“%(part)s”: %(why)s"),
    "bring_no_link": _("Not an address of the web. It begins https://."),
    "bring_no_mail": _("Not an e-mail address."),
    "bring_twice": _("The same as row %(row)s of this file."),
    "bring_too_many": _("The sheet has more than %(limit)s rows. Bring it in parts."),
    "bring_too_many_files": _(
        "You have %(count)s files that wait to be brought. Bring or throw away some of them first."
    ),
    "bring_too_old": _(
        "It was brought more than a month ago. It is not undone as a whole any more; each row can be withdrawn on its own page."
    ),
    "bring_not_stored": _("The row could not be stored. Your administrator finds the reason in the log."),
    "bring_no_column": _("Choose a column for everything that a row needs."),
    "bring_not_yours": _("Only who brought the file goes on with it."),
    "bring_gone_on": _("This file has gone on to its next step already. Open it again."),
    "bring_changed_since": _("Somebody has changed it since. It was left as it is."),
    "bring_all_towns": _("all municipalities"),
    "bring_employment_area": _("Employment area"),
    "bringing:looked": _("not brought yet"),
    "bringing:bringing": _("is being brought"),
    "bringing:brought": _("brought"),
    "bringing:undoing": _("is being undone"),
    "bringing:undone": _("undone"),
    "bring:made": _("brought"),
    "bring:there": _("recorded before"),
    "bring:refused": _("not brought"),
    "bring:undone": _("undone"),
    "bring:kept": _("left as it is"),
    "event:rows_brought": _("Rows of a spreadsheet brought"),
    "event:rows_undone": _("Rows of a spreadsheet undone"),
}

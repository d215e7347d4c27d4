"""Words of the room: what stands out, situations' reasons, rules of the column, refusals."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "stands:region_largest": _("%(name)s: highest of the region's %(count)s municipalities"),
    "stands:region_smallest": _("%(name)s: lowest of the region's %(count)s municipalities"),
    "stands:group_large": _("%(name)s: among the highest, %(place)s of %(of)s"),
    "stands:group_small": _("%(name)s: among the lowest, %(place)s of %(of)s"),
    "stands:peak": _("The population was largest in %(period)s"),
    "of:municipality": _("%(count)s municipalities"),
    "of:county": _("%(count)s regions"),
    "of:employment_area": _("%(count)s employment areas"),
    "space:kunnat": _("Municipalities"),
    "space:alueet": _("Regions"),
    "space:tyollisyysalueet": _("Employment areas"),
    "profile:municipality": _("Municipal profile"),
    "profile:county": _("Profile of the region"),
    "profile:employment_area": _("Profile of the employment area"),
    "profile:country": _("Figures of the whole country"),
    "measure:kaikki": _("size, age structure, unemployment and income"),
    "measure:koko": _("number of residents"),
    "measure:ika": _("age structure"),
    "measure:tyottomyys": _("unemployment"),
    "measure:tulot": _("income"),
    "group:municipality": _("all %(count)s municipalities of mainland Finland"),
    "group:aland": _("Åland's %(count)s municipalities"),
    "group:county": _("all %(count)s regions of mainland Finland"),
    "group:employment_area": _("all %(count)s employment areas"),
    "import_faults": _("Nothing was imported: %(count)s cells cannot be used. They are listed below."),
    "snapshot_withdrawn": _("This has already been taken back."),
    "snapshot_future": _("The day is in the future. Only what has been looked at is frozen."),
    "snapshot_old": _("The day is more than a year ago: the figures of today were not what was looked at then."),
    "snapshot_needs_title": _("Tell where the figures were looked at, for example the name of the meeting."),
    "snapshot_empty": _("None of the chosen figures has been brought yet."),
    "event:snapshot_taken": _("Looked at together"),
    "event:snapshot_withdrawn": _("Taken back"),
    "event:figures_published": _("New figures"),
    "picture_agreed": _("The parties agreed on %(day)s to look at %(count)s figures together."),
    "picture_fresh": _("The agreed figures are as new as their sources have."),
    "picture_late": _("Newer figures are missed: %(names)s."),
    "picture_empty": _("No figures have been brought yet of: %(names)s."),
    "picture_looked": _("Looked at together on %(day)s: %(title)s."),
    "picture_not_looked": _("Not looked at together within twelve months."),
    "rules:picture": _("When the shared picture is in place"),
    "rule:picture_in_place": _(
        "The parties have agreed which figures they look at, the figures are fresh, and they have been looked at together within twelve months: in place."
    ),
    "rule:picture_partly": _(
        "A set is agreed and either its figures are fresh or it has been looked at together within twelve months: partly."
    ),
    "rule:picture_preparation": _(
        "Only a set is agreed, or figures have been looked at together without an agreed set: under preparation."
    ),
    "rule:picture_silence": _("Nothing is agreed and nothing has been looked at: nothing recorded."),
}

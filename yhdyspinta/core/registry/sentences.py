"""Words of the registry's rules and states."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "kind:county": _("Wellbeing services county"),
    "kind:municipality": _("Municipality"),
    "kind:employment_area": _("Employment area"),
    "kind:regional_council": _("Regional council"),
    "kind:hus": _("Joint authority HUS"),
    "kind:kela": _("Kela"),
    "kind:rescue_department": _("Rescue department"),
    "kind:education_provider": _("Education provider"),
    "kind:joint_authority": _("Joint municipal authority"),
    "kind:third_sector": _("Third-sector organisation"),
    "kind:parish": _("Parish"),
    "kind:company": _("Company"),
    "kind:state": _("State authority"),
    "body:council": _("Council"),
    "body:executive": _("Executive board"),
    "body:committee": _("Committee"),
    "body:management": _("Management team"),
    "body:influence": _("Influence body (youth, older people, disability)"),
    "body:other": _("Other body"),
    "seat:chair": _("Chair"),
    "seat:vice_chair": _("Vice chair"),
    "seat:member": _("Member"),
    "seat:deputy": _("Deputy member"),
    "model:responsible_municipality": _("Responsible municipality"),
    "model:alone": _("Organises alone"),
    "model:joint_authority": _("Joint municipal authority"),
    "language:fi": _("Finnish"),
    "language:sv": _("Swedish"),
    "language:fi-sv": _("bilingual, Finnish the majority language"),
    "language:sv-fi": _("bilingual, Swedish the majority language"),
    "registry_reference": _(
        "This organisation comes from the national registers. Its name and code are corrected in the reference files, not here."
    ),
    "registry_only_coordinators": _("Only an administrator or a region's coordinator can add organisations."),
    "registry_only_own_regions": _("A coordinator adds organisations of the own region."),
    "registry_only_administrator": _("Only an administrator can do this."),
    "registry_not_yours": _("Only the organisation's own people and administrators can do this."),
    "registry_slug_taken": _(
        "There is already an organisation with this address. Choose another name or add the place."
    ),
    "registry_merge_self": _("An organisation cannot be merged into itself."),
    "registry_merge_kind": _("Only organisations of the same kind can be merged."),
    "registry_merge_ended": _("This organisation has already ended."),
    "registry_merge_after_start": _("The day of the merger must be after the organisation began, and after 1.1.2023."),
    "registry_seat_order": _("A seat cannot end before it begins."),
    "registry_erased": _("This person's data have been erased."),
}

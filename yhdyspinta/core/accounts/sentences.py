"""Words of roles and of the rules about rights."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "event:calendar_link_made": _("Calendar link made"),
    "event:calendar_link_ended": _("Calendar link ended"),
    "accounts_sign_in_again": _(
        "A new way to sign in is chosen within a quarter of an hour after signing in. Sign out, sign in again and go on."
    ),
    "role:administrator": _("Administrator"),
    "role:coordinator": _("Interface coordinator of a region"),
    "role:editor": _("Editor of an organisation"),
    "role:analyst": _("National analyst"),
    "role:owner": _("Person in charge of one item"),
    "role:elected": _("Elected official"),
    "role:reader": _("Reader of an organisation"),
    "role:responder": _("Person in charge of preparedness"),
    "role_text:analyst": _("Brings figures of the whole country from files and follows their sources."),
    "role_text:owner": _(
        "Answers one question, keeps one document or carries one measure in the name of the organisation. Reads that item and what is public."
    ),
    "accounts_owner_shape": _(
        "The person in charge is named on the page of the question, the document or the measure."
    ),
    "accounts_owner_already": _("This person is already in charge of it."),
    "event:owner_named": _("Person in charge named"),
    "event:owner_ended": _("Person in charge removed"),
    "role_text:elected": _("Reads what the parties of their organisation's forums read. Records nothing."),
    "role_text:responder": _(
        "Answers for the organisation's preparedness: sees procedures, numbers and incident logs where it has taken them into use."
    ),
    "role_text:reader": _("Reads what the organisation's own people read. Records nothing."),
    "accounts_no_such_rhythm": _("Choose at once, each morning, once a week or not at all."),
    "rhythm:immediate": _("As soon as something new waits"),
    "rhythm:daily": _("Each morning when something new waits"),
    "rhythm:weekly": _("On Mondays when something waits"),
    "rhythm:none": _("Not at all"),
    "accounts_own_responder": _("Only the organisation itself names who answers for its preparedness."),
    "accounts_may_not_invite": _(
        "An organisation invites its own people, a coordinator the organisations of the same side of the region."
    ),
    "accounts_invitation_spent": _("This invitation has been used, withdrawn or is too old. Ask for a new one."),
    "accounts_invitation_own": _("You made this invitation yourself. Another person takes it."),
    "accounts_invitation_other": _("The invitation is for another address than the one you are signed in with."),
    "accounts_sign_in_first": _(
        "There is already an account with this address. Sign in, then open the invitation again."
    ),
    "role_text:administrator": _(
        "Keeps the installation: registers, users, mergers. Records from public sources on behalf of organisations."
    ),
    "role_text:coordinator": _(
        "Keeps a region's map true together with the coordinator of the other side. Rules of the region change only when both accept."
    ),
    "role_text:editor": _("Records, confirms and corrects in the name of one organisation."),
    "side:county": _("County side"),
    "side:municipalities": _("Municipalities' side"),
    "accounts_feedback_handled": _("Somebody has already answered this."),
    "accounts_only_administrator": _("Only an administrator can manage users."),
    "accounts_pair_taken": _("This side of the region already has its coordinator. End that grant first."),
    "accounts_grant_shape": _(
        "Choose what the role needs: an organisation for an editor; region, side and organisation for a coordinator."
    ),
    "accounts_not_in_region": _("The coordinator's organisation must work in the region, on the chosen side."),
    "accounts_email_taken": _("There is already a user with this address."),
    "accounts_last_administrator": _("The last administrator cannot be removed."),
    "sides_only_coordinators": _("Only the region's coordinators can propose this, and both sides must accept it."),
    "sides_own_proposal": _("Your side proposed this. The other side accepts it."),
    "sides_same_person": _("You proposed this yourself. Another person of the other side confirms it."),
    "accounts_both_sides": _("This person already coordinates the region's other side. Two sides are two people."),
    "sides_decided": _("This has already been accepted or withdrawn."),
    "accounts_link_spent": _("This link has been used or is too old. Ask for a new one."),
    "accounts_needs_name": _("Write your name."),
    "accounts_end_past": _("The last day cannot be in the past."),
    "accounts_not_yours_to_end": _(
        "Some of these roles are not yours to end, or have ended already. Open the page again."
    ),
    "event:renamed": _("Name corrected"),
    "event:erased": _("Erased"),
    "event:ends": _("Role ends on a day"),
    "event:own_data_taken": _("Own data taken"),
    "accounts_follow_limit": _("You follow %(count)s things already. End some of them first."),
    "accounts_not_your_body": _("The body is not one of your own organisations'."),
}

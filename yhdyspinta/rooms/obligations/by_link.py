"""The page of a letter's link: a record, and one button that says it is right. No account is needed."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence import links
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.evidence.queries import with_details
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.bundling import Waiting
from yhdyspinta.core.matters.letters import Extra
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.ui.pages import form_page, page, slow_down


def waiting(org: Organisation) -> list[Extra]:
    """What letters to an organisation tell of records that it has not confirmed."""
    return [
        Extra(
            title=Text.of(row, "title"),
            waiting=Waiting(clock.date_of(row.recorded_at), None, written),
            link=partial(_address, row, org),
        )
        for row, written in links.unconfirmed(org)
    ]


def _address(row: Evidence, org: Organisation) -> str:
    return reverse("obligations:confirm-by-link", args=[links.make(row, org)])


@form_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it spends nothing; the button confirms, once. Who wants to correct signs in."""
    link, crumbs = links.open_link(token), [(_("Confirm a record"), "")]
    if link is None:
        return page(request, "obligations/by_link.html", {"row": None, "crumbs": crumbs}, status=410)
    row, duties = with_details(Evidence.objects.filter(pk=link.evidence_id)).get(), catalogue().duties
    if request.method == "POST":
        slow_down(request, 8)
        try:
            links.confirm(token=token)
        except Refused:
            return page(request, "obligations/by_link.html", {"row": None, "crumbs": crumbs}, status=410)
        return page(request, "matters/thanked.html", {"row": row, "crumbs": crumbs})
    context = {
        "row": row,
        "org": link.organisation,
        "duties": [duties[d.duty_code] for d in row.duties.all() if d.duty_code in duties],
        "crumbs": crumbs,
    }
    return page(request, "obligations/by_link.html", context)

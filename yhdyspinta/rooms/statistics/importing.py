"""Figures of an indicator from a file, by a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.laying import BadFigures
from yhdyspinta.core.indicators.rules import may_bring_files
from yhdyspinta.core.indicators.sources import files
from yhdyspinta.core.indicators.sources.files import Fault
from yhdyspinta.core.ui.pages import form_page, page, submit
from yhdyspinta.rooms.statistics import actions
from yhdyspinta.rooms.statistics.forms import ImportForm

FAULTS_SHOWN = 100


@form_page
@signed_in
def import_figures(request: HttpRequest) -> HttpResponse:
    """Figures of an indicator from a file: everything, or nothing and every fault with its place."""
    who, lang = actor(request), request.LANGUAGE_CODE
    require(may_bring_files(who))
    first = {"indicator": request.GET.get("luku", "")}
    form = ImportForm(request.POST or None, request.FILES or None, lang=lang, by=who, initial=first)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        code, sent = form.cleaned_data["indicator"], form.cleaned_data["file"]
        try:
            # Read before the write begins: nobody waits for a spreadsheet with the database's lock.
            came = actions.read_file(by=who, code=code, name=sent.name, body=sent.read(files.LARGEST + 1))

            def do() -> str:
                actions.publish_file(by=who, came=came)
                return f"{reverse('statistics:indicator', args=[code])}?tehty=tallennettu"

            return redirect(submit(request, do))
        except actions.NotImported as refused:
            faults = refused.faults
            form.add_error("file", say("import_faults", [("count", str(len(faults)))], lang))
        except (files.BadFile, BadFigures) as error:
            form.add_error("file", str(error))
    crumbs = [(_("Figures"), reverse("statistics:index")), (_("Bring figures from a file"), "")]
    more = max(0, len(faults) - FAULTS_SHOWN)
    context = {"form": form, "faults": faults[:FAULTS_SHOWN], "more": more, "crumbs": crumbs}
    return page(request, "statistics/import.html", context, status=422 if form.errors else 200)

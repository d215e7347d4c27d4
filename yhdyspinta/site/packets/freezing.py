"""Pages that freeze packets: one, or every municipality's with its progress."""

import io
import zipfile
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.jobs.queue import again, asked_by
from yhdyspinta.core.press.files import made
from yhdyspinta.core.press.office import FIXED
from yhdyspinta.core.press.stored import restored
from yhdyspinta.core.publications import queries as publications
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.atlas import Org, RegionView
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, post, slow_down, submit
from yhdyspinta.site.packets.asked import language, parts_of, region_asked, town_asked
from yhdyspinta.site.packets.making import KIND, ask_all, keep

FORMS = {"zip": "pdf", "zip-docx": "docx", "zip-pptx": "pptx"}


@post
@signed_in
def freeze_region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's packet, or those of all its municipalities."""
    return _freeze(request, region_asked(slug), None)


@post
@signed_in
def freeze_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """A municipality's packet."""
    return _freeze(request, *town_asked(slug))


def _freeze(request: HttpRequest, view: RegionView, org: Org | None) -> HttpResponse:
    who, parts, lang = actor(request), parts_of(request.POST.getlist("osa")), language(request)
    public = request.POST.get("nakyvyys") == "public"
    slow_down(request, 8)

    def do() -> str:
        if org is None and request.POST.get("kaikki"):
            work = ask_all(by=who, view=view, parts=parts, lang=lang, public=public)
            return reverse("packets-made", args=[work.public_id])
        row = keep(by=who, view=view, org=org, parts=parts, lang=lang, public=public)
        return reverse("publications:publication", args=[row.public_id])

    return redirect(submit(request, do))


@get
@signed_in
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the packets are, and those that are ready; all in one file when every one is."""
    who = actor(request)
    work = fetch(asked_by(who.user, KIND), public_id=public_id)
    rows = publications.of_batch(who, work.public_id)
    if form := chosen(request, "muoto", FORMS):
        if work.state != "done":
            raise BadInput("bad_choice", given=form, example="")
        slow_down(request, 120)
        return _zip(rows, form)
    view = region_asked(work.asked["region"], by_code=True)
    context = {
        "work": work,
        "rows": rows.defer("content"),
        "area": view.area,
        "crumbs": way_to(view.area, request.LANGUAGE_CODE, (_("Packets of the municipalities"), "")),
    }
    return page(request, "site/packets_made.html", context)


def _zip(rows: publications.Rows, form: str) -> HttpResponse:
    """The packets as files of one form. The same packets give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as files:
        for row in rows:
            name = f"neuvottelu-{row.organisation.slug if row.organisation else ''}-{row.told_on}.{FORMS[form]}"
            files.writestr(zipfile.ZipInfo(name, FIXED), made(restored(row.content), FORMS[form]))
    response = HttpResponse(stream.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="neuvottelupaketit-{form}.zip"'
    return response


@post
@signed_in
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What failed goes back to the queue; what is ready stays."""
    work = fetch(asked_by(actor(request).user, KIND), public_id=public_id)

    def do() -> str:
        again(work=work)
        return reverse("packets-made", args=[public_id])

    return redirect(submit(request, do))

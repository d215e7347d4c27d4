"""Who may what at the addresses for programs. A browser's session means nothing there: without a key everybody is a reader."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.bringing.models import Bringing
from yhdyspinta.core.common import clock
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.hooks.models import Hook
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.law.sections import WHOLE
from yhdyspinta.core.matters import reading
from yhdyspinta.core.matters.models import Consultation, FeedEntry, Resemblance
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.obligations import watching
from yhdyspinta.rooms.obligations.finlex import Text
from yhdyspinta.site.rights.people import People, actor, org, row
from yhdyspinta.site.rights.rule import PUBLIC, Rule

LISTS = (
    "search",
    *("home", "me", "regions", "organisations", "themes", "blocks", "map", "duties", "indicators", "goals", "measures"),
    *("agreements", "forums", "meetings", "decisions", "receipts", "surveys", "openapi-json", "api-root"),
)
OF_REGION = ("region", "region_map", "obligations", "responsibilities")
FIGURES = ("indicator", "series", "series_csv", "series_jsonstat")
OPARL = ("system", "bodies", "body", "party")
OPARL_LISTS = ("organizations", "persons", "meetings", "papers", "agendaitems", "consultations", "files", "memberships", "terms", "locations")  # fmt: skip
OPARL_ONE = {"forum": "forums:forum", "meeting": "forums:meeting"}
BRINGING = {"columns": "looked", "start": "looked", "throw-away": "looked", "undo": "brought", "retry": "bringing"}
"""What is done with a brought file, and the state in which it is done."""
SAME = {"goal": "goals:goal", "agreement": "agreements:agreement", "forum": "forums:forum", "meeting": "forums:meeting"}
"""What is read at the page of the other name."""

PROGRAMS: dict[str, Rule] = {
    **{f"api:{n}": PUBLIC for n in (*LISTS, *OF_REGION, *FIGURES, *SAME, "organisation", "duty", "one_evidence")},
    **{f"api:{n}": Rule("public", "nobody") for n in ("evidence", "record_evidence")},  # one address
    "api:receipt": Rule("nobody"),  # who has not answered is between the parties
    **{f"api:{n}": Rule("", "nobody") for n in ("tell_receipt", "tell_note")},
    **{f"embed{n}": PUBLIC for n in ("", "-country", "-region", "-list", "-chart")},
    "api-lost": Rule("nobody", "nobody"),
    "interface-for-programs": PUBLIC,
    **{f"oparl:{n}": PUBLIC for n in (*OPARL, *OPARL_LISTS, *OPARL_ONE, "paper", "agendaitem")},
    "oparl:consultation": Rule("nobody"),  # nobody has answered in the scene
    **dict.fromkeys(("popolo", "dcat", "robots", "sitemap", "sitemap-part", "region-atom", "region-rss"), PUBLIC),
    "matters:feeds": Rule("own", "own", {"system": "other", "url": "https://example.org/syote"}),
    "matters:end-feed": Rule("", "own"),
    "matters:dismiss": Rule("", "party"),
    "own-data": Rule("signed_in", "signed_in", {"name": "Uusi nimi"}),
    **{n: Rule("", "signed_in") for n in ("own-data-take", "own-data-erase")},
    "erase-user": Rule("", "administrator"),
    "term-end": Rule("keeper", "keeper", {"on": "2029-05-31"}),
    "bringing:bring": Rule("signed_in", "nobody", {"kind": "contacts", "region": "kainuu"}),  # no file is sent
    **{f"bringing:{n}": Rule("signed_in") for n in ("template", "look")},
    **{f"bringing:{n}": Rule("", "signed_in", {"version": "1"}) for n in BRINGING},
    "followed": Rule("signed_in"),
    "follow-thing": Rule("", "signed_in"),
    "webhooks": Rule(
        "signed_in", "nobody", {"region": "kainuu", "theme": "", "url": "https://ohjelma.example/"}
    ),  # no host is listed
    "webhook": Rule("signed_in"),
    **{f"{n}-webhook": Rule("", "signed_in") for n in ("try", "resume", "end")},
    "own-keys": Rule("signed_in", "signed_in", {"name": "Taulukko", "days": "90", "scopes": "notes"}),
    "revoke-key": Rule("", "signed_in"),
}


def programs_args(people: People, args: Mapping[str, list[Any]], duty: str) -> dict[str, list[Any]]:
    """Addresses for programs of what the scene has, and a key of Kuhmo's official."""
    record = Evidence.objects.filter(visibility="public", withdrawn_at=None).order_by("id").last()
    key = tokens.make(by=people.kuhmo, name="Taulukko", scopes=["notes"], days=30).row
    if record is None or key.expires_on < clock.today():
        raise LookupError("the scene has no public record or no key")
    feed, like = fed(people, args)
    hook = Hook.objects.create(
        user=people.kuhmo,
        region=Region.objects.get(slug="kainuu"),
        url="https://ohjelma.example/",
        recorded_at=clock.now(),
    )
    return {
        "erase-user": [people.user("poistettava").public_id],
        "matters:feeds": [org("kunnat/kuhmo").public_id],
        "matters:end-feed": [feed],
        "matters:dismiss": [like],
        **{f"api:{n}": ["kainuu"] for n in OF_REGION},
        **{f"api:{n}": ["statfin-vaesto"] for n in FIGURES},
        **{f"api:{n}": list(args[page]) for n, page in SAME.items()},
        **{f"oparl:{n}": ["kainuu"] for n in ("body", *OPARL_LISTS)},
        **{f"oparl:{n}": list(args[page]) for n, page in OPARL_ONE.items()},
        "oparl:party": ["kainuu", org("kunnat/kuhmo").public_id],
        "oparl:consultation": list(args["matters:consultation"]),
        **{f"oparl:{n}": list(args["forums:ask"]) for n in ("paper", "agendaitem")},
        **{n: ["kainuu"] for n in ("popolo", "region-atom", "region-rss")},
        "sitemap-part": ["alueet"],
        "embed-region": ["kainuu"],
        "embed-list": ["tulossa", "kainuu"],
        "embed-chart": ["statfin-vaesto"],
        "api:organisation": ["kunnat", "kuhmo"],
        "api:duty": [duty],
        "api:one_evidence": [record.public_id],
        **{f"api:{n}": list(args["matters:consultation"]) for n in ("receipt", "tell_receipt")},
        "api:tell_note": list(args["goals:goal"]),
        **brought(people),
        "obligations:look": [changed_section()],
        "responsibilities:points": ["kuhmo"],
        "bringing:template": ["contacts", "kainuu"],
        "revoke-key": [key.public_id],
        "webhook": [hook.public_id],
        **{f"{n}-webhook": [hook.public_id] for n in ("try", "resume", "end")},
    }


def brought(people: People) -> dict[str, list[Any]]:
    """Files that Kuhmo's official has brought, each in the state in which something is done with it."""
    told = {"kind": "bringing", "asked": {}, "asked_by": people.kuhmo.public_id, "asked_at": clock.now()}
    stopped, region = Work.objects.create(**told, state="failed"), Region.objects.get(slug="kainuu")
    files = {
        name: Bringing.objects.create(
            kind="contacts",
            region=region,
            name="Yhteystiedot.xlsx",
            lang="fi",
            sheets=[{"name": "Rivit", "rows": [["Organisaatio"], ["Kuhmo"]]}],
            columns={"organisation": 0},
            state=state,
            work=stopped,
            recorded_by=people.kuhmo.public_id,
            recorded_at=clock.now(),
        )
        for name, state in BRINGING.items()
    }
    return {"bringing:look": [files["start"].public_id], **{f"bringing:{n}": [f.public_id] for n, f in files.items()}}


def changed_section() -> UUID:
    """A section that has changed and that nobody has looked at."""
    number, section = min(place for place in watching.places() if place[1] != WHOLE)
    statute = watching.watched(number)
    for digest in "ab":
        watching.keep(statute, Text("", {section: digest}))
    return watching.waiting().get(statute=statute).public_id


def fed(people: People, args: Mapping[str, list[Any]]) -> tuple[UUID, UUID]:
    """A feed of Kuhmo's meeting system, and an entry of it that looks like the answer to the scene's question."""
    feed = reading.add(
        by=actor(people.kuhmo), organisation=row("kunnat/kuhmo"), system="other", url="https://example.org/rss"
    )
    told = {"title": "Painopiste", "link": "https://example.org/1", "on": clock.today(), "body": "Kunnanhallitus"}
    entry = FeedEntry.objects.create(feed=feed, guid="1", read_at=clock.now(), **told)
    question = Consultation.objects.get(public_id=args["matters:consultation"][0])
    like = Resemblance.objects.create(
        consultation=question, entry=entry, score=0.9, why=["title"], found_at=clock.now()
    )
    return feed.public_id, like.public_id

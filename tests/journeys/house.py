"""A real installation for journeys: its own data, its own server process, people with one-time links."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from start import wait_until_up, web_command

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = """
import django; django.setup()
from yhdyspinta.core.accounts.actions import add_user, give_role, make_link
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.models import Organisation
for name, space, slug in {people!r}:
    user = add_user(by=HOUSE, email=name + "@example.org", name=name)
    give_role(by=HOUSE, user=user, role="editor", organisation=Organisation.objects.get(space=space, slug=slug))
    print(make_link(by=HOUSE, user=user))
"""

RESPONDERS = """
import django; django.setup()
from yhdyspinta.core.accounts.actions import add_user, give_role, make_link
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.models import Organisation
for name, space, slug in {people!r}:
    user = add_user(by=HOUSE, email=name + "@example.org", name=name)
    for role in ("editor", "responder"):
        give_role(by=HOUSE, user=user, role=role, organisation=Organisation.objects.get(space=space, slug=slug))
    print(make_link(by=HOUSE, user=user))
"""
GUARD = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID, uuid4
from yhdyspinta.core.accounts.actions import add_user, give_role
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Standing
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.preparedness import actions, keeping, training
from yhdyspinta.rooms.preparedness.actions import Secret
from yhdyspinta.rooms.preparedness.models import DutyContact, Exercise, Incident, Lesson, Plan
from yhdyspinta.rooms.preparedness.training import Programme, Reach
from yhdyspinta.site.rights.guarding import decided, entry, taken_into_use
region, today = Region.objects.get(slug="keski-suomi"), clock.today()
county, town = atlas().view(region.code, today).county, atlas().org_by_slug("kunnat", "laukaa")
user = add_user(by=HOUSE, email="county-keski-suomi@example.org", name="county keski-suomi")
seat = Organisation.objects.get(pk=county.id)
give_role(by=HOUSE, user=user, role="coordinator", organisation=seat, region=region, side="county")
give_role(by=HOUSE, user=user, role="responder", organisation=seat)
pair = Actor(user.public_id, (Standing("coordinator", organisation=county.public_id, region=region.code, side="county"), Standing("responder", organisation=county.public_id)))
other = Actor(uuid4(), (Standing("editor", organisation=town.public_id), Standing("responder", organisation=town.public_id)))
for part in ("details", "log"):
    taken_into_use(region, part, (pair, county), (other, town))
plan = actions.begin(by=pair, region=region, subject="sahko", parties=[county.id, town.id], roles={("johtaminen", county.id): "leads", ("kiinteistot", town.id): "leads", ("viestinta", town.id): "acts"})
plan = actions.write(by=pair, plan=plan, version=1, secret=Secret({"fi": "Esimerkki: soitetaan ensin.", "sv": "Exempel: ring först."}, {"fi": "Esimerkki: joka toinen tunti."}))
actions.say(by=pair, plan=plan, party=county, version=2, words=decided())
Plan.objects.filter(pk=plan.pk).update(public_id=UUID(int=31))
first = training.tell_contact(by=pair, region=region, organisation=county, reach=Reach("Tilannekeskus", "+358 14 000", "", "Virve", "Varapäivystäjä", "+358 14 001"))
second = training.tell_contact(by=other, region=region, organisation=town, reach=Reach("Tekninen päivystys", "+358 14 002", "vesi", called_by=first.public_id))
training.confirm_contact(by=pair, contact=first, version=1)
held = training.plan_exercise(by=pair, region=region, programme=Programme("calls", today - timedelta(days=1), (county.id, town.id), ("sahko",), "Esimerkki: arki-ilta."))
training.try_contact(by=pair, exercise=held, contact=second, version=1, reached=False)
training.hold_exercise(by=pair, exercise=held, on=today - timedelta(days=1))
lesson = training.learn(by=pair, exercise=held, text="Esimerkki: numero oli vanha.", proposal="Esimerkki: numerot tarkistetaan keväisin")
Lesson.objects.filter(pk=lesson.pk).update(public_id=UUID(int=35))
Exercise.objects.filter(pk=held.pk).update(public_id=UUID(int=33))
training.plan_exercise(by=pair, region=region, programme=Programme("joint", today + timedelta(days=30), (county.id, town.id)))
actions.tell_partner(by=pair, region=region, kind="company", name="Esimerkkisähkö Oy", why="Esimerkki: verkko")
incident = keeping.open_incident(by=pair, region=region, organisation=county, subject="sahko", title="Esimerkki: katko", rehearsal=True)
status = {"kind": "status", "function": "kiinteistot", "about": town.public_id}
task = entry(town, "Esimerkki: haetaan aggregaatti", kind="task", about=town.public_id)
keeping.keep(by=other, incident=incident, entries=[entry(town, "", **status, value="limited"), entry(town, "", **status, value="stopped"), task, entry(town, "", kind="done", of=task.id), entry(town, "Esimerkki: koulu avataan", kind="decision"), entry(town, "", kind="lead", about=county.public_id)])
Incident.objects.filter(pk=incident.pk).update(public_id=UUID(int=34))
"""  # made-up preparedness at addresses that the list of pages knows; the county's coordinator answers for it too
ELECTED = """
import django; django.setup()
from yhdyspinta.core.accounts.actions import add_user, give_role, make_link
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.models import Organisation
user = add_user(by=HOUSE, email={name!r} + "@example.org", name={name!r})
for space, slug in {organisations!r}:
    give_role(by=HOUSE, user=user, role="elected", organisation=Organisation.objects.get(space=space, slug=slug))
print(make_link(by=HOUSE, user=user))
"""
PAIR = """
import django; django.setup()
from yhdyspinta.core.accounts.actions import add_user, give_role, make_link
from yhdyspinta.core.accounts.models import Grant
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.models import Organisation, Region
region = Region.objects.get(slug={region!r})
for side, (space, slug) in {sides!r}.items():
    if known := Grant.objects.filter(role="coordinator", region=region, side=side).first():
        print(make_link(by=HOUSE, user=known.user))
        continue
    user = add_user(by=HOUSE, email=side + "-" + region.slug + "@example.org", name=side + " " + region.slug)
    organisation = Organisation.objects.get(space=space, slug=slug)
    give_role(by=HOUSE, user=user, role="coordinator", organisation=organisation, region=region, side=side)
    print(make_link(by=HOUSE, user=user))
"""
AGREED = """
import django; django.setup()
from uuid import uuid4
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.themes.actions import Proposal, accept, propose
region = Region.objects.get(slug="keski-suomi")
county, towns = (Actor(uuid4(), (Standing("coordinator", region=region.code, side=s),)) for s in ("county", "municipalities"))
for content in (
    Proposal("opening"),
    Proposal("theme", names={"fi": "Järvien tila", "sv": "Sjöarnas tillstånd"}, texts={"fi": "Esimerkki omasta teemasta."}),
    Proposal("need", "asuminen", texts={"fi": "Tavataan kaksi kertaa vuodessa."}, not_needed=("models",)),
):
    accept(by=towns, proposal=propose(by=county, region=region, content=content))
"""

FORUM = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID, uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.matters.actions import Question, keep
from yhdyspinta.core.matters.filing import Label, Place, file_document, use
from yhdyspinta.core.matters.models import Document, Matter
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.rooms.forums import actions, backlog, homing, meeting, queries
from yhdyspinta.rooms.forums.models import Forum, Meeting
region, today = Region.objects.get(slug="keski-suomi"), clock.today()
view = atlas().view(region.code, today)
parties = [view.county, *view.municipalities]
by = Actor(uuid4(), (Standing("coordinator", organisation=view.county.public_id, region=region.code, side="county"),))
names = {"fi": "Hyvinvoinnin ja terveyden edistämisen yhteistyöryhmä", "sv": "Samarbetsgruppen för främjande av välfärd och hälsa"}
content = actions.Content(names, "experts", 3, ("hyte", "lapset-nuoret"), tuple(p.id for p in parties), view.county.id, texts={"fi": "Esimerkki: ryhmä sovittaa yhteen tavoitteet ja valmistelee vuosittaisen neuvottelun."})
forum = actions.found(by=by, region=region, content=content)
for party, position in zip(parties, ("accepted", "accepted", "differing", "accepted_with_changes", "accepted")):
    words = Words("decision", position, today, reason="Rytmi on liian tiheä." if position != "accepted" else "", body="Hallitus", section="12", link="https://example.org/paatos")
    actions.say(by=by, forum=forum, party=party, version=1, words=words)
held = meeting.plan(by=by, forum=forum, plan=meeting.Plan(on=today, place="Jyväskylä"))
for step in ("call", "begin"):
    meeting.move(by=by, meeting=held, step=step)
meeting.tell_present(by=by, meeting=held, parties=parties[:9])
for title, outcome in (("Yhteinen painopiste vuosille 2027–2029", "agreed"), ("Perhekeskusverkoston tilat", "postponed"), ("Nuorten ohjaamo avattiin", "success")):
    meeting.add_point(by=by, meeting=held, point=meeting.Point({"fi": title}, {"fi": "Esittelijä kertoi asian taustan."}, outcome=outcome, owner=parties[0].id if outcome == "agreed" else None, due=today + timedelta(days=90) if outcome == "agreed" else None))
for step in ("minutes", "approve"):
    meeting.move(by=by, meeting=held, step=step)
following = meeting.plan(by=by, forum=forum, plan=meeting.Plan(on=today + timedelta(days=80), place="Äänekoski"))
meeting.move(by=by, meeting=following, step="call")
meeting.add_point(by=by, meeting=following, point=meeting.Point({"fi": "Hyvinvointikertomuksen aikataulu"}))
agreed = held.items.get(outcome="agreed")
question = Question(queries.origin_of(agreed), f"/kokoukset/{UUID(int=2)}/", {"fi": agreed.title_fi}, {"fi": "Painopiste hyväksytään."}, due=today + timedelta(days=60))
asked = homing.send_home(by=by, item=agreed, parties=parties[:6], question=question)
matter = Matter.objects.get()
county = Actor(uuid4(), (Standing("editor", organisation=view.county.public_id),))
for row, outcome in zip(asked, ("accepted", "office_holder", "noted")):
    keep(row, Told(outcome, today, body="Hallitus", section="14", link="https://example.org/paatos", record_number="1234/2026"), by, on_behalf=True)
label = Label({"fi": "Hyvinvointisuunnitelman luonnos", "sv": "Utkast till välfärdsplan"}, today, retention="10")
paper = file_document(by=county, owner=view.county, label=label, content=Upload("luonnos.txt", b"Luonnos."), matter=matter)
use(by=by, document=paper, place=Place(f"forums.meeting:{UUID(int=3)}", f"/kokoukset/{UUID(int=3)}/", "material"), on=today)
actions.compose(by=by, forum=forum, version=1, seats=[actions.Seat(p.id, "Aluehallitus" if p is view.county else "Kunnanhallitus", 2 if p is view.county else 1) for p in parties[:4]])
backlog.propose(by=county, forum=forum, party=view.county, titles={"fi": "Nuorten mielenterveyspalvelut"}, texts={"fi": "Esimerkki ehdotuksesta."})
meeting.jot(by=by, forum=forum, on=today - timedelta(days=5), notes={"fi": "Aamukahvi: tilojen aikataulu"}, present=parties[:2])
Matter.objects.filter(pk=matter.pk).update(public_id=UUID(int=4))
Document.objects.filter(pk=paper.pk).update(public_id=UUID(int=5))
Forum.objects.filter(pk=forum.pk).update(public_id=UUID(int=1))
Meeting.objects.filter(pk=held.pk).update(public_id=UUID(int=2))
Meeting.objects.filter(pk=following.pk).update(public_id=UUID(int=3))
"""  # one made-up forum at addresses that the list of pages knows
SHARED = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID, uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals import cycles
from yhdyspinta.rooms.goals.models import Goal, Measure, Programme, Review
from yhdyspinta.rooms.goals.progress import Target
from yhdyspinta.rooms.goals.reviewing import freeze
from yhdyspinta.rooms.responsibilities import actions as divisions
from yhdyspinta.rooms.responsibilities.models import Division
region, today = Region.objects.get(slug="keski-suomi"), clock.today()
view = atlas().view(region.code, today)
parties = [view.county, *view.municipalities]
by = Actor(uuid4(), (Standing("coordinator", organisation=view.county.public_id, region=region.code, side="county"),))
words = Words("decision", "accepted", today, body="Hallitus", section="12", link="https://example.org/paatos")
differs = Words("decision", "differing", today, reason="Tehtävä on liian laaja.", body="Hallitus", link="https://example.org/paatos")
divided = divisions.take_up(by=by, region=region, theme="opiskeluhuolto")
roles = {parties[0].id: "", parties[1].id: "organises", parties[2].id: "takes_part"}
divisions.write_task(by=by, division=divided, version=1, task="kuraattoripalvelut", written=divisions.Written(roles, {"fi": "Esimerkki: kulut jaetaan oppilasmäärän mukaan."}))
divided.refresh_from_db()
for party, said in zip(parties[:3], (words, words, differs)):
    divisions.say(by=by, division=divided, party=party, version=divided.version, words=said)
county = Organisation.objects.get(pk=view.county.id)
own = Actor(uuid4(), (Standing("editor", organisation=view.county.public_id),))
divisions.tell_contact(by=own, organisation=county, card=divisions.Card({"fi": "Opiskeluhuollon toimisto", "sv": "Elevhälsans kansli"}, theme="opiskeluhuolto", email="opiskeluhuolto@example.org", phone="014 000", person="Esimerkki Esimerkkinen", deputy="Palvelupäällikkö"))
Division.objects.filter(pk=divided.pk).update(public_id=UUID(int=6))
made = goals.begin(by=by, region=region, plan=goals.Plan({"fi": "Esimerkki: yhdyspintasuunnitelma", "sv": "Exempel: plan för kontaktytan"}, "interface", today.year, today.year + 3, link="https://example.org/suunnitelma"))
aim = goals.Aim({"fi": "Esimerkki: yhä useampi nuori saa avun ajoissa", "sv": "Exempel: allt fler unga får hjälp i tid"}, ("hyte", "lapset-nuoret"), tuple(p.id for p in parties[:6]), priority=True, texts={"fi": "Yhteinen tilannekuva osoittaa, että avun saanti viivästyy."})
goal = goals.propose(by=by, programme=made, aim=aim)
goals.aim_at(by=by, goal=goal, version=1, indicator="statfin-vaesto", target=Target(2020, 260000.0, 2030, 270000.0))
for party in parties[:2]:
    goals.say(by=by, goal=goal, party=party, version=2, words=words)
measure = goals.add_measure(by=by, goal=goal, work=goals.Work({"fi": "Esimerkki: neuvonta avataan"}, owner=view.county.id, function="Palvelupäällikkö", starts=today - timedelta(days=60), ends=today - timedelta(days=1), state="under_way", cost="small", budget_line="4321"))
goals.add_measure(by=by, goal=goal, work=goals.Work({"fi": "Esimerkki: yhteinen koulutus"}, owner=parties[1].id))
goals.tell(by=by, goal=goal, text="Neuvonta avattiin.", on=today, measure=measure)
goals.tell_share(by=own, goal=goal, party=parties[0], version=0, texts={"fi": "Esimerkki omasta osuudesta."})
for org, kind, title in ((parties[0], "strategy", "Esimerkki: aluestrategia"), (parties[1], "strategy", "Esimerkki: kuntastrategia"), (parties[1], "budget", "Esimerkki: talousarvio")):
    cycles.tell(by=by, owner=org, told=cycles.Round({"fi": title}, kind, today - timedelta(days=100), today + timedelta(days=60), today + timedelta(days=700), "https://example.org/strategia"))
review = freeze(by=by, programme=made, year=today.year)
Review.objects.filter(pk=review.pk).update(public_id=UUID(int=14))
Programme.objects.filter(pk=made.pk).update(public_id=UUID(int=7))
Goal.objects.filter(pk=goal.pk).update(public_id=UUID(int=8))
Measure.objects.filter(pk=measure.pk).update(public_id=UUID(int=9))
"""  # a made-up division of labour and goal at addresses that the list of pages knows
AGREEMENTS = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID, uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.agreements import actions, raising, telling
from yhdyspinta.rooms.agreements.actions import Clause, Draft, Step
from yhdyspinta.rooms.agreements.models import Agreement, Change, Problem
region, today = Region.objects.get(slug="keski-suomi"), clock.today()
view = atlas().view(region.code, today)
parties = [view.county, *view.municipalities]
by = Actor(uuid4(), (Standing("coordinator", organisation=view.county.public_id, region=region.code, side="county"),))
town = Actor(uuid4(), (Standing("editor", organisation=parties[1].public_id),))
words = Words("decision", "accepted", today, body="Hallitus", section="12", link="https://example.org/paatos")
draft = Draft({"fi": "Esimerkki: strateginen yhteistyösopimus", "sv": "Exempel: strategiskt samarbetsavtal"}, "strategic", ("yleinen", "hyte"), tuple(p.id for p in parties[:5]), starts=today - timedelta(days=700), ends=today + timedelta(days=90), notice=6, review=today - timedelta(days=5), texts={"fi": "Esimerkki: osapuolet sopivat yhteistyön tavoista."})
agreed = actions.propose(by=by, region=region, draft=draft)
agreed = actions.write_part(by=by, agreement=agreed, version=1, clause=Clause({"fi": "Yhteinen tilannekuva"}, {"fi": "Esimerkki: luvut katsotaan keväisin."}), part=agreed.parts.all()[1])
for party in parties[:5]:
    actions.say(by=by, agreement=agreed, party=party, version=2, words=words)
model = actions.propose(by=by, region=region, draft=Draft({"fi": "Esimerkki: nuoren ohjaaminen tuen piiriin", "sv": "Exempel: hur en ung hänvisas till stöd"}, "model", ("lapset-nuoret",), tuple(p.id for p in parties[:3]), review=today + timedelta(days=300)))
for version, (title, who, told) in enumerate((("Nuori kertoo huolestaan", "Koulu tai nuorisotyö", "Huoltajat, kun nuori suostuu"), ("Yhteydenotto samana päivänä", "Hyvinvointialueen neuvonta", "Ilmoittaja saa kuittauksen")), 1):
    model = actions.write_part(by=by, agreement=model, version=version, clause=Clause({"fi": title}, {"fi": "Esimerkki vaiheesta."}, {"fi": who}, {"fi": told}, link="https://example.org/lomake"))
model = actions.set_ladder(by=by, agreement=model, version=3, steps=[Step("client", 7, {"fi": "Työparit"}), Step("experts", 14), Step("top", 30, {"fi": "Johtajat"})])
for party in parties[:3]:
    actions.say(by=by, agreement=model, party=party, version=4, words=words)
news = telling.News({"fi": "Esimerkki: terveysaseman vuokrasopimus päättyy", "sv": "Exempel: hälsostationens hyresavtal upphör"}, "premises", "palveluverkko", today + timedelta(days=400), tuple(p.id for p in parties[:4]), texts={"fi": "Esimerkki muutoksesta."}, notice_by=today + timedelta(days=200), statements_by=today + timedelta(days=60), prepares="Kiinteistöpäällikkö", link="https://example.org/paatos", visibility="public")
change = telling.tell(by=town, region=region, owner=parties[1], news=news)
problem = raising.raise_problem(by=town, region=region, org=parties[1], trouble=raising.Trouble("Esimerkki: kutsut eivät tavoita", "Kutsu jäi saamatta kahdesti.", "lapset-nuoret", (view.county.id,)))
raising.act(by=town, problem=problem, org=parties[1], said=raising.Said("climbed", "Lista ei korjaantunut."), seen=problem.steps.count())
raising.act(by=town, problem=problem, org=parties[1], said=raising.Said("offered", "Kutsut lähetetään kirjaamoihin.", "solved"), seen=problem.steps.count())
Agreement.objects.filter(pk=agreed.pk).update(public_id=UUID(int=10))
Agreement.objects.filter(pk=model.pk).update(public_id=UUID(int=11))
Change.objects.filter(pk=change.pk).update(public_id=UUID(int=12))
Problem.objects.filter(pk=problem.pk).update(public_id=UUID(int=13))
"""  # made-up agreements, a change and a problem at addresses that the list of pages knows
WELFARE = """
import django; django.setup()
from uuid import UUID, uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.welfare import actions, deciding
from yhdyspinta.rooms.welfare.actions import Approval, Draft
from yhdyspinta.rooms.welfare.models import Chapter, Statement, WelfareDocument
from yhdyspinta.rooms.welfare.queries import codes_of
from yhdyspinta.site.packets.making import keep
region, today = Region.objects.get(slug="keski-suomi"), clock.today()
view = atlas().view(region.code, today)
county = view.county
own = Actor(uuid4(), (Standing("editor", organisation=county.public_id),))
plan = actions.begin(by=own, owner=county, region=region, draft=Draft("plan", 2026, 2029, {"fi": "Esimerkki: alueellinen hyvinvointisuunnitelma", "sv": "Exempel: regional välfärdsplan"}))
chapter = plan.chapters.get(code="tausta")
actions.write(by=own, chapter=chapter, version=1, texts={"fi": "Esimerkki: alueella on 22 kuntaa.", "sv": "Exempel: i området finns 22 kommuner."})
actions.remark(by=own, chapter=chapter, text="Esimerkki: tarkista luku.")
actions.leave_out(by=own, chapter=chapter, indicator=codes_of(chapter, "county")[0], reason="Esimerkki syystä.")
actions.join(by=own, document=plan, code="lasten-ja-nuorten", how="included")
asked = actions.ask_statement(by=own, document=plan, body="older", asked_on=today, due=None)
for kind, uuid in (("report", 20), ("yearly", 21)):
    made = actions.begin(by=own, owner=county, region=region, draft=Draft(kind, today.year, today.year, {"fi": f"Esimerkki: {kind}", "sv": f"Exempel: {kind}"}))
    actions.write(by=own, chapter=made.chapters.get(code="tiivistelma"), version=1, texts={"fi": "Esimerkki tiivistelmästä."})
    actions.move(by=own, document=made, step="send")
    if kind == "report":
        deciding.approve(by=own, document=made, approval=Approval(today, "Aluevaltuusto", "8", "https://example.org/paatos"))
        Publication.objects.filter(batch=made.public_id).update(batch=UUID(int=uuid))
    WelfareDocument.objects.filter(pk=made.pk).update(public_id=UUID(int=uuid))
frozen = keep(by=own, view=view, org=None, parts=["duties", "picture", "questions"], lang="fi", public=True)
Publication.objects.filter(pk=frozen.pk).update(public_id=UUID(int=18))
WelfareDocument.objects.filter(pk=plan.pk).update(public_id=UUID(int=15))
Chapter.objects.filter(pk=chapter.pk).update(public_id=UUID(int=16))
Statement.objects.filter(pk=asked.pk).update(public_id=UUID(int=17))
"""  # made-up wellbeing documents and a frozen packet at addresses that the list of pages knows
SURVEYS = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID, uuid4
from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.surveys import actions, closing, inviting
from yhdyspinta.rooms.surveys.actions import Asked, Plan
from yhdyspinta.rooms.surveys.answering import answer
from yhdyspinta.rooms.surveys.models import Invitation, Survey
from yhdyspinta.rooms.surveys.statements import statements
region, today = Region.objects.get(slug="keski-suomi"), clock.today()
county = atlas().view(region.code, today).county
pair = [Actor(uuid4(), (Standing("coordinator", region=region.code, side=s),)) for s in ("county", "municipalities")]
for uuid in (22, 23, 24):
    titles = {"fi": "Esimerkki: pulssi", "sv": "Exempel: puls", "en": "Example: pulse"}
    made = actions.begin(by=pair[0], region=region, plan=Plan(titles, today, today + timedelta(days=14), ("hyte", "lapset-nuoret", "tyollisyys")))
    for kind in ("many", "text"):
        options = [{"fi": "Esimerkki: tapaamiset", "sv": "Exempel: möten"}, {"fi": "Esimerkki: tieto", "sv": "Exempel: kunskap"}] if kind == "many" else []
        made = actions.ask(by=pair[0], survey=made, asked=Asked(kind, {"fi": "Esimerkki: mikä auttaisi?", "sv": "Exempel: vad skulle hjälpa?"}, options))
    if uuid < 24:
        actions.confirm(by=pair[1], survey=made, version=made.version)
        actions.open_now(by=pair[0], survey=made)
    if uuid == 22:
        for group, point, count in (("m_lead", 2, 12), ("m_expert", 4, 6), ("m_elected", 3, 7), ("c_lead", 5, 11)):
            for token in inviting.cards(by=pair[group[0] == "m"], survey=made, group=group, count=count):
                sheet = {s.code: [str(point)] for s in statements()} | {"theme:hyte": ["4"], "own1": ["0"], "own2": ["Esimerkki: sana."]}
                answer(token=token, sent=sheet)
        closing.close(by=pair[0], survey=made)
    if uuid == 23:
        inviting.cards(by=pair[1], survey=made, group="m_elected", count=12)
        Invitation.objects.filter(pk=Invitation.objects.filter(survey=made).first().pk).update(token_hash=token_hash("koe-linkki"))
    Survey.objects.filter(pk=made.pk).update(public_id=UUID(int=uuid))
own = Actor(uuid4(), (Standing("editor", organisation=county.public_id),))
actions.tell_view(by=own, organisation=county, region=region, year=today.year, version=0, values={"planned": 4, "picture": 2}, text="Esimerkki: tapaamme usein.")
"""  # made-up surveys, one of each state, and an organisation's own view
EMPLOYMENT = """
import django; django.setup()
from decimal import Decimal
from uuid import uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.employment import actions
from yhdyspinta.site.rights.working import group_told, year_told
area = atlas().org_by_slug("tyollisyysalueet", "jyvaskyla-muurame")
county = atlas().view("15", clock.today()).county
own = [Actor(uuid4(), (Standing("editor", organisation=o.public_id),)) for o in (area, county)]
group_told(own[0], area)
year_told(own[1], area)
for who, org, count in zip(own, (area, county), ("4.5", "2"), strict=True):
    actions.tell_people(by=who, area=area, organisation=org, persons={"kuntoutus": Decimal(count)})
"""  # made-up joint support of one employment area
OUTLOOK = """
import django; django.setup()
from datetime import date
import numpy as np
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.indicators.actions import publish
from yhdyspinta.core.indicators.arrays import table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.queries import stamps
every, known = catalogue().indicators, stamps()
for number, one in enumerate(i for i in every.values() if i.forecast_of):
    for code, first, last in ((one.forecast_of, 2015, 2024), (one.code, 2024, 2045)):
        if code in known:
            continue
        years = [str(y) for y in range(first, last + 1)]
        level = np.linspace(1000, 5000, len(axis()))
        matrix = np.array([[np.round(level * (1 + (int(y) - 2015) * (number - 2) / 100)) for y in years]])
        publish(by=HOUSE, indicator=every[code], found=table(years, ["total"], matrix), fetched_at=clock.now(), source_updated=date(2024, 10, 24))
"""  # made-up figures: none of the projection is in the package
SCENE = "\n".join(
    f"exec({part!r}, {{}})"
    for part in (AGREED, FORUM, SHARED, AGREEMENTS, WELFARE, SURVEYS, EMPLOYMENT, GUARD, OUTLOOK)
)
"""All of them in one process: each start of Python reads the whole product."""


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_database(name: str) -> dict[str, str]:
    """On PostgreSQL a database of its own; on SQLite the files of the data directory.

    Of this worker: it is made empty, and one worker must not empty what another reads.
    """
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return {}
    server = address.rsplit("/", 1)[0]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return {"DATABASE_URL": f"{server}/{name}", "TRAIL_DATABASE_URL": f"{server}/{name}"}


def prepare(env: dict[str, str], address: str) -> str:
    """Runs `prepare` and returns the administrator's link it prints."""
    command = [sys.executable, "manage.py", "prepare", "--link", address]
    done = subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=True)
    return next(line[5:] for line in done.stdout.splitlines() if line.startswith("LINK "))


@dataclass
class House:
    """Where it is, and how to add people."""

    address: str
    env: dict[str, str]

    def administrator_link(self) -> str:
        """A fresh one-time link of the administrator."""
        return prepare(self.env, self.address)

    def links(self, *people: tuple[str, str, str]) -> list[str]:
        """Adds editors (name, space, slug) and returns their sign-in addresses."""
        return self._links(PEOPLE.format(people=people))

    def pair(self, region: str, county: str, town: str) -> list[str]:
        """A region's two coordinators (slugs of their organisations), made when there are none; their sign-in addresses."""
        sides = {"county": ("organisaatiot", county), "municipalities": ("kunnat", town)}
        return self._links(PAIR.format(region=region, sides=sides))

    def responders(self, *people: tuple[str, str, str]) -> list[str]:
        """Adds people (name, space, slug) who act for an organisation and answer for its preparedness; their sign-in addresses."""
        return self._links(RESPONDERS.format(people=people))

    def work(self) -> None:
        """What people have asked for is done, as the worker does it."""
        command = [sys.executable, "manage.py", "worker", "--once"]
        subprocess.run(command, cwd=ROOT, env=self.env, check=True, capture_output=True)

    def elected(self, name: str, *organisations: tuple[str, str]) -> str:
        """Adds an elected official of some organisations (space, slug); the sign-in address."""
        return self._links(ELECTED.format(name=name, organisations=organisations))[0]

    def _links(self, script: str) -> list[str]:
        return [f"{self.address}/fi/kirjaudu/{token}/" for token in run(script, self.env).split()]


def run(script: str, env: dict[str, str]) -> str:
    """Runs a script in the house's environment and returns what it prints."""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def installation(data: Path) -> Iterator[House]:
    """Prepared, one region's map opened (an example: Keski-Suomi), started, waited for, stopped."""
    address = f"http://127.0.0.1:{free_port()}"
    env = {
        "YHDYSPINTA_MFA": "0",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "YHDYSPINTA_DATA": str(data),
        "YHDYSPINTA_SECRET_KEY": "a secret of the journeys only",
        "YHDYSPINTA_HASHED_STATIC": "1",
        "YHDYSPINTA_WEBHOOK_HOSTS": "ohjelma.example",
        **own_database("yhdyspinta_journeys"),
    }
    prepare(env, address)
    run(SCENE, env)
    command = web_command(sys.executable, int(address.rsplit(":", 1)[1]), "error")
    server = subprocess.Popen(command, cwd=ROOT, env={**env, "YHDYSPINTA_LOG_LEVEL": "ERROR"})
    try:
        wait_until_up(address, server)
        yield House(address, env)
    finally:
        server.terminate()
        server.wait(timeout=15)

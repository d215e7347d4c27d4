"""Known structures as a start: what a forum of each kind usually is. A region changes what it wants. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from yhdyspinta.core.common.texts import Text


@dataclass(frozen=True, slots=True)
class Template:
    """A start. `themes`: codes; `rhythm`: months between meetings."""

    name: Text
    text: Text
    level: str
    themes: tuple[str, ...]
    rhythm: int
    joint_support: bool = False
    """Its parties are the county, the employment areas and Kela, and no municipality by itself."""


TEMPLATES: Mapping[str, Template] = {
    "poliittinen": Template(
        Text("Yhteistyöneuvottelukunta", "Samarbetsdelegationen", "Cooperation delegation"),
        Text(
            "Hyvinvointialueen ja kuntien luottamushenkilöjohto sopii yhteistyön painopisteistä ja seuraa, että sovittu toteutuu.",
            "Den politiska ledningen i välfärdsområdet och kommunerna kommer överens om tyngdpunkterna i samarbetet och följer upp att det avtalade genomförs.",
            "The elected leadership of the county and the municipalities agrees on the priorities of cooperation and follows that what was agreed is done.",
        ),
        "political", ("yleinen",), 6,
    ),
    "johtajat": Template(
        Text("Johtajien kokous", "Ledningens möte", "Leaders' meeting"),
        Text(
            "Hyvinvointialuejohtaja ja kuntien johtajat käsittelevät ajankohtaiset yhteiset asiat ja valmistelevat yhteistyöneuvottelut.",
            "Välfärdsområdesdirektören och kommundirektörerna behandlar aktuella gemensamma frågor och bereder samarbetsförhandlingarna.",
            "The county's director and the municipal managers handle current shared matters and prepare the negotiations.",
        ),
        "top", ("yleinen", "palveluverkko"), 3,
    ),
    "hyte": Template(
        Text("Hyvinvoinnin ja terveyden edistämisen yhteistyöryhmä", "Samarbetsgruppen för främjande av välfärd och hälsa", "Health and wellbeing promotion group"),
        Text(
            "Ryhmä sovittaa yhteen kuntien ja hyvinvointialueen hyvinvoinnin ja terveyden edistämisen tavoitteet ja valmistelee vuosittaisen neuvottelun.",
            "Gruppen samordnar kommunernas och välfärdsområdets mål för främjande av välfärd och hälsa och bereder den årliga förhandlingen.",
            "The group brings together the parties' goals for health and wellbeing promotion and prepares the yearly negotiation.",
        ),
        "experts", ("hyte",), 3,
    ),
    "opiskeluhuolto": Template(
        Text("Opiskeluhuollon alueellinen yhteistyöryhmä", "Regionala samarbetsgruppen för elev- och studerandevård", "Regional student welfare group"),
        Text(
            "Ryhmä huolehtii opiskeluhuollon yhteistyöstä koulutuksen järjestäjien ja hyvinvointialueen välillä.",
            "Gruppen sköter samarbetet om elev- och studerandevården mellan utbildningsanordnarna och välfärdsområdet.",
            "The group takes care of student welfare cooperation between education providers and the county.",
        ),
        "sector", ("opiskeluhuolto",), 4,
    ),
    "tym": Template(
        Text("Työllistymistä edistävän monialaisen tuen johtoryhmä", "Ledningsgruppen för sektorsövergripande stöd som främjar sysselsättningen", "Steering group of multidisciplinary employment support"),
        Text(
            "Johtoryhmä ohjaa monialaista tukea ja seuraa sen voimavaroja ja tuloksia.",
            "Ledningsgruppen styr det sektorsövergripande stödet och följer upp dess resurser och resultat.",
            "The steering group directs multidisciplinary support and follows its resources and results.",
        ),
        "sector", ("tyollisyys",), 6, joint_support=True,
    ),
    "varautuminen": Template(
        Text("Varautumisen yhteistyöfoorumi", "Samarbetsforumet för beredskap", "Preparedness forum"),
        Text(
            "Foorumi sovittaa yhteen kuntien, hyvinvointialueen ja pelastustoimen varautumisen ja sopii yhteisistä harjoituksista.",
            "Forumet samordnar kommunernas, välfärdsområdets och räddningsväsendets beredskap och kommer överens om gemensamma övningar.",
            "The forum brings together the preparedness of the municipalities, the county and the rescue services, and agrees on shared exercises.",
        ),
        "sector", ("varautuminen",), 6,
    ),
}  # fmt: skip

"""The pages that are examined one by one: for accessibility, for weight, for pictures."""

from uuid import UUID

GENERAL = "yleinen-neuvottelu-valtuustokausi"
PUBLIC = (
    "",
    "?nayta=osat",
    "?nayta=hyte&vain=kirjatut&yta=1",
    "?yta=5&vain=kirjatut&on=2023-01-01",
    "alueet/",
    "alueet/?q=zzz",
    "alueet/keski-suomi/",
    "alueet/keski-suomi/?on=2025-10-31",
    "alueet/keski-suomi/?on=2025-10-31&vs=2023-06-01",
    "alueet/keski-suomi/puolivuosittain/",
    "alueet/keski-suomi/yhdessa/",
    "alueet/helsinki/",
    "alueet/kainuu/",
    "alueet/kainuu/puolivuosittain/",
    "alueet/keski-suomi/yleinen/",
    "alueet/kainuu/asuminen/",
    "alueet/keski-suomi/velvoitteet/?teema=hyte",
    f"alueet/keski-suomi/velvoitteet/?velvoite={GENERAL}",
    "alueet/keski-suomi/hyte/",
    "alueet/keski-suomi/foorumit/",
    "alueet/kainuu/foorumit/",
    f"foorumit/{UUID(int=1)}/",
    f"kokoukset/{UUID(int=2)}/",
    f"kokoukset/{UUID(int=3)}/",
    "alueet/keski-suomi/asiat/",
    "alueet/kainuu/asiat/?tila=paattyneet",
    f"asiat/{UUID(int=4)}/",
    f"asiakirjat/{UUID(int=5)}/",
    "kunnat/",
    "kunnat/?q=kuh",
    "kunnat/kuhmo/",
    "kunnat/maarianhamina/",
    "kunnat/pertunmaa/",
    "tyollisyysalueet/",
    "tyollisyysalueet/suupohja/",
    "organisaatiot/",
    "organisaatiot/hus-yhtyma/",
    "organisaatiot/keski-suomen-hyvinvointialue/",
    "velvoitteet/?teema=varautuminen",
    f"velvoitteet/{GENERAL}/",
    "velvoitteet/kuntouttava-tyotoiminta-siirto-kuntiin/",
    "kalenteri/",
    "kalenteri/?alue=keski-suomi&vuosi=2029",
    "toteutumistiedot/",
    "tilastot/",
    "tilastot/lahteet/",
    "tilastot/vertaa/",
    "alueet/kainuu/omat-luvut/",
    "tilastot/vertaa/?paikka=kunnat/laukaa&paikka=kunnat/kuhmo&paikka=alueet/kainuu",
    "tilastot/luku/statfin-ennuste-85/?paikka=kunnat/laukaa",
    "tilastot/kunnat/laukaa/",
    "tilastot/kunnat/sottunga/",
    "tilastot/alueet/kainuu/",
    "tilastot/tyollisyysalueet/lahti/",
    "tilastot/maa/suomi/",
    "tilastot/luku/statfin-vaesto/?paikka=kunnat/laukaa",
    "tilastot/luku/tyonv-tyottomyysaste/?taso=tyollisyysalueet",
    "tilastot/luku/sotkanet-3219/",
    "alueet/keski-suomi/tilannekuva/tyollisyys/",
    "haku/?q=kuhmo",
    "haku/?q=zzzz",
    "nain-kartta-lasketaan/",
    "lahteet/",
    "saavutettavuus/",
    "ui/",
    "kirjaudu/",
    "kirjaudu/vanha-linkki/",
    "kutsu/vanha/",
    "tunnus/pyyda/",
    "vastaa/vanha/",
    "tunnus/salasana/",
    "tunnus/salasana/lahetetty/",
    "tunnus/salasana/1-vanha/",
    "tunnus/sso/virhe/",
    "tunnus/suljettu/",
    "kunnat/ei-ole/",
    "?on=eilen",
)
"""Paths under a language. In the examined house Keski-Suomi's map is open and Kainuu's is not."""

SIGNED_IN = (
    "oma/",
    "oma/turvallisuus/",
    "oma/turvallisuus/sovellus/",
    "oma/turvallisuus/avaimet/",
    "oma/turvallisuus/avaimet/uusi/",
    "oma/turvallisuus/salasana/uusi/",
    "yllapito/kutsut/",
    "alueet/kainuu/yhdessa/luvut/hyte/",
    "alueet/kainuu/tilannekuva/hyte/jaadyta/",
    "tilastot/tuo/",
    "toteutumistiedot/uusi/",
    f"toteutumistiedot/uusi/?alue=keski-suomi&velvoite={GENERAL}",
    "taydellisyys/kunnat/kuhmo/",
    f"alueet/kainuu/velvoitteet/{GENERAL}/paiva/",
    "alueet/kainuu/",
    "alueet/kainuu/hyte/",
    "yllapito/",
    "yllapito/organisaatiot/uusi/",
    "yllapito/kayttajat/",
    "yllapito/kayttajat/uusi/",
)
KEEPING = (
    f"foorumit/{UUID(int=1)}/",
    f"foorumit/{UUID(int=1)}/muuta/",
    f"foorumit/{UUID(int=1)}/paikat/",
    f"foorumit/{UUID(int=1)}/ehdota/",
    f"foorumit/{UUID(int=1)}/kokous/",
    f"foorumit/{UUID(int=1)}/vapaamuotoinen/",
    f"kokoukset/{UUID(int=3)}/",
    f"kokoukset/{UUID(int=3)}/muuta/",
    f"kokoukset/{UUID(int=3)}/kohta/",
    f"kokoukset/{UUID(int=3)}/aineisto/",
    "alueet/keski-suomi/foorumit/uusi/",
    "alueet/keski-suomi/asiat/uusi/",
    f"asiat/{UUID(int=4)}/",
    f"asiat/{UUID(int=4)}/muuta/",
    f"asiat/{UUID(int=4)}/asiakirja/",
)
"""What the coordinator of the county's side sees and writes."""
LANGUAGES = ("fi", "sv", "en")
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


def rotated(number: int) -> list[tuple[str, int, str]]:
    """Three of the twelve ways to look at the page of this number: every language, with widths and schemes in turn."""
    return [
        (lang, WIDTHS[(number + place) % 2], SCHEMES[(number // 2 + place) % 2]) for place, lang in enumerate(LANGUAGES)
    ]


def every() -> list[tuple[str, int, str]]:
    """All twelve."""
    return [(lang, width, scheme) for lang in LANGUAGES for width in WIDTHS for scheme in SCHEMES]

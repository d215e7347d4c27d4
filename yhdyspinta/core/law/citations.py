"""How a section is cited in each language; the catalogue keeps the Finnish form."""

import re

_SV = (
    (r"§:n viimeinen mom\.", "§ sista mom."),
    (r"§:n ", "§ "),
    (r"(\d+) kohta\b", r"\1 punkten"),
    (r"\bja\b", "och"),
    (r"\bVNA\b", "SRF"),
    (r"\bSMA\b", "IMF"),
    (r"\bEV\b", "RSv"),
    (r"\(vanha\)", "(tidigare lydelse)"),
    (r"\(valmistelussa\)", "(under beredning)"),
    (r"koko laki", "hela lagen"),
    (r"julkisuusperiaate", "offentlighetsprincipen"),
    (r"tietosuojalaki", "dataskyddslagen"),
)
_EN = (
    (r"§:n viimeinen mom\.", "§, last subsection"),
    (r"§:n ([\d–]+(?: ja \d+)?) mom\.", r"§ (\1)"),
    (r"§:n (\d+) kohta\b", r"§, point \1"),
    (r"(\d+) kohta\b", r"point \1"),
    (r"\bja\b", "and"),
    (r"\bVNA\b", "Government Decree"),
    (r"\bSMA\b", "Ministry Decree"),
    (r"\bEV\b", "Parliament reply"),
    (r"\(vanha\)", "(former wording)"),
    (r"\(valmistelussa\)", "(under preparation)"),
    (r"koko laki", "the whole act"),
    (r"julkisuusperiaate", "principle of openness"),
    (r"tietosuojalaki", "Data Protection Act"),
)
_RULES = {"sv": _SV, "en": _EN}


def cite(sections: str, lang: str) -> str:
    """`6 §:n 3 mom.` → sv `6 § 3 mom.`, en `6 § (3)`."""
    for pattern, words in _RULES.get(lang, ()):
        sections = re.sub(pattern, words, sections)
    return sections

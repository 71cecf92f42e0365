"""Languages as codes of two letters (ISO 639-1)."""

import re

from litreview.read._fields import squeeze_name

# The code, and what else the language is called: in English, in codes of three
# letters, in the language itself.
_NAMES = """
af afrikaans afr
ar arabic ara
az azerbaijani aze
be belarusian bel byelorussian
bg bulgarian bul
bn bengali ben
bs bosnian bos
ca catalan cat
cs czech cze ces
cy welsh wel cym
da danish dan dansk
de german ger deu deutsch langgerman ngerman
el greek gre ell greek,modern
en english eng englisch anglais inglés american british usenglish ukenglish
eo esperanto epo
es spanish spa español castilian spanisch
et estonian est
eu basque baq eus
fa persian per fas farsi
fi finnish fin suomi
fr french fre fra français francais französisch
ga irish gle
gl galician glg
he hebrew heb
hi hindi hin
hr croatian hrv scr
hu hungarian hun magyar
hy armenian arm hye
id indonesian ind
is icelandic ice isl
it italian ita italiano
ja japanese jpn jap
ka georgian geo kat
kk kazakh kaz
ko korean kor
la latin lat langlatin
lt lithuanian lit
lv latvian lav
mk macedonian mac mkd
mn mongolian mon
ms malay may msa
nb norwegian,bokmål nob
nl dutch dut nld nederlands flemish
nn norwegian,nynorsk nno
no norwegian nor norsk
pl polish pol polski
ps pashto pus
pt portuguese por português portugues brazilian
ro romanian rum ron moldavian
ru russian rus
sk slovak slo slk
sl slovenian slv slovene
sq albanian alb sqi
sr serbian srp scc
sv swedish swe svenska
sw swahili swa
ta tamil tam
th thai tha
tr turkish tur türkçe
uk ukrainian ukr
ur urdu urd
uz uzbek uzb
vi vietnamese vie
zh chinese chi zho mandarin
"""
_NOTHING = {
    "",
    "und",
    "undetermined",
    "undefined",
    "mul",
    "multiple languages",
    "unknown",
    "n a",
}
_LONGEST = 30  # letters of a name


def _codes_by_name() -> dict[str, str]:
    codes = {}
    for line in _NAMES.split("\n"):
        names = line.split()
        for name in names:
            codes[name.replace(",", " ")] = names[0]
    return codes


_CODES = _codes_by_name()


def read_language(text: str) -> str | None:
    """Give the code of a language, or its name in lower case where none is known.

    Of several languages ("English; French") the first counts.
    """
    first = re.split(r"[;,|/]|\band\b", text.strip(), maxsplit=1)[0]
    name = squeeze_name(first)
    if name in _CODES:
        return _CODES[name]

    # "en-US", "pt_BR", "Chinese (Simplified)".
    beginning = name.split(" ")[0]
    if beginning in _CODES:
        return _CODES[beginning]
    if name in _NOTHING or len(name) > _LONGEST or not name[0].isalpha():
        return None
    return name

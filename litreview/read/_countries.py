"""The countries of affiliations, by English names."""

import re
from functools import lru_cache

from litreview.read._fields import squeeze_name

# The name that we use, its code of two letters, and what else it is called.
_COUNTRIES = """
Afghanistan; af
Albania; al
Algeria; dz
Andorra; ad
Angola; ao
Argentina; ar
Armenia; am
Australia; au; new south wales; queensland; western australia; south australia; tasmania
Austria; at; österreich
Azerbaijan; az
Bahamas; bs; the bahamas
Bahrain; bh
Bangladesh; bd
Barbados; bb
Belarus; by; byelarus
Belgium; be; belgique; belgië; belgien
Belize; bz
Benin; bj
Bhutan; bt
Bolivia; bo; plurinational state of bolivia
Bosnia and Herzegovina; ba; bosnia herzegovina; bosnia herceg; bosnia
Botswana; bw
Brazil; br; brasil
Brunei; bn; brunei darussalam
Bulgaria; bg
Burkina Faso; bf
Burundi; bi
Cambodia; kh
Cameroon; cm; cameroun
Canada; ca; ontario; quebec; british columbia; alberta; nova scotia; saskatchewan
Cape Verde; cv; cabo verde
Central African Republic; cf; cent afr republ
Chad; td
Chile; cl
China; cn; peoples r china; people s republic of china; peoples republic of china; \
p r china; pr china; prc; p r c; mainland china; china mainland; chine
Colombia; co
Comoros; km
Congo; cg; rep congo; republic of the congo; republic of congo
Costa Rica; cr
Croatia; hr; hrvatska
Cuba; cu
Cyprus; cy
Czechia; cz; czech republic; czechoslovakia
Democratic Republic of the Congo; cd; dem rep congo; dr congo; drc; \
democratic republic of congo
Denmark; dk; danmark
Djibouti; dj
Dominican Republic; do; dominican rep
Ecuador; ec
Egypt; eg; arab republic of egypt
El Salvador; sv
Equatorial Guinea; gq
Eritrea; er
Estonia; ee
Eswatini; sz; swaziland
Ethiopia; et
Fiji; fj
Finland; fi; suomi
France; fr
French Guiana; gf
French Polynesia; pf
Gabon; ga
Gambia; gm; the gambia
Georgia; ge; republic of georgia
Germany; de; deutschland; federal republic of germany; west germany; allemagne; \
fed rep ger; bundes republik; frg; ger dem rep
Ghana; gh
Greece; gr; hellas
Greenland; gl
Grenada; gd
Guadeloupe; gp
Guatemala; gt
Guinea; gn
Guinea-Bissau; gw
Guyana; gy
Haiti; ht
Honduras; hn
Hong Kong; hk; hong kong sar; hong kong sar china; hong kong china; hongkong
Hungary; hu
Iceland; is
India; in
Indonesia; id
Iran; ir; islamic republic of iran; iran islamic republic of; i r iran; ir iran
Iraq; iq
Ireland; ie; republic of ireland; eire
Israel; il
Italy; it; italia; italie; italien
Ivory Coast; ci; cote d ivoire; côte d ivoire; cote ivoire
Jamaica; jm
Japan; jp
Jordan; jo
Kazakhstan; kz
Kenya; ke
Kosovo; xk
Kuwait; kw
Kyrgyzstan; kg
Laos; la; lao people s democratic republic; lao pdr
Latvia; lv
Lebanon; lb
Lesotho; ls
Liberia; lr
Libya; ly; libyan arab jamahiriya
Liechtenstein; li
Lithuania; lt
Luxembourg; lu
Macao; mo; macau; macao sar; macau sar; macau china
Madagascar; mg
Malawi; mw
Malaysia; my
Maldives; mv
Mali; ml
Malta; mt
Martinique; mq
Mauritania; mr
Mauritius; mu
Mexico; mx; méxico
Moldova; md; republic of moldova
Monaco; mc
Mongolia; mn
Montenegro; me
Morocco; ma; maroc
Mozambique; mz
Myanmar; mm; burma
Namibia; na
Nepal; np
Netherlands; nl; the netherlands; nederland; holland; niederlande
New Caledonia; nc
New Zealand; nz; aotearoa
Nicaragua; ni
Niger; ne
Nigeria; ng
North Korea; kp; dprk; democratic people s republic of korea
North Macedonia; mk; macedonia; republic of macedonia; fyrom
Norway; no; norge
Oman; om; sultanate of oman
Pakistan; pk
Palestine; ps; state of palestine; palestinian territory; palestinian territories
Panama; pa
Papua New Guinea; pg; papua n guinea
Paraguay; py
Peru; pe; perú
Philippines; ph; the philippines
Poland; pl; polska
Portugal; pt
Puerto Rico; pr
Qatar; qa
Réunion; re; reunion; la réunion
Romania; ro
Russia; ru; russian federation; rossiya; ussr; soviet union
Rwanda; rw
Samoa; ws
San Marino; sm
Saudi Arabia; sa; kingdom of saudi arabia; ksa
Senegal; sn; sénégal
Serbia; rs; republic of serbia; serbia monteneg; yugoslavia
Seychelles; sc
Sierra Leone; sl
Singapore; sg; republic of singapore
Slovakia; sk; slovak republic
Slovenia; si
Somalia; so
South Africa; za; republic of south africa; rsa
South Korea; kr; korea; republic of korea; korea republic of; rep of korea; \
rep korea; s korea; korea south; r o korea; korea republic
South Sudan; ss
Spain; es; españa; espana; catalonia; espagne
Sri Lanka; lk
Sudan; sd
Suriname; sr
Sweden; se; sverige
Switzerland; ch; schweiz; suisse; svizzera
Syria; sy; syrian arab republic
Taiwan; tw; taiwan roc; taiwan r o c; r o c; roc; republic of china; \
taiwan province of china; taiwan republic of china
Tajikistan; tj
Tanzania; tz; united republic of tanzania
Thailand; th
Timor-Leste; tl; east timor
Togo; tg
Trinidad and Tobago; tt; trinidad tobago; trinid tobago; trinidad
Tunisia; tn; tunisie
Turkey; tr; türkiye; turkiye; turkiye cumhuriyeti; republic of turkey
Turkmenistan; tm
Uganda; ug
Ukraine; ua
United Arab Emirates; ae; u arab emirates; uae; u a e
United Kingdom; gb; uk; u k; england; scotland; wales; north ireland; \
northern ireland; great britain; britain; england uk; scotland uk; wales uk; \
united kingdom of great britain and northern ireland; royaume uni
United States; us; us; usa; u s a; u s; united states of america; the united states; \
états unis; etats unis; estados unidos; washington dc; new york; new jersey; \
new mexico; california; massachusetts; texas; florida; pennsylvania; illinois; ohio; \
michigan; maryland; virginia; north carolina; minnesota; connecticut; arizona; \
colorado; oregon; tennessee; missouri; wisconsin; alabama; utah; iowa; kansas
Uruguay; uy
Uzbekistan; uz
Vatican; va; vatican city
Venezuela; ve; bolivarian republic of venezuela
Vietnam; vn; viet nam; socialist republic of vietnam
Yemen; ye
Zambia; zm
Zimbabwe; zw
"""
_MOST_WORDS = 7  # of the name of a country
_LAST_PARTS = 3  # of an affiliation, in which its country is looked for

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w|\bhttps?://\S+")
_ELECTRONIC = re.compile(r"\b(?:electronic address|e-?mail)\b.*", re.IGNORECASE)
_NUMBER = re.compile(r"\S*\d\S*")
# The state and the postcode at the end of an address in the United States.
_AMERICAN = re.compile(r".*\b[A-Z]{2}[.,\s]{1,3}\d{5}(?:-\d{4})?")
_IN_GEORGIA = re.compile("tbilisi|kutaisi|batumi|telavi|zugdidi", re.IGNORECASE)


def _read_names() -> tuple[dict[str, str], dict[str, str]]:
    names, codes = {}, {}
    for line in _COUNTRIES.replace("\\\n", "").strip().split("\n"):
        parts = [part.strip() for part in line.split(";")]
        country, code = parts[0], parts[1]
        codes[code] = country
        for name in (country, *parts[2:]):
            names[squeeze_name(name)] = country
    return names, codes


_NAMES, _CODES = _read_names()


def find_countries(affiliations: list[str]) -> list[str]:
    """Find the country of each affiliation, by how it ends; each country once."""
    countries = {}
    for affiliation in affiliations:
        country = _find_country(affiliation)
        if country:
            countries[country] = None
    return list(countries)


def name_countries(texts: list[str]) -> list[str]:
    """Name the countries of texts that are a country each, by its name or its code."""
    countries = {}
    for text in texts:
        squeezed = squeeze_name(text)
        country = _NAMES.get(squeezed) or _CODES.get(squeezed)
        if country:
            countries[country] = None
    return list(countries)


@lru_cache(20_000)
def _find_country(affiliation: str) -> str | None:
    text = _ADDRESS.sub(" ", affiliation)
    text = _ELECTRONIC.sub(" ", text).strip(" .;,()[]")
    parts = text.split(",")

    country = _country_at_end(parts[-1])
    if country is None and _AMERICAN.fullmatch(text):
        country = "United States"
    if country is None:
        # "Tehran, Iran, Islamic Republic of": a part that is a country and no more.
        for part in reversed(parts[-_LAST_PARTS:-1]):
            country = country or _NAMES.get(_squeeze_part(part))

    if country == "Georgia" and not _IN_GEORGIA.search(text):
        return "United States"
    return country


def _country_at_end(part: str) -> str | None:
    """Find a country in the last words of a part: "MA 02139 USA", "Japan 113-8656"."""
    words = _squeeze_part(part).split()
    for start in range(max(0, len(words) - _MOST_WORDS), len(words)):
        country = _NAMES.get(" ".join(words[start:]))
        if country:
            return country
    return None


def _squeeze_part(part: str) -> str:
    return squeeze_name(_NUMBER.sub(" ", part))

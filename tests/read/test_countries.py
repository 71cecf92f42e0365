"""Countries are found where affiliations end, and called by one name."""

import pytest

from litreview.read import _countries


@pytest.mark.parametrize(
    ("affiliation", "country"),
    [
        ("Shore Inst, Bergen, Norway", "Norway"),
        ("Shore Inst, Bergen, Norway.", "Norway"),
        ("Tide Lab, Boston, MA 02139 USA", "United States"),
        ("Tide Lab, Boston, MA, U.S.A.", "United States"),
        ("Tide Lab, Boston, MA 02139", "United States"),
        ("Tide Lab,Lemont,IL,60439", "United States"),
        ("Tide Lab, Richland,US", "United States"),
        ("Tide Lab, Las Cruces, New Mexico", "United States"),
        ("Tide Lab, Atlanta, Georgia, USA", "United States"),
        ("Tide Lab, Atlanta, Georgia", "United States"),
        ("State Univ, Tbilisi, Georgia", "Georgia"),
        ("Univ Leeds, Leeds LS2 9JT, W Yorkshire, England", "United Kingdom"),
        ("Univ Bath, Bath, UK. ada@bath.ac.uk", "United Kingdom"),
        ("Univ Bath, UK. Electronic address: ada@bath.ac.uk.", "United Kingdom"),
        ("Fudan Univ, Shanghai, Peoples R China", "China"),
        ("Fudan Univ, Shanghai 200433, P.R. China", "China"),
        ("Univ, Seoul, Republic of Korea", "South Korea"),
        ("Univ, Seoul 151-742, Korea", "South Korea"),
        ("Univ, Pyongyang, DPRK", "North Korea"),
        ("Univ, Tehran, Islamic Republic of Iran", "Iran"),
        ("Univ, Tehran, Iran, Islamic Republic of", "Iran"),
        ("Univ, Taipei, Taiwan, R.O.C.", "Taiwan"),
        ("Univ, Delft, The Netherlands", "Netherlands"),
        ("Univ, Ankara, Türkiye", "Turkey"),
        ("Univ, Prague, Czech Republic", "Czechia"),
        ("Univ, Moscow, Russian Federation", "Russia"),
        ("Univ, Sydney, New South Wales", "Australia"),
        ("Univ, Port Moresby, Papua New Guinea", "Papua New Guinea"),
        ("Univ, Abidjan, Côte d'Ivoire", "Ivory Coast"),
        ("69120 Heidelberg Germany", "Germany"),
        ("Univ, Tokyo, Japan 113-8656", "Japan"),
        ("Rua do Colegio Novo, Coimbra, Portugal, 3000-115", "Portugal"),
        ("Institute of the Shore", None),
        ("University of Verona", None),
        ("", None),
        ("12", None),
    ],
)
def test_the_country_of_an_affiliation(affiliation, country):
    expected = [country] if country else []
    assert _countries.find_countries([affiliation]) == expected


def test_each_country_once_in_the_order_of_the_affiliations():
    affiliations = ["A, Norway", "B, Chile", "C, Norway", "D"]
    assert _countries.find_countries(affiliations) == ["Norway", "Chile"]


def test_countries_by_name_or_code():
    assert _countries.name_countries(["US", "gb", "Korea", "Atlantis", "US"]) == [
        "United States",
        "United Kingdom",
        "South Korea",
    ]


def test_no_name_stands_for_two_countries():
    names, codes = _countries._read_names()
    assert len(codes) == len(set(codes.values()))
    assert {len(code) for code in codes} == {2}
    written = _countries._COUNTRIES.replace("\\\n", "").strip().split("\n")
    assert len(written) == len(codes)

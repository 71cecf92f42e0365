"""The authors of a paper, one name each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.read import _authors

AUTHORS = {
    "Min-Yen Kan, Judith L. Klavans": ["Min-Yen Kan", "Judith L. Klavans"],
    "Kan, Min-Yen": ["Kan, Min-Yen"],
    "Kan, Min-Yen and Klavans, Judith L. and others": [
        "Kan, Min-Yen",
        "Klavans, Judith L.",
    ],
    "Smith, J.; Doe, A.": ["Smith, J.", "Doe, A."],
    "Smith, J., Doe, A. B.": ["Smith, J.", "Doe, A. B."],
    "Smith, J., & Doe, A.": ["Smith, J.", "Doe, A."],
    "Smith A, Walter B": ["Smith A", "Walter B"],
    "Liu R., Adler D.G., et al.": ["Liu R.", "Adler D.G."],
    "van der Berg, Jan Willem": ["van der Berg, Jan Willem"],
    "Garcia Marquez, Gabriel J.": ["Garcia Marquez, Gabriel J."],
    "Ann One, Bo Two and Cy Three": ["Ann One", "Bo Two", "Cy Three"],
    "Luther King, Jr., Judith L. Klavans": ["Luther King, Jr.", "Judith L. Klavans"],
    "A One|B Two": ["A One", "B Two"],
    "A One\nB Two": ["A One", "B Two"],
    r"{Barnes and Noble} and Erd{\H{o}}s, P{\'a}l": ["Barnes and Noble", "Erdős, Pál"],
    "['Marx, Karl', \"O'Neill, Bo\"]": ["Marx, Karl", "O'Neill, Bo"],
    "Plato": ["Plato"],
    "et al.": [],
    "": [],
}


@pytest.mark.parametrize("written", AUTHORS)
def test_authors_are_split_where_one_name_ends(written):
    assert _authors.split_authors(written) == AUTHORS[written]


@pytest.mark.parametrize(
    ("written", "names"),
    {
        "Jianbin FangChun HuangTao Tang": "Jianbin Fang; Chun Huang; Tao Tang",
        "WenGuang ChenWeiMin Zheng": "WenGuang Chen; WeiMin Zheng",
        "V. A. BakhtinE. V. Shil’nikovRaffaele D’Ambrosio": (
            "V. A. Bakhtin; E. V. Shil’nikov; Raffaele D’Ambrosio"
        ),
        "Ian McDonaldRichard DeFrancisco": "Ian McDonald; Richard DeFrancisco",
        "Bo Yang 杨博Đorđe ĐurđevićÁgnes Nagy": (
            "Bo Yang 杨博; Đorđe Đurđević; Ágnes Nagy"
        ),
        "Wen WuLi": "Wen WuLi",
        "One, AnnaBo; Two, B": "One, AnnaBo; Two, B",
        "Plato": "Plato",
        "": "",
    }.items(),
)
def test_names_that_run_into_each_other_are_taken_apart(written, names):
    assert _authors.separate_names(written) == names


@given(st.text("aZé ;.杨", max_size=30))
def test_no_letter_is_lost_where_names_are_taken_apart(value):
    assert [c for c in _authors.separate_names(value) if c.isalpha()] == [
        c for c in value if c.isalpha()
    ]


def test_authors_in_a_list_or_known_to_be_family_first_are_not_split_at_commas():
    assert _authors.split_authors(
        ["Smith, A.", "Institute of Art and Design", "others", ""]
    ) == [
        "Smith, A.",
        "Institute of Art and Design",
    ]
    assert _authors.split_authors(
        "Garcia Marquez, Gabriel Jose", family_first=True
    ) == ["Garcia Marquez, Gabriel Jose"]
    assert _authors.split_authors(None) == _authors.split_authors(float("nan")) == []

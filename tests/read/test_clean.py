"""Texts to read keep their wording; texts to model lose what is no subject."""

import re

import pandas as pd
import pytest

from litreview.read import _clean as cleaning


def model(abstract: str, title: str = "A title") -> str:
    papers = pd.DataFrame(
        {"paper_id": ["p"], "title": [title], "abstract": [abstract]}, dtype="str"
    )
    return cleaning.clean_text(papers)[0]["text"][0]


@pytest.mark.parametrize(
    ("abstract", "gone"),
    [
        (
            "Error varepsilon in ldots, then mathbb{R}^d and cdots "
            "of (varepsilon,delta)-privacy.",
            "varepsilon ldots mathbb",
        ),
        (
            "It runs in Obig(n log nbig) steps and tilde{O}(n^{1/2}) memory.",
            "Obig nbig tilde",
        ),
        (
            r"For \emph{silt} and \varepsilon > 0, $\mathcal{O}(n^2)$ holds.",
            "emph mathcal",
        ),
        (
            "Silt moves. Code is available at https://example.org/silt.",
            "code available https example",
        ),
        (
            "Silt moves. Our data and models are publicly available.",
            "models publicly available",
        ),
        (
            "Silt moves. © 2021 A Publisher. All rights reserved.",
            "rights reserved Publisher",
        ),
        (
            "With u_L and ell_2 bounds of varepsilond at x_1,ldots,x_n.",
            "u_L ell_2 varepsilond ldots",
        ),
    ],
)
def test_debris_is_gone(abstract, gone):
    text = model(abstract)
    assert not [word for word in gone.split() if re.search(rf"\b{word}\b", text)]


@pytest.mark.parametrize(
    "kept",
    [
        "partial differential equations with label noise",
        "anecdotal evidence on alpha-helix folding",
        "the models we consider can be fit quickly, and hence are accessible to all",
        "a big jump in the left hemisphere",
        "Bayesian neural networks for 3D images",
        "the results in (c) show that data matter",
    ],
)
def test_words_are_kept(kept):
    assert kept in model(f"We study {kept}.")


def test_accents_of_tex_become_letters():
    assert "Frechet and Schrodinger" in model("Fr\\'echet and Schr\\\"odinger maps.")


def test_reading_keeps_everything_but_white_space_and_mojibake():
    table = pd.DataFrame(
        {
            "title": ["A \n <b>bold</b>  title &amp; “more”"],
            "abstract": ["cafÃ© at \u200b$x_1$ ﬁne"],
        }
    )
    tidy, changes = cleaning.mend_text(table.astype("str"))
    assert tidy["title"][0] == "A <b>bold</b> title &amp; “more”"
    assert tidy["abstract"][0] == "café at $x_1$ ﬁne"
    assert list(changes["column"]) == ["abstract"]


def test_what_was_removed_is_a_table():
    papers = pd.DataFrame(
        {
            "paper_id": ["p"],
            "title": ["T"],
            "abstract": ["See https://example.org/a ldots"],
        },
        dtype="str",
    )
    _, removed = cleaning.clean_text(papers)
    assert list(zip(removed["step"], removed["removed"], strict=True)) == [
        ("link", "https://example.org/a"),
        ("TeX command", "ldots"),
    ]

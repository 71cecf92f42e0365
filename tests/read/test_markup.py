"""Texts lose their markup and nothing else."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _authors, _dates, _identifiers, _markup


@pytest.mark.parametrize(
    ("written", "plain"),
    {
        "a<br>b": "a b",
        "<p>One.</p><p>Two.</p>": "One. Two.",
        "H<sub>2</sub>O and <jats:italic>E. coli</jats:italic>": "H2O and E. coli",
        "<jats:title>Abstract</jats:title><jats:p>Foo</jats:p>": "Foo",
        "<jats:title>Methods</jats:title><jats:p>We did.</jats:p>": "Methods: We did.",
        "&lt;i&gt;x&lt;/i&gt; &amp;amp; y": "x & y",
        "p < 0.05 and x > 3, n<5": "p < 0.05 and x > 3, n<5",
        "n &lt; 5 and m &gt; 3": "n < 5 and m > 3",
        "if a<b and c>d": "if a<b and c>d",
        "a<b>c": "a<b>c",
        "AT&T ?a=1&copy=2": "AT&T ?a=1&copy=2",
        "so\u00adft zero\u200bwidth": "soft zerowidth",
        "syn(cid:173)\nthesis": "synthesis",
        "multi-\nline": "multi-line",
        "classi-\nfication is classification": "classification is classification",
        "pre-\nand post-test": "pre- and post-test",
        "a\n\n  b\tc\xa0": "a b c",
        r"100\% of $x_1$ and a_b": r"100\% of $x_1$ and a_b",
    }.items(),
)
def test_text_loses_its_markup_and_nothing_else(written, plain):
    assert _markup.clear_texts(pd.Series([written, None], dtype="str")).fillna(
        "missing"
    ).tolist() == [plain, "missing"]


@pytest.mark.parametrize(
    ("written", "plain"),
    {
        r"Erd{\H{o}}s, {\'e}t\'e, M\"uller, Stra{\ss}e": "Erdős, été, Müller, Straße",
        "{{An} amazing title}": "An amazing title",
        r"\emph{very} good --- R\&D at {IBM}": "very good — R&D at IBM",
        "50% of {G}ermans & others": "50% of Germans & others",
        r"$\alpha$-helix of $O(n^2)$ where $a<b$": "α-helix of O(n^2) where a<b",
        "$5 million": "$5 million",
        r"see \url{http://a.b/c_d}": "see http://a.b/c_d",
        "a_b without any": "a_b without any",
        r"{\TeX} and \BibTeX users of \La\TeX's \MF": (
            "TeX and BibTeX users of LaTeX's MF"
        ),
        r"\tt Virtual fonts\Dash a tutorial for \acro{HTML}": (
            "Virtual fonts — a tutorial for HTML"
        ),
        r"Meta\kern-.1em Type1, {\Large big} \Xi": "Meta Type1, big Ξ",
    }.items(),
)
def test_latex_is_unpacked_where_it_is_asked_for(written, plain):
    assert _markup.clear_texts(pd.Series([written]), latex=True)[0] == plain


PIECES = "< > </b> <b> <p> <br/> & amp; &lt; &#60; (cid: 1) \u00ad a 5 <i x=".split(" ")
PIECES += "' \" <!-- --> ]]> \\ $ { } é".split(" ")

PIECES += ["-\n", " "]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.booleans(),
)
def test_any_text_is_cleared_without_an_error_and_once_is_enough(value, latex):
    assert isinstance(_markup.clear_text(value, latex), str)
    once = _markup.clear_text(value)
    assert _markup.clear_text(once) == once
    (
        _authors.split_authors(value),
        _identifiers.normalise_doi(value),
        _identifiers.normalise_arxiv_id(value),
        _identifiers.normalise_pmid(value),
    )
    _dates.read_dates(pd.Series([value], dtype="str"))


@given(
    st.text(
        st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<&"),
        max_size=80,
    ),
    st.booleans(),
)
def test_letters_and_digits_of_plain_text_are_all_kept(value, latex):
    value = (
        value.replace("\\", "").replace("{", "").replace("}", "").replace("(cid:", "")
    )
    kept = [c for c in _markup.clear_text(value, latex) if c.isalnum()]
    assert kept == [c for c in value if c.isalnum()]


@pytest.mark.parametrize(
    "piece", ["<b>", "<!--", "a-\n", "10.", "&amp;", "<i a=", "a, ", "(cid:"]
)
def test_long_nonsense_takes_no_longer_than_long_sense(piece):
    value, started = piece * 30_000, time.process_time()
    (
        _markup.clear_text(value),
        _authors.split_authors(value),
        _identifiers.normalise_doi(value),
        _identifiers.normalise_arxiv_id(value),
    )
    assert (
        time.process_time() - started < 2
    )  # seconds; ten times that where a step is quadratic

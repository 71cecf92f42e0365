"""Values of fields, each against what is written there and no more."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _crosswalk as formats
from litreview.read import _values as fields

DATES = {
    "2019": "2019 year",
    "2019.0": "2019 year",
    "2019-03": "2019-03 month",
    "2019/03/05": "2019-03-05 day",
    "Mar 2019": "2019-03 month",
    "2019 Mar-Apr": "2019-03 month",
    "2019 Winter": "2019 year",
    "5 March 2019": "2019-03-05 day",
    "September  1, 2021": "2021-09-01 day",
    "12-15 Sept. 2013": "2013-09-12 day",
    "2019///": "2019 year",
    "2019/03//": "2019-03 month",
    "20190305": "2019-03-05 day",
    "2019 Mar 5": "2019-03-05 day",
    "1998 Dec-1999 Jan": "1998-12 month",
    "Mon, 2 Apr 2007 19:18:42 GMT": "2007-04-02 day",
    "2024-01-31T23:30:00-05:00": "2024-01-31 day",
    "2019 {M}ar": "2019-03 month",
    "2019 3": "2019-03 month",
    r"{\noopsort{1973b}}1981": "1981 year",
    "03/04/2019": "2019 year",
    "13/04/2019": "2019-04-13 day",
    "31 Feb 2019": "2019-02 month",
    "2019-13-05": "2019 year",
    "2019-02-30": "2019-02 month",
    "Market 2019": "2019 year",
    "in press": "",
    "1551744000": "",
    "0999": "",
    "2101": "",
    "": "",
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_is_read_as_far_as_it_is_certain(written):
    date, precision = fields.dates(pd.Series([written], dtype="str"))
    if not DATES[written]:
        assert date.isna().all() and precision.isna().all()
        return
    day, how = DATES[written].split()
    assert date[0] == pd.Timestamp(day) and precision[0] == how


def test_dates_may_be_numbers_timestamps_lists_or_missing():
    values = pd.Series(
        [
            2019,
            2019.0,
            pd.Timestamp(2020, 2, 3),
            ["2007-04-02", "2009"],
            None,
            float("nan"),
            [],
        ]
    )
    date, precision = fields.dates(values)
    assert precision.fillna("").tolist() == ["year", "year", "day", "day", "", "", ""]
    assert date[2:4].tolist() == [pd.Timestamp(2020, 2, 3), pd.Timestamp(2007, 4, 2)]
    assert date.dtype == "datetime64[us]" and fields.dates(values[:0])[0].empty


@given(
    st.dates(
        min_value=pd.Timestamp(1000, 1, 1).date(),
        max_value=pd.Timestamp(2100, 12, 31).date(),
    )
)
def test_a_day_is_the_same_however_it_is_spelt(day):
    spelt = [
        "%Y-%m-%d",
        "%Y/%m/%d/",
        "%d %B %Y",
        "%b %d, %Y",
        "%Y %b %d",
        "%YT%H:%M:%SZ",
    ]
    said = [
        day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04}")
        for form in spelt[:-1]
    ]
    date, precision = fields.dates(pd.Series([*said, f"{day.isoformat()}T00:00:00Z"]))
    assert set(date) == {pd.Timestamp(day)} and set(precision) == {"day"}


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
    assert fields.authors(written) == AUTHORS[written]


@pytest.mark.parametrize(
    ("written", "names"),
    {
        "Jianbin FangChun HuangTao Tang": "Jianbin Fang; Chun Huang; Tao Tang",
        "WenGuang ChenWeiMin Zheng": "WenGuang Chen; WeiMin Zheng",
        "V. A. BakhtinE. V. Shil’nikovRaffaele D’Ambrosio": "V. A. Bakhtin; E. V. Shil’nikov; Raffaele D’Ambrosio",
        "Ian McDonaldRichard DeFrancisco": "Ian McDonald; Richard DeFrancisco",
        "Bo Yang 杨博Đorđe ĐurđevićÁgnes Nagy": "Bo Yang 杨博; Đorđe Đurđević; Ágnes Nagy",
        "Wen WuLi": "Wen WuLi",
        "One, AnnaBo; Two, B": "One, AnnaBo; Two, B",
        "Plato": "Plato",
        "": "",
    }.items(),
)
def test_names_that_run_into_each_other_are_taken_apart(written, names):
    assert fields.apart(written) == names


@given(st.text("aZé ;.杨", max_size=30))
def test_no_letter_is_lost_where_names_are_taken_apart(value):
    assert [c for c in fields.apart(value) if c.isalpha()] == [
        c for c in value if c.isalpha()
    ]


def test_authors_in_a_list_or_known_to_be_family_first_are_not_split_at_commas():
    assert fields.authors(
        ["Smith, A.", "Institute of Art and Design", "others", ""]
    ) == [
        "Smith, A.",
        "Institute of Art and Design",
    ]
    assert fields.authors("Garcia Marquez, Gabriel Jose", family_first=True) == [
        "Garcia Marquez, Gabriel Jose"
    ]
    assert fields.authors(None) == fields.authors(float("nan")) == []


@pytest.mark.parametrize(
    ("written", "found"),
    {
        "https://doi.org/10.1/AB.": "10.1/ab",
        "doi:10.1016/S0140-6736(05)12345-6).": "10.1016/s0140-6736(05)12345-6",
        "10.1002/(SICI)1(1998)7:5<61::AID>3.CO;2-2": "10.1002/(sici)1(1998)7:5<61::aid>3.co;2-2",
        "S0140 [pii] 10.1000/123 [doi]": "10.1000/123",
        r"10.1000/a\_b": "10.1000/a_b",
        "http://dx.doi.org/10.1002%2Fcpp?utm=1": "10.1002/cpp",
        "10.1/a;10.2/b": "10.1/a",
        "10.1": None,
        "https://doi.org/10.1/": None,
    }.items(),
)
def test_doi(written, found):
    assert fields.doi(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    {
        "arXiv:2103.01234v2 [cs.CL]": "2103.01234",
        "http://arxiv.org/abs/cs/9901001v1": "cs/9901001",
        "https://arxiv.org/pdf/0704.0001.pdf": "0704.0001",
        "cs.CL/9901001": "cs/9901001",
        "CoRR abs/2103.01234": "2103.01234",
        "oai:arXiv.org:0704.0001": "0704.0001",
        "10.48550/ARXIV.2103.01234": "2103.01234",
        "10.1234/2103.01234": None,
        "https://doi.org/10.1103/arXiv:2103.01234": None,
        "see page 2103.01234": None,
        "1912.0322": None,  # 1912.03220 that a spreadsheet took for a number
        "2113.01234": None,
    }.items(),
)
def test_arxiv_id(written, found):
    assert fields.arxiv_id(written) == found


def test_pmid():
    said = [
        "12345",
        "12345.0",
        "PMID: 123",
        "https://pubmed.ncbi.nlm.nih.gov/35227408/",
        "1234567890",
        "page 12",
    ]
    assert [fields.pmid(text) for text in said] == [
        "12345",
        "12345",
        "123",
        "35227408",
        None,
        None,
    ]


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
    assert fields.text(pd.Series([written, None], dtype="str")).fillna(
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
        r"{\TeX} and \BibTeX users of \La\TeX's \MF": "TeX and BibTeX users of LaTeX's MF",
        r"\tt Virtual fonts\Dash a tutorial for \acro{HTML}": "Virtual fonts — a tutorial for HTML",
        r"Meta\kern-.1em Type1, {\Large big} \Xi": "Meta Type1, big Ξ",
    }.items(),
)
def test_latex_is_unpacked_where_it_is_asked_for(written, plain):
    assert fields.text(pd.Series([written]), latex=True)[0] == plain


PIECES = "< > </b> <b> <p> <br/> & amp; &lt; &#60; (cid: 1) \u00ad a 5 <i x= ' \" <!-- --> ]]> \\ $ { } é".split(
    " "
)
PIECES += ["-\n", " "]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.booleans(),
)
def test_any_text_is_cleared_without_an_error_and_once_is_enough(value, latex):
    assert isinstance(fields.plain(value, latex), str)
    once = fields.plain(value)
    assert fields.plain(once) == once
    fields.authors(value), fields.doi(value), fields.arxiv_id(value), fields.pmid(value)
    fields.dates(pd.Series([value], dtype="str"))


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
    kept = [c for c in fields.plain(value, latex) if c.isalnum()]
    assert kept == [c for c in value if c.isalnum()]


@pytest.mark.parametrize(
    "piece", ["<b>", "<!--", "a-\n", "10.", "&amp;", "<i a=", "a, ", "(cid:"]
)
def test_long_nonsense_takes_no_longer_than_long_sense(piece):
    value, started = piece * 30_000, time.process_time()
    (
        fields.plain(value),
        fields.authors(value),
        fields.doi(value),
        fields.arxiv_id(value),
    )
    assert (
        time.process_time() - started < 2
    )  # seconds; ten times that where a step is quadratic


PARTS = list("ab 1\n\t<>&;\u00ad\u200b\ufeff\u00a0\u2028\u0301é-.${}\\") + [
    "  ",
    "10.1/",
    "PMID",
    "2103.01234",
    "&amp;",
    "<i>",
]


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text(max_size=20),
    st.booleans(),
)
def test_what_the_look_at_a_whole_column_passes_over_needs_no_work(text, latex):
    assert fields.text(pd.Series([text, None], dtype="str"), latex)[0] == fields.plain(
        text, latex
    )
    for read, pattern in formats.IDS.values():
        assert (
            fields.holds(pd.Series([text], dtype="str"), pattern)[0]
            or read(text) is None
        )

"""One writer of bibliographies: the page writes what the command line writes."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview import write
from litreview.report import _page
from litreview.text import format_date
from tests.conftest import ROOT

SCRIPT = ROOT / "litreview" / "report" / "templates" / "exports.js"
FORMATS = {"bibtex": "bib", "ris": "ris", "csv": "csv"}

HOSTILE = [
    "</script><script>alert(1)</script>",
    "${7*7} and {{ 7*7 }} {% raw %}",
    '=HYPERLINK("http://a.example","x")',
    "+1-2, and @SUM(1;=2); -3",
    "\u202eright to left\u202c and zero\u200bwidth\u2060joined\ufeff",
    "a NUL \0 within, a bell \a",
    "first line\nER  - \nTY  - JOUR\r\nsecond\tline\u2028third\x85fourth",
    "}, title = {other}, @misc{x, { unbalanced",
    "ends in a backslash \\",
    '"quoted" and \\"half" quoted \\',
    "50% of A_b & C#1 ~ x^2 for $5 or $10 -- '' `` ?` {B} }{",
    r"\input{/etc/passwd} \immediate\write18{rm -rf} $\input{x}$ \csname x\endcsname",
    "Ünïcode, 中文, Ελληνικά, ß, 🙂 MIXEDcase mRNA BERT T5 vitamin C",
    r"\emph{Big DATA} $x^2$ $\alpha_1$-helix Schr\"odinger {\'E}",
    "'=1+1",
    "III ÀÉ",
    "Proceedings of the 7th Workshop on Silt",
    "Journal of Silt",
    "Doe, Jane, Jr.",
    "Society of Silt and Sand",
]
PIECES = st.sampled_from([*"{}\\$%&#_~^-'`;,=@ aZ9é中", "\\emph{", "$x_1$", "mRNA"])
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@pytest.fixture(scope="module")
def page(browser):
    opened = browser.new_page()
    opened.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    yield opened
    opened.close()


def table(texts: list[str]) -> pd.DataFrame:
    """Make papers that have these texts in every field, in turns."""
    count = len(texts)
    papers = pd.DataFrame(
        {
            "paper_id": [f"{number:012x}" for number in range(count)],
            "title": texts,
            "abstract": texts[::-1],
            "authors": [[text, "Doe, J.", "van der Berg, K."] for text in texts],
            "venue": texts[1:] + texts[:1],
            "pages": texts[2:] + texts[:2],
            "url": texts,
            "topic_label": texts[3:] + texts[:3],
        }
    )
    more = {name: texts for name in ("volume", "issue", "doi", "arxiv_id", "pmid")}
    precisions = ["day", "month", "year"] * count
    return papers.assign(
        **more,
        date=pd.Timestamp("2024-05-03"),
        date_precision=precisions[:count],
    )


def as_page_has_them(papers: pd.DataFrame) -> list[dict]:
    columns = {short: papers[name].tolist() for name, short in _page.COLUMNS.items()}
    dated = zip(papers["date"], papers["date_precision"], strict=True)
    entries = write.entry_keys_and_kinds(papers)
    columns |= {
        "date": [format_date(date, precision) for date, precision in dated],
        "authors": papers["authors"].tolist(),
        "topic_label": papers["topic_label"].tolist(),
        "key": entries["key"].tolist(),
        "kind": entries["kind"].tolist(),
    }
    return pd.DataFrame(columns).to_dict("records")


def compare(page, papers: pd.DataFrame) -> None:
    for function, to in FORMATS.items():
        by_page = page.evaluate(
            f"papers => bibliography.{function}(papers)", as_page_has_them(papers)
        )
        assert by_page == write.FORMATS[to](papers), function


def test_hostile_papers_are_written_alike(page):
    compare(page, table(HOSTILE))


@settings(max_examples=40)
@given(texts=st.lists(TEXTS, min_size=4, max_size=6))
def test_any_papers_are_written_alike(page, texts):
    compare(page, table(texts))

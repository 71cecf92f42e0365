"""Identifiers are found in whatever stands around them."""

import pytest

from litreview.read import _identifiers


@pytest.mark.parametrize(
    ("written", "found"),
    {
        "https://doi.org/10.1/AB.": "10.1/ab",
        "doi:10.1016/S0140-6736(05)12345-6).": "10.1016/s0140-6736(05)12345-6",
        "10.1002/(SICI)1(1998)7:5<61::AID>3.CO;2-2": (
            "10.1002/(sici)1(1998)7:5<61::aid>3.co;2-2"
        ),
        "S0140 [pii] 10.1000/123 [doi]": "10.1000/123",
        r"10.1000/a\_b": "10.1000/a_b",
        "http://dx.doi.org/10.1002%2Fcpp?utm=1": "10.1002/cpp",
        "10.1/a;10.2/b": "10.1/a",
        "10.1": None,
        "https://doi.org/10.1/": None,
    }.items(),
)
def test_doi(written, found):
    assert _identifiers.normalise_doi(written) == found


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
    assert _identifiers.normalise_arxiv_id(written) == found


def test_pmid():
    said = [
        "12345",
        "12345.0",
        "PMID: 123",
        "https://pubmed.ncbi.nlm.nih.gov/35227408/",
        "1234567890",
        "page 12",
    ]
    assert [_identifiers.normalise_pmid(text) for text in said] == [
        "12345",
        "12345",
        "123",
        "35227408",
        None,
        None,
    ]

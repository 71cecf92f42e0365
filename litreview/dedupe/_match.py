"""Whether two records are of one paper, of two publications of one work, or of two.

What is decided stands in codes (`match`, `link_kind`, `agree`, `differ`); the words for
them are in `_reasons`.
"""

from itertools import compress

import numpy as np
import pandas as pd

MATCHES = ("same", "linked", "different")
IDENTIFIERS = ("doi", "arxiv_id", "pmid")

# Evidence that two records are of one work is counted in steps that each about double
# the odds; 10 steps are asked for. A title of 70 letters that is the same to the letter
# is enough alone; a shorter one wants something beside it.
ASKED = 10
# Letters of a title that is more than a few words: of 700 titles that two records on
# arXiv share, one or two are those of two papers.
SPECIFIC = 30
LETTERS_A_STEP = 7
MOST_TITLE_STEPS = 12
TITLE_STEPS = {
    "same": 0,
    "spelling": -1,
    "typo": -2,
    "subtitle": -4,
    "answer": -6,
    "letters": -9,
    "added": -8,
    "changed": -13,
}
HEADING_STEPS = 2  # "Introduction", however long
OTHER_TITLE_STEPS = -22
OTHER_WORDS_STEPS = -12
OTHER_VERSION_STEPS = -3
YEAR_STEPS = {0.0: 1.5, 1.0: 0.0, 2.0: -1.0}
LATER_STEPS = -3.0  # more than two years between them
VENUE_STEPS = 1.0
IDENTIFIER_STEPS = 14.0
PLACE_STEPS = 12.0
PAGE_STEPS = 8.0
SHARED_PAGE_STEPS = 2.0
# Share of words in common from which abstracts count so many steps.
ABSTRACT_STEPS = {
    0.9: 20,
    0.7: 10,
    0.5: 6,
    0.3: -2,
    -1: -8,
}

ALIKE = 0.7  # share of letters below which titles with other words are two titles
COPY = 0.5  # share of words from which two abstracts are taken for one
APART = 0.3  # share of words below which they are taken for two
MANY_AUTHORS = 0.5  # share of authors from which two lists are taken for one
FEW_AUTHORS = 0.2  # share of authors below which they are taken for two

ONE_TITLE = ("same", "spelling", "typo")
MORE_WORDS = ("added", "changed")


def match_pairs(compared: pd.DataFrame) -> pd.DataFrame:
    """Decide whether pairs of records are of one work, and of one publication of it.

    One work takes `ASKED` steps of evidence from title, abstract, authors, year, venue,
    place in print and identifiers, which are weighed as in record linkage. The pair is
    `same` if nothing says that these are two publications, `linked` if something does.

    Parameters
    ----------
    compared
        The pairs with the columns of `_compare.compare_pairs`.

    Returns
    -------
    pd.DataFrame
        The pairs with further columns: `evidence` (steps, each about doubling the
        odds), `score` (0 to 1; one half is the line), `match` (same, linked or
        different), `link_kind` (why linked pairs are two publications; "" for others),
        `agree` and `differ` (tuples of the fields that speak for and against).

    References
    ----------
    Fellegi and Sunter (1969), A theory for record linkage, JASA 64.
    """
    evidence = _sum_evidence(compared)
    link_kind = _name_link(compared)
    two_publications = link_kind != ""

    # Who edits a series writes one heading over many papers.
    is_heading = compared["title"] == "generic"
    one_heading = is_heading & two_publications
    one_work = (evidence >= ASKED) & ~one_heading
    title_only = _is_title_only(compared) & ~one_work

    # A bare title beside the same title with an abstract adds nothing to it, and would
    # only stand there a second time.
    lacking = np.where(compared["bare"], "bare_title", "title_only")
    link_kind = link_kind.mask(title_only, lacking)
    is_linked = one_work & two_publications
    is_linked |= title_only

    match = pd.Series("different", compared.index, dtype="str")
    match = match.mask(one_work, "same")
    match = match.mask(is_linked, "linked")
    return compared.assign(
        evidence=evidence,
        score=_score(evidence),
        match=match,
        link_kind=link_kind.where(is_linked, ""),
        agree=_list_fields(_agreeing_fields(compared)),
        differ=_list_fields(_differing_fields(compared)),
    )


def _sum_evidence(compared: pd.DataFrame) -> pd.Series:
    """Add up the steps that speak for one work, field by field."""
    same_venue = compared["venue"] == 1
    same_identifier = compared["same_id"] != ""
    evidence = pd.DataFrame(
        {
            "title": _title_steps(compared),
            "abstracts": _abstract_steps(compared),
            "authors": _author_steps(compared),
            "years": _year_steps(compared),
            "venue": same_venue * VENUE_STEPS,
            "place": _place_steps(compared),
            "identifier": same_identifier * IDENTIFIER_STEPS,
        }
    )
    return evidence.sum(axis=1)


def _score(evidence: pd.Series) -> pd.Series:
    """Write evidence as a number from 0 to 1, which is .5 at what is asked for."""
    steps = evidence.clip(-30, 60)
    odds_against = 2.0 ** ((ASKED - steps) / 2)
    return 1 / (1 + odds_against)


def _title_steps(compared: pd.DataFrame) -> pd.Series:
    """Count what titles tell: the longer and the more alike, the more."""
    title = compared["title"]
    length_steps = compared["length"] / LETTERS_A_STEP
    length_steps = length_steps.clip(upper=MOST_TITLE_STEPS)

    steps = title.map(TITLE_STEPS).astype("float64")
    steps += length_steps
    steps = steps.mask(title == "other", OTHER_TITLE_STEPS)
    steps = steps.mask(title == "generic", HEADING_STEPS)
    steps = steps.mask(title == "missing", 0)

    # So many other words are no longer the same title put in another way.
    more_words = title.isin(MORE_WORDS)
    unlike = compared["letters"] < ALIKE
    steps = steps.mask(more_words & unlike, OTHER_WORDS_STEPS)

    steps = steps.clip(lower=OTHER_TITLE_STEPS)
    return steps + compared["version"] * OTHER_VERSION_STEPS


def _abstract_steps(compared: pd.DataFrame) -> np.ndarray:
    """Count what abstracts tell, by the share of words that both have."""
    share = compared["abstracts"]
    conditions = [share.isna()]
    choices = [0]
    for least, steps in ABSTRACT_STEPS.items():
        conditions.append(share >= least)
        choices.append(steps)
    steps = np.select(conditions, choices)

    # Who gives a talk and its article one title writes two abstracts.
    same_authors = compared["authors"] >= MANY_AUTHORS
    same_title = compared["title"].isin(ONE_TITLE)
    rewritten = same_title & same_authors
    rewritten &= share < APART
    return np.where(rewritten, steps / 2, steps)


def _author_steps(compared: pd.DataFrame) -> np.ndarray:
    """Count what authors tell, by the share of the shorter list that both have."""
    share = compared["authors"]
    several_names = compared["named"] > 1
    steps_of_many = np.where(several_names, 6, 4)
    return np.select(
        [
            share.isna(),
            share >= MANY_AUTHORS,
            share >= FEW_AUTHORS,
        ],
        [0, steps_of_many, -1],
        -8,
    )


def _year_steps(compared: pd.DataFrame) -> pd.Series:
    """Count what years tell: the closer, the more; nothing where one is missing."""
    years = compared["years"]
    steps = years.map(YEAR_STEPS)
    steps = steps.fillna(LATER_STEPS)
    return steps.where(years.notna(), 0.0)


def _place_steps(compared: pd.DataFrame) -> np.ndarray:
    """Count what a place in print tells: the same pages, or one page."""
    # Several abstracts of a conference stand on one page.
    more_words = compared["title"].isin(MORE_WORDS)
    page_steps = np.where(more_words, SHARED_PAGE_STEPS, PAGE_STEPS)
    place = compared["place"]
    return np.select(
        [place == 1, place > 0],
        [PLACE_STEPS, page_steps],
        0.0,
    )


def _is_title_only(compared: pd.DataFrame) -> pd.Series:
    """Tell which pairs have nothing but a short title, the same in both."""
    silent = compared["abstracts"].isna()
    silent &= compared["authors"].isna()
    silent &= compared["same_id"] == ""
    silent &= compared["other_id"] == ""

    other_place = compared["place"] == 0
    other_year = compared["years"] > 1

    same_title = compared["title"].isin(["same", "spelling"])
    same_title &= compared["length"] >= SPECIFIC
    same_title &= ~compared["version"]
    contradicted = other_place | other_year
    return silent & same_title & ~contradicted


def _name_link(compared: pd.DataFrame) -> pd.Series:
    """Say by a code why two records are of two publications; "" where nothing does."""
    years = compared["years"]
    same_page = compared["place"] > 0
    one_abstract = compared["abstracts"] >= COPY
    one_title = compared["title"].isin(ONE_TITLE)
    more_words = compared["title"].isin(MORE_WORDS)
    same_venue = compared["venue"] == 1
    other_venue = compared["venue"] == 0

    # A year may lie between the page on line and the printed one, if it is the same
    # journal or the same text.
    one_text = same_venue | one_abstract
    next_year = (years == 1) & ~one_text
    other_year = (years > 1) | next_year

    # In another venue, the same title in the same year may be one publication still.
    same_year = years == 0
    retold = ~(same_year & one_title)
    retold &= ~one_abstract

    # The first that holds counts. An empty code is what speaks for one publication,
    # whatever comes after it.
    codes = [
        ("preprint", compared["preprint"]),
        ("version", compared["version"]),
        ("", compared["same_id"] != ""),
        # Who writes a series, or more on the same, takes much of the abstract along.
        ("title_added", more_words & ~same_page),
        ("other_place", compared["place"] == 0),
        ("", same_page),
        ("other_identifier", compared["other_id"] != ""),
        ("other_abstract", compared["abstracts"] < APART),
        ("other_year", other_year),
        ("other_venue", other_venue & retold),
    ]
    names, conditions = zip(*codes, strict=True)
    kinds = np.select(conditions, names, "")
    return pd.Series(kinds, compared.index, dtype="str")


def _agreeing_fields(compared: pd.DataFrame) -> pd.DataFrame:
    """Tell which fields, besides the title, speak for one paper.

    Returns a column of bool for each field.
    """
    same_page = compared["place"] > 0
    same_year = compared["years"] == 0
    fields = {
        "abstract": compared["abstracts"] >= COPY,
        "authors": compared["authors"] >= MANY_AUTHORS,
        "place": same_page,
        "year": same_year & ~same_page,  # a page has its year
    }
    for name in IDENTIFIERS:
        fields[name] = compared["same_id"] == name
    return pd.DataFrame(fields)


def _differing_fields(compared: pd.DataFrame) -> pd.DataFrame:
    """Tell which fields, besides the title, speak for two papers.

    Returns a column of bool for each field.
    """
    fields = {
        "abstract": compared["abstracts"] < COPY,
        "authors": compared["authors"] < FEW_AUTHORS,
        "place": compared["place"] == 0,
        "year": compared["years"] > 0,
        "identifier": compared["other_id"] != "",
    }
    return pd.DataFrame(fields)


def _list_fields(flags: pd.DataFrame) -> pd.Series:
    """List for each row the columns that are true, as a tuple of their names."""
    names = flags.columns
    rows = []
    for row in flags.to_numpy():
        rows.append(tuple(compress(names, row)))
    return pd.Series(rows, flags.index, dtype="object")

"""Whether two records are of one paper, of two publications of one work, or of two papers, and why."""

import numpy as np
import pandas as pd

# Evidence that two records are of one work, in steps that each about double the odds; 10 steps are asked for. A title
# of 70 letters that is the same to the letter is enough alone, a shorter one wants something beside it.
ASKED = 10
SPECIFIC = 30  # letters of a title that is more than a few words; of 700 shared arXiv titles one or two are two papers
PER_STEP, MOST = 7, 12  # letters of a title to a step, and how far they go
_TITLE = {
    "same": 0,
    "spelling": -1,
    "typo": -2,
    "subtitle": -4,
    "answer": -6,
    "letters": -9,
}
_TITLE |= {"added": -8, "changed": -13}
_ONE_TITLE = ("same", "spelling", "typo")
_OTHER, _ANOTHER_VERSION = -22, -3
_YEARS = {0.0: 1.5, 1.0: 0.0, 2.0: -1.0}
ABSTRACTS = [
    (0.9, 20),
    (0.7, 10),
    (0.5, 6),
    (0.3, -2),
    (-1, -8),
]  # share of words in common from which, and the steps
ALIKE = 0.7  # share of letters, below which titles with other words are two titles
COPY, APART = 0.5, 0.3  # from here abstracts are taken for one, below for two


def match_pairs(compared: pd.DataFrame) -> pd.DataFrame:
    """Decide on pairs of records in two steps: are they of one work, and if so, of one publication of it?

    `compared` is of `likeness.compare`. Adds `evidence` (steps, each about doubling the odds that both are of one
    work), `score` (0 to 1; one half is the line), `decision` and `reason`. One work takes `ASKED` steps from title,
    abstract, authors, year, venue, place and identifiers (weighed as in record linkage: Fellegi and Sunter 1969).
    It is `same` if nothing says that these are two publications, `linked` if something does, else `different`.
    """
    evidence = pd.DataFrame(
        {
            "title": _title(compared),
            "abstracts": _abstracts(compared),
            "authors": _authors(compared),
            "years": compared["years"]
            .map(_YEARS)
            .fillna(-3.0)
            .where(compared["years"].notna(), 0.0),
            "venue": (compared["venue"] == 1) * 1.0,
            "place": _place(compared),
            "ids": (compared["same_id"] != "") * 14.0,
        }
    )
    total = evidence.sum(axis=1)
    apart = _apart(compared)
    # Who edits a series writes one heading over many papers.
    one_work = (total >= ASKED) & ~((compared["title"] == "generic") & (apart != ""))
    alone = _title_alone(compared) & ~one_work
    # A bare title beside the same with an abstract: it adds nothing, and would only stand there again.
    lacking = pd.Series(
        np.where(
            compared["bare"], "one has nothing but its title", "nothing else to go by"
        ),
        apart.index,
    )
    decision = np.select(
        [one_work & (apart == ""), one_work | alone], ["same", "linked"], "different"
    )
    reason = [
        _why_same(row) + (f"; {why}" if why else "")
        if said != "different"
        else _why_different(row)
        for row, said, why in zip(
            compared.to_dict("records"),
            decision,
            apart.mask(alone, lacking),
            strict=True,
        )
    ]
    score = 1 / (1 + 2.0 ** ((ASKED - total.clip(-30, 60)) / 2))
    columns = {
        "evidence": total,
        "score": score,
        "decision": decision,
        "reason": reason,
    }
    return compared.assign(**columns).astype({"decision": "str", "reason": "str"})


def _title(compared: pd.DataFrame) -> pd.Series:
    letters = (compared["length"] / PER_STEP).clip(upper=MOST)
    steps = letters + compared["title"].map(_TITLE).astype("float64")
    steps = steps.mask(compared["title"] == "other", _OTHER).mask(
        compared["title"] == "generic", 2
    )
    steps = steps.mask(compared["title"] == "missing", 0)
    # So many other words are no longer the same title said in another way.
    steps = steps.mask(
        (compared["title"].isin(["changed", "added"])) & (compared["letters"] < ALIKE),
        -12,
    )
    return steps.clip(lower=_OTHER) + compared["version"] * _ANOTHER_VERSION


def _abstracts(compared: pd.DataFrame) -> np.ndarray:
    alike = compared["abstracts"]
    steps = np.select(
        [alike.isna(), *(alike >= least for least, _ in ABSTRACTS)],
        [0, *(n for _, n in ABSTRACTS)],
    )
    # Who gives the talk and the article one title writes two abstracts.
    theirs = compared["title"].isin(_ONE_TITLE) & (compared["authors"] >= 0.5)
    return np.where(theirs & (alike < APART), steps / 2, steps)


def _authors(compared: pd.DataFrame) -> np.ndarray:
    shared = compared["authors"]
    return np.select(
        [shared.isna(), shared >= 0.5, shared >= 0.2],
        [0, np.where(compared["named"] > 1, 6, 4), -1],
        -8,
    )


def _place(compared: pd.DataFrame) -> np.ndarray:
    # Several abstracts of a conference stand on one page.
    page = np.where(compared["title"].isin(["added", "changed"]), 2.0, 8.0)
    return np.select([compared["place"] == 1, compared["place"] > 0], [12.0, page], 0.0)


def _title_alone(compared: pd.DataFrame) -> pd.Series:
    """Tell which pairs have nothing but a short title, the same in both."""
    silent = compared[["abstracts", "authors"]].isna().all(axis=1) & (
        compared["same_id"] == ""
    )
    silent &= (
        (compared["other_id"] == "")
        & ~(compared["place"] == 0)
        & ~(compared["years"] > 1)
    )
    same = compared["title"].isin(["same", "spelling"]) & (
        compared["length"] >= SPECIFIC
    )
    return silent & same & ~compared["version"]


def _apart(compared: pd.DataFrame) -> pd.Series:
    """Say what speaks for two publications of one work; "" where nothing does."""
    at = compared["place"] > 0
    copies = compared["abstracts"] >= COPY
    # A year may lie between the page on line and the printed one, if it is the same journal or the same text.
    later = (compared["years"] > 1) | (
        (compared["years"] == 1) & (compared["venue"] != 1) & ~copies
    )
    return pd.Series(
        np.select(
            [
                compared["preprint"],
                compared["version"],
                compared["same_id"] != "",
                # Who writes a series, or more on the same, takes much of the abstract along.
                compared["title"].isin(["added", "changed"]) & ~at,
                compared["place"] == 0,
                at,
                compared["other_id"] != "",
                compared["abstracts"] < APART,
                later,
                (compared["venue"] == 0)
                & ~copies
                & ((compared["years"] != 0) | ~compared["title"].isin(_ONE_TITLE)),
            ],
            [
                "a preprint and its publication",
                "another version",
                "",
                "another title",
                "printed in another place",
                "",
                "another identifier",
                "another abstract",
                "another year",
                "another venue",
            ],
            "",
        ),
        index=compared.index,
        dtype="str",
    )


_SAID = {
    "same": "same title",
    "generic": "same heading",
    "spelling": "same title but for the spelling",
    "typo": "same title but for letters",
    "letters": "title with similar words",
    "subtitle": "same title without its subtitle",
    "added": "title with more words",
    "changed": "title with other words",
    "answer": "same title of a reply or an erratum",
    "other": "title with another number, part, negation or reply",
    "missing": "no title",
}


def _why_same(row: dict) -> str:
    parts = [_SAID[row["title"]]]
    parts += ["abstract"] if row["abstracts"] >= COPY else []
    parts += ["authors"] if row["authors"] >= 0.5 else []
    parts += (
        ["place in print"]
        if row["place"] > 0
        else ["year"]
        if row["years"] == 0
        else []
    )
    parts += (
        [{"doi": "DOI", "arxiv_id": "arXiv id", "pmid": "PMID"}[row["same_id"]]]
        if row["same_id"]
        else []
    )
    if row["title"] in ("same", "generic", "answer"):
        return _listed(parts)
    return f"{parts[0]}, same {_listed(parts[1:])}" if parts[1:] else parts[0]


def _why_different(row: dict) -> str:
    against = [
        ("abstract", row["abstracts"] < COPY),
        ("authors", row["authors"] < 0.2),
        ("place in print", row["place"] == 0),
        ("year", row["years"] > 0),
        ("identifier", bool(row["other_id"])),
    ]
    told = [name for name, so in against if so]
    if row["title"] == "other":
        return _SAID["other"]
    if not told:
        return f"{_SAID[row['title']]}, and too little else"
    return f"{_SAID[row['title']]}, but {_listed(told)} {'differs' if told in _ONE else 'differ'}"


_ONE = (["abstract"], ["place in print"], ["year"], ["identifier"])


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]

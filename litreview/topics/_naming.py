"""Terms of a topic → its label: by counting, or by a function of one's own."""

import importlib
from collections.abc import Callable

import numpy as np
import pandas as pd

from litreview.text import Counts

NO_TOPIC = "No topic"
LONGEST = 5  # words of a label
TITLES = 10  # of a topic that a labeller is given

# Of a phrase and a heavier part of it, the phrase is chosen where so much of the papers
# with the part hold it.
AS_USUAL = 0.45

# Of the papers of a topic with the rarer word of a phrase, the share that uses it.
USED_AS_PHRASE = 0.2

# What multiplies the score of a term as a part of a label.
SPECIFIC = (
    3  # times as usual inside the topic as everywhere, at which a term is telling
)
PHRASE = 1.4
ADJECTIVE = 0.6  # alone they name nothing well
_ADJECTIVE_ENDING = r"^\S+(?:al|ic|ive|ous|able|ible|ful|less|ary|ian|ed|ly)$"


def name_topic(
    candidates: pd.DataFrame,
    spelling: dict[str, str],
    phrases: set[str],
    taken: set[str],
) -> str:
    """Name a topic by one or two terms that many of its papers and few others hold.

    Titles and phrases count more. Two words that its papers also write side by side are
    written so: "Density estimation", not "Density, estimation".

    Parameters
    ----------
    candidates
        The heaviest terms of the topic: `term`, `weight`, and the shares of papers that
        hold it: `inside` the topic, in its `titles`, and `everywhere`.
    spelling
        How terms are written.
    phrases
        Those that the papers of the topic use, as of `usual_phrases`.
    taken
        The labels of other topics, in lower case.
    """
    ranked = _rank_for_label(candidates, spelling)
    parts: list[str] = []
    for term in choose_distinct(ranked):
        longer = _add_term(parts, term, phrases)
        written = [spelling[part] for part in longer]
        if longer != parts and _makes_label(written, taken):
            parts = longer
        if len(parts) == 2 and _has_phrase(parts):
            break

    label = ", ".join(spelling[part] for part in parts) or "Unnamed"
    return label[:1].upper() + label[1:]


def choose_distinct(ranked: pd.DataFrame) -> list[str]:
    """Choose the terms that share no word with a heavier one.

    Of a phrase and its part, the phrase stands if it is nearly as usual.

    Parameters
    ----------
    ranked
        The heaviest first: `term` and `inside`, the share of papers that hold it.
    """
    chosen: dict[str, float] = {}
    for term, share in zip(ranked["term"], ranked["inside"], strict=True):
        rivals = _sharing_a_word(term, chosen)
        if not rivals:
            chosen[term] = share
        elif _outdoes(term, share, rivals):
            chosen = _replace_terms(chosen, rivals, term)

    return list(chosen)


def usual_phrases(counts: Counts, inside: np.ndarray) -> set[str]:
    """List the phrases that the papers of a topic use often enough to be names.

    They stand in two papers or more, and in a fifth of those that hold the rarer one of
    their words.

    Parameters
    ----------
    counts
        Of the terms in all papers.
    inside
        Which papers are in the topic.
    """
    in_topic = counts.matrix[inside].indices
    papers = np.bincount(in_topic, minlength=len(counts.terms))
    often = dict(zip(counts.terms, papers, strict=True))

    phrases = set()
    for term, number in often.items():
        words = term.split()
        if number < 2 or len(words) < 2:
            continue

        rarer = min(often.get(word, 0) for word in words)
        if number >= USED_AS_PHRASE * rarer:
            phrases.add(term)

    return phrases


def ask_labeller(
    labeller: str,
    papers: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    names: dict[int, str] | None = None,
) -> pd.DataFrame:
    """Let a function of one's own name the topics, such as one that asks a model.

    Parameters
    ----------
    labeller
        `module:function`, importable where you work; "" leaves the labels as they are.
        The function is given a table with `topic`, `label`, `keywords` and `titles`
        (up to ten, the surest), and returns a label for each row.
    papers
        Needs `paper_id` and `title`.
    topics
        Needs `topic`, `label` and `keywords`.
    assignments
        Needs `paper_id`, `topic` and `confidence`.
    names
        Labels that stay, by the number of their topic.

    Returns
    -------
    pandas.DataFrame
        `topics` with other labels.

    Raises
    ------
    ValueError
        For a function that is not there, or labels that are not that many different
        lines of text.
    """
    if not labeller:
        return topics

    function = _import_labeller(labeller)
    asked = topics.loc[topics["topic"] >= 0, ["topic", "label", "keywords"]]
    titles = _surest_titles(papers, assignments)
    asked = asked.assign(titles=asked["topic"].map(titles))
    answer = list(function(asked))

    lines = [label for label in answer if _is_line(label)]
    different = set(lines)
    if not len(answer) == len(different) == len(asked):
        raise ValueError(
            f"labeller: {labeller!r} gave {answer!r}; it must give {len(asked)} "
            "different lines of text"
        )

    labels = dict(zip(asked["topic"], lines, strict=True))
    labels |= {-1: NO_TOPIC} | (names or {})
    return topics.assign(label=topics["topic"].map(labels).astype("str"))


def _rank_for_label(
    candidates: pd.DataFrame,
    spelling: dict[str, str],
) -> pd.DataFrame:
    """Put the terms of a topic in the order in which they make its label."""
    terms = candidates["term"].astype("str")
    written = terms.map(spelling).astype("str")
    is_phrase = terms.str.contains(" ")
    is_adjective = written.str.contains(_ADJECTIVE_ENDING)
    inside = candidates["inside"]
    specific = inside / candidates["everywhere"]

    score = (
        candidates["weight"]
        * np.sqrt(inside + candidates["titles"])
        * np.minimum(specific / SPECIFIC, 1)
        * np.where(is_phrase, PHRASE, 1.0)
        * np.where(is_adjective, ADJECTIVE, 1.0)
    )
    ranked = candidates.assign(score=score)
    return ranked.sort_values(["score", "term"], ascending=[False, True])


def _add_term(parts: list[str], term: str, phrases: set[str]) -> list[str]:
    """Add a term to the parts of a label: within a phrase, or as a second part.

    A phrase takes the place of all parts that are within it. The parts stay as they are
    where there is no room for the term.
    """
    phrase = _join_phrase(parts, term, phrases)
    if phrase and not _has_phrase(parts):
        words = set(phrase.split())
        longer = []
        for part in parts:
            if set(part.split()) < words:
                longer.append(phrase)
            else:
                longer.append(part)
        return longer

    if len(parts) < 2:
        return [*parts, term]
    return parts


def _join_phrase(parts: list[str], term: str, phrases: set[str]) -> str:
    """Join a term with the first part that makes a phrase of the topic with it."""
    for part in parts:
        for phrase in (f"{part} {term}", f"{term} {part}"):
            if phrase in phrases:
                return phrase
    return ""


def _has_phrase(parts: list[str]) -> bool:
    """Tell whether one of the parts is of several words."""
    return any(" " in part for part in parts)


def _makes_label(written: list[str], taken: set[str]) -> bool:
    """Tell whether parts make a label: not too long, not taken, no part twice."""
    label = ", ".join(written)
    if len(label.split()) > LONGEST or label.casefold() in taken:
        return False

    # "LLMs" is not put after what it stands for.
    *others, last = map(_initials, written)
    return last not in others


def _initials(phrase: str) -> str:
    """Shorten a phrase as authors do; a word is taken for such an abbreviation."""
    words = phrase.split()
    if len(words) == 1:
        return phrase.rstrip("s").casefold()

    letters = [word[0] for word in words]
    return "".join(letters).casefold()


def _sharing_a_word(term: str, chosen: dict[str, float]) -> dict[str, float]:
    """Choose the terms that have a word in common with another, and their shares."""
    words = set(term.split())
    sharing = {}
    for other, share in chosen.items():
        if words & set(other.split()):
            sharing[other] = share
    return sharing


def _outdoes(term: str, share: float, rivals: dict[str, float]) -> bool:
    """Tell whether a phrase stands for all of its rivals: they are parts of it."""
    words = set(term.split())
    for rival, rival_share in rivals.items():
        is_part = set(rival.split()) < words
        if not is_part or share < AS_USUAL * rival_share:
            return False
    return True


def _replace_terms(
    chosen: dict[str, float],
    rivals: dict[str, float],
    term: str,
) -> dict[str, float]:
    """Put a phrase in the place of the first of its parts, and drop the others.

    It has the share of that part, by which further phrases are measured.
    """
    first = next(iter(rivals))
    replaced = {}
    for other, share in chosen.items():
        if other == first:
            replaced[term] = share
        elif other not in rivals:
            replaced[other] = share
    return replaced


def _import_labeller(labeller: str) -> Callable:
    """Import the function that `module:function` names."""
    module, _, name = labeller.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"labeller: {labeller!r} cannot be imported ({error}); "
            "write module:function"
        ) from None


def _surest_titles(papers: pd.DataFrame, assignments: pd.DataFrame) -> pd.Series:
    """List the titles of the surest papers of each topic."""
    titles = papers[["paper_id", "title"]]
    ranked = assignments.merge(titles, on="paper_id")
    ranked = ranked.sort_values("confidence", ascending=False, kind="stable")
    surest = ranked.groupby("topic").head(TITLES)
    return surest.groupby("topic")["title"].agg(list)


def _is_line(label: object) -> bool:
    """Tell whether this is a line of text, and not an empty one."""
    if not isinstance(label, str):
        return False
    return label.isprintable() and label.strip() != ""

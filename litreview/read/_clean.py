"""Text made fit to read and to model, with a table of what was changed."""

import re
from typing import NamedTuple

import ftfy
import pandas as pd

from litreview import progress

# Only what is broken: quotes, ligatures, HTML entities and wide letters stay as their
# author wrote them.
_MEND = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=True,
    normalization=None,
    explain=False,
)

_GREEK = (
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|"
    "sigma|tau|upsilon|phi|chi|psi|omega"
)
# TeX commands that are no words. A page that lost its backslashes leaves them bare, and
# the long ones glued to letters.
_LONG = (
    "varepsilon|vartheta|varphi|varrho|varsigma|mathbb|mathcal|mathfrak|mathrm|mathbf|"
    "mathsf|mathit|operatorname|boldsymbol|textbf|textit|texttt|textsc|textrm|textsf|"
    "ldots|cdots|vdots|ddots|otimes|oplus|langle|rangle|lfloor|rfloor|lceil|rceil|lVert|"
    "rVert|infty|nabla|propto|simeq|leqslant|geqslant|rightarrow|leftarrow|Rightarrow|"
    "mapsto|widetilde|widehat|underbrace|overbrace|sqrt|dfrac|tfrac"
)
_SHORT = (
    "approx|equiv|overline|underline|emph|frac|ell|leq|geq|neq|ll|gg|pm|mp|cdot|qquad|"
    "nmid|subseteq|setminus|forall|hbar|tilde|eps|aka|eg|sf|rm|bf|bigl|bigr|bigg|Bigg|"
    "sum_\\w*|prod_\\w*|int_\\w*"
)
_GOODS = (
    "code|codes|data|datasets?|models?|implementation|demo|weights|checkpoints|page|"
    "website|software|library|videos?"
)

_LINK = (
    r"\(?\b(?:https?://|www\.)\S+|"
    r"\b[\w.-]+\.(?:com|org|io|ai|net|edu|co)/\S*|\S+@\S+\.\w{2,}"
)
_COPYRIGHT = (
    r"(?:©|(?:\(c\)|copyright)(?=[^.]{0,20}\d{4}))[^.]*\.|all rights reserved\.?"
)
_STATUS = r"\[[^\]]*\b(?:published|accepted|preprint|withdrawn|to appear)\b[^\]]*\]"
# "Our code and models are publicly available at …"
_AVAILABILITY = (
    rf"(?:(?<=[.!?;]\s)|^)[^.!?;,]{{0,80}}\b(?:{_GOODS})\b[^.!?;,]{{0,60}}"
    r"\b(?:is|are|be|been)\s(?:\w+\s){0,3}"
    r"(?:available|released|accessible|open-?sourced|found|hosted|provided)\b"
    r"(?=\s*(?:[.!?:(]|$|at\b|on\b|in\b|here\b|under\b|via\b|online\b|upon\b|"
    r"for download))[^.!?]*[.!?]?"
)
_HEADING = (
    r"\b(?:background|objectives?|methods?|results?|conclusions?|purpose|aims?|findings)"
    r"(?: and \w+)?:"
)
_ACCENT = r"""\\['"`^~=.]\s?\{?\\?([A-Za-z])\}?|\\[cvuHkr]\{([A-Za-z])\}"""
_COMMAND = (
    r"\\(?:begin|end)\s*\{\w*\*?\}|\\[A-Za-z]+\*?|"
    r"(?<=\s)\{(?=[A-Za-z-]{3})|(?<=[a-z-]{3})\}(?=[\s,.;]|$)"
)
_DOLLARS = r"\$[^$]{0,80}[\\^_={}<>+*/][^$]{0,80}\$"
_SYMBOLS = r"\S*[_^{}=\\]\S*(?:\s\S*[}^]\S*)*"
_BIG_BRACKET = (
    r"\b[A-Z]?[bB]igg?[lr]?(?=[()\[\]|])|(?<=[\w)\]])[bB]igg?[lr]?(?=[()\[\]|])"
)
_FUNCTION = (
    r"\b(?:O|Omega|Theta|poly|log|exp|min|max)\s?"
    r"\([^()]{0,60}(?:\([^()]{0,30}\)[^()]{0,30})*\)"
)
_BARE_COMMAND = rf"\b\w{{0,2}}(?:{_LONG})\w{{0,2}}\b|(?<![\w-])(?:{_SHORT})(?![\w-])"
_GREEK_LETTER = rf"(?<![\w-])(?:{_GREEK}|{_GREEK.title()})(?![\w-])"

# What is taken out of the text to model, in this order: the name of the step, what it
# finds, what it leaves.
STEPS = [
    ("link", _LINK, " "),
    ("boilerplate", _COPYRIGHT, " "),
    ("boilerplate", _STATUS, " "),
    ("boilerplate", _AVAILABILITY, " "),
    ("heading", _HEADING, " "),
    ("TeX accent", _ACCENT, r"\1\2"),
    ("TeX command", _COMMAND, " "),
    ("formula", _DOLLARS, " "),
    ("formula", _SYMBOLS, " "),
    ("formula", _BIG_BRACKET, " "),
    ("formula", _FUNCTION, " "),
    ("TeX command", _BARE_COMMAND, " "),
    ("Greek letter", _GREEK_LETTER, " "),
]
_ANY_CASE = ("link", "boilerplate", "heading")


class _Step(NamedTuple):
    """A step of cleaning: its name, what it finds, and what it leaves."""

    name: str
    pattern: re.Pattern
    replacement: str


def _compile_steps() -> list[_Step]:
    steps = []
    for name, pattern, replacement in STEPS:
        flags = re.IGNORECASE if name in _ANY_CASE else 0
        steps.append(_Step(name, re.compile(pattern, flags), replacement))
    return steps


_STEPS = _compile_steps()
_EMPTY_BRACKETS = re.compile(r"\(\s*[,;.]*\s*\)|\[\s*\]")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
_EXAMPLES = 3  # of what a step removed
_EXAMPLE_LETTERS = 50


def mend_text(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mend white space and mojibake in `title` and `abstract`, and nothing else.

    Returns the records with the two columns mended, and the changes other than of white
    space (`column`, `step`, `before`, `after`), one row a text that was changed.
    """
    mended, changes = {}, []
    for column in progress.steps(("title", "abstract"), "Mending the texts"):
        texts = records[column].map(_mend, na_action="ignore").astype("str")
        mended[column] = texts
        for before, after in zip(records[column], texts, strict=True):
            if not isinstance(after, str):
                continue
            tidy = _tidy_spaces(before)
            if tidy != after:
                changes.append((column, "mojibake", tidy, after))

    columns = ["column", "step", "before", "after"]
    return records.assign(**mended), pd.DataFrame(changes, columns=columns, dtype="str")


def clean_text(papers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add to papers the text from which topics are made.

    It is the title and the abstract without links, boilerplate, formulas and debris of
    TeX, which would pass for a subject and are none.

    Parameters
    ----------
    papers
        With `paper_id`, `title` and `abstract`.

    Returns
    -------
    papers : pandas.DataFrame
        The same papers with the column `text`.
    removed : pandas.DataFrame
        What was removed: `paper_id`, `step`, `removed`, one row a piece of text.

    Examples
    --------
    >>> cleaned, removed = litreview.read.clean_text(papers)
    >>> "text" in cleaned
    True
    """
    texts, removed = [], []
    rows = papers[["paper_id", "title", "abstract"]].itertuples(index=False)
    for paper in progress.steps(rows, "Cleaning the texts", len(papers)):
        text = paper.title
        if not pd.isna(paper.abstract):
            text = f"{paper.title.rstrip('.')}. {paper.abstract}"
        for step in _STEPS:
            for found in step.pattern.finditer(text):
                removed.append((paper.paper_id, step.name, found[0].strip()))
            text = step.pattern.sub(step.replacement, text)
        texts.append(_tidy_spaces(_EMPTY_BRACKETS.sub(" ", text)))

    columns = ["paper_id", "step", "removed"]
    with_text = papers.assign(text=pd.Series(texts, index=papers.index, dtype="str"))
    return with_text, pd.DataFrame(removed, columns=columns, dtype="str")


def cleaning_table(removed: pd.DataFrame, mended: pd.DataFrame) -> pd.DataFrame:
    """Count the changes by `step`, with `pieces` of text and some `examples`."""
    after_mending = mended[["step", "after"]].rename(columns={"after": "removed"})
    changes = pd.concat([after_mending, removed[["step", "removed"]]])

    rows = []
    for step, group in changes.groupby("step", sort=False):
        most_frequent = group["removed"].value_counts().index[:_EXAMPLES]
        examples = " · ".join(most_frequent.str.slice(0, _EXAMPLE_LETTERS))
        rows.append((step, len(group), examples))
    return pd.DataFrame(rows, columns=["step", "pieces", "examples"])


def _mend(text: str) -> str:
    return _tidy_spaces(ftfy.fix_text(text, _MEND))


def _tidy_spaces(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())

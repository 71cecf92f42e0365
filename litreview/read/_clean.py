"""Text made fit to read and to model, with a table of what was changed."""

import re

import ftfy
import pandas as pd

# Only what is broken: quotes, ligatures, HTML entities and wide letters stay as their author wrote them.
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
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi"
    "|omega"
)
# TeX commands that are no words. A page that lost its backslashes leaves them bare, and the long ones glued to letters.
_LONG = (
    "varepsilon|vartheta|varphi|varrho|varsigma|mathbb|mathcal|mathfrak|mathrm|mathbf|mathsf|mathit|operatorname|"
    "boldsymbol|textbf|textit|texttt|textsc|textrm|textsf|ldots|cdots|vdots|ddots|otimes|oplus|langle|rangle|lfloor|"
    "rfloor|lceil|rceil|lVert|rVert|infty|nabla|propto|simeq|leqslant|geqslant|rightarrow|leftarrow|Rightarrow|mapsto|"
    "widetilde|widehat|underbrace|overbrace|sqrt|dfrac|tfrac"
)
_SHORT = (
    "approx|equiv|overline|underline|emph|frac|ell|leq|geq|neq|ll|gg|pm|mp|cdot|qquad|nmid|subseteq|setminus|forall|"
    "hbar|tilde|eps|aka|eg|sf|rm|bf|bigl|bigr|bigg|Bigg|sum_\\w*|prod_\\w*|int_\\w*"
)
_PARTS = r"code|codes|data|datasets?|models?|implementation|demo|weights|checkpoints|page|website|software|library|videos?"

# What is taken out of the text to model, in this order: the name of the step, what it finds, what it leaves.
STEPS = [
    (
        "link",
        r"\(?\b(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|org|io|ai|net|edu|co)/\S*|\S+@\S+\.\w{2,}",
        " ",
    ),
    (
        "boilerplate",
        r"(?:©|(?:\(c\)|copyright)(?=[^.]{0,20}\d{4}))[^.]*\.|all rights reserved\.?",
        " ",
    ),
    (
        "boilerplate",
        r"\[[^\]]*\b(?:published|accepted|preprint|withdrawn|to appear)\b[^\]]*\]",
        " ",
    ),
    (
        "boilerplate",
        rf"(?:(?<=[.!?;]\s)|^)[^.!?;,]{{0,80}}\b(?:{_PARTS})\b[^.!?;,]{{0,60}}\b(?:is|are|be|been)\s(?:\w+\s){{0,3}}"
        r"(?:available|released|accessible|open-?sourced|found|hosted|provided)\b"
        r"(?=\s*(?:[.!?:(]|$|at\b|on\b|in\b|here\b|under\b|via\b|online\b|upon\b|for download))[^.!?]*[.!?]?",
        " ",
    ),
    (
        "heading",
        r"\b(?:background|objectives?|methods?|results?|conclusions?|purpose|aims?|findings)(?: and \w+)?:",
        " ",
    ),
    (
        "TeX accent",
        r"""\\['"`^~=.]\s?\{?\\?([A-Za-z])\}?|\\[cvuHkr]\{([A-Za-z])\}""",
        r"\1\2",
    ),
    (
        "TeX command",
        r"\\(?:begin|end)\s*\{\w*\*?\}|\\[A-Za-z]+\*?|(?<=\s)\{(?=[A-Za-z-]{3})|(?<=[a-z-]{3})\}(?=[\s,.;]|$)",
        " ",
    ),
    ("formula", r"\$[^$]{0,80}[\\^_={}<>+*/][^$]{0,80}\$", " "),
    ("formula", r"\S*[_^{}=\\]\S*(?:\s\S*[}^]\S*)*", " "),
    (
        "formula",
        r"\b[A-Z]?[bB]igg?[lr]?(?=[()\[\]|])|(?<=[\w)\]])[bB]igg?[lr]?(?=[()\[\]|])",
        " ",
    ),
    (
        "formula",
        r"\b(?:O|Omega|Theta|poly|log|exp|min|max)\s?\([^()]{0,60}(?:\([^()]{0,30}\)[^()]{0,30})*\)",
        " ",
    ),
    (
        "TeX command",
        rf"\b\w{{0,2}}(?:{_LONG})\w{{0,2}}\b|(?<![\w-])(?:{_SHORT})(?![\w-])",
        " ",
    ),
    ("Greek letter", rf"(?<![\w-])(?:{_GREEK}|{_GREEK.title()})(?![\w-])", " "),
]
_ANY_CASE = ("link", "boilerplate", "heading")
_STEPS = [
    (step, re.compile(found, re.IGNORECASE if step in _ANY_CASE else 0), left)
    for step, found, left in STEPS
]


def mend_text(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mend white space and mojibake in `title` and `abstract`, and nothing else.

    Returns the table with the two columns mended, and the changes other than of white space (`column`, `step`,
    `before`, `after`), one row a text that was changed.
    """
    mended = {
        column: table[column].map(_mend, na_action="ignore").astype("str")
        for column in ("title", "abstract")
    }
    changes = [
        (column, "mojibake", _white(before), after)
        for column, texts in mended.items()
        for before, after in zip(table[column], texts, strict=True)
        if isinstance(after, str) and _white(before) != after
    ]
    return table.assign(**mended), pd.DataFrame(
        changes, columns=["column", "step", "before", "after"], dtype="str"
    )


def clean_text(papers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add the column `text`: title and abstract without TeX debris, links, boilerplate and bare numbers.

    Returns the papers with `text`, and what was removed (`paper_id`, `step`, `removed`), one row a piece of text.
    """
    texts, removed = [], []
    for paper_id, title, abstract in zip(
        papers["paper_id"], papers["title"], papers["abstract"], strict=True
    ):
        text = title if pd.isna(abstract) else f"{title.rstrip('.')}. {abstract}"
        for step, pattern, left in _STEPS:
            removed += [
                (paper_id, step, found[0].strip()) for found in pattern.finditer(text)
            ]
            text = pattern.sub(left, text)
        texts.append(_white(re.sub(r"\(\s*[,;.]*\s*\)|\[\s*\]", " ", text)))
    table = pd.DataFrame(removed, columns=["paper_id", "step", "removed"], dtype="str")
    return papers.assign(text=pd.Series(texts, index=papers.index, dtype="str")), table


def cleaning_table(removed: pd.DataFrame, mended: pd.DataFrame) -> pd.DataFrame:
    """Sum up the changes by `step`, with `pieces` of text and the three most frequent as `examples`."""
    changes = pd.concat(
        [
            mended[["step", "after"]].rename(columns={"after": "removed"}),
            removed[["step", "removed"]],
        ]
    )
    rows = [
        (
            step,
            len(group),
            " · ".join(group["removed"].value_counts().index[:3].str.slice(0, 50)),
        )
        for step, group in changes.groupby("step", sort=False)
    ]
    return pd.DataFrame(rows, columns=["step", "pieces", "examples"])


def _mend(text: str) -> str:
    return _white(ftfy.fix_text(text, _MEND))


def _white(text: str) -> str:
    return " ".join(re.sub(r"[\u200b\u2060\ufeff\u00ad]", "", text).split())

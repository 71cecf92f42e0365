"""The values of a bibliographic field: dates, names, identifiers, and text without markup."""

import html
import re
from functools import cache, partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import LatexWalkerError

from litreview.text import MONTHS

# What a reader says of a record beside the fields of its format; a field that is called so is called otherwise.
OURS = {"record", "line_from", "line_to", "note"}
_MONTH = (
    r"\b(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?<!\d)(?P<year>1\d{3}|20\d\d|2100)(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_RANGE = r"(?:\s*(?:-+|–|/|to|and|&)\s*[\w.]+)?"  # a range counts by its beginning, as in PubMed
# The ways of writing a date, the surest first; {} stands for what may be between two parts.
_DATES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY}{_RANGE}[\s.,~-]*{_MONTH}(?:\s*(?:-+|–|/)\s*{_DAY.replace('day', 'to')}?\s*[a-z]+\.?)?[\s,-]*{_YEAR}",
        rf"{_MONTH}[\s.,~]*{_DAY}{_RANGE}[\s,]+{_YEAR}",
        rf"{_YEAR}[\s,;-]*{_DAY}[\s.,~-]*{_MONTH}",
        rf"{_YEAR}[\s,;-]*{_MONTH}[\s~]*{_DAY}",
        rf"{_YEAR}[\s,;-]*{_MONTH}",
        rf"{_MONTH}{_RANGE}[\s,-]*{_YEAR}",
        r"(?<!\d)(?P<year>1[89]\d\d|20\d\d|2100)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"^\s*(?P<year>1[89]\d\d|20\d\d|2100)(?P<month>0[1-9]|1[012])\s*$",
        rf"{_YEAR}\s*[-/.\s]\s*(?P<month>\d{{1,2}})(?!\d)(?:\s*[-/.\s]\s*(?P<day>\d{{1,2}})(?!\d))?",
        rf"(?<!\d)(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{_YEAR}",
        rf"(?<![\d/.-])(?P<month>\d{{1,2}})[/.-]{_YEAR}",
        _YEAR,
    )
]

_LAST = re.compile(
    r"(?:et\s+al\.?|(?:and\s+)?others|\.{3}|…|\[?et\s+al\.?\]?)", re.IGNORECASE
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž]\.?-?){1,3}")
_SPECIAL = re.compile(
    r"[^\w .,'-]|\bet al\b|\bothers\b|\s\s", re.IGNORECASE
)  # in a name, needs a closer look
_PARTICLE = re.compile(
    r"(?:van|von|vom|zu|de|del|della|der|den|di|da|do|dos|du|la|le|ten|ter|el|al|bin|ibn)\b"
)

_ARCHIVE = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
# Four digits until 2014 and five since: other numbers of them are ids that a spreadsheet took for a number.
_NUMBER = r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[012])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[012])\.\d{5}"
_ARXIV = (
    rf"(?P<id>{_NUMBER}|(?:{_ARCHIVE})(?:\.[A-Z]{{2}})?/\d\d(?:0[1-9]|1[012])\d{{3}})"
)
_ARXIV_BARE = re.compile(rf"{_ARXIV}(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_ARXIV_IN = re.compile(
    r"(?:\barxiv(?:\.org[/:](?:[\w-]+/)?|\s*preprint)?[\s:.]*(?:arxiv[\s:.]*)?|\bcorr[\s,:]*|\babs/|huggingface\.co/papers/)"
    rf"{_ARXIV}(?!\d)",
    re.IGNORECASE,
)
_OTHER_DOI = re.compile(r"(?<![\w.])10\.(?!48550/)\d[\d.]*/\S+")
_DOI = re.compile(r"(?<![\d.])10\.\d+(?:\.\d+)*/\S+")
_PMID = re.compile(
    r"\bPMID\s*:?\s*(\d{1,8})\b|(?:pubmed\.ncbi\.nlm\.nih\.gov|nlm\.nih\.gov/pubmed)/(\d{1,8})\b",
    re.I,
)

_DASH = re.compile(r"\s*[-\u00ad‐‑‒–—―−][-\u00ad‐‑‒–—―−\s]*|(?<=\d)\s*[~～]\s*(?=\d)")
# What stands before a number and says only which of them it is.
_CALLED = re.compile(
    r"(?:(?:vol(?:ume)?|iss(?:ue)?|no|nr|number|art(?:n|icle)?|p|pages?)\b\.?\s*|pp\.?\s*)+(?=\d)",
    re.I,
)
# What says of no volume, issue or page which: nothing, what is not known yet, the degree of a thesis, an identifier.
_NOWHERE = re.compile(
    r"""[\W_]* | 0+(?:\.0+)? | \W*(?:n\W?a | nan | none | null | nil | un(?:known|specified|assigned) | tb[ad]
    | no\W(?:volume|issue|number)(?:\W\w+)? | not\W(?:yet\W)?(?:specified|available|applicable|given|assigned)
    | ph\W?d | m\W?sc | (?:master|doctor)\w*(?:\W+\w+){0,2} | e-?pub | online | preprint | var\W?pag\w*)\W*
    | .*\b(?:ahead\W+of\W+print | in\Wpress | online\Wfirst | early\Waccess | advance\W(?:online|access))\b.*
    | (?:doi\W*)?10\.\d{4,}/.* | https?:.* | arxiv.* | 2-s2\.0-.*""",
    re.IGNORECASE | re.VERBOSE,
)
# Pages have a digit, or are Roman numbers; "215 p." is how many there are, "275P" one of them.
_PAGES = re.compile(r".*\d.*|[ivxlcdm]+(?:\W+[ivxlcdm]+)*|[IVXLCDM]+(?:\W+[IVXLCDM]+)*")
_PAGE_COUNT = re.compile(r"\d+\s*(?:pp?\.?|pages?)")
# "Nature. 2021 Dec 21;1(2):10-11. doi: …" of PubMed, and "Cancer (2004) 102:4 (253-258). Date …" of Embase
_CITED = [
    r"\b\d{4}\b[^;:()]*;(?P<volume>[^:();]*)(?:\((?P<issue>[^()]*)\))?(?::(?P<pages>(?:[^.]|\.(?=\w))*))?(?:\.|$)",
    r"\(\d{4}\) (?P<volume>[^:()]*?)(?::(?P<issue>[^()]*?))?(?: \((?P<pages>[^()]+)\))?(?:\. (?!\d)|\.?$)",
]

_INLINE = (
    r"(?:jats:|mml:)?(?:italic|bold|sub|sup|sc|monospace|underline|overline|strike|roman|inf|em|strong|span|font|tt|small|"
    r"big|code|mark|abbr|cite|var|kbd|del|ins|inline-formula|tex-math|alternatives|ext-link|xref|named-content|"
    r"styled-content|emphasis|inlineequation|equationsource)|mml:\w+"
)
_BLOCK = (
    r"(?:jats:)?(?:p|br|div|li|ul|ol|dl|dt|dd|h[1-6]|hr|table|thead|tbody|tr|td|th|title|sec|section|label|list|list-item|"
    r"blockquote|abstract|abstracttext|disp-formula|break|para|body|html)"
)
_LETTER = r"[bisuaq]"  # a tag only where it is closed too: "if a<b" is not
_INSIDE = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"'=]+))*\s*/?"
_MARKUP = [
    (
        re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"),
        lambda found: html.unescape(found[0]),
    ),
    (
        re.compile(
            r"<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>",
            re.IGNORECASE,
        ),
        " ",
    ),
    (
        re.compile(
            r"<(?:jats:)?title>\s*([^<>]{1,60}?)[\s:.]*</(?:jats:)?title>",
            re.IGNORECASE,
        ),
        r" \1: ",
    ),
    (re.compile(r"<!--(?:(?!<!--).)*?-->|<!\[CDATA\[|\]\]>", re.DOTALL), " "),
    (
        re.compile(rf"<(?P<letter>{_LETTER}){_INSIDE}>|</{_LETTER}\s*>", re.IGNORECASE),
        "",
    ),
    (re.compile(rf"</?(?:{_INLINE}){_INSIDE}>", re.IGNORECASE), ""),
    (re.compile(rf"</?(?:{_BLOCK}){_INSIDE}>", re.IGNORECASE), " "),
    (re.compile(r"(?:\u00ad|\(cid:173\))[ \t]*(?:\r\n?|\n)\s*"), ""),
    (re.compile(r"[\u00ad\u200b\u2060\ufeff]|\(cid:\d+\)"), ""),
]
_MARKED = re.compile(r"[<&\u00ad\u200b\u2060\ufeff]|\]\]>|\(cid:")
# As _MARKED, or not printable on one line, or with blanks at its ends or two together.
_UNTIDY = (
    r"[<&\x{ad}\x{200b}\x{2060}\x{feff}]|\]\]>|\(cid:|[^\pL\pM\pN\pP\pS ]|  |^ | $"
)
_HYPHEN = re.compile(r"(\w+)-[ \t]*(?:\r\n?|\n)\s*([^\W\d_]\w*)")
_DIMENSION = re.compile(
    r"\\(?:kern|raise|lower|[hv]skip)\s*-?[\d.]+\s*[a-z]{2}(?![a-z])"
)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_OWN_MACROS = {"Dash": " — ", "dash": "–"} | dict.fromkeys(
    "Large LARGE Huge HUGE Big Bigg Bigl Bigr Biggl Biggr Bbb SC SMC".split(), ""
)
_WITHIN = re.compile(
    r"\b(?:Mc|Mac|De|Di|La|Le|Van|Von|Fitz)$"
)  # a capital after it begins no other name


def _macro(node, l2tobj=None) -> str:
    # What LaTeX itself does not have is a logo (TeX, BibTeX, MF), whose name is its text, or else a change of font.
    said = _OWN_MACROS.get(node.macroname)
    logo = (
        node.macroname + node.macro_post_space
        if re.search("[A-Z]", node.macroname)
        else ""
    )
    return logo if said is None else said


_MACROS = get_default_latex_context_db()
_MACROS.set_unknown_macro_spec(MacroTextSpec("", _macro))
_LATEX = LatexNodes2Text(
    math_mode="text", strict_latex_spaces=False, latex_context=_MACROS
)


def dates(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read dates in any common spelling, only as far as they are certain.

    Returns the dates (datetime64[us]; the first day of the month or year where no more is known) and their precision
    (`day`, `month`, `year` or missing). A range counts by its beginning; 03/04/2019 is certain in its year only; years
    are those from 1000 to 2100; a time of day and its zone are left out.
    """
    texts = values.map(first).astype("object")
    texts = texts.where(texts.notna(), "").astype("str")
    codes, different = pd.factorize(texts)
    found = [_date(text) for text in different]
    days = np.array(
        [f"{y:04}-{m or 1:02}-{d or 1:02}" if y else "NaT" for y, m, d in found],
        dtype="datetime64[us]",
    )
    known = np.array(
        ["day" if d else "month" if m else "year" if y else None for y, m, d in found],
        dtype=object,
    )
    return pd.Series(days[codes], index=values.index), pd.Series(
        known[codes], index=values.index, dtype="str"
    )


def first(value: object) -> object:
    """Take the first of a list, and anything else as it is."""
    return (
        next(iter(value), None)
        if isinstance(value, list | tuple | np.ndarray)
        else value
    )


def authors(value: object, family_first: bool = False) -> list[str]:
    """Split the authors of a paper, in a list or in one string, into names as they are given.

    Names end at "; ", " and ", "|" or a new line; at a comma only where full names are on both of its sides. With
    `family_first` (where the format says "Family, Given") two parts around a comma are always one name. "et al." and
    "others" are left out; LaTeX in names is unpacked. A list that a program wrote as text (['One, A']) is one.
    """
    if (
        isinstance(value, str)
        and "[" in value
        and re.fullmatch(r"\s*\[\s*['\"].*['\"]\s*\]\s*", value, re.DOTALL)
    ):
        value = [single or double for single, double in _QUOTED.findall(value)]
    if isinstance(value, list | tuple | np.ndarray):
        names = [
            name
            for item in value
            if isinstance(item, str)
            for name in _at(item, r"\s*[;|\n]\s*")
        ]
    elif not isinstance(value, str):
        return []
    else:
        names = _names(value, family_first)
    special = not isinstance(value, str) or _SPECIAL.search(
        value
    )  # what a list has not, no name in it has
    names = [
        _name(name) if special and _SPECIAL.search(name) else name.strip(" ,;")
        for name in names
    ]
    return [name for name in names if name and not _is_last(name)]


def apart(value: object) -> object:
    """Separate names that were written without anything between them, as Springer's tables do.

    "Jianbin FangChun HuangA. V. Lu" becomes "Jianbin Fang; Chun Huang; A. V. Lu". Each name has two words or more, so
    capitals within one (WenGuang Chen, Ian McDonald) separate nothing. Other values stay as they are.
    """
    if not isinstance(value, str) or re.search("[;|]", value):
        return value
    inner = [
        i for i in range(1, len(value)) if value[i].isupper() and value[i - 1].isalpha()
    ]
    ends = [
        i
        for i in inner
        if not value[i - 1].isupper() and not _WITHIN.search(value, max(0, i - 5), i)
    ]
    names = [""]
    for start, end in zip([0, *ends], [*ends, len(value)], strict=True):
        names = (
            [*names, ""]
            if " " in names[-1].strip() and value[start:end].strip()
            else names
        )
        names[-1] += value[start:end]
    if len(names) > 1 and " " not in names[-1].strip():
        names[-2:] = ["".join(names[-2:])]
    return "; ".join(names)


def doi(text: str) -> str | None:
    """Find the DOI in an identifier, a URL or a note: bare, in lower case; None where there is none."""
    text = str(text)
    if "10." not in text:
        return None
    text = (
        html.unescape(text)
        .replace("%2F", "/")
        .replace("%2f", "/")
        .replace("\\_", "_")
        .replace("{", "")
    )
    found = _DOI.search(text)
    if not found:
        return None
    said = re.split(
        r"[;,|]\s*(?=10\.\d|https?:|arxiv)", found[0], maxsplit=1, flags=re.IGNORECASE
    )[0]
    if "//" in text[: found.start()]:
        said = re.split(r"[?#&]" if "?" in text[: found.start()] else r"[?#]", said)[0]
    said = re.sub(r"[.,;:\"'}\]|]+$", "", said)
    while said.endswith(tuple(")>")) and said.count(said[-1]) > said.count(
        "(" if said[-1] == ")" else "<"
    ):
        said = re.sub(r"[.,;:\"'}\]|]+$", "", said[:-1])
    return said.lower() if re.search(r"/\S", said) else None


def arxiv_id(text: str) -> str | None:
    """Find the arXiv identifier in an identifier, a URL or a note, without its version; None where there is none."""
    text = str(text).strip()
    text = _OTHER_DOI.sub(" ", text) if "10." in text else text
    found = _ARXIV_BARE.fullmatch(text) or _ARXIV_IN.search(text)
    # "cs.CL/9901001" is the same paper as "cs/9901001", and the latter is what arXiv calls it.
    said = found and found["id"].lower()
    return re.sub(r"\.[a-z]{2}/", "/", said) if said and "/" in said else said


def pmid(text: str) -> str | None:
    """Find the PubMed identifier in a field of its own, a URL or after "PMID"; None where there is none."""
    if bare := re.fullmatch(
        r"(\d{1,8})(?:\.0)?(?:\s*\[pmid\])?", str(text).strip(), re.IGNORECASE
    ):
        return bare[1]
    found = _PMID.search(str(text))
    return found and (found[1] or found[2])


def places(values: pd.Series, pages: bool = False, latex: bool = False) -> pd.Series:
    """Write volumes, issues or (with `pages`) pages in one way, and as missing where they say nothing.

    "12.0" becomes "12", "pp. 3–9" and "3--9" become "3-9"; "n/a", "0", "in press", "No Pagination Specified" and an
    arXiv identifier say nothing, nor does a number of pages ("146 p."). Short ranges ("1676-87") stay as written.
    """
    codes, different = pd.factorize(values)
    texts = text(pd.Series(different, dtype="str").str.replace("\u00ad", "-"), latex)
    cleared = np.array(
        [*(_place(value, pages) for value in texts), None], dtype=object
    )  # the last for missing ones
    return pd.Series(cleared[codes], index=values.index, dtype="str")


def spanning(first: pd.Series, last: pd.Series | None = None) -> pd.Series:
    """Join the first page and the last, where there are two and the first is no range already."""
    if last is None:
        return first
    spans = holds(first, r"\w-\w") & ~holds(last, r"\w-\w")  # "HS-3" to "HS-13" are two
    return first.where(last.isna() | (first == last) | spans, first + "-" + last)


def cited(texts: pd.Series) -> pd.DataFrame:
    """Find volume, issue and pages in citations as the tables of PubMed and Embase have them."""
    pubmed, embase = (texts.str[:500].str.extract(form) for form in _CITED)
    found = pubmed.where(pubmed.notna().any(axis=1), embase)
    return found.apply(
        lambda values: places(values.astype("str"), values.name == "pages")
    )


def text(values: pd.Series, latex: bool = False) -> pd.Series:
    """Clear texts of HTML and JATS tags, entities, invisible characters, debris of PDFs and broken lines.

    "<" as less-than stays, and so does LaTeX unless `latex` (as in BibTeX) is set. A hyphen at the end of a line goes
    only where the same text has the word without it. Missing stays missing.
    """
    texts = values.astype("str")
    odd = holds(texts, _UNTIDY + (r"|[\\${}]" if latex else ""))
    return texts.where(
        ~odd,
        texts[odd]
        .map(lambda value: plain(value, latex))
        .astype("str")
        .reindex(texts.index),
    )


def holds(texts: pd.Series, pattern: str) -> pd.Series:
    """Say of each text whether a pattern (of RE2) is in it.

    One look at the whole column is many times faster than one at each value, and picks those that are worth it.
    """
    values = pa.array(texts, pa.large_string(), from_pandas=True)
    found = pc.match_substring_regex(values, pattern).fill_null(False)
    return pd.Series(
        found.to_numpy(zero_copy_only=False), index=texts.index, dtype="bool"
    )


def plain(value: str, latex: bool = False) -> str:
    """Clear one text as `text` does."""
    if latex and re.search(r"[\\${}]", value):
        value = unlatex(value)
    while _MARKED.search(
        before := value
    ):  # again for what was escaped twice, or comes together when something goes
        for form, left in _MARKUP:
            own = (
                partial(_if_closed, _closed(value))
                if "letter" in form.groupindex
                else left
            )
            value = form.sub(own, value)
        if value == before:
            break
    if value.isprintable() and "  " not in value:
        return value.strip()
    if "-" in value:
        words = set(re.findall(r"\w+", value)) if _HYPHEN.search(value) else set()
        value = _HYPHEN.sub(partial(_joined, words), value)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", value).split())


def unlatex(value: str) -> str:
    """Turn LaTeX accents, commands and formulas into readable text; what cannot be parsed stays as it is."""
    # A bare % or & is a slip in exported files, not a comment or a column; one $ alone is money.
    safe = _DIMENSION.sub("", re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value))
    safe = re.sub(r"(?<!\\)([%&#])", r"\\\1", safe)
    if len(re.findall(r"(?<!\\)\$", safe)) % 2:
        safe = re.sub(r"(?<!\\)\$", r"\\$", safe)
    try:
        return _LATEX.latex_to_text(safe)
    except (
        LatexWalkerError,
        RecursionError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        KeyError,
    ):
        return value


def _place(value: str, pages: bool) -> str | None:
    value = _DASH.sub(
        "-", _DASH.sub("-", value).replace("~", " ")
    )  # "~" is a blank of TeX where it spans nothing
    value = " ".join(value.split()).strip("\"'=,;- ")
    value = value[found.end() :] if (found := _CALLED.match(value)) else value
    while (
        (end := value.rpartition("-"))[1]
        and end[2] != "+"
        and _NOWHERE.fullmatch(end[2])
    ):
        value = end[0].rstrip("\"'=,;- ")
    value = re.sub(
        r"^(\d+)\.0+$", r"\1", value
    )  # a number that a program took for a measure
    if len(value) > 100 or _NOWHERE.fullmatch(value) or arxiv_id(value):
        return None
    return (
        None
        if pages and (_PAGE_COUNT.fullmatch(value) or not _PAGES.fullmatch(value))
        else value
    )


def _date(text: str) -> tuple[int | None, int | None, int | None]:
    text = re.sub(r"\\noopsort\{[^{}]*\}|[{}\"\\#]", "", text[:200])
    for form in _DATES:
        if found := form.search(text):
            return _certain(found.groupdict())
    return None, None, None


def _certain(part: dict) -> tuple[int | None, int | None, int | None]:
    """Take the parts of a date from the year on, as long as they are possible."""
    if "a" in part:
        a, b = sorted((int(part["a"]), int(part["b"])))
        certain = a == b or b > 12  # else it could be either
        part = part | {"month": a, "day": b} if certain else part
    year, month = int(part["year"]), int(part.get("month") or 0)
    if part.get("name"):
        month = MONTHS.index(part["name"][:3].lower()) + 1
    if not 1 <= month <= 12:
        return year, None, None
    day = int(part.get("day") or 0)
    return (
        year,
        month,
        day
        if 1 <= day <= pd.Period(year=year, month=month, freq="M").days_in_month
        else None,
    )


_separating = cache(re.compile)


def _at(text: str, separator: str) -> list[str]:
    """Split at a separator that is not inside braces."""
    if "{" not in text:
        return _separating(separator).split(text)
    parts, depth, start = [], 0, 0
    for found in re.finditer(rf"[{{}}]|{separator}", text):
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _names(value: str, family_first: bool) -> list[str]:
    for mark in ";|":
        if mark in value and len(parts := _at(value, rf"\s*[{mark}]\s*")) > 1:
            return parts
    joined = "and" in value.lower() or "&" in value
    parts = _at(value, r"(?i:\s+and\b\s*|\s+&\s+)(?!others)") if joined else [value]
    if len(parts) == 1 and "\n" in value:
        parts = _at(value, r"\s*\n\s*")
    # "A. One, B. Two and C. Three": the commas before an "and" separate too, where the last name has none.
    if len(parts) == 1 or len(parts) == 2 and "," not in parts[1]:
        return _by_comma(parts[0], family_first) + parts[1:]
    return parts


def _is_last(name: str) -> bool:
    return name[:1] in "eEaAoO[.…" and bool(_LAST.fullmatch(name))


def _by_comma(value: str, family_first: bool) -> list[str]:
    if "," not in value:
        return [value]
    parts: list[str] = []
    for part in _at(value.strip(" ,"), r"\s*,\s*"):
        if parts and len(part) < 7 and _SUFFIX.fullmatch(part):
            parts[-1] += f", {part}"
        elif not _is_last(part):
            parts.append(part)
    given = [
        not part[1:2].islower() and all(map(_INITIALS.fullmatch, part.split()))
        for part in parts
    ]
    full = [
        " " in part.split(", ")[0] and not own
        for part, own in zip(parts, given, strict=True)
    ]
    if len(parts) < 2 or family_first and len(parts) == 2 and not _two(parts, full):
        return [", ".join(parts)]
    if len(parts) % 2 == 0 and (
        all(given[1::2]) and not any(given[::2]) or not any(full)
    ):
        return [
            f"{family}, {own}"
            for family, own in zip(parts[::2], parts[1::2], strict=True)
        ]
    if len(parts) > 2:
        return (
            parts if sum(full) > len(parts) / 2 or not any(full) else [", ".join(parts)]
        )
    ends = [bool(_INITIALS.fullmatch(part.split()[-1])) for part in parts]
    apart = (
        all(full) and not _PARTICLE.match(parts[0]) and not (ends[1] and not ends[0])
    )
    return parts if apart else [", ".join(parts)]


def _two(parts: list[str], full: list[bool]) -> bool:
    """Tell "Doe J, Roe R", which is two names whatever the format says."""
    return all(full) and all(_INITIALS.fullmatch(part.split()[-1]) for part in parts)


def _name(name: str) -> str:
    name = plain(name, latex=True).strip(" ,;")
    return re.sub(
        r"[\s,]*(?:\bet\s+al\.?|\band\s+others)$", "", name, flags=re.IGNORECASE
    )


def _closed(value: str) -> set[str]:
    return {
        letter.lower()
        for letter in re.findall(rf"</({_LETTER})\s*>", value, re.IGNORECASE)
    }


def _if_closed(closed: set[str], found: re.Match) -> str:
    """Take a tag of one letter out only where the text closes it somewhere."""
    return found[0] if found["letter"] and found["letter"].lower() not in closed else ""


def _joined(words: set[str], found: re.Match) -> str:
    """Write a word that a line end breaks: without its hyphen only where the text has it so."""
    first, second = found[1], found[2]
    if second in ("and", "or", "to", "und", "oder", "bis", "et", "ou"):
        return f"{first}- {second}"
    return first + second if first + second in words else f"{first}-{second}"

"""Lists of references → records, by the style of the citations.

A style says how names are written, where the year stands and what ends a title. An
entry is read only where all of this fits, and where behind the title follows what a
paper has: a journal with its numbers, proceedings, a publisher, a link. A full stop
ends a title only where such a thing follows it.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from litreview.read import _identifiers
from litreview.read.layouts import _names
from litreview.read.layouts._entries import Entries, Entry, find_entries
from litreview.read.layouts._reading import Reading

# Dates -------------------------------------------------------------------------------

ENTRIES_TRIED = 100  # of a long list, before a style is taken for it

_YEAR = r"(?:1[6-9]|20)\d\d"
_NO_YEAR = (
    r"(?i:n\.\s?d\.?|s\.\s?a\.|in\s+press|forthcoming|to\s+appear|submitted|accepted)"
)
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall"
    r"|Winter)[a-z]{0,6}\.?"
)
_MONTHS = rf"{_MONTH}(?:\s?[-–/]\s?{_MONTH})?"
_DAYS = r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?"
# Between authors and title: "2020", "2020a", "2020, March 17", "n.d.".
_DATE = (
    rf"(?P<date>(?:c\.\s?)?{_YEAR}(?:[/–-]\d\d(?:\d\d)?)?|{_NO_YEAR})(?:[-\s]?[a-z]\b)?"
    rf"(?P<day>,?\s(?:{_DAYS}\s)?{_MONTHS}(?:\s{_DAYS})?)?"
)
# Behind the title: "(2020)", ", Mar. 2020", "2020 Mar 17".
_DATE_BEHIND = re.compile(
    rf"(?P<date>{_YEAR}\s{_MONTHS}(?:\s{_DAYS})?(?=[;:.,)]|$)"
    rf"|(?:(?:{_DAYS}\s)?{_MONTHS}(?:\s{_DAYS},)?\s)?(?<![\d–-]){_YEAR}(?![\d–-]))[a-z]?\b"
)
_UNDATED_BEHIND = re.compile(_NO_YEAR)

# Styles ------------------------------------------------------------------------------


class Style(NamedTuple):
    """A style of citations."""

    name: str
    # How the first and the other authors are written, keys of `_names.NAMES`.
    first: str
    others: str
    # What stands between authors and title; the first that fits counts.
    middles: tuple[re.Pattern, ...]
    year: str  # where it stands: in the `middle`, or `behind` the title
    title: str  # what ends it: a `stop`, a `comma`, a `quote`, a `mark`
    # An entry without it has not this style; quick to look for.
    sign: re.Pattern


def _middles(*patterns: str) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(pattern.replace("DATE", _DATE)) for pattern in patterns)


_QUOTE = r"(?=[\"“„«”])"
_ANY_QUOTE = r"(?=[\"“„«”'‘‚`])"

STYLES: dict[str, Style] = {
    # Blum, A., & Fenn, J. (2020). Title. Journal, 12(3), 1–9.
    "apa": Style(
        "references in APA style",
        first="Blum, A.",
        others="Blum, A.",
        middles=_middles(r"[.,]?\s?\(DATE\)\.\s"),
        year="middle",
        title="stop",
        sign=re.compile(rf"\((?:{_YEAR}|{_NO_YEAR}|c\.)[^()]{{0,30}}\)\."),
    ),
    # Blum A, Fenn J. Title. Journal. 2020;12(3):1-9.
    "vancouver": Style(
        "references in Vancouver style",
        first="Blum A",
        others="Blum A",
        middles=_middles(r"[.:]\s"),
        year="behind",
        title="stop",
        sign=re.compile(rf"\b{_YEAR}\b"),
    ),
    # A. Blum and J. Fenn, "Title," Journal, vol. 12, no. 3, pp. 1–9, Mar. 2020.
    "ieee": Style(
        "references in IEEE style",
        first="A. Blum",
        others="A. Blum",
        middles=_middles(rf",\s{_QUOTE}", r",\s"),
        year="behind",
        title="quote",
        sign=re.compile(rf"[,?!][”\"]|:\s[^:]+,\s{_YEAR}\b"),
    ),
    # Blum, Ada, and Jo Fenn. "Title." Journal 12, no. 3 (2020): 1–9.
    "chicago": Style(
        "references in Chicago style",
        first="Blum, Ada",
        others="Ada Blum",
        middles=_middles(rf"\.\s{_QUOTE}", r"\.\s"),
        year="behind",
        title="quote",
        sign=re.compile(rf"\b{_YEAR}\b"),
    ),
    # Blum, Ada, and Jo Fenn. 2020. "Title." Journal 12 (3): 1–9.
    "chicago_dates": Style(
        "references in Chicago style with the year first",
        first="Blum, Ada",
        others="Ada Blum",
        middles=_middles(rf"\.?\s\(?DATE\)?\.\s{_QUOTE}", r"\.\sDATE\.\s"),
        year="middle",
        title="quote",
        sign=re.compile(rf"(?:{_YEAR}[a-z]?|{_NO_YEAR})\)?\.\s"),
    ),
    # Blum, A. and Fenn, J., 2020. Title. Journal, 12(3), pp.1–9.
    # Blum, A. and Fenn, J. (2020) 'Title', Journal, 12(3), pp. 1–9.
    "harvard": Style(
        "references in Harvard style",
        first="Blum, A.",
        others="Blum, A.",
        middles=_middles(
            rf",?\s\(DATE\),?\s{_ANY_QUOTE}",
            r",\sDATE\.\s",
            r",?\s\(DATE\),?\s",
        ),
        year="middle",
        title="stop",
        sign=re.compile(rf"(?:{_YEAR}|{_NO_YEAR})[a-z]?(?:\),?|\.)\s"),
    ),
    # Blum, Ada, and Jo Fenn. "Title." Journal, vol. 12, no. 3, 2020, pp. 1–9.
    "mla": Style(
        "references in MLA style",
        first="Blum, Ada",
        others="Ada Blum",
        middles=_middles(rf"\.\s{_QUOTE}", r"\.\s"),
        year="behind",
        title="quote",
        sign=re.compile(rf",\s[^,]*\b{_YEAR}\b|\({_YEAR}\)"),
    ),
    # Ada Blum and Jo Fenn. 2020. Title. In Proceedings …, pages 1–9.
    "acl": Style(
        "references in ACL or ACM style",
        first="Ada Blum",
        others="Ada Blum",
        middles=_middles(r"[.,]?\s\(?DATE\)?\.\s"),
        year="middle",
        title="stop",
        sign=re.compile(rf"\.\s\(?(?:{_YEAR}|{_NO_YEAR})[a-z]?\)?\.\s"),
    ),
    # Ada Blum and Jo Fenn. Title. Journal, 12(3):1–9, 2020.
    "bibtex": Style(
        "references in BibTeX's plain style",
        first="Ada Blum",
        others="Ada Blum",
        middles=_middles(r"\.\s"),
        year="behind",
        title="stop",
        sign=re.compile(rf"\b{_YEAR}\b"),
    ),
    # Blum, A. & Fenn, J. Title. J. Things 12, 1–9 (2020).
    "nature": Style(
        "references in Nature style",
        first="Blum, A.",
        others="Blum, A.",
        middles=_middles(r"\s"),
        year="behind",
        title="stop",
        sign=re.compile(rf"\([^()]{{0,60}}{_YEAR}\)"),
    ),
    # Blum A, Fenn J (2020) Title. J Things 12:1–9
    "springer": Style(
        "references in Springer style",
        first="Blum A.",
        others="Blum A.",
        middles=_middles(r",?\s\(DATE\)[.:]?\s"),
        year="middle",
        title="stop",
        sign=re.compile(rf"\((?:{_YEAR}[a-z]?|{_NO_YEAR})\)[.:]?\s"),
    ),
    # Blum, A., Fenn, J.: Title. J. Things 12(3), 1–9 (2020)
    "lncs": Style(
        "references in the style of Springer's lecture notes",
        first="Blum, A.",
        others="Blum, A.",
        middles=_middles(r":\s"),
        year="behind",
        title="stop",
        sign=re.compile(rf":\s.*{_YEAR}\)?"),
    ),
    # A. Blum, J. Fenn, Title, J. Things 12 (2020) 1–9.
    "elsevier": Style(
        "references in Elsevier style",
        first="A. Blum",
        others="A. Blum",
        middles=_middles(r",\s"),
        year="behind",
        title="comma",
        sign=re.compile(rf",.*\b{_YEAR}\b"),
    ),
    # A. Blum, J. Fenn, Title. J. Things 12, 1–9 (2020).
    "science": Style(
        "references in Science style",
        first="A. Blum",
        others="A. Blum",
        middles=_middles(r",\s"),
        year="behind",
        title="stop",
        sign=re.compile(rf"\([^()]{{0,60}}{_YEAR}\)"),
    ),
    # Blum A. & Fenn J., 2020. – Title. Journal 12: 1–9.
    "din": Style(
        "references in a French or German style",
        first="Blum A.",
        others="Blum A.",
        middles=_middles(
            r",?\s\(?DATE\)?\.?\s?[–—-]\s", r",\sDATE\.\s", r",?\s\(DATE\)\s?:\s"
        ),
        year="middle",
        title="stop",
        sign=re.compile(rf"{_YEAR}[a-z]?(?:\)?\.?\s?[–—-]|\.|\)\s?:)\s"),
    ),
    # BLUM A, FENN J. Title[J]. Journal, 2020, 12(3): 1-9.
    "gbt": Style(
        "references in GB/T 7714 style",
        first="BLUM A",
        others="BLUM A",
        middles=_middles(r"[.．]\s?"),
        year="behind",
        title="mark",
        sign=re.compile(r"\[[A-Z]{1,2}(?:/OL)?\]"),
    ),
}

# Reasons -----------------------------------------------------------------------------

_REASONS = {
    "long": "this paragraph is too long for a reference",
    "authors": "this entry does not begin with authors as {name} have them",
    "year": "this entry has no year where {name} have it",
    "title": "this entry has no title between authors and journal",
    "venue": "this entry has no journal, publisher or link after its title",
}
_LONGEST = 2500  # letters of an entry; some have a hundred authors
_LONGEST_VENUE = 300

# Titles ------------------------------------------------------------------------------

_CAPITAL = _names.CAPITAL
_CLOSING = r"[”\"’'»)\]]*"
# Where a sentence ends and something that may be a venue begins.
_BOUNDARY = re.compile(
    rf"[.?!…]{_CLOSING}\s+(?="
    rf"{_CAPITAL}|[“\"(\[«]|[a-z]{{1,4}}[A-Z]|npj\s|arxiv|in[:\s]|{_YEAR}\s(?:\w+\s)?[A-Z]"
    r"|\d(?:st|nd|rd|th|D)\b|\d{1,2}\.\s[A-Z])"
)
# A full stop after them ends no sentence: in titles, and in names of journals.
_ABBREVIATIONS = frozenset(
    """vs v al e.g i.e cf etc st dr mr mrs ms jr sr no nos vol approx resp ca ed eds fig
    j proc int intl conf trans sci acad natl nat rev lett phys chem math mathem biol med
    res appl comput comp mach intell soc am amer eur ann arch bull symp adv eng technol
    tech inf inform syst lect notes commun electron electr process process mag assoc
    methodol stat statist prob probab theor theoret exp exper environ ecol econ educ
    psychol sociol ling linguist lang artif netw neurosci neurol clin pharm pharmacol
    surg oncol genet genom immunol microbiol biochem biophys mol nucl astron astrophys
    geophys geol meteor atmos ocean mater metall mech struct civ aerosp aeronaut auton
    robot vis patt pattern recogn anal image multim graph softw inst univ dept dev
    manag manage oper organ behav stud hum humanit hist philos polit law bus fin financ
    mark market acc pub publ print jpn chin can aust ger fr brit roy ser sect suppl
    spec lib libr doc digit rec rep prepr ph zh z ieee acm opt quant spectrosc vib
    signal knowl inst sensors toxicol nutr agric agron hortic vet entomol zool bot
    """.split()
)
_NEVER = (" vs", " v", " al", " cf", " i.e", " e.g")
# What no title has at its beginning.
_NO_TITLE = re.compile(
    rf"[,;:.)\]&–—]|[\"“„«‘'][^\"”»]*[\"”»’']{{1,2}}$"
    rf"|https?:|www\.|(?:and|et\sal|eds?\.|in\s+press)\b|\(?{_YEAR}[a-z]?[).]"
    r"|\d+\s?\(|vol\.|pp?\.|(?:In|in):?\s(?:Proc|the\sProc)|arXiv:|doi\b",
)
# What a style adds to a title.
_ADDED = re.compile(
    r"\s*(?:"
    r"\[(?:Internet|Online|Preprint|Manuscript|Computer|Data\s?set|Doctoral|Master|"
    r"Unpublished|Conference|Paper|Review|Video|Bachelor|Ph\.?D|Master’s)[^\]]{0,80}\]"
    r"|\s\((?:\d+\w{0,2}|[Rr]ev\.?|[Ss]econd|[Tt]hird|[Vv]ols?\.|[Rr]eport\sNo|[Pp]ublication"
    r"\sNo|[Tt]ech|[Dd]octoral|[Mm]aster|[Uu]npublished|PhD|Ph\.D)[^()]{0,80}"
    r"(?:\([^()]*\)[^()]{0,40})?\)"
    r"|[.,]\s(?:\d+(?:st|nd|rd|th)|[Ss]econd|[Tt]hird|[Rr]ev\.?|[Rr]evised)\s"
    r"(?:ed|edn|edition)\.?"
    r")\.?$"
)
# A journal that a comma sets off: "…, Phys. Rev".
_ENDS_IN_NAME = re.compile(rf"[,.]\s(?:{_CAPITAL}[^\W\d_]{{0,6}}\.?\s?){{1,4}}$")
_GBT_MARK = re.compile(r"\[[A-Z]{1,2}(?:/OL)?\]\.?$")
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u9fff\uac00-\ud7af]")
_LONGEST_TITLE = 450

# What follows a title ----------------------------------------------------------------

# Begins what holds the paper, whatever stands before it.
_OPENING = re.compile(
    r"(?:In|in):\s|in\s(?=Proc|Adv|[A-Z])|In\s(?=[A-Z\d“\"]|the\s)|arXiv\b|arxiv\b|CoRR\b"
    r"|(?:bio|med|chem|Psy|Soc|Chem|Med|Bio)[A-Za-z]?[rR]?[xX]iv\b|ArXiv\b|SSRN\b"
    r"|Preprint\b|Ph\.?\s?D\.?\s[Tt]hes|Ph\.?\s?D\.?\s[Dd]iss|PhD\b|Doctoral\s|Dissertation\b"
    r"|(?:Master|Bachelor|Diploma)[’'s]*\s[Tt]hes|M\.?S\.?c?\.?\s[Tt]hes|Thesis\b"
    r"|Tech(?:nical|\.)\s[Rr]ep|Working\s[Pp]aper|Unpublished\b|Manuscript\b|US\sPatent"
    r"|Proceedings\s|Proc\.\s|Advances\sin\s|Lecture\sNotes\s"
)
_OF_PROCEEDINGS = re.compile(
    r"[Ii]n:?\s(?:the\s)?(?:Proc|Adv|\d|.{0,200}?(?:\(?[Ee]ds?\b|Hrsg|Conference|Conf\b"
    r"|Workshop|Symposium|Proceedings|Lecture|Handbook|Meeting|Transactions|pages\b"
    r"|\bpp?\.|vol|[A-Z]{3,}))"
)
# The numbers of a journal.
_NUMBERS = re.compile(
    rf"""
    [,.]?\s (?:Vol|vol)\.?\s \w+ | [,.]\s (?:pp?|pages?|S)\.?\s?\d | ,\sno\.\s | ,\sArt
    | [,.]?\s [A-Z]?\d+ [A-Z]? \s? \( [^()]{{1,20}} \) (?: [:,.\s] | $ )
    | ,?\s [A-Z]?\d+ : \s? [A-Za-z]?\d
    | ,?\s [A-Z]?\d+ (?: /\d+ )? ,\s (?:no\.\s)? (?:pp?\.?\s?)? [A-Za-z]{{0,2}}\d
    | ,\s\d+\.?$ | ,\s (?:e|e\d*)?\d+[–-]\d+ | ,\s\d+\.\d+\s
    | \s\d+ \. \d+ \s\( | \s\( (?:[^()]{{0,20}}\s)? {_YEAR}\)
    """,
    re.VERBOSE,
)
_DATE_OF_VANCOUVER = re.compile(
    rf"(?:[.,?;]|(?<=\w))\s(?:{_MONTHS}\s)?{_YEAR}(?:\s{_MONTHS}(?:\s{_DAYS})?|\s[A-Z][a-z]+)?"
    rf"(?:;|:|\.\s?$|,\s|$|\.)"
)
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish\w*|Verlag|Springer|Wiley|Elsevier|Routledge|Sage|SAGE|McGraw"
    r"|Pearson|Prentice|O[’']Reilly|Academic|Books?|Univers\w+|Institut\w*|Editions?"
    r"|Éditions|Media|Company|Inc|Ltd|GmbH|LLC|Corporation|Association|Foundation"
    r"|Blackwell|Taylor|Francis|Birkh\w+|Macmillan|Palgrave|Norton|Penguin|Houghton"
    r"|Addison|Kaufmann|CRC|IOS|ACM|IEEE|MIT|OUP|SIAM|Mouton|Gruyter|Brill|Hanser"
    r"|Organi[sz]ation|Department|Ministry|Center|Centre|Society|OpenAI|Google|WHO)\b"
)
_BOOK_IN_BRACKETS = re.compile(
    rf"(?P<title>[^()]+)\s\((?P<container>[^()]+,\s{_YEAR})\)\.?"
)
_PLACE_AND_PUBLISHER = re.compile(
    rf"(?:\d+\w*\sed\w*\.\s)?{_CAPITAL}[^.:;]{{1,40}}(?:\s[A-Z]\.[A-Z]\.)?"
    rf":\s{_CAPITAL}[^.:]{{2,80}}"
)

# Links and notes at the end of an entry.
_LINK = re.compile(
    r"""(?:
    \[?[Oo]nline\]?\.?\s* (?=[Aa]vailable)
    | [Aa]vailable \s (?:from|at|online|via) \s?:?\s | [Aa]vailable\s?:\s?
    | Retrieved\s(?:from|on|[A-Z\d]) | \[?(?:[Ll]ast\s)?[Aa]ccessed\b
    | Disponible\b | Verfügbar\b | Zugriff\b | \b(?:doi|DOI|Doi)\s?:?\s?(?=10\.|https?:)
    | https?:\s?// | www\. | \bPMID\s?:?\s?\d | \bPMCID\b
    | \b(?:URL|Url|url)\s?:?\s?(?=http|www)
    | \bEpub\s | Online\sahead\sof\sprint | Preprint\sat\shttp | \b10\.\d{4,9}/
    | \[?\bCrossRef\b | \[?\bGoogle\sScholar\b | \[?\bPubMed\b\]?\.?$
    )""",
    re.VERBOSE,
)
# Quick to look for, and in every one of them.
_MAY_LINK = re.compile(
    r"http|www\.|doi|DOI|Doi|vailable|ccessed|Retrieved|PMID|PMCID|Epub|ahead\sof|Ref\b"
    r"|Scholar|PubMed|Disponible|Verfügbar|Zugriff|10\.\d{4}"
)
_NOTES_INSIDE = re.compile(
    r"\s\[(?:cited|updated|accessed|Internet|Online|online|electronic|Preprint|preprint)"
    r"[^\[\]]{0,40}\]"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"”]+")

# Parts of what holds the paper.
_EDITORS = re.compile(
    r"^.{0,200}?(?:\((?:[Ee]ds?|[Ee]ditors?|Hrsg|Hg|[Cc]oord)[^)]{0,12}\)|,?\s(?:[Ee]ditors?"
    r"|[Ee]ds?)\b\.?)[,.:]?\s+(?=\S)"
)
_PAGES = re.compile(
    r"(?:\bpp?\.?\s?|\bpages?\s|\bS\.\s?|:\s?|,\s|\)\s|\(pp\.\s)"
    r"(?P<pages>[A-Za-z]{0,2}\d+(?:\.\d+)?\s?(?:[-–—]{1,2})\s?[A-Za-z]{0,2}\d+)"
)
_ONE_PAGE = re.compile(
    r"(?:\bpp?\.\s?|\bpage\s|:\s?|\bArticle\s(?:No\.\s)?|,\s(?=e\d|\d{5,}))"
    r"(?P<pages>e?\d+)(?=[.,;\s)]|$)"
)
_VOLUMES = [
    re.compile(
        r"\bvol(?:ume)?\.?\s(?P<volume>\w+)(?:,\s(?:no\.|number|issue)\s(?P<issue>[\w–/-]+))?",
        re.IGNORECASE,
    ),
    re.compile(r"\s(?P<volume>\d+),\sno\.\s(?P<issue>[\w–/-]+)"),
    re.compile(
        r"[\s;](?P<volume>[A-Z]?\d+)\s?\((?P<issue>(?!(?:1[6-9]|20)\d\d\))[^()]{1,20})\)"
    ),
    re.compile(r"[\s;](?P<volume>\d+)\.(?P<issue>\d+)\s\("),
    re.compile(r"\s(?P<volume>[A-Z]?\d+),\s(?P<issue>\d+)\s\("),
    re.compile(
        r"[\s;](?P<volume>[A-Z]?\d+)(?=:|,\s[A-Za-z]?\d|\s\((?:1[6-9]|20)\d\d\)|\.?$)"
    ),
]
_VENUE_ENDS = re.compile(
    rf"""
    ,?\s (?:vol(?:ume)?|no|nos|pp?|pages?|Art(?:icle)?|S)\.?\s \w | \s\(pp?\.?
    | ,?\s (?!{_YEAR}\s) [A-Z]?\d+ [A-Z]? \s? (?: [(:,;.] | $ ) | \s\d+\.\d+\s\(
    | ,?\s \( [^()]{{0,40}} {_YEAR} [^()]{{0,10}}\) | ;
    | [,.]\s (?:{_DAYS}\s)? (?:{_MONTHS}\s)? (?:{_DAYS},\s)? {_YEAR}\b (?!\s[A-Z])
    | \sarXiv:
    | ,\s abs/
    """,
    re.VERBOSE,
)


class _Head(NamedTuple):
    """The beginning of an entry: who, when, and where the title begins."""

    authors: list[str]
    date: str
    start: int
    title: str = ""  # where it stands before the year, for want of authors


class _Parts(NamedTuple):
    """A title and what follows it."""

    title: str
    container: str


def read_references(lines: list[str], style: Style) -> Reading | None:
    """Read a list of references in one style, if that fits half of them.

    Parameters
    ----------
    lines : list of str
        The lines of a file with their indentation.
    style : Style
        One of `STYLES`.

    Returns
    -------
    Reading or None
        None where the style fits less than half of the entries.
    """
    entries = _entries_of(tuple(lines))
    if len(entries.entries) > ENTRIES_TRIED:
        # A style that fits few of the first hundred need not be tried on thousands.
        first = entries._replace(entries=entries.entries[:ENTRIES_TRIED])
        trial = read_style(lines, style, first)
        if trial is None or len(trial.records) < ENTRIES_TRIED / 3:
            return None

    reading = read_style(lines, style, entries)
    if reading and len(reading.records) >= len(entries.entries) / 2:
        return reading
    return None


@lru_cache(maxsize=1)  # one style after the other asks for them
def _entries_of(lines: tuple[str, ...]) -> Entries:
    return find_entries(list(lines))


def read_style(
    lines: list[str],
    style: Style,
    entries: Entries | None = None,
) -> Reading | None:
    """Read a list of references in one style.

    Parameters
    ----------
    lines : list of str
        The lines of a file with their indentation.
    style : Style
        One of `STYLES`, which all entries are read in: what has another style is
        `not understood`.
    entries : Entries, optional
        What `find_entries` makes of the lines, where several styles are tried.

    Returns
    -------
    Reading or None
        A record for each entry that has the style; None where none has.
    """
    if entries is None:
        entries = find_entries(lines)

    records = []
    roles = list(entries.roles)
    reasons = {}
    authors_above = ""
    for entry in entries.entries:
        record, authors_above = _read_entry(entry, style, authors_above)
        if isinstance(record, dict):
            records.append(record)
            _give_roles(roles, entry, record["title"])
        else:
            first = entry.lines[0]
            reasons[first] = _REASONS[record].format(name=style.name)
            for line in entry.lines:
                roles[line] = "not understood"

    if not records:
        return None
    return Reading(style.name, records, [role or "blank" for role in roles], reasons)


def _give_roles(roles: list[str], entry: Entry, title: str) -> None:
    """Tell the lines of an entry that hold its title from the others."""
    start = entry.text.find(title)
    title_lines = entry.lines_of(start, start + len(title))
    for line in entry.lines:
        roles[line] = "title" if line in title_lines else "field"


def _read_entry(
    entry: Entry,
    style: Style,
    authors_above: str,
) -> tuple[dict | str, str]:
    """Read an entry as a record; or say why not, by a key of `_REASONS`.

    Also returns its authors as they are written, for a "———" in the next entry.
    """
    text = entry.text
    if len(text) > _LONGEST:
        return "long", ""
    if not style.sign.search(text):
        return "year", ""

    dash = re.match(r"[—–_-]{2,}(?=[.,\s])", text)
    if dash:
        text = authors_above + text[dash.end() :]

    head = _read_head(text, style)
    if head is None:
        return "authors", ""

    authors_text = text[: head.start]
    if head.authors:
        last = head.authors[-1]
        authors_text = text[: text.find(last) + len(last)]
    record = _read_body(text[head.start :], head, style)
    if isinstance(record, str):
        return record, authors_text

    title = record["title"]
    if title not in entry.text:
        return "title", authors_text
    record = {
        "line": entry.lines[0] + 1,
        "line_to": entry.lines[-1] + 1,
        **record,
    }
    return record, authors_text


# Authors and year --------------------------------------------------------------------


def _read_head(text: str, style: Style) -> _Head | None:
    """Read the authors, and the year where it follows them."""
    names, end = _names.scan_names(text, style.first, style.others)
    if names:
        # The full stop of an initial or of "et al." may be the one of the style.
        for place in (end, end - (text[end - 1] == ".")):
            for middle in style.middles:
                found = middle.match(text, place)
                if found:
                    return _head(names, found)
        # A group may be the last of the authors.
        for middle in style.middles:
            found = middle.search(text, end, end + 200)
            group = text[end : found.start()].strip(" ,;&") if found else ""
            group = group.removeprefix("and ")
            if group and _names.says_collective(group):
                return _head([*names, group], found)

    if style.title == "quote" and re.match(_QUOTE, text):
        return _Head([], "", 0)
    return _read_collective(text, style)


def _head(names: list[str], middle: re.Match) -> _Head:
    date = ""
    if "date" in middle.re.groupindex:
        date = middle["date"] + (middle["day"] or "")
    return _Head(names, date, middle.end())


def _read_collective(text: str, style: Style) -> _Head | None:
    """Read an organisation as the author, or nobody."""
    for middle in style.middles:
        found = middle.search(text, 0, 300)
        if not found:
            continue
        name = text[: found.start()].strip(" .,")
        if _may_be_author(name, style):
            return _head([name], found)
        ended = found[0][0] == "." or name[-1:] in ("?", "!")
        if ended and _is_title_before_year(name, style):
            return _head([], found)._replace(title=text[: found.start()])
        break

    if style.first == "Blum A" and text[:1].isupper() | (text[:1] == "["):
        # PubMed leaves out what is not known.
        if re.match(rf"[^.]*[.?]\s[^.]+\.\s{_YEAR}[^.;]{{0,14}};\d", text):
            return _Head([], "", 0)
    return None


def _may_be_author(name: str, style: Style) -> bool:
    """Tell whether a text where authors stand names an organisation."""
    if not name or not _names.is_collective(name):
        return False
    if style.title == "quote":
        return _names.says_collective(name)
    if style.year == "middle":
        # The year behind it says so, too.
        return not re.search(rf"\.,|{_YEAR}|\b[A-Z]\b\.?,", name)
    if "," in name or style.first in ("Blum, A.", "A. Blum"):
        return False
    if _names.says_collective(name):
        return True
    return len(name.split()) <= 3 and len(name) > 3 and not re.search(r"\b\w\b", name)


def _is_title_before_year(name: str, style: Style) -> bool:
    return style is STYLES["apa"] and len(name.split()) >= 3 and "," not in name[:15]


# Title and what follows --------------------------------------------------------------


def _read_body(body: str, head: _Head, style: Style) -> dict | str:
    """Read all that follows the authors, or say what is missing."""
    body, link_text = _take_links(body)
    parts = _Parts(head.title, body)
    if not head.title:
        parts = _split(body, style, bool(link_text))
    title = _clean_title(parts.title) if parts else ""
    if not _is_title(title):
        return "title"
    container = parts.container.strip(" ,.;/")
    if not container and not link_text:
        return "venue"

    fields = _read_container(container)
    date = head.date
    if style.year == "behind":
        date = fields["date"] or _find_date(link_text)
        if not date and not _UNDATED_BEHIND.search(container):
            return "year"
    if re.match(_NO_YEAR, date):
        date = ""

    record = {"title": title, "authors": head.authors, **fields, "date": date}
    record |= _find_identifiers(body, link_text)
    return {key: value for key, value in record.items() if value}


def _take_links(body: str) -> tuple[str, str]:
    """Part an entry from the links and notes at its end."""
    links = None
    if _MAY_LINK.search(body):
        links = _LINK.search(body)
    link_text = ""
    if links:
        link_text = body[links.start() :]
        body = body[: links.start()].rstrip(" (<[,;.") + "."
    if "[" in body:
        body = _NOTES_INSIDE.sub("", body)
    return body.strip(" ,;"), link_text


def _split(body: str, style: Style, linked: bool) -> _Parts | None:
    """Part a title from what follows it."""
    if style.title == "mark":
        return _split_at_mark(body)

    is_quoted = style.title == "quote" and re.match(_QUOTE, body)
    if is_quoted or (style is STYLES["harvard"] and re.match(_ANY_QUOTE, body)):
        return _split_at_quote(body)
    if style.title == "quote":
        return _split_book(body)
    if style.title == "comma":
        return _split_at_comma(body)
    return _split_at_stop(body, style, linked)


def _split_at_mark(body: str) -> _Parts | None:
    """Part a title that "[J]" or the like follows."""
    found = re.search(r"\[[A-Z]{1,2}(?:/OL)?\][.．,]?\s?", body)
    if not found:
        return None
    return _Parts(body[: found.start()], body[found.end() :])


def _split_at_quote(body: str) -> _Parts | None:
    """Part a title in quotation marks from what follows."""
    opening = body[0]
    if opening in "“„«":
        end = _closing_quote(body)
    elif opening in "'‘‚`":
        end = _closing_single(body)
    else:
        end = _last_straight(body)
    if end < 2:
        return None
    title = body[1:end].strip("`'’ ")
    if opening == '"' or opening in "“„«":
        title = body[1:end].strip()
    return _Parts(title, body[end + 1 :].lstrip("'’ ,.").strip())


def _closing_quote(body: str) -> int:
    """Find the mark that closes the first one; marks within a title nest."""
    depth = 0
    for i, sign in enumerate(body):
        if sign in "“„«":
            depth += 1
            if i and sign == "“" and body[0] == "„":
                depth -= 2
        elif sign in "”»":
            depth -= 1
        if depth == 0:
            return i
    return -1


def _closing_single(body: str) -> int:
    """Find the single mark that closes; an apostrophe does not."""
    for pattern in (
        r"[,.?!]?['’]{1,2},\s",
        r"[.?!]['’]\s",
        r"['’]\.?\s+(?=[A-Z(]|in\b)",
    ):
        found = re.search(pattern, body[1:])
        if found:
            place = found.start() + 1
            quote = re.search(r"['’]", body[place:])
            return place + quote.start()
    return -1


def _last_straight(body: str) -> int:
    """Find the last mark behind punctuation: marks within a title come before."""
    ends = [found.start() for found in re.finditer(r"(?<=[,.?!])\"|\"(?=[,.])", body)]
    ends = [end for end in ends if end > 1]
    return ends[-1] if ends else body.find('"', 1)


def _split_book(body: str) -> _Parts | None:
    """Part the title of a book, which has no quotation marks, from its publisher."""
    boundaries = list(_BOUNDARY.finditer(body))
    if _find_opening(body, boundaries):
        return None
    strong = [found for found in boundaries if _is_strong(body, found)]
    for found in strong[:2]:
        container = body[found.end() :]
        if len(container) > 120:
            return None
        undated = re.sub(rf",?\s\(?{_YEAR}\)?\.?$", "", container)
        if _is_publisher(undated) and not _NUMBERS.search(undated):
            return _parts_at(body, found)
    return None


def _split_at_comma(body: str) -> _Parts | None:
    """Part a title that a comma ends from a journal with numbers, or another venue."""
    numbers = re.search(
        rf"\s[A-Z]?\d+\s?(?:\([^()]{{1,12}}\)\s?)?\({_YEAR}\)"
        rf"|\s\d+(?:\s?\(\d+\))?[,:]\s?(?:no\.\s\d+,\s)?(?:pp?\.\s)?"
        rf"[A-Za-z]?\d+(?:[–-]\d+)?,?\s\({_YEAR}\)"
        rf"|,?\s\d+\s?\({_YEAR}\)|,\s\d+(?:\(\d+\))?:\d",
        body,
    )
    for found in re.finditer(r",\s", body):
        container = body[found.end() :]
        if re.match(r"in:?\s[A-Z\d]|In:?\s[A-Z\d]", container) or (
            _OPENING.match(container) and not re.match(r"[Ii]n\s", container)
        ):
            return _Parts(body[: found.start()], container)
    if numbers:
        return _split_before_numbers(body, numbers.start())
    return _split_publisher(body)


def _split_before_numbers(body: str, end: int) -> _Parts | None:
    """Take the last part between commas before the numbers for the journal."""
    commas = [found for found in re.finditer(r",\s", body[:end])]
    for found in reversed(commas):
        name = body[found.end() : end]
        if not re.match(rf"{_CAPITAL}|[a-z]{{1,4}}[A-Z]", name):
            continue
        if re.match(r"(?:Man,|Cybern|Part\b|Series\b|Section\b|Ser\.)", name):
            continue
        if any(_is_strong(name, stop) for stop in _BOUNDARY.finditer(name)):
            return None
        return _Parts(body[: found.start()], body[found.end() :])
    return None


def _split_publisher(body: str) -> _Parts | None:
    """Part "Title, second ed., Publisher, City, 2020"."""
    for found in re.finditer(r",\s", body):
        container = body[found.end() :]
        part = container.split(", ")[0]
        is_edition = re.match(r"(?:\w+)\s(?:ed|edn|edition)\b", part)
        is_publisher = part[:1].isupper() and _PUBLISHER.search(part)
        if is_edition or is_publisher:
            return _Parts(body[: found.start()], container)
    return None


def _split_at_stop(body: str, style: Style, linked: bool) -> _Parts | None:
    """Part a title from what follows at the full stop behind which a venue begins."""
    body = re.sub(r"\.\s(?:In\spress|Forthcoming)\b", "", body)
    boundaries = list(_BOUNDARY.finditer(body))
    opening = _find_opening(body, boundaries)
    if opening:
        return _parts_at(body, opening)

    strong = [found for found in boundaries if _is_strong(body, found)]
    numbers = _find_numbers(body, style)
    parts = None
    if numbers >= 0:
        parts = _split_at_journal(body, boundaries, strong, numbers)
    return parts or _split_without_numbers(body, strong, linked)


def _split_at_journal(
    body: str,
    boundaries: list[re.Match],
    strong: list[re.Match],
    numbers: int,
) -> _Parts | None:
    """Part a title from the name of a journal that ends where its numbers begin."""
    before = [found for found in strong if found.end() < numbers]
    if before:
        return _venue_parts(body, before[-1], numbers)

    # "… in the U.S. Journal of Things, 12": the stop of an abbreviation ends it, too.
    for found in boundaries:
        title = body[: found.start()]
        if found.end() >= numbers or title.endswith(_NEVER):
            continue
        if _is_name(body[found.end() : numbers]) and not _ENDS_IN_NAME.search(title):
            return _venue_parts(body, found, numbers)
    return None


def _split_without_numbers(
    body: str,
    strong: list[re.Match],
    linked: bool,
) -> _Parts | None:
    """Part a title from a publisher or a journal without numbers, or from a link."""
    for found in strong:
        if _is_publisher(body[found.end() :]):
            return _parts_at(body, found)
    if len(strong) == 1 and _is_name(body[strong[0].end() :]):
        return _parts_at(body, strong[0])

    book = _BOOK_IN_BRACKETS.fullmatch(body)
    if book and not strong and _is_publisher(book["container"].split(",")[0]):
        return _Parts(book["title"], book["container"])
    if strong or not linked:
        return None
    dated = re.fullmatch(rf"(.+?),\s((?:{_MONTH}\s)?{_YEAR})\.?", body)
    return _Parts(dated[1], dated[2]) if dated else _Parts(body, "")


def _parts_at(body: str, boundary: re.Match) -> _Parts:
    end = len(boundary[0].rstrip()) + boundary.start()
    return _Parts(body[:end], body[boundary.end() :])


def _venue_parts(body: str, boundary: re.Match, numbers: int) -> _Parts | None:
    name = body[boundary.end() : numbers]
    if len(name) > _LONGEST_VENUE or not re.search(r"\w\w", name):
        return None
    return _parts_at(body, boundary)


def _find_opening(body: str, boundaries: list[re.Match]) -> re.Match | None:
    """Find where "In Proceedings …", "arXiv …", "PhD thesis" and the like begin."""
    last_in = None
    for found in boundaries:
        container = body[found.end() : found.end() + 250]
        if not _OPENING.match(container):
            continue
        if not re.match(r"[Ii]n\s", container) or _OF_PROCEEDINGS.match(container):
            return found
        last_in = found
    return last_in


def _find_numbers(body: str, style: Style) -> int:
    """Find where the numbers behind the name of a journal begin; -1 without any."""
    if style.first == "Blum A":
        # ". 2020;12(3):1-9", or the date alone; the last that is followed by numbers.
        dates = list(_DATE_OF_VANCOUVER.finditer(body))
        with_volume = [found for found in dates if found[0][-1] in ";:"]
        if with_volume or dates:
            return (with_volume or dates)[-1].start()
    places = [found.start() for found in _NUMBERS.finditer(body)]
    return places[-1] if places else -1


def _is_strong(body: str, boundary: re.Match) -> bool:
    """Tell the end of a sentence from the full stop of an abbreviation."""
    if body[boundary.start()] != "." or body[boundary.start() - 1] in ")]":
        return True
    end = boundary.start()
    word = body[body.rfind(" ", 0, end) + 1 : end].strip("(“\"'‘[")
    if "." in word or len(word) <= 1:
        return False
    if word in ("vs", "v", "al", "cf", "etc"):
        return False
    if word.lower() in _ABBREVIATIONS and word[0].isupper():
        return False
    # "Zhurn. Eksp. Teor. Fiz.": abbreviations that nobody knows stand together.
    after = re.match(r"(\w{2,})\.\s", body[boundary.end() :])
    if not after or after[1].lower() in _ABBREVIATIONS:
        return True
    return not _is_short_capitalised(word, after[1])


def _is_short_capitalised(word: str, after: str) -> bool:
    for one in (word, after):
        if not one.istitle() or len(one) > 6 or one[-1] in "aeiouy":
            return False
    return True


def _is_name(text: str) -> bool:
    """Tell the name of a journal or publisher: its longer words begin with capitals."""
    text = re.sub(rf",?\s(?:{_MONTHS}\s)?{_YEAR}\.?$", "", text.strip(" .,"))
    words = re.findall(r"[^\W\d_]{4,}", text)
    if not text or len(text) > 150 or not text[0].isalnum():
        return False
    capitalised = [word for word in words if word[0].isupper()]
    return len(capitalised) >= 0.7 * len(words) and bool(
        re.search(r"[^\W\d_]{2}", text)
    )


def _is_publisher(container: str) -> bool:
    first = container.split(". ")[0]
    if len(first) > 150:
        return False
    if _PLACE_AND_PUBLISHER.match(container):
        return True
    return bool(_PUBLISHER.search(first)) and _is_name(first)


def _clean_title(title: str) -> str:
    """Take off what the style puts around a title and behind it."""
    title = title.strip(" *_")
    for _ in range(3):
        shorter = _ADDED.sub("", title).rstrip(" ,;")
        if shorter == title:
            break
        title = shorter
    if title.endswith(".") and not re.search(r"\.[^\W\d_]\.$|\.\.\.$", title):
        title = title[:-1]
    return title.strip(" *_,")


def _is_title(title: str) -> bool:
    """Tell whether a text may be a title at all."""
    if not 4 <= len(title) <= _LONGEST_TITLE:
        return False
    if _NO_TITLE.match(title) or _GBT_MARK.search(title):
        return False
    words = _WORD.findall(title)
    if not words or (len(words) < 2 and len(title) < 5):
        return False
    letters = sum(map(str.isalpha, title))
    if letters < 0.5 * len(title):
        return False
    names, end = _names.scan_names(title, "Blum A", "Blum A")
    if len(names) > 1 and re.match(r"[.:]", title[end:]):
        return False
    names, end = _names.scan_names(title, "Blum, A.", "Blum, A.")
    return not (names and end > 0.5 * len(title))


# The parts of what follows -----------------------------------------------------------


def _read_container(container: str) -> dict[str, str]:
    """Read venue, volume, issue, pages and date from what follows a title."""
    fields = dict.fromkeys(("venue", "volume", "issue", "pages", "date"), "")
    text = re.sub(r"^[Ii]n:?\s+", "", container)
    if text != container:
        text = _EDITORS.sub("", text, count=1)

    text = re.sub(r"^\w+\sed(?:n|ition)?\b\.?,?\s", "", text)
    end = _VENUE_ENDS.search(text)
    name = text[: end.start()] if end else text
    stops = [found for found in _BOUNDARY.finditer(name) if _is_strong(name, found)]
    if stops:
        name = name[: stops[0].start()]
    name = name.strip(' .,;:*_()“”"')
    if re.search(r"[^\W\d_]{2}", name):
        fields["venue"] = name

    numbers = text[len(name) :] if text.startswith(name) else text
    dates = list(_DATE_BEHIND.finditer(numbers)) or list(_DATE_BEHIND.finditer(text))
    if dates:
        fields["date"] = dates[-1]["date"].strip()

    if re.search(r"arxiv|corr\b", container, re.IGNORECASE):
        return fields
    pages = _PAGES.search(numbers) or _ONE_PAGE.search(numbers)
    if pages:
        fields["pages"] = pages["pages"]
    for pattern in _VOLUMES:
        found = pattern.search(f" {numbers}")
        if found and not re.fullmatch(_YEAR, found["volume"]):
            fields["volume"] = found["volume"]
            if "issue" in pattern.groupindex:
                fields["issue"] = found["issue"] or ""
            break
    return fields


def _find_date(text: str) -> str:
    """Find a year among links and notes, but not when somebody looked."""
    text = _URL.sub(" ", text)
    text = re.sub(r"(?i)(?:accessed|retrieved|cited)\b.*", "", text)
    found = _DATE_BEHIND.search(text)
    return found["date"] if found else ""


def _find_identifiers(body: str, link_text: str) -> dict[str, str]:
    """Find DOI, arXiv id, PMID and another link."""
    text = f"{body} {link_text}"
    found = {}
    if "10." in text:
        joined = re.sub(
            r"(doi\.\s?org/|doi:)\s+(?=10\.)", r"\1", text, flags=re.IGNORECASE
        )
        found["doi"] = _identifiers.normalise_doi(joined) or ""
    if re.search(r"arxiv|corr|abs/", text, re.IGNORECASE):
        found["arxiv_id"] = _identifiers.normalise_arxiv_id(text) or ""
    if "PMID" in text or "pubmed" in text:
        found["pmid"] = _identifiers.normalise_pmid(text) or ""

    for url in _URL.findall(link_text):
        if "doi.org/" not in url:
            found["url"] = url.rstrip(".,;)]>")
            break
    return found

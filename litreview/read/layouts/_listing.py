"""Read a saved listing page: lines of text → records, and the role of every line.

First every line gets a role by itself (header, date, blank, text), then a file is cut
into pages, the lines of cards (votes, submitters, links) are set aside, and
`_paragraphs` tells titles from abstracts in what is left.
"""

import itertools
import re
from collections import Counter

from litreview.read.layouts import _paragraphs
from litreview.read.layouts._paragraphs import Line, Paragraph
from litreview.read.layouts._reading import BLANK

# What a listing prints above its papers. "subscribe" has no small letter behind it.
PHRASE = r"""(?:
    get\ trending\ papers\ in\ your\ e-?mail\ inbox (?:\ once\ a\ day)? !?
    | subscribe (?! (?-i:[a-z]) )
    | (?: trending | daily | weekly | monthly )\ papers
    | by\s?\S{1,20}\ and\ the\ research\ community
)"""
_FLAGS = re.IGNORECASE | re.VERBOSE
HEADER = re.compile(rf"(?: {PHRASE} | new | \s )+", _FLAGS)
SITE = re.compile(
    r"get trending papers in your|(?:trending|daily|weekly) papers$|"
    r"by\s?\S{1,20} and the research community",
    re.IGNORECASE,
)
# A header without a lone "new", which may be a badge of a paper.
PHRASES = re.compile(rf"(?: {PHRASE} | \s )+", _FLAGS)
# A header phrase glued to a title ("SubscribeHow …"). The capital or digit behind it
# tells it from a title such as "Subscriber churn".
GLUED = re.compile(rf"{PHRASE}+ (?= (?-i: [^\sa-z!?.,:;)-] ) )", _FLAGS)

# Lines of the card around a title.
CARD = re.compile(
    r"""
    # signs alone; a number: "12", "1.4k", "12 comments", "Upvote 3"
    [\W_]+
    | \W* \d [\d.,]* \s? [km]?
    | \W* \d [\d.,]* \s? [km]? \s+
      (?: authors? | comments? | (?:up)?votes? | likes? | views? | repl(?:y|ies)
        | points? | citations? ) \b .{0,9}
    | (?: upvotes? | votes? | likes? | comments? ) (?: \s* [:\d] .* )?

    # who and when: "Submitted by …", "Published on …"
    | (?: submitted | posted ) \s+ (?: by | on ) \b .*
    | published (?: \s+ (?: on | in | at ) \b .* )?

    # fields with their name: "Authors: …", "arXiv:…"
    | (?: authors? | subjects? | comments | doi | arxiv ) \s* : .*

    # links and buttons
    | (?: (?: view | read | open ) \s+ )?
      (?: pdf | arxiv (?: \s+ page )? | abs | html | code | github
        | project \s+ page | paper \s+ page )
    | share | save | cite | bibtex
    | (?: read | show | load | see ) \s+ (?: more | less | abstract )
    | (?: https?:// | www\. ) \S+
    | @\w+

    # the publisher
    | (?: © | \(c\) | copyright ) \s .*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A line that announces the name on the next one.
NAME_FOLLOWS = re.compile(r"(?:submitted|posted)\s+by\s*:?", re.IGNORECASE)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"""(?P<month>
    jan(?:uary)? | feb(?:ruary)? | mar(?:ch)? | apr(?:il)? | may | june? | july?
    | aug(?:ust)? | sept?(?:ember)? | oct(?:ober)? | nov(?:ember)? | dec(?:ember)?
) \.?"""
_DAY = r"(?P<day> \d{1,2} ) (?: st | nd | rd | th )?"
_YEAR = r"(?: ,? \s+ (?P<year> (?:19|20)\d\d ) )?"
_WEEKDAY = r"(?: (?: mon | tue | wed | thu | fri | sat | sun ) [a-z]* \.? ,? \s+ )?"
DATES = [
    # "Tue, March 17th, 2026", "Mar 17"
    re.compile(rf"{_WEEKDAY} {_MONTH} \s+ {_DAY} {_YEAR}", _FLAGS),
    # "17 March 2026"
    re.compile(rf"{_WEEKDAY} {_DAY} \s+ {_MONTH} {_YEAR}", _FLAGS),
    # "2026-03-17"
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"),
]

# A mark of a list in front of a title: "1.", "(2)", "[3]", "##", "-", "Title:", "**".
LIST_MARK = re.compile(
    r"(?: (?: \(?\d+[.)] | \[\d+\] | \#+\d*\.? | [-*•] | Title: ) \s+ | \*\* )+ (?=\S)",
    re.VERBOSE,
)
# "Abstract:" in front of an abstract, in bold or not.
ABSTRACT_MARK = re.compile(r"\W*Abstract\W*[:.]\W*\s", re.IGNORECASE)

# Roles of the lines above the papers of a page.
_TOP_ROLES = ("header", "date", "glued")


def names_its_site(line: str) -> bool:
    """Tell a line of the listing's site, which no other page has."""
    return bool(SITE.match(line.strip(BLANK)))


def parse_listing(lines: list[str]) -> tuple[list[dict], list[str]]:
    """Split a saved page, or several in one file, into its papers.

    The layout is found from the text: blank lines between paragraphs or none,
    hard-wrapped lines or whole ones, card lines or none.

    Parameters
    ----------
    lines : list of str
        The lines of the file, without their line ends.

    Returns
    -------
    records : list of dict
        `title`, `abstract` or None, `line` (where the title starts, counted from 1),
        `page_date` (as from `page_date`) and `date_line`, both None where the page has
        none, and `inferred`: whether only the lengths of lines told where its texts
        end.
    roles : list of str
        One a line: `header`, `title`, `abstract`, `field`, `blank`, `not understood`.
    """
    page_lines = [Line(i, raw, raw.strip(BLANK)) for i, raw in enumerate(lines)]
    _look_below(page_lines)
    _give_first_roles(page_lines)

    records = []
    for page in _split_pages(page_lines):
        _mark_cards(page)
        records += _read_page(page)

    roles = []
    for line in page_lines:
        if line.role == "date":
            line.role = "header"
        roles.append(line.role)
    return records, roles


def page_date(text: str) -> tuple[int | None, int, int] | None:
    """Read a line that is nothing but a date: its year (or None), month and day."""
    for form in DATES:
        found = form.fullmatch(text)
        if not found:
            continue

        year, month, day = found["year"], found["month"], int(found["day"])
        month = _month_number(month)
        if 1 <= month <= 12 and 1 <= day <= 31:
            if year:
                year = int(year)
            return year, month, day
    return None


def _month_number(month: str) -> int:
    if month.isdigit():
        return int(month)
    name = month.lower()
    return _MONTHS.index(name[:3]) + 1


def _look_below(lines: list[Line]) -> None:
    """Tell each line the next one that is not blank."""
    below = ""
    for line in reversed(lines):
        line.below = below
        below = line.text or below


def _give_first_roles(lines: list[Line]) -> None:
    """Tell blank lines, header lines and dates from the rest.

    The rest is `text`, or `glued` where a header phrase stands right before it (it is
    taken off). A date among papers is a `field` of one.
    """
    before = "header"  # the role of the last line that is not blank
    for line in lines:
        role = _first_role(line.text)
        among_papers = before not in ("header", "date")
        if role == "date" and among_papers and not PHRASES.fullmatch(line.below):
            role = "field"
        if role != "blank":
            before = role
        line.role = role

    for line in lines:
        if line.role == "glued":
            line.text = GLUED.sub("", line.text, count=1)


def _first_role(text: str) -> str:
    if not text:
        return "blank"
    if HEADER.fullmatch(text):
        return "header"
    if GLUED.match(text):
        return "glued"
    if page_date(text):
        return "date"
    return "text"


def _split_pages(lines: list[Line]) -> list[list[Line]]:
    """Cut a file where a header follows papers.

    A lone "new" or date among papers is of a card, and becomes a `field`.
    """
    starts = {0}
    first_paper = None
    for line in lines:
        if line.role in ("text", "field"):
            first_paper = line.row
            break

    for run in _header_runs(lines):
        start = run[0].row
        if any(_opens_page(line) for line in run):
            starts.add(start)
        elif first_paper is not None and first_paper < start:
            for line in run:
                line.role = "field"

    cuts = sorted(starts)
    cuts.append(len(lines))
    return [lines[start:stop] for start, stop in itertools.pairwise(cuts)]


def _header_runs(lines: list[Line]) -> list[list[Line]]:
    """Find the header lines with nothing but blank ones between them.

    A title that is glued to its header ends the run. A header at the end of the file,
    with no paper below it, is none.
    """
    runs = []
    run: list[Line] = []
    for line in lines:
        if line.role in _TOP_ROLES:
            run.append(line)
        if run and line.role in ("glued", "text", "field"):
            runs.append(run)
            run = []
    return runs


def _opens_page(line: Line) -> bool:
    return line.role == "glued" or bool(PHRASES.fullmatch(line.text))


def _mark_cards(page: list[Line]) -> None:
    """Call the lines of a page that are of its cards `field`."""
    lengths = [len(line.text) for line in page if line.role != "blank"]
    width = _paragraphs.line_width(lengths)
    repeated = _repeated_texts(page)

    above = ""  # the text right above, if there is one
    name_follows = False
    for line in page:
        if line.role in ("blank", "header", "date"):
            above = ""
            continue

        if line.role == "text":
            is_name = name_follows and len(line.text) <= 40 and len(line.below) < 150
            # A link or a number may be wrapped onto a line of its own.
            is_wrapped = above and _paragraphs.runs_on(above, line.text, width)
            is_card = line.text in repeated or _is_card(line.text)
            if is_name or (is_card and not is_wrapped):
                line.role = "field"

        if line.role == "field":
            name_follows = bool(NAME_FOLLOWS.fullmatch(line.text))
            above = ""
        else:
            name_follows = False
            above = line.text


def _is_card(text: str) -> bool:
    return len(text) <= 120 and bool(CARD.fullmatch(text))


def _repeated_texts(page: list[Line]) -> set[str]:
    """Find the short lines that stand on a page again and again: they are the page's.

    Not where the same follows each time, which makes them copies of one paper.
    """
    counts = Counter(line.text for line in page)
    pairs = {(line.text, line.below) for line in page}
    followers = Counter(text for text, _ in pairs)

    repeated = set()
    for text, count in counts.items():
        is_short = 0 < len(text) <= 60
        if is_short and count >= 4 and followers[text] > 1:
            repeated.add(text)
    return repeated


def _read_page(page: list[Line]) -> list[dict]:
    """Make records of the lines of a page that are text, and give each its role."""
    unknown = [line for line in page if line.role in ("text", "glued")]
    paragraphs, inferred = _paragraphs.label_paragraphs(unknown)

    headed = any(line.role in ("header", "date") for line in page)
    has_abstract = any(paragraph.label == "abstract" for paragraph in paragraphs)
    if not headed and not has_abstract:
        # It may be anything, and titles made of it would be a silent guess.
        for paragraph in paragraphs:
            paragraph.label = "not understood"

    shared = {"inferred": inferred, "page_date": None, "date_line": None}
    records = _records(paragraphs)
    dated = _date_line(page, len(records))
    if dated is not None:
        shared["page_date"] = page_date(dated.text)
        shared["date_line"] = dated.row + 1

    for paragraph in paragraphs:
        for line in paragraph.lines:
            line.role = paragraph.label
    return [record | shared for record in records]


def _date_line(page: list[Line], papers: int) -> Line | None:
    """Find the line with the date of a page.

    None where the dates among its papers are one fewer than these: then the date above
    is as likely the first paper's.
    """
    dated = [line for line in page if line.role == "date"]
    if not dated:
        return None

    of_papers = 0
    for line in page:
        if line.role == "field" and page_date(line.text):
            of_papers += 1
    if of_papers and of_papers == papers - 1:
        return None
    return dated[0]


def _records(paragraphs: list[Paragraph]) -> list[dict]:
    """Put each abstract to the title above it."""
    records: list[dict] = []
    for paragraph in paragraphs:
        if paragraph.label == "title":
            record = {
                "title": paragraph.text,
                "abstract": None,
                "line": paragraph.lines[0].row + 1,
            }
            records.append(record)
        elif paragraph.label == "abstract":
            records[-1]["abstract"] = paragraph.text

    _take_marks_off(records, "title", LIST_MARK)
    _take_marks_off(records, "abstract", ABSTRACT_MARK)
    return records


def _take_marks_off(
    records: list[dict],
    column: str,
    mark: re.Pattern,
) -> None:
    """Take marks off the texts of a column where nearly all have one."""
    filled = [record for record in records if record[column]]
    marked = [record for record in filled if mark.match(record[column])]
    if len(marked) < max(2, 0.8 * len(filled)):
        return

    for record in filled:
        text = mark.sub("", record[column], count=1)
        record[column] = text.removesuffix("**")

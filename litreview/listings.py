"""Read a saved listing page: lines of text → records, and the role of every line."""

import math
import re
import statistics
from collections import Counter

Paragraph = tuple[list[int], str]  # the indices of its lines, its text

# What a listing prints above its papers.
PHRASE = (
    r"(?:get trending papers in your e-?mail inbox(?: once a day)?!?|subscribe(?!(?-i:[a-z]))"
    r"|(?:trending|daily|weekly|monthly) papers|by\s?\S{1,20} and the research community)"
)
HEADER = re.compile(rf"(?:{PHRASE}|new|\s)+", re.IGNORECASE)
# A header phrase glued to a title ("SubscribeHow …"); the capital tells it from a title such as "Subscriber churn".
GLUED = re.compile(rf"{PHRASE}+(?=(?-i:[^\sa-z!?.,:;)-]))", re.IGNORECASE)

# Lines of the card around a title: submitter, votes, counts of authors and comments, links.
CARD = re.compile(
    r"""[\W_]+ | \W*\d[\d.,]*\s?[km]?
    | \W*\d[\d.,]*\s?[km]?\s+(?:authors?|comments?|(?:up)?votes?|likes?|views?|repl(?:y|ies)|points?|citations?)\b.{0,40}
    | (?:upvotes?|votes?|likes?|comments?)(?:\s*[:\d].*)? | (?:submitted|posted)\s+(?:by|on)\b.*
    | published(?:\s+(?:on|in|at)\b.*)? | (?:authors?|subjects?|comments|doi|arxiv)\s*:.*
    | (?:(?:view|read|open)\s+)?(?:pdf|arxiv(?:\s+page)?|abs|html|code|github|project\s+page|paper\s+page)
    | share | save | cite | bibtex | (?:read|show|load|see)\s+(?:more|less|abstract) | (?:https?://|www\.)\S+ | @\w+""",
    re.IGNORECASE | re.VERBOSE,
)
NAME_FOLLOWS = re.compile(r"(?:submitted|posted)\s+by\s*:?", re.IGNORECASE)
_NAME = r"[^\W\d_][\w.’'-]*(?:\s+[^\W\d_][\w.’'-]*){1,3}"
NAMES = re.compile(rf"(?:by\s+)?{_NAME}(?:(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_NAME})+(?:,?\s+et\s+al\.?)?")

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
DATES = [
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_DAY}\s+{_MONTH}{_YEAR}", re.IGNORECASE),
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"),
]
BLANK = " \t\r\n\f\v\xa0\x85\u200b\u200c\u200d\u2028\u2029\u2060\ufeff"


def page_date(line: str) -> tuple[int | None, int, int] | None:
    """Read a line that is nothing but a date: its year (None where it has none), month and day."""
    for form in DATES:
        if found := form.fullmatch(line):
            month, day = found["month"].lower(), int(found["day"])
            month = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            if 1 <= month <= 12 and 1 <= day <= 31:
                return int(found["year"]) if found["year"] else None, month, day
    return None


def parse(lines: list[str]) -> tuple[list[dict], list[str]]:
    """Split a saved page, or several in one file, into its papers.

    Returns the records (`title`, `abstract` or None, `line` counted from 1, `page_date` as above, `date_line`) and one
    role a line: `header`, `title`, `abstract`, `field`, `blank`, `not understood`. The layout is found from the text:
    blank lines between paragraphs or none, hard-wrapped lines or whole ones, card lines or none.
    """
    texts = [line.strip(BLANK) for line in lines]
    roles = _known(texts)
    texts = [GLUED.sub("", text, count=1) if role == "glued" else text for text, role in zip(texts, roles, strict=True)]
    records = []
    for page in _pages(roles):
        dated = next((i for i in page if roles[i] == "date"), None)
        date = {"page_date": None, "date_line": None}
        if dated is not None:
            date = {"page_date": page_date(texts[dated]), "date_line": dated + 1}
        for label, rows, text in _papers(texts, lines, [i for i in page if roles[i] in ("text", "glued", "blank")]):
            if label == "title":
                records.append({"title": text, "abstract": None, "line": rows[0] + 1, **date})
            elif label == "abstract":
                records[-1]["abstract"] = text
            for i in rows:
                roles[i] = label
    roles = ["header" if role == "date" else role for role in roles]
    if "header" not in roles and not any(record["abstract"] for record in records):
        # Neither a known header nor one abstract: it may be anything, and titles made of it would be a silent guess.
        return [], ["not understood" if text else "blank" for text in texts]
    return records, roles


def _known(texts: list[str]) -> list[str]:
    """Tell blank, header, date and card lines from the text that is left (`text`, or `glued` to a header phrase)."""
    counts = Counter(text for text in texts if len(text) <= 60)
    width = max(map(len, texts), default=0)
    following = [""] * len(texts)
    for i in range(len(texts) - 1, 0, -1):
        following[i - 1] = texts[i] or following[i]
    roles, before, name_follows = [], "header", False
    for i, text in enumerate(texts):
        if not text:
            roles.append("blank")
            continue
        if name_follows and len(text) <= 40:
            role = "field"
        elif HEADER.fullmatch(text):
            role = "header"
        elif GLUED.match(text):
            role = "glued"
        elif page_date(text):
            role = "date" if before in ("header", "date") or HEADER.fullmatch(following[i]) else "field"
        elif before == "text" and texts[i - 1] and width <= WRAPPED and _full(texts[i - 1], text, width):
            role = "text"  # a link or a number that was wrapped onto a line of its own
        elif (len(text) <= 120 and CARD.fullmatch(text)) or counts[
            text
        ] >= 4:  # what stands there again and again is the page's, not a title
            role = "field"
        else:
            role = "text"
        name_follows = role == "field" and bool(NAME_FOLLOWS.fullmatch(text))
        roles.append(role)
        before = role
    return roles


def _pages(roles: list[str]) -> list[list[int]]:
    """Cut the file where a header follows papers: the indices of the lines of each page."""
    starts, in_header = [0], True
    for i, role in enumerate(roles):
        if role in ("header", "date", "glued") and not in_header:
            starts.append(i)
            in_header = True
        if role in ("text", "field", "glued"):
            in_header = False
    return [list(range(a, b)) for a, b in zip(starts, [*starts[1:], len(roles)], strict=True)]


def _papers(texts: list[str], lines: list[str], rows: list[int]) -> list[tuple[str, list[int], str]]:
    """Label the paragraphs of one page, in the reading of its layout that makes most of its text into whole papers."""
    blocks = []
    for before, i in zip([None, *rows], rows, strict=False):
        if texts[i] and (before is None or not texts[before] or i != before + 1):
            blocks.append([i])
        elif texts[i]:
            blocks[-1].append(i)
    widths = Counter(len(lines[i]) for block in blocks for i in block)
    width = max(widths, default=0)
    cut = width <= WRAPPED and widths[width] > widths.total() / 2  # wrapped at a column, even in the middle of a word
    single = [([i], texts[i]) for block in blocks for i in block]
    after = [a[0][0] for a in single[:-1]], [b[0][0] for b in single[1:]]
    bounds = [_bound(texts, i, j, width) for i, j in zip(*after, strict=True)] + [(0.0, math.inf)]
    readings = [_label(single, bounds)]
    if width <= WRAPPED:
        joined = [(block, _join(texts, lines, block, cut)) for block in blocks]
        readings.insert(0, _label(joined, [(0.0, math.inf)] * len(joined)))  # blank lines between all paragraphs
    whole = [[(label, rows, _join(texts, lines, rows, cut)) for label, rows, _ in reading] for reading in readings]
    return max(whole, key=_explained)


WRAPPED = 200  # no abstract fits on a line so short


def _bound(texts: list[str], i: int, j: int, width: int) -> tuple[float, float]:
    """Say what it costs to part and to join two lines, in the units of `_prose`."""
    if j != i + 1:
        return 0.0, math.inf  # a blank line parts
    if width > WRAPPED:
        more = len(texts[i]) > 150 and _ENDED.search(texts[j])  # whole lines; an abstract may have several
        return 0.0, (2.0 if more else math.inf)
    if not _full(texts[i], texts[j], width):
        return 0.0, 2.5  # the next word would have fit: a paragraph ended, unless the wrapping is ragged
    return (0.7 if _ENDED.search(texts[i]) else 2.0), 0.0


def _full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split()[0]) > width


def _join(texts: list[str], lines: list[str], block: list[int], cut: bool) -> str:
    if cut:
        return " ".join("".join(lines[i] for i in block).split())
    parts = [texts[block[0]]]
    for i, j in zip(block, block[1:], strict=False):
        # A line may be wrapped after a hyphen ("self-\nattention"); between words the break stands for a space.
        hyphenated = re.search(r"\w-$", texts[i][-2:]) and re.match(r"(?!(?:and|or|to)\b)[^\W_]", texts[j])
        parts += ["" if hyphenated else " ", texts[j]]
    return "".join(parts)


_ENDED = re.compile(r"[.…][\"”’')\]]*$")
_SENTENCES = re.compile(r"[^.\s]{2}[.!?]\s+[A-Z(\[]")


def _prose(length: int, ended: bool, sentences: bool) -> float:
    """Weigh a paragraph: above 0 it reads like an abstract, below like a title."""
    return max(-3.0, min(3.0, (length - 180) / 60)) + (1.0 if ended else -1.0) + (1.5 if sentences else 0.0)


# What it costs, in the units of `_prose`, to believe that the second follows the first: they take turns.
COST = {
    ("start", "title"): 0.0, ("start", "abstract"): 4.0, ("title", "abstract"): 0.0, ("title", "title"): 3.0,
    ("abstract", "title"): 0.0, ("abstract", "abstract"): 3.0, ("title", "end"): 1.5, ("abstract", "end"): 0.0,
}  # fmt: skip
LONG, LONGEST = 1500, 5000  # characters of an abstract made of wrapped lines


def _turns(texts: list[str], bounds: list[tuple[float, float]]) -> list[tuple[str, int, int]]:
    """Find the cheapest sequence of titles and abstracts: label, first and last text of each.

    `bounds` holds what it costs to part and to join each text and the next. Viterbi's algorithm over segments
    (a semi-Markov model), because a paragraph may be several wrapped lines.
    """
    ended = [bool(_ENDED.search(text)) for text in texts]
    inner = [bool(_SENTENCES.search(text)) for text in texts]
    lower = [3.0 if text[:1].islower() else 0.0 for text in texts]  # a paragraph seldom starts in lower case
    best: list[dict[str, tuple]] = [{"start": (0.0, None)}]
    for end in range(1, len(texts) + 1):
        options: dict[str, tuple] = {}
        length, sentences, joins = -1, False, 0.0
        for begin in range(end - 1, -1, -1):
            length += len(texts[begin]) + 1
            if begin < end - 1:
                joins += bounds[begin][1]
                sentences = sentences or (ended[begin] and texts[begin + 1][:1].isupper())
            if joins == math.inf or (length > LONGEST and begin < end - 1):
                break
            sentences = sentences or inner[begin]
            prose = _prose(length, ended[end - 1], sentences)
            own = joins + lower[begin] + (bounds[begin - 1][0] if begin else 0.0)
            long = max(0.0, length - LONG) / 300 if begin < end - 1 else 0.0
            for label, emission in (("title", max(0.0, prose)), ("abstract", max(0.0, -prose) + long)):
                for last, (cost, _) in best[begin].items():
                    total = cost + COST[last, label] + emission + own
                    if label not in options or total < options[label][0]:
                        options[label] = (total, (begin, last))
        best.append(options)
    found, end = [], len(texts)
    label = min(best[end], key=lambda last: best[end][last][0] + COST.get((last, "end"), 0.0))
    while end:
        begin, last = best[end][label][1]
        found.append((label, begin, end - 1))
        end, label = begin, last
    return found[::-1]


def _label(units: list[Paragraph], bounds: list[tuple[float, float]]) -> list[tuple[str, list[int], str]]:
    """Make paragraphs of the units and call each `title`, `abstract`, `field` or `not understood`."""
    turns = _turns([text for _, text in units], bounds)
    labels = [label for label, _, _ in turns]
    paragraphs = [
        ([i for rows, _ in units[a : b + 1] for i in rows], " ".join(text for _, text in units[a : b + 1]))
        for _, a, b in turns
    ]
    _tell_titles(labels, [text for _, text in paragraphs])
    return [(label, rows, text) for label, (rows, text) in zip(labels, paragraphs, strict=True)]


def _tell_titles(labels: list[str], texts: list[str]) -> None:
    """Correct the labels where several short paragraphs stand before an abstract, or none."""
    runs = _runs(labels)
    # Where most abstracts have several before them, one is the title and the others are of the card.
    before = [len(run) for run, has_abstract in runs if has_abstract]
    cards = bool(before) and statistics.median(before) >= 2
    for run, has_abstract in runs:
        titles = run
        if cards and len(run) > 1:
            named = [i for i in run if NAMES.fullmatch(texts[i]) or " " not in texts[i]]
            title = max([i for i in run if i not in named] or run, key=lambda i: len(texts[i]))
            for i in run:
                labels[i] = "title" if i == title else "field" if i in named else "not understood"
            titles = [title]
        for i in titles[: len(titles) - has_abstract]:
            # A title without an abstract has two words at least: less may be a button or a name.
            if " " not in texts[i] or sum(map(str.isalnum, texts[i])) < 8:
                labels[i] = "not understood"
    owned = False
    for i, label in enumerate(labels):
        if label == "abstract" and not owned:
            labels[i] = "not understood"  # whose it is cannot be told
        owned = label == "title" or (owned and label != "abstract")


def _runs(labels: list[str]) -> list[tuple[list[int], bool]]:
    """List the runs of titles, each with whether an abstract follows it."""
    runs = []
    for i, label in enumerate(labels):
        if label == "title" and i and labels[i - 1] == "title":
            runs[-1][0].append(i)
        elif label == "title":
            runs.append([[i], False])
        elif i and labels[i - 1] == "title":
            runs[-1][1] = True
    return [(run, has_abstract) for run, has_abstract in runs]


def _explained(labelled: list[tuple[str, list[int], str]]) -> float:
    """Measure how much of the text stands in whole papers, with a title of the length of a title."""
    pairs = [(label, text) for label, _, text in labelled if label in ("title", "abstract")]
    whole = sum(
        len(title) + len(abstract)
        for (a, title), (b, abstract) in zip(pairs, pairs[1:], strict=False)
        if (a, b) == ("title", "abstract")
        and len(title) <= 300
        and _prose(len(abstract), bool(_ENDED.search(abstract)), bool(_SENTENCES.search(abstract))) > 0
    )
    return whole / max(1, sum(len(text) for _, _, text in labelled))
